"""What Medicare pays, on the card of a code: one line, and all of it behind *More*, or how to get it."""

from bot.domain.codes.claim.edition import ReferenceFile
from bot.services.lookup.procedures import Fee, LookedUp
from handlers.views.blocks import esc
from handlers.views.fees import fee_lines, fee_short, fee_source, local_lines, local_short
from handlers.views.sources import ended_words, how_to_get


def fee_summary(result: LookedUp, *, full: bool) -> tuple[str, ...]:
    """Payment with the schedule's year; `full`: RVUs, global days, parts, sides and helpers too."""
    fee = result.fee
    if fee is None:
        return ()
    if fee.row is None:
        return (
            (f"Not in Medicare's fee schedule {esc(fee.edition.name)}: paid by other rules, or not at all",)
            if full
            else ()
        )
    over = fee.edition.ended(result.on or result.today)
    first = (ended_words(fee.edition),) if over else ()
    national = fee_lines(fee.row, fee.edition) if full else (fee_short(fee.row, fee.edition),)
    return (*first, *national, *_local(fee, full=full))


def _local(fee: Fee, *, full: bool) -> tuple[str, ...]:
    """At the team's locality: one line, and the arithmetic behind *More*."""
    if fee.row is None or fee.locality is None:
        return ()
    return local_lines(fee.row, fee.locality) if full else local_short(fee.row, fee.locality)


def fee_note(result: LookedUp, *, full: bool) -> tuple[str, ...]:
    """The small print of a fee; where no schedule is loaded for the day, how to get one, behind *More* alone."""
    if result.fee is None:
        return (f"No fee: {how_to_get(ReferenceFile.FEES)}",) if full else ()
    return (fee_source(result.fee.edition),) if result.fee.row else ()
