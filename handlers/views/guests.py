"""What somebody from another workspace reads (Slack Connect)."""

from handlers.slack.answer import Answer
from handlers.views.blocks import code, section


def refused_card() -> Answer:
    """Nothing of the team's is shown to a guest, and a guest changes nothing."""
    return Answer(
        "For members only",
        (
            section(
                "That belongs to the workspace that this app is installed in, and you are a guest from another one. "
                f"Public codes are yours to look up all the same: {code('/icd M54.50')}."
            ),
        ),
        failed=True,
    )
