"""The commands that later versions fill: what each will do, and what works today. No date is promised."""

from handlers.views.help import Help
from handlers.views.kit import Answer, Go, actions, code, section

_TODAY = (Go("Look up 97140", "/cpt 97140"), Go("Look up M54.50", "/icd M54.50"))

DEADLINES_HELP = Help(
    "/deadlines",
    "Will keep the CPT Editorial Panel's dates and remind the channel. Not built yet.",
    (
        ("/deadlines", "what it will do, and what works today"),
        ("/codes", "today: which code sets are loaded, and until when they hold"),
    ),
)
CODES_HELP = Help(
    "/codes",
    "What is loaded, what your team watches, what changed between two releases, and what your team taught the search.",
    (
        ("/codes", "what is loaded, what has ended, and what to fetch next"),
        ("/codes watch 97140 97110 M54.5", "watch these codes"),
        ("/codes watched", "how they stand; what has ended comes first, with what follows it"),
        ("/codes unwatch 97110", "give one up"),
        ("/codes changes", "what the newest loaded releases changed, watched codes first"),
        ("/codes changes icd FY2024 to April 2026", "between two releases, as far as they are loaded"),
        ("/codes notes", "your team's notes on codes; write one with `/cpt note 97110 UHC needs GP`"),
        ("/codes abbreviation", "your team's own abbreviations"),
        (
            "/codes abbreviation pfps = patellofemoral pain syndrome",
            "add one, or say anew what it stands for",
        ),
        ("/codes abbreviation pfps", "what one stands for, and who added it"),
        ("/codes abbreviation remove pfps", "take it out"),
        ("/codes forget", "forget which codes your team opened and shared; asks first"),
        (
            "/codes admins",
            "who is admin, lead, member or viewer; an admin gives roles here, and loads files with `/codes load`",
        ),
    ),
)


def deadlines_card() -> Answer:
    """What `/deadlines` answers until reminders are built."""
    return _coming(
        "/deadlines",
        "will list the CPT Editorial Panel's dates and the code sets' updates, and remind the channel in time.",
        f"what is loaded and until when it holds: {code('/codes')}",
        Go("What is loaded", "/codes"),
    )


def _coming(command: str, will: str, works: str, lead_on: Go) -> Answer:
    return Answer(
        f"{command} is not built yet",
        (
            section(f"{code(command)} is not built yet. It {will}\nToday: {works}."),
            actions(lead_on, *_TODAY),
        ),
    )
