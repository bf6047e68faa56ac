"""The errors of the features that a start does not import. Apart from handlers.views.errors, which every start does."""

from bot.domain.errors import CodeDeskError
from handlers.views.applications_errors import sentence_for_applications
from handlers.views.claim_errors import sentence_for_claim
from handlers.views.codes_errors import sentence_for_codes
from handlers.views.deadlines_errors import sentence_for_deadlines
from handlers.views.form_errors import sentence_for_forms
from handlers.views.kit import Answer
from handlers.views.loading import sentence_for_loading
from handlers.views.roles_errors import sentence_for_roles
from handlers.views.team_errors import sentence_for_team


def sentence_for_features(error: CodeDeskError) -> Answer | None:
    """The card of whichever feature knows the error, None where none does."""
    return (
        sentence_for_codes(error)
        or sentence_for_claim(error)
        or sentence_for_forms(error)
        or sentence_for_roles(error)
        or sentence_for_loading(error)
        or sentence_for_team(error)
        or sentence_for_deadlines(error)
        or sentence_for_applications(error)
    )
