"""The card for `... together`: what the Excludes notes say of every two codes, and what was not checked."""

from datetime import date

from bot.domain.codes.claim.finding import weight
from bot.domain.codes.icd.excludes import ExcludesFinding, ExcludesPair, ExcludesVerdict
from bot.domain.codes.icd.path import NoteKind
from bot.domain.codes.icd.resolve import Unknown
from bot.services.lookup.diagnoses import Checked, DiagnosisEntry
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.claim.findings import finding_words
from handlers.views.dates import dated
from handlers.views.icd.notes import place
from handlers.views.icd.unknown import unknown_blocks
from handlers.views.icd.wording import ended_first, source

_FINDINGS = 3
_WORDY = 2
_NOTE_LENGTH = 150
_PAIRS = 28  # ten codes make 45 pairs; what says 'look again' comes first
_ORDER = tuple(ExcludesVerdict)
NO_NOTES = "Excludes notes: not loaded for this date"
_CHECKED = (
    "Checked: Excludes1, Excludes2, and coding guidelines. Not checked: code first, sequence, payer rules."
)
_GUIDELINE = (
    "Both may still be coded where the two conditions have nothing to do with each other "
    "(ICD-10-CM guideline I.A.12.a). The record has to show that."
)


def together_card(checked: Checked) -> Answer:
    """The card for two or more codes; pairs that need a look come first."""
    on = checked.chosen.on
    pairs = sorted(checked.pairs, key=lambda pair: _ORDER.index(pair.verdict))
    left = len(pairs) - _PAIRS
    return Answer(
        "ICD-10-CM, codes together",
        (
            *ended_first(checked.chosen, checked.release),
            *(block for entry in checked.missing for block in _missing(entry, on)),
            *((section(f"*Not checked*  {NO_NOTES}"),) if not checked.notes else ()),
            *(section("\n".join(lines)) for lines in (_guideline_lines(checked),) if lines),
            *(section(_pair(pair, checked.notes)) for pair in pairs[:_PAIRS] if not _told(pair, checked)),
            *(
                (section(f"{left} more pairs are not shown: ask for fewer codes at a time."),)
                if left > 0
                else ()
            ),
            actions(
                *(CommandButton(c, dated(f"/icd {c}", on)) for c in checked.codes),
                share=dated(f"/icd {' '.join(checked.codes)} together", on),
            ),
            context(
                _CHECKED
                if checked.notes
                else "Not checked: Excludes notes, code first, sequence, payer policy."
            ),
            source(checked.chosen, checked.release),
        ),
    )


def _guideline_lines(checked: Checked) -> list[str]:
    """What the coding guidelines say, the surest first: two codes of one family, presumed combinations, symptoms."""
    lines = []
    for finding in sorted(checked.rules, key=lambda finding: -weight(finding.verdict)):
        codes = [checked.held[at - 1] for at in (finding.diagnosis or 1, *finding.others)]
        verdict = f"{finding.verdict[0].upper()}{finding.verdict[1:]}"
        lines.append(f"*{verdict}*  {' with '.join(map(code, codes))}: {finding_words(finding)}")
    return lines


def _told(pair: ExcludesPair, checked: Checked) -> bool:
    """Whether a guideline speaks of these two codes: then nothing is said of both being possible."""
    both = {pair.first.code, pair.second.code}
    return any(
        finding.others and {checked.held[at - 1] for at in (finding.diagnosis or 1, *finding.others)} == both
        for finding in checked.rules
    )


def _missing(entry: DiagnosisEntry, on: date | None) -> tuple[Block, ...]:
    resolution = entry.resolution
    return unknown_blocks(entry, resolution, on) if isinstance(resolution, Unknown) else ()


def _pair(pair: ExcludesPair, notes: bool) -> str:
    """`notes`: whether there were any to read; without them only what the codes themselves tell is said."""
    both = f"{code(pair.first.code)} with {code(pair.second.code)}"
    lines = [f"*{_verdict(pair.verdict) if notes else 'Not checked'}*  {both}"]
    lines += [_finding(finding) for finding in pair.findings[:_FINDINGS]]
    if pair.verdict is ExcludesVerdict.LOOK_AGAIN:
        lines.append(_GUIDELINE)
    lines += [f"{code(d.code)} is not billable: pick a code below it first." for d in pair.headers]
    if pair.at_two_encounters:
        lines.append("They are the same condition at two encounters: one claim takes one of them.")
    if pair.wordy:
        lines.append(f"Printed in words, without a code, so not checked: {_wordy(pair.wordy)}")
    return "\n".join(lines)


def _verdict(verdict: ExcludesVerdict) -> str:
    match verdict:
        case ExcludesVerdict.LOOK_AGAIN:
            return "Look again"
        case ExcludesVerdict.NO_CONFLICT:
            return "No conflict: both may be needed"
    return "No problem found in the Excludes notes"


def _finding(finding: ExcludesFinding) -> str:
    kind = "Excludes1" if finding.kind is NoteKind.EXCLUDES1 else "Excludes2"
    inherited = f", which holds for {code(finding.code)}" if finding.printed.inherited else ""
    note = esc(cut(finding.text, _NOTE_LENGTH))
    return f"{kind} at {place(finding.printed)}{inherited}: {note}"


def _wordy(findings: tuple[ExcludesFinding, ...]) -> str:
    texts = dict.fromkeys(finding.text for finding in findings)
    return " · ".join(esc(cut(text, _NOTE_LENGTH)) for text in list(texts)[:_WORDY])
