"""The cards of `/cpt`, one module for each kind of card."""

from handlers.views.help import Help

HELP = Help(
    "/cpt",
    "CPT and HCPCS Level II codes in plain words, with what billers trip over.",
    (
        ("/cpt 97140", "one code"),
        ("/cpt 97140 97110-59 J1885", "several, with modifiers"),
        ("/cpt 97140 on 2025-12-31", "as of a date of service"),
    ),
)
