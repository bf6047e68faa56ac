"""The card for a code that is not in the list: what was meant, and why it is thought so."""

from datetime import date

from bot.domain.codes.icd.grammar import bare, too_long
from bot.domain.codes.icd.resolve import Unknown
from bot.domain.codes.icd.suggestions import MOST_BELOW, CodeSuggestion, SuggestionReason
from bot.services.lookup.diagnoses import DiagnosisEntry
from handlers.slack.answer import CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, esc, section
from handlers.views.dates import dated, day
from handlers.views.icd.wording import named
from handlers.views.sources import HOW_TO_LOAD


def unknown_blocks(entry: DiagnosisEntry, unknown: Unknown, on: date | None) -> tuple[Block, ...]:
    """One sentence on what is wrong, then the likeliest codes with a button each.

    A code that another loaded release holds, or that a conversion table names, is told as what it was.
    """
    if unknown.of_few is not None and not entry.instead:
        return _not_covered(entry, unknown, unknown.of_few)
    header = any(m.why is SuggestionReason.BELOW for m in unknown.meant)
    known = (*_elsewhere(entry), *_instead(entry)) if entry.elsewhere or not header else ()
    if not known:
        known = _past(entry)
    moved = any(m.why is SuggestionReason.MOVED for m in unknown.meant)
    ends = (_NOW_A_HEADER,) if header else (_NOW_CODED,) if moved and not entry.instead else ()
    sentence = (*known, *ends) if known else (_sentence(unknown),)
    meant = () if entry.instead and not header else tuple(m.diagnosis for m in unknown.meant)
    text = "\n".join((*sentence, *(named(diagnosis) for diagnosis in meant)))
    codes = tuple(d.code for d in meant) or tuple(dict.fromkeys(row.new for row in entry.instead))[:_FEW]
    if not codes:
        return (section(text), actions(CommandButton("What works", "/icd help")))
    return (section(text), actions(*(CommandButton(f"Open {c}", dated(f"/icd {c}", on)) for c in codes)))


def _not_covered(entry: DiagnosisEntry, unknown: Unknown, of_few: int) -> tuple[Block, ...]:
    """A list that was cut short, or that brings additions alone, says nothing of what it lacks."""
    told = (
        f"The list that is loaded for this date has only {of_few:,} codes, and {code(unknown.typed.code)} is none of "
        f"them: *whether it is valid I can't say*. A whole list has some 74,000: {HOW_TO_LOAD} reads it."
    )
    if found := entry.elsewhere:
        told += f"\n{named(found.diagnosis)} is in {found.release.system} {esc(found.release.edition)}."
    return (section(told), actions(CommandButton("What is loaded", "/codes")))


def _elsewhere(entry: DiagnosisEntry) -> tuple[str, ...]:
    """What it was called, and its last or first day where the releases adjoin."""
    found = entry.elsewhere
    if found is None:
        return ()
    release = f"{found.release.system} {esc(found.release.edition)}"
    if found.later:
        when = f": its first day is {day(found.edge)}" if found.edge else ""
        return (f"{named(found.diagnosis)} is not in this list yet, but in {release}{when}.",)
    when = f": its last day was {day(found.edge)}" if found.edge else ""
    return (f"{named(found.diagnosis)} is not in this list any more; {release} held it{when}.",)


def _instead(entry: DiagnosisEntry) -> tuple[str, ...]:
    """The codes of NCHS's conversion table."""
    if not entry.instead:
        return ()
    codes = ", ".join(code(row.new) for row in entry.instead[:_FEW])
    more = " and others" if len(entry.instead) > _FEW else ""
    old, since = code(entry.instead[0].old), day(entry.instead[0].effective)
    return (f"In place of {old} NCHS's conversion table names {codes}{more} (from {since}).",)


def _past(entry: DiagnosisEntry) -> tuple[str, ...]:
    """A code of which no loaded edition has the name: its days, and the codes that followed."""
    past = entry.past
    if past is None or past.runs[-1].last is None:
        return ()
    runs = ", ".join(f"from {day(run.first)} to {day(run.last)}" for run in past.runs if run.last)
    told = f"{code(past.code)} is not billable any more. By Medicare's code editor list it was, {runs}."
    then = f"Then: {', '.join(map(code, past.successors[:_FEW]))}" if past.successors else ""
    return tuple(filter(None, (told, then)))


_FEW = 5
_NOW_CODED = "The same condition is now:"
_NOW_A_HEADER = "It is a header now. Pick one:"


def _sentence(unknown: Unknown) -> str:
    written = code(unknown.typed.written)
    if not unknown.meant:
        return (
            f"{written} has the form of a diagnosis code, but it is not in this list, nor is one close to it."
        )
    best = unknown.meant[0]
    if best.why is SuggestionReason.BELOW:
        pick = (
            "Pick one"
            if len(unknown.meant) < MOST_BELOW
            else f"The first {MOST_BELOW} below it, in code order"
        )
        return f"{written} is not billable: it is a header{_since(unknown)}. {pick}:"
    return f"{written} is not in this list. {_reason(unknown, best)}"


def _reason(unknown: Unknown, best: CodeSuggestion) -> str:  # noqa: PLR0911 - one sentence for each reason
    match best.why:
        case SuggestionReason.REPLACED:
            return f"{_was_divided(unknown)} Pick from:"
        case SuggestionReason.LOOKALIKE:
            return "I read a letter O, I or L where a digit belongs. Did you mean:"
        case SuggestionReason.PLACEHOLDER if too_long(unknown.typed.written):
            count = len(bare(unknown.typed.written))
            return f"It has {count} characters, and a code has 7 at most. Did you mean:"
        case SuggestionReason.PLACEHOLDER:
            return "The 7th character must stand in the seventh place, with X in the gap. Did you mean:"
        case SuggestionReason.COMPLETE if len(unknown.meant) == 1:
            return f"{code(best.diagnosis.code)} is complete as it is and takes no more characters:"
        case SuggestionReason.OTHER_SEVENTH:
            return f"{code(best.diagnosis.code)} takes other 7th characters. Pick from:"
        case SuggestionReason.ABOVE:
            return "The nearest that there is, is the header above it:"
    return "Close to it are:"


def _since(unknown: Unknown) -> str:
    old = unknown.demotion
    return f" since {day(old.since)}" if old and old.exact and old.code == unknown.typed.code else ""


def _was_divided(unknown: Unknown) -> str:
    old = unknown.demotion
    if old is None:
        return "It was divided into more exact codes."
    if old.exact:
        return f"It could be billed until {day(old.until)}, and was then divided into more exact codes."
    return (
        f"It could still be billed on {day(old.until)}, and was divided into more exact codes "
        f"by {day(old.since)}."
    )
