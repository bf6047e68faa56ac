"""A Medicare locality from the files of the day, and Medicare's anesthesia allowance there."""

from dataclasses import dataclass
from datetime import date

from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.cpt.anesthesia import AnesthesiaRequest
from bot.domain.codes.localities import AnesthesiaPayment, Locality, anesthesia_payment
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext


def team_locality(
    code_library: CodeLibrary, key: str, on: date | None, request: RequestContext
) -> Locality | None:
    """The locality with this key from the files of the day; None if there is none."""
    table = code_library.files.localities(on, request.today, request.workspace) if key else None
    return table.get(key) if table else None


@dataclass(frozen=True, slots=True)
class AnesthesiaAnswer:
    """What Medicare allows for anesthesia at the team's locality.

    `payment` is None if the request has no base units, the team has no locality, or the locality's factor isn't
    loaded for the day.
    """

    request: AnesthesiaRequest
    on: date
    locality: Locality | None
    edition: ReferenceEdition | None
    payment: AnesthesiaPayment | None


def anesthesia_allowance(
    question: AnesthesiaRequest, request: RequestContext, code_library: CodeLibrary
) -> AnesthesiaAnswer:
    """Compute (base units + minutes / 15) times the locality's factor of the day."""
    locality = team_locality(code_library, request.locality, question.on, request)
    table = code_library.files.localities(question.on, request.today, request.workspace)
    payment = (
        anesthesia_payment(question.base_units, question.minutes, locality.anesthesia)
        if locality and locality.anesthesia and question.base_units is not None
        else None
    )
    edition = table.edition if table else None
    return AnesthesiaAnswer(question, question.on or request.today, locality, edition, payment)
