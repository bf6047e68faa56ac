"""The card that tells CPT from ICD."""

from handlers.views.help import Help
from handlers.views.kit import Answer, Go, actions, section

HELP = Help(
    "/explain",
    "CPT versus ICD: who keeps it, what it answers, where it stands on the claim.",
    (("/explain", "the two side by side"),),
)


def systems_card() -> Answer:
    """What each of the two systems is for."""
    return Answer(
        "CPT versus ICD",
        (
            section("*CPT* says what was done. *ICD-10-CM* says why it was done."),
            actions(Go("97140", "/cpt 97140")),
        ),
    )
