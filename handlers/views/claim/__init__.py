"""The cards of `/claim`."""

from handlers.views.help import Help

HELP = Help(
    "/claim",
    "Checks a claim line by line: codes, modifiers, units, pairs and diagnoses on the date of service.",
    (
        ("/claim 97140-59 97530 x2 dx M54.50, S43.421D on 2026-02-03", "two lines, two diagnoses, one date"),
        ("/claim 97110 GP 59 x2, 97140 GP dx M5450 2/3/26", "modifiers with spaces, codes without dot"),
        ("/claim 99213-25 A, 20610-RT B dx I10 M17.11", "pointers: which diagnosis each line is for"),
        (
            "/claim 99213-25 90471 90715 pos 11 medicare",
            "a place of service and a payer have rules of their own",
        ),
        (
            "/claim 97110 2 units 97140 1 unit outpatient",
            "an outpatient facility's claim has NCCI files of its own",
        ),
    ),
)
