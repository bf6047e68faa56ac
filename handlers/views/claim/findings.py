"""Each finding in words: what it is, and what would mend it."""

from bot.domain.codes.billing.rule import BrokenRule, RuleKind
from bot.domain.codes.claim.claim import letters
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.finding import (
    BadDiagnosis,
    BadPointer,
    BeforeICD10,
    ClaimFinding,
    ClaimVerdict,
    Demoted,
    DiagnosisOutOfOrder,
    ExcludesNote,
    GuidelineHit,
    Misplaced,
    ModifierDoubt,
    NoPrimary,
    NotOnList,
    NotValid,
    OtherSide,
    OutsideRanges,
    PairHit,
    Repeated,
    SiblingHit,
    StatusHint,
    TooManyUnits,
    WrongPlace,
)
from bot.domain.codes.claim.reference_data import AddOnKind, CodeStatus, Mai
from bot.domain.codes.guidelines.rule import YEAR, GuidelineRule
from bot.domain.codes.guidelines.siblings import SiblingConflict, Siblings
from bot.domain.codes.icd.billable_days import BillableDays, PastCode
from bot.domain.codes.icd.neighbours import Laterality
from bot.domain.codes.icd.resolve import Billable, Header, NeedsSeventh, Resolution
from bot.domain.codes.icd.suggestions import SuggestionReason
from handlers.views.blocks import code, cut, esc
from handlers.views.claim.modifiers import modifier_words
from handlers.views.claim.pairs import bypass_words, pair_words
from handlers.views.cpt.wording import folded
from handlers.views.dates import day
from handlers.views.fee_words import STATUSES

_NOTE = 110
_NEW = (SuggestionReason.REPLACED, SuggestionReason.MOVED, SuggestionReason.BELOW)
_CHOICES = 4


def finding_words(finding: ClaimFinding) -> str:
    """One or two short sentences; which line or diagnosis they stand at, the caller says."""
    return _about_diagnoses(finding) or _about_line(finding)


def _about_diagnoses(finding: ClaimFinding) -> str:  # noqa: PLR0911 - one case for each detail
    match finding.detail:
        case BadDiagnosis(resolution, past):
            return _diagnosis(resolution, past)
        case Demoted(demotion, children):
            codes = f": {_codes(children)}" if children else ""
            return f"a header since {day(demotion.since)}, not billable{codes}."
        case ExcludesNote(note):
            return (
                f"Excludes1 at {code(note.printed.at)} names the other: {esc(cut(note.text, _NOTE))}. "
                "Both only if the two have nothing to do with each other."
            )
        case DiagnosisOutOfOrder() as wrong:
            return _order(wrong)
        case OtherSide() as sides:
            return _side(sides)
        case GuidelineHit(rule):
            return guideline_words(rule)
        case SiblingHit(siblings):
            return sibling_words(siblings)
    return _without_release(finding)


def _without_release(finding: ClaimFinding) -> str:
    """What is known of a diagnosis for a date of which no release is loaded."""
    match finding.detail:
        case NotOnList(past):
            return not_billable_words(past)
        case BeforeICD10():
            return "ICD-10-CM began on October 1, 2015. A claim for this date takes ICD-9-CM codes."
    return ""


def _about_line(finding: ClaimFinding) -> str:
    match finding.detail:
        case ModifierDoubt() as doubt:
            return modifier_words(doubt)
        case PairHit() as hit:
            return _pair(hit, finding)
        case TooManyUnits() as over:
            return _units(over, _of(finding))
        case NoPrimary() as need:
            return _primary(need)
        case NotValid() as known:
            return _not_valid(known)
    return _about_form(finding)


def _about_form(finding: ClaimFinding) -> str:  # noqa: PLR0911 - one case for each detail
    match finding.detail:
        case BadPointer(missing, count):
            return _pointer(missing, count)
        case OutsideRanges():
            return "the number lies in none of CPT's ranges. Please look at the digits again."
        case Repeated(lab):
            again = code("91") if lab else f"{code('76')} or {code('77')}"
            return f"the same as line {finding.others[0]}: one line for all units, or {again} if it was done again."
        case StatusHint(status):
            why = STATUSES.get(status, "not paid by itself")
            return f"Medicare's status {code(status)}{_of(finding)}: {why}."
        case BrokenRule() as broken:
            return _broken(broken, finding)
        case WrongPlace(place, since):
            first = f"began on {day(since)}" if since else "is not assigned by CMS"
            return f"place of service {code(place)} {first}: {code('/cpt pos')} lists them."
    return ""


