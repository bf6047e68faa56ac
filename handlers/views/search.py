"""What a search found: ten choices, best first, each with why it is there where that is not plain."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.codes.releases import Release, SelectedRelease, System
from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.result import FamilyMember, SearchHit
from bot.domain.codes.search.term import How, WordReading
from bot.services.lookup.search import SearchAnswer
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block, MrkdwnText, Option, OverflowMenuElement, Plain75, SectionBlock
from handlers.slack.ids import Action
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.cpt.loaded import copyright_lines, procedures_named_by
from handlers.views.cpt.wording import loading_note
from handlers.views.dates import dated, day
from handlers.views.icd.wording import ended_first, release_name, source

_NAME = 150
_MEMBERS = 4
_HOW = {
    How.ABBREVIATION: "read as",
    How.LAY: "read as",
    How.SYNONYM: "also looked for as",
    How.TYPO: "taken for",
    How.SPELLING: "spelled",
    How.JOINED: "joined to",
    How.SPLIT: "split into",
    How.PARTS: "understood by its parts as",
}
_FROM = {
    TextOrigin.INCLUSION: "also called",
    TextOrigin.NOTE: "team note",
    TextOrigin.REFERENCE: "called in another code's notes",
}
_BY_INDEX = (TextOrigin.INDEX, TextOrigin.SEE)


def search_card(found: SearchAnswer, command: str) -> Answer:
    """The hits of `command` ('/icd' or '/cpt'), or what was understood and how to ask better."""
    if not found.result.hits:
        return _nothing(found, command)
    shown, rest = found.shown, found.rest
    blocks: list[Block] = [*_ended(found), *_no_cpt(found, command)]
    common = _common(shown)
    from_ = _FROM | dict.fromkeys(_BY_INDEX, f"Alphabetic Index {found.index_edition}".rstrip())
    blocks += [
        _line(hit, dated(f"{command} {hit.code}", found.on), n, common, from_) for n, hit in enumerate(shown)
    ]
    blocks.append(_below(shown, rest, command, found))
    blocks += [*_small_print(found, common), *_source(found)]
    return Answer(f"{found.result.hits[0].system} search", tuple(blocks))


def _no_cpt(found: SearchAnswer, command: str) -> Iterable[Block]:
    """HCPCS codes alone, where the CPT codes that a service is mostly billed by aren't loaded."""
    of_hcpcs = all(hit.system == System.HCPCS for hit in found.shown)
    if command == "/cpt" and of_hcpcs and System.CPT not in found.loaded:
        asked = esc(cut(found.wanted.words, _NAME))
        yield section(f"None of my CPT starter codes is for *{asked}*; HCPCS has these. {loading_note()}")


def nothing_to_search_card(chosen: SelectedRelease, loaded: Sequence[Release]) -> Answer:
    """No release holds for the date, so no code of another year is offered for it."""
    when = day(chosen.on or chosen.today)
    there = [f"Loaded: {release_name(r)}" for r in loaded if r.system is System.ICD10CM][:3]
    return Answer(
        "ICD-10-CM, date not loaded",
        (
            section(
                f"ICD-10-CM for {when} is not loaded, so I can't search the codes of that day. "
                f"Without a date I search the newest set that is loaded, like {code('/icd low back pain')}."
            ),
            context(*(there or ["No ICD-10-CM is loaded."])),
        ),
    )


def _common(shown: Sequence[SearchHit]) -> frozenset[WordReading]:
    """The readings that every hit owes its place to: said once below, not on every line."""
    each = [frozenset(hit.why.readings) for hit in shown]
    return frozenset.intersection(*each) if len(each) > 1 else frozenset()


def _line(
    hit: SearchHit,
    command: str,
    number: int,
    common: frozenset[WordReading],
    from_: Mapping[TextOrigin, str],
) -> SectionBlock:
    """One choice; its menu opens the code or shares it."""
    choices = [
        Option(Plain75(f"Open {hit.code}", emoji=True), command),
        Option(Plain75("Share in channel", emoji=True), f"{Action.SHARE} {command}"),
    ]
    return SectionBlock(
        MrkdwnText("\n".join((_first(hit), *_second(hit, common, from_)))),
        accessory=OverflowMenuElement(f"{Action.PICK}:{number}", choices),
    )


def _first(hit: SearchHit) -> str:
    state = (
        "" if hit.system != "ICD-10-CM" else "  · billable" if hit.billable else "  · header, not billable"
    )
    return f"{code(hit.code)}  {esc(cut(hit.name, _NAME))}{state}"


