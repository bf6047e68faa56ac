"""The cards of `/cpt`, one module for each kind of card."""

from handlers.views.help import Help

HELP = Help(
    "/cpt",
    "CPT and HCPCS Level II codes in plain words, with what to watch out for.",
    (
        ("/cpt 97140", "one code"),
        ("/cpt 97140 97110-59 J1885", "several, with modifiers"),
        ("/cpt 97140 on 2025-12-31", "as of a date of service"),
        ("/cpt compare 99213 99214", "side by side"),
        ("/cpt 90837 50 min", "does this time fit, and which code does it fit"),
        ("/cpt units 97140 45 97110 20", "timed units by the 8-minute rule; `J1885 60 mg` counts a dose"),
        ("/cpt 97530 97140 together", "can these be billed together? (current NCCI edits)"),
        ("/cpt modifiers 59", "one modifier; `/cpt modifiers` lists them, `/cpt GP` works too"),
        ("/cpt pos 10", "a place of service; `/cpt pos` lists them"),
        (
            "/cpt note 97110 UHC needs GP",
            "your team's own note, shown with every answer; `remove` in its place takes it out",
        ),
        ("/cpt categories", "the families and ranges of codes"),
    ),
)