def _broken(broken: BrokenRule, finding: ClaimFinding) -> str:
    """What is missing or too much, the rule, and its document with the year."""
    rule = broken.rule
    beside = f"with line {finding.others[0]}: " if finding.others else ""
    which = f"{' with '.join(map(code, broken.modifiers))}: " if broken.modifiers else ""
    says = rule.says if beside or which else f"{rule.says[0].upper()}{rule.says[1:]}"
    instead = f" Perhaps {_codes(rule.instead)}." if rule.instead and rule.kind not in _SAYS_IT else ""
    return f"{beside}{which}{esc(says)}.{instead} ({esc(rule.source)}, {rule.year})"


_SAYS_IT = (RuleKind.NEEDS_25, RuleKind.SIDE_MISSING, RuleKind.PAYER)
"""Kinds whose sentence names what to bill."""


def _pair(hit: PairHit, finding: ClaimFinding) -> str:
    words = f"NCCI pair with line {finding.others[0]}{_of(finding)}: {pair_words(hit)}"
    if hit.modifier is None:
        return words
    if finding.verdict is ClaimVerdict.LOOK_AGAIN:
        return f"{words} {code(hit.modifier)} stands on both lines, so it shows no distinct place."
    return f"{words} {bypass_words(hit)}"


def _diagnosis(resolution: Resolution, past: PastCode | None) -> str:
    match resolution:
        case NeedsSeventh(choices=choices):
            return f"needs a 7th character: {_codes(tuple(d.code for d in choices))}."
        case Header(children=children, demotion=demotion):
            since = f" since {day(demotion.since)}" if demotion and demotion.exact else ""
            return f"a header{since}, not billable: {_codes(tuple(d.code for d in children))}."
        case Billable():
            return "billable."
    meant = tuple(m.diagnosis.code for m in resolution.meant)
    if resolution.of_few is not None:
        part = f"the loaded list has only {resolution.of_few:,} codes and not this one"
        return f"{part}: whether it is valid was not checked."
    if past and past.runs[-1].last:
        now = past.successors or (meant if resolution.meant[:1] and resolution.meant[0].why in _NEW else ())
        return f"not billable any more: its last day was {day(past.runs[-1].last)}." + (
            f" Now: {_codes(now)}." if now else ""
        )
    return "not in this list." + (f" Close to it: {_codes(meant)}." if meant else "")


def not_billable_words(past: PastCode) -> str:
    """`not billable on this date. It was from Oct 1, 2015 to Sep 30, 2021. Then: M54.50, M54.51.`"""
    if not past.runs:
        return "not on Medicare's list of billable codes, on this date or any other since October 2015."
    runs = ", ".join(run_words(run) for run in past.runs)
    then = f" Then: {_codes(past.successors)}." if past.successors else ""
    return f"not billable on this date, but {runs}.{then}"


def run_words(run: BillableDays) -> str:
    """`from Oct 1, 2015 to Sep 30, 2021`, `since Oct 1, 2021`"""
    return f"from {day(run.first)} to {day(run.last)}" if run.last else f"since {day(run.first)}"


def _codes(codes: tuple[str, ...]) -> str:
    more = ", ..." if len(codes) > _CHOICES else ""
    return ", ".join(map(code, codes[:_CHOICES])) + more


def guideline_words(rule: GuidelineRule) -> str:
    """The rule in one sentence, with its section."""
    return f"{esc(rule.says[0].upper() + rule.says[1:])}. ({rule.source})"


