"""The card of a checked claim: the verdict, each line with what mends it, what was not checked, the sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.codes.claim.check import CheckedClaim, DiagnosisResult, LineResult
from bot.domain.codes.claim.claim import LETTERS, Claim, canonical, letters, with_diagnosis
from bot.domain.codes.claim.finding import (
    Authority,
    BadDiagnosis,
    ClaimFinding,
    ClaimRule,
    ClaimVerdict,
    Demoted,
    NotOnList,
    OtherSide,
    weight,
)
from bot.domain.codes.claim.missing import Missing
from bot.domain.codes.claim.reference_data import Mai, Mue
from bot.domain.codes.icd.resolve import Header, NeedsSeventh, Resolution, Unknown
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.claim.findings import finding_words
from handlers.views.claim.headline import headline
from handlers.views.claim.read_back import place_and_payer
from handlers.views.dates import day
from handlers.views.sources import edition_name, edition_words, ended_lines

_FEW = 5
_MOST_WORDS = 8
_PACKED = 2800
_VALUE = 1900
_LONG = 200
"""A line of sources that is longer waits behind *More*."""
_MENDS = 3
_ALWAYS_UNCHECKED = "payer policy, LCD/NCD, authorization"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line or diagnosis as it is told."""

    name: str
    verdict: ClaimVerdict
    findings: tuple[ClaimFinding, ...]
    nothing: str


def claim_card(result: CheckedClaim) -> Answer:
    """The whole answer; without `full`, the five entries that matter most."""
    entries = [*map(_line, result.lines), *(_diagnosis(each) for each in result.diagnoses)]
    full = result.claim.full
    chosen = entries if full else _most_important(entries)
    sources = " · ".join(_sources(result))
    short = not full and len(sources) > _LONG and _fits(result)
    hidden = short or len(chosen) < len(entries) or (not full and any(len(_told(e)) > 1 for e in entries))
    text = [_told_entry(entry, full=full) for entry in chosen]
    verdict = headline((entry.verdict for entry in entries), result.missing)
    return Answer(
        f"Claim check: {verdict.replace('*', '')}",
        (
            *(section(part) for part in _packed([*_first(result, verdict), *text])),
            *_notes(result),
            *_buttons(result, hidden=hidden),
            context(f"Not checked: {_ALWAYS_UNCHECKED}{_own(result)}{_not_loaded(result)}"),
            context(cut(_in_short(result) if short else sources, 2000)),
        ),
    )


def _first(result: CheckedClaim, verdict: str) -> list[str]:
    """The answer in one line; a file that has ended is told before it."""
    what = f"{len(result.lines)} line{'s' * (len(result.lines) != 1)}"
    when = f"date of service {day(result.on)}" if result.claim.on else f"{day(result.on)} (today)"
    return [
        *ended_lines(result.ended),
        f"{verdict}  {what}, {len(result.diagnoses)} dx, {result.claim.setting} · {when}{_said(result.claim)}",
    ]


def _said(claim: Claim) -> str:
    """Where several places of service were named, each stands at its line."""
    apart = any(line.place for line in claim.lines)
    return place_and_payer("" if apart else claim.place, claim.payer)


def _line(result: LineResult) -> _Entry:
    line = result.line
    pointed = f" [{letters(line.pointers)}]" if line.pointers else ""
    place = f" POS {line.place}" if line.place else ""
    name = f"Line {line.number}  {code(str(line.billed))} x{line.units}{pointed}{place}"
    limit = " · no MUE row for it, which does not mean unlimited" if result.no_limit else ""
    return _Entry(
        name, result.verdict, result.findings, f"{_checked_words(result.checked, result.limit)}{limit}"
    )


def _diagnosis(result: DiagnosisResult) -> _Entry:
    name = f"Dx {LETTERS[result.position - 1]}  {code(result.typed.code)}"
    return _Entry(name, result.verdict, result.findings, _checked_words(result.checked))


def _checked_words(rules: tuple[ClaimRule, ...], limit: Mue | None = None) -> str:
    """`validity on the date, MUE (4 a day)`"""
    value = f" ({limit.value} a {'line' if limit.mai is Mai.LINE else 'day'})" if limit else ""
    return ", ".join(f"{rule}{value}" if rule is ClaimRule.UNITS else rule for rule in rules)


def _most_important(entries: list[_Entry]) -> list[_Entry]:
    """Five at most, the heaviest of them, in the claim's order."""
    ranked = sorted(range(len(entries)), key=lambda at: (-weight(entries[at].verdict), at))
    return [entries[at] for at in sorted(ranked[:_FEW])]


def _told(entry: _Entry) -> tuple[ClaimFinding, ...]:
    """Findings of an entry; where it has a problem, remarks wait behind *More*. A pair is the first of remarks."""
    problems = tuple(f for f in entry.findings if f.verdict is not ClaimVerdict.NO_PROBLEM)
    remarks = [f for f in entry.findings if f.verdict is ClaimVerdict.NO_PROBLEM]
    return (*problems, *sorted(remarks, key=lambda f: f.rule is not ClaimRule.PAIRS))


def _told_entry(entry: _Entry, *, full: bool) -> str:
    found = _told(entry)
    shown = found if full else found[:1]
    if entry.verdict is ClaimVerdict.NO_PROBLEM:
        remarks = "".join(f" · {finding_words(f)}" for f in shown)
        consulted = f"*{entry.verdict}* in: {entry.nothing}" if entry.nothing else "*not checked*"
        return f"{entry.name}  {consulted}{remarks}"
    left = len(found) - len(shown)
    more = f" (and {left} more)" if left else ""
    further = "".join(f"\n    {finding_words(f)}" for f in shown[1:])
    return f"{entry.name}  *{entry.verdict}*  {finding_words(shown[0])}{more}{further}"