def _second(hit: SearchHit, common: frozenset[WordReading], from_: Mapping[TextOrigin, str]) -> Iterable[str]:
    if hit.other_side:
        yield f"Both sides take two codes: {code(hit.code)} and {code(hit.other_side)}"
    if hit.members:
        yield f"{_family(hit)}{' · '.join(_member(m) for m in hit.members[:_MEMBERS])}{_more(hit.members)}"
    why = [_reading(r) for r in hit.why.readings if r not in common]
    if hit.why.text and hit.why.kind in from_:
        why.append(f"{esc(from_[hit.why.kind])}: {esc(cut(hit.why.text, _NAME))}")
    if why:
        yield f"_{' · '.join(why)}_"


def _family(hit: SearchHit) -> str:
    return f"{code(f'{hit.family}-')} also " if hit.family else "also "


def _member(member: FamilyMember) -> str:
    return f"{esc(member.differs or cut(member.name, 40))} {code(member.code)}"


def _more(members: Sequence[FamilyMember]) -> str:
    left = len(members) - _MEMBERS
    return f" · {left} more" if left > 0 else ""


def _reading(reading: WordReading) -> str:
    return f"'{esc(reading.said)}' {_HOW.get(reading.how, 'read as')} {esc(reading.meant)}"


def _below(shown: Sequence[SearchHit], rest: Sequence[SearchHit], command: str, found: SearchAnswer) -> Block:
    """The first choice by button, and what comes after those: codes alone, so that no typed word is kept."""
    best = CommandButton(f"Open {shown[0].code}", dated(f"{command} {shown[0].code}", found.on))
    more = (
        [CommandButton("More", dated(f"{command} {' '.join(hit.code for hit in rest)}", found.on))]
        if rest
        else []
    )
    return actions(best, *more)


def _small_print(found: SearchAnswer, common: frozenset[WordReading] = frozenset()) -> Iterable[Block]:
    understood = [_reading(r) for r in found.result.readings if r in common]
    lines = [*([" · ".join(understood)] if understood else []), *_left_out(found), *_filtered(found)]
    return [context(*lines)] if lines else []


def _left_out(found: SearchAnswer) -> Iterable[str]:
    if found.result.dropped:
        words = ", ".join(f"'{esc(cut(word, 30))}'" for word in found.result.dropped[:5])
        yield f"Left out, not known: {words}"


def _filtered(found: SearchAnswer) -> Iterable[str]:
    filters = found.wanted.filters
    if filters.billable:
        yield "Billable codes only"
    if filters.prefix:
        yield f"Codes that begin with {code(filters.prefix)} only"


def _source(found: SearchAnswer) -> Iterable[Block]:
    if found.chosen and found.chosen.release:
        return [source(found.chosen, found.chosen.release)]
    lines = [procedures_named_by(found.told_by)]
    if found.left_out and found.on:
        lines.append(f"Not loaded for {day(found.on)}, so left out: {', '.join(found.left_out)}")
    return [context(*lines, *copyright_lines(found.told_by))]


def _ended(found: SearchAnswer) -> Iterable[Block]:
    return ended_first(found.chosen, found.chosen.release) if found.chosen and found.chosen.release else ()


def _no_procedure(found: SearchAnswer) -> Answer:
    """No code for the service: the closest other one would be wrong, so what is missing is said."""
    asked = esc(cut(found.wanted.words, _NAME))
    sets = ", ".join(found.loaded)
    first = (
        f"None of your loaded codes ({sets}) nor of my starter codes is for *{asked}*."
        if sets
        else f"None of my starter codes is for *{asked}*."
    )
    ways = (
        *(() if System.CPT in found.loaded else (f"All other codes: {loading_note()}",)),
        f"Another word for the service, or its abbreviation; {code('/codes abbreviation')} adds your team's own",
        f"Looking for a diagnosis? {code('/icd')} finds why it was done",
    )
    return Answer(
        "Nothing found",
        (
            section("\n".join((first, *(f"•  {way}" for way in ways)))),
            *_small_print(found),
            *_source(found),
        ),
    )


def _nothing(found: SearchAnswer, command: str) -> Answer:
    if command == "/cpt":
        return _no_procedure(found)
    understood = ", ".join(_reading(r) for r in found.result.readings)
    first = "No code fits those words" + (f" ({understood})" if understood else "") + "."
    ways = (
        f"Fewer words: name the condition and the body part, like {code('/icd low back pain')}",
        f"Another word for it, or its abbreviation; {code('/codes abbreviation')} adds your team's own",
        f"Looking for a procedure? {code('/cpt')} finds what was done",
    )
    return Answer(
        "Nothing found",
        (section("\n".join((first, *(f"•  {way}" for way in ways)))), *_small_print(found), *_source(found)),
    )