def sibling_words(siblings: Siblings) -> str:
    """What contradicts what, and the code to keep."""
    keep = code(siblings.keep) if siblings.keep else ""
    section = {
        SiblingConflict.WITH_AND_WITHOUT: f"The other code says it isn't there. Keep {keep} if the record shows it.",
        SiblingConflict.BOTH_AND_ONE: f"{keep} already says both sides: drop the code for one.",
        SiblingConflict.TWO_SIDES: f"Right and left are one code: {keep}.",
        SiblingConflict.UNSPECIFIED: f"{keep} is the specific one: drop the unspecified code.",
    }[siblings.conflict]
    return f"{section} (ICD-10-CM Guidelines {YEAR}, {_SECTIONS[siblings.conflict]})"


_SECTIONS = {
    SiblingConflict.WITH_AND_WITHOUT: "I.A.15, I.B.2",
    SiblingConflict.BOTH_AND_ONE: "I.B.13",
    SiblingConflict.TWO_SIDES: "I.B.13",
    SiblingConflict.UNSPECIFIED: "I.B.2",
}


def _order(wrong: DiagnosisOutOfOrder) -> str:
    match wrong.why:
        case Misplaced.EXTERNAL_CAUSE_FIRST:
            return "an external cause never stands first: put the injury or condition before it."
        case Misplaced.EXTERNAL_CAUSE_POINTED_FIRST:
            return f"points first to {code(wrong.code)}, an external cause: point to the condition first."
        case Misplaced.MANIFESTATION_FIRST:
            return (
                "tells how another disease shows itself and never stands first: put that disease before it."
            )
        case Misplaced.CODE_FIRST_AFTER:
            return f"{code(wrong.other or '')} goes before it ('code first' at {code(wrong.at or '')})."
    note = esc(cut("; ".join(wrong.notes), _NOTE))
    return f"'code first' at {code(wrong.at or '')} ({note}), and none of these stands before it."


def _pointer(missing: tuple[int, ...], count: int) -> str:
    if missing:
        return f"points to {code(letters(missing))}, and no diagnosis stands there."
    return f"{count} pointers; a line takes four."


def _side(sides: OtherSide) -> str:
    said = "both sides" if sides.said is Laterality.BILATERAL else f"the {sides.said} side"
    named = "no side" if sides.named is Laterality.UNSPECIFIED else f"the {sides.named}"
    mend = f": {code(sides.same)} would agree" if sides.same else ""
    return (
        f"{' '.join(map(code, sides.modifiers))} says {said}, {code(sides.diagnosis)} names {named}{mend}. "
        "Look which of them the record says."
    )


def _of(finding: ClaimFinding) -> str:
    """` (practitioner, 2026 Q1)`: which file of which quarter."""
    source = finding.source
    if not isinstance(source, ReferenceEdition):
        return ""
    whose = f"{source.setting}, " if source.setting else ""
    return f" ({whose}{esc(source.name)})"


def _units(over: TooManyUnits, file: str) -> str:
    value, units = over.mue.value, over.units
    match over.mue.mai:
        case Mai.LINE:
            return (
                f"{units} units, MUE {value} a line{file}: "
                "further units go on a line of their own, with a modifier that is true."
            )
        case Mai.DAY_BY_POLICY:
            return (
                f"{units} units in the day, MUE {value} a day{file}, set by policy: look at the units again."
            )
    return f"{units} units in the day, MUE {value} a day{file}, as is usual: the record has to show why more."


def _primary(need: NoPrimary) -> str:
    if not need.primaries:
        goes = "none other is on this claim" if need.alone else "see that it is one of these"
        return f"an add-on, and the payer decides which code it goes with: {goes}."
    also = "" if need.kind is AddOnKind.LISTED else ", or another that the payer takes"
    first = folded(need.primaries[:6]) + (", ..." if len(need.primaries) > 6 else "")
    return f"an add-on without its primary: {first}{also}. It may also stand on another claim of that day."


def _not_valid(detail: NotValid) -> str:
    validity = detail.validity
    instead = f" See {_codes(validity.successors)}." if validity.successors else ""
    if validity.standing is CodeStatus.ENDED:
        last = f" after {day(validity.last)}" if validity.last else ""
        return f"not valid{last}.{instead}"
    if validity.standing is CodeStatus.NOT_YET:
        first = f" before {day(validity.first)}" if validity.first else " yet"
        return f"not valid{first}.{instead}"
    return f"not in {esc(validity.edition.name)}.{instead}"