def _packed(lines: list[str]) -> list[str]:
    """Lines joined into as few paragraphs as Slack's limit allows."""
    parts = [""]
    for line in lines:
        if parts[-1] and len(parts[-1]) + len(line) > _PACKED:
            parts.append("")
        parts[-1] += f"\n{line}" if parts[-1] else line
    return parts


def _notes(result: CheckedClaim) -> tuple[Block, ...]:
    notes = []
    if result.past_paper:
        notes.append(
            f"A CMS-1500 takes 6 lines and 12 diagnoses; an electronic claim (837P) takes 50 lines: these are "
            f"{len(result.lines)}."
        )
    if result.claim.unread:
        notes.append(f"Not used: {_words(result.claim.unread)}")
    return (context(*notes),) if notes else ()


def _words(unread: tuple[str, ...]) -> str:
    """What nothing read, as it was typed: a biller sees whether something that matters is among it."""
    more = f" and {len(unread) - _MOST_WORDS} more" if len(unread) > _MOST_WORDS else ""
    return ", ".join(esc(cut(word, 30)) for word in unread[:_MOST_WORDS]) + more


def _not_loaded(result: CheckedClaim) -> str:
    """` · not loaded for Nov 2, 2026: ICD-10-CM, HCPCS Level II, NCCI pairs in part`"""
    absent = [_missing(each) for each in result.missing if not each.cut_off and not each.notes]
    cut_off = dict.fromkeys(each.cut_off for each in result.missing if each.cut_off)
    notes = any(each.notes for each in result.missing) and len(result.diagnoses) > 0
    told = " · Excludes notes: not loaded for this date" if notes else ""
    told += f" · not loaded for {day(result.on)}: {', '.join(absent)}" if absent else ""
    return told + "".join(f" · {esc(name)} seems cut off: load it again" for name in cut_off)


def _missing(each: Missing) -> str:
    return f"{each.system or each.file}{' in part' if each.part else ''}"


def _own(result: CheckedClaim) -> str:
    """Of a team's own codes no published file knows."""
    own = dict.fromkeys(line.code for line in result.claim.lines if line.own)
    named = " ".join(map(code, own))
    return f" · {named}, your team's own, against CPT's, HCPCS's and Medicare's files" if own else ""


def _sources(result: CheckedClaim) -> list[str]:
    found = [f for r in result.lines for f in r.findings] + [f for r in result.diagnoses for f in r.findings]
    rules = dict.fromkeys(f.source.value for f in found if isinstance(f.source, Authority))
    return [*map(edition_words, result.consulted), *rules] or [
        "Modifiers by CMS's list of Jan 2026 and CPT's of 2024"
    ]


def _in_short(result: CheckedClaim) -> str:
    """On a phone eight files with their days are a page: which editions were asked, and where the rest is."""
    return f"{' · '.join(map(edition_name, result.consulted))} · their days, and the rules: More"


def _fits(result: CheckedClaim) -> bool:
    """Whether a button can carry the claim."""
    return len(f"/claim {canonical(result.claim)}") <= _VALUE


def _buttons(result: CheckedClaim, *, hidden: bool) -> tuple[Block, ...]:
    line = f"/claim {canonical(result.claim)}"
    if not _fits(result):
        return ()
    more = [CommandButton("More", f"{line} more")] if hidden else []
    share = f"{line} more" if result.claim.full else line
    return (actions(*more, *_mends(result), share=share),)


def _mends(result: CheckedClaim) -> list[CommandButton]:
    """Buttons that check the same claim with one diagnosis set right."""
    found: dict[str, CommandButton] = {}
    for each in result.diagnoses:
        for finding in each.findings:
            for better in _better(finding):
                claim = with_diagnosis(result.claim, each.position, better)
                found.setdefault(
                    better,
                    CommandButton(f"Dx {LETTERS[each.position - 1]}: {better}", f"/claim {canonical(claim)}"),
                )
    for at, better in _other_sides(result):
        claim = with_diagnosis(result.claim, at, better)
        found.setdefault(
            better, CommandButton(f"Dx {LETTERS[at - 1]}: {better}", f"/claim {canonical(claim)}")
        )
    return list(found.values())[: _MENDS * 2]


def _other_sides(result: CheckedClaim) -> Iterator[tuple[int, str]]:
    """Position of each diagnosis on the wrong side, and the code of the right one, where it is not there yet."""
    positions = {typed.code: at for at, typed in enumerate(result.claim.diagnoses, start=1)}
    for line in result.lines:
        for finding in line.findings:
            detail = finding.detail
            if isinstance(detail, OtherSide) and detail.same and detail.same not in positions:
                yield positions[detail.diagnosis], detail.same


def _better(finding: ClaimFinding) -> tuple[str, ...]:
    match finding.detail:
        case Demoted(children=children):
            return children[:_MENDS]
        case NotOnList(past):
            return past.successors[:_MENDS] if past.runs and past.day > past.runs[-1].first else ()
        case BadDiagnosis(resolution):
            return _better_than(resolution)
    return ()


def _better_than(resolution: Resolution) -> tuple[str, ...]:
    match resolution:
        case Header(children=children):
            return tuple(child.code for child in children[:_MENDS])
        case NeedsSeventh(choices=choices):
            return tuple(choice.code for choice in choices[:_MENDS])
        case Unknown(meant=meant):
            return tuple(m.diagnosis.code for m in meant[:_MENDS])
    return ()
