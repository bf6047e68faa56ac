"""What `/codes help` says."""

from handlers.views.help import Help

HELP = Help(
    "/codes",
    "What is loaded, what your team watches, what changed between two releases, and what your team taught the search.",
    (
        ("/codes", "what is loaded, what has ended, and what to download"),
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
        (
            "/codes locality Manhattan",
            "show fees at your Medicare locality, by name or number; `off` for national",
        ),
        ("/codes forget", "forget which codes your team opened and shared; asks first"),
        (
            "/codes admins",
            "who is admin, lead, member or viewer; an admin gives roles here, and has `/codes load` and `/codes fetch`",
        ),
    ),
)
