"""What a code's MUE is, and which file would tell it, the fee or the NCCI pairs."""

from dataclasses import replace

from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.claim.reference_data import Mai, Mue, ReferenceData
from bot.services.lookup.procedures import LookedUp
from handlers.slack.answer import Answer
from handlers.views.blocks import esc, section
from handlers.views.sources import how_to_get

_COUNTED = {
    Mai.LINE: "on a line",
    Mai.DAY_BY_POLICY: "a day, by policy",
    Mai.DAY_CLINICAL: "a day, by what is usual",
}
_FILES = {
    "MUE": ReferenceFile.UNITS,
    "NCCI": ReferenceFile.PAIRS,
    "Global period": ReferenceFile.FEES,
    "RVU and fee schedule": ReferenceFile.FEES,
}


def with_mue(card: Answer, mue: Mue | None, edition: ReferenceEdition | None) -> Answer:
    """The card of a code with its usual units behind the headline."""
    return replace(card, blocks=(card.blocks[0], section(_words(mue, edition)), *card.blocks[1:]))


def with_missing_fee(card: Answer, result: LookedUp) -> Answer:
    """The card as it is where a fee schedule is loaded for the day; else how to get one, behind the headline."""
    if result.fee is not None:
        return card
    missing = section(f"Fee, RVUs and global days: not loaded. {how_to_get(ReferenceFile.FEES)}")
    return replace(card, blocks=(card.blocks[0], missing, *card.blocks[1:]))


def _words(mue: Mue | None, edition: ReferenceEdition | None) -> str:
    if edition is None:
        return f"MUE: not loaded. {how_to_get(ReferenceFile.UNITS)}"
    if mue is None:
        return f"MUE {esc(edition.name)} has no row for this code. That doesn't mean unlimited."
    return f"MUE {esc(edition.name)}: {mue.value} {_COUNTED[mue.mai]} (MAI {int(mue.mai)})"


def missing_files(topic: str, reference: ReferenceData) -> str:
    """Which file tells the value of a code, where it is not loaded; '' where it is, or the topic needs none."""
    file = _FILES.get(topic)
    loaded = {
        ReferenceFile.UNITS: reference.units,
        ReferenceFile.PAIRS: reference.pairs,
        ReferenceFile.FEES: reference.fees,
    }
    if file is None or loaded[file] is not None:
        return ""
    return f"Not loaded here, so I can't tell it of a code. {how_to_get(file)}"
