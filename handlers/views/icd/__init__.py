"""The cards of `/icd`, one module for each kind of card."""

from handlers.views.help import Help

HELP = Help(
    "/icd",
    "ICD-10-CM diagnosis codes: billable or not, what to pick, and what the notes say.",
    (
        ("/icd M54.50", "one code; m5450 works too"),
        ("/icd M54.5", "a header: the codes to pick from"),
        ("/icd S43.421", "which 7th character it needs"),
        ("/icd M25.561 M17.11 I10", "several"),
        ("/icd R26.2 R26.81 together", "Excludes1 and Excludes2, both ways"),
        ("/icd M54.50 on 2026-06-01", "as of a date of service"),
        ("/icd note M54.50 Medicare look for a specific cause", "your team's own note on a code"),
    ),
)
