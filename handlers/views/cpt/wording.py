"""The turns of phrase that the cards of `/cpt` share."""

import re
from datetime import date

from bot.domain.codes.cpt.grammar import BilledCode, CodeKind
from bot.domain.codes.cpt.procedure import MedicareRule, Procedure
from bot.domain.codes.cpt.ranges import HCPCS_LETTERS, CodeRange, range_of
from bot.domain.codes.cpt.timing import (
    Attendance,
    Band,
    Beyond,
    DosePer,
    Met,
    PerService,
    Timing,
    Typical,
    Units,
    Untimed,
)
from bot.domain.codes.releases import ReleaseStatus, SelectedRelease
from bot.services.lookup.procedures import LookedUp, StarterResult
from handlers.slack.block_kit import Block
from handlers.views.blocks import code, context
from handlers.views.dates import dated, day
from handlers.views.sources import HOW_TO_LOAD


def code_set(billed: BilledCode) -> str:
    """Which code set a card speaks for: CPT, HCPCS Level II, or the dentists' CDT."""
    kind = billed.procedure.kind
    return kind.value if kind in (CodeKind.HCPCS, CodeKind.CDT, CodeKind.OWN) else "CPT"


def asked_for(on: date | None, today: date) -> str:
    """The date that an answer holds for: the date of service, or today where none was named."""
    return f"date of service {day(on)}" if on else f"{day(today)} (today)"


def not_checked(on: date | None, today: date) -> str:
    """Said where no loaded set can tell whether a code is valid."""
    when = f"on {day(on)}" if on else f"today ({day(today)})"
    return f"not checked: whether this code is valid {when}"


def not_before(since: date | None, on: date | None, today: date) -> tuple[str, ...]:
    """Where the date lies before the first day of what was asked about."""
    if since is None or (on or today) >= since:
        return ()
    return (f"*Look again*: it began on {day(since)}, so it did not exist on {day(on or today)}.",)


def starter_source(billed: tuple[BilledCode, ...], on: date | None, today: date) -> str:
    """The small print under an answer from the starter set."""
    sets = dict.fromkeys(code_set(each) for each in billed)
    whose = " or ".join("CMS" if each == "HCPCS Level II" else "AMA" for each in sets)
    return f"{' and '.join(sets)} · starter set, our own words, not {whose} text · {not_checked(on, today)}"


def procedures_source(results: tuple[LookedUp, ...]) -> str:
    """The small print under several procedures at once; where none was found, only what is loaded."""
    first = results[0]
    if any(isinstance(result, StarterResult) for result in results):
        return starter_source(tuple(result.billed for result in results), first.on, first.today)
    sets = " and ".join(dict.fromkeys(code_set(result.billed) for result in results))
    return f"{sets} · only the starter set is loaded · for {day(first.on or first.today)}"


def left_over_note(left_over: int, shown: int) -> tuple[Block, ...]:
    """Said where more codes were named than one answer shows."""
    text = f"I show the first {shown} codes; {left_over} more did not fit in one answer."
    return (context(text),) if left_over else ()


def placed(billed: BilledCode) -> str:
    """The family of the code and the range of its number, as far as the form tells."""
    procedure = billed.procedure
    if procedure.kind is CodeKind.HCPCS:
        return f"HCPCS Level II, {procedure.code[0]} codes: {HCPCS_LETTERS[procedure.code[0]]}"
    if procedure.kind is CodeKind.OWN:
        return "one of your team's own codes"
    within = range_of(procedure)
    return f"{procedure.kind}, {range_name(within)}" if within else procedure.kind.value


def range_name(within: CodeRange) -> str:
    """`Medicine range`, `Surgery range (eye)`."""
    return f"{within.parent} range ({within.name})" if within.parent else f"{within.name} range"


def timing_words(timing: Timing) -> str:  # noqa: PLR0911 - one line for each kind of timing
    """How the code counts time, in a few words."""
    match timing:
        case Units(minutes, attendance):
            return f"{minutes}-minute unit · {_attendance(attendance)}"
        case Band():
            return f"one unit for {band_words(timing)}"
        case Met(minutes):
            return f"by time: {minutes} minutes on the date, met or exceeded"
        case Beyond(minutes, _, step):
            return f"each further {minutes} minutes, {step}"
        case Typical(minutes):
            return f"untimed · {minutes} minutes are typical and decide nothing"
        case Untimed(attendance):
            return "untimed, one unit" + (f" · {_attendance(attendance)}" if attendance else "")
        case PerService():
            return "one unit each time it is done"
        case DosePer(amount, unit):
            return f"one unit for each {amount} {unit}"


def band_words(band: Band) -> str:
    """`38 to 52 minutes`, `53 minutes or more`, `over 3 and up to 10 minutes`."""
    if band.high is None:
        return f"over {band.low} minutes" if band.over else f"{band.low} minutes or more"
    if band.over:
        return f"over {band.low} and up to {band.high} minutes"
    return f"{band.low} to {band.high} minutes"


def folded(codes: tuple[str, ...]) -> str:
    """Codes as a reader counts them: `99202-99205, 99212` for five in a row; ascending order expected."""
    runs: list[list[str]] = []
    for each in codes:
        if runs and each.isdigit() and int(each) == int(runs[-1][-1]) + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(
        f"{code(run[0])}-{code(run[-1])}" if len(run) > 2 else ", ".join(map(code, run)) for run in runs
    )


def bullets(lines: tuple[str, ...]) -> str:
    """One line each, with a dot in front, codes set as codes."""
    return "\n".join(f"•  {set_codes(line)}" for line in lines)


def set_codes(line: str) -> str:
    """Procedure codes inside of our own words, set in fixed width."""
    return _CODE.sub(lambda found: code(found[0]), line)


_CODE = re.compile(r"\b(?:[0-9]{5}|[0-9]{4}[FTUM]|[A-Z][0-9]{4})\b")


def _attendance(attendance: Attendance) -> str:
    match attendance:
        case Attendance.DIRECT:
            return "needs direct contact"
        case Attendance.GROUP:
            return "the therapist stays, not one-on-one"
        case Attendance.SUPERVISED:
            return "supervised, nobody has to stay"


def kind_line(billed: BilledCode, procedure: Procedure) -> str:
    """The second line of a card: family, range, timing, add-on or not."""
    parts = [placed(billed), timing_words(procedure.timing)]
    if procedure.add_on:
        parts.append("add-on")
    return " · ".join(parts)


def loading_note() -> str:
    """Where a licensed code file comes in."""
    return f"{HOW_TO_LOAD} reads your licensed CPT file and CMS's HCPCS file."


def medicare_lines(rules: tuple[MedicareRule, ...]) -> tuple[str, ...]:
    """Where Medicare differs, each with its year."""
    return tuple(f"Medicare (as of {rule.year}): {rule.rule}" for rule in rules)


def release_words(chosen: SelectedRelease) -> str:
    """Which release of ICD-10-CM a name comes from, and whether it has ended."""
    if chosen.release is None:
        return f"ICD-10-CM is not loaded for {day(chosen.on or chosen.today)}"
    release = chosen.release
    named = f"{release.system} {release.edition}"
    if chosen.standing is ReleaseStatus.ENDED and release.ends:
        return f"{named}, *ended* {day(release.ends)}: nothing newer is loaded"
    return f"{named}, in force on {day(chosen.on or chosen.today)}"


def canonical(result: LookedUp) -> str:
    """The command line that gives this answer again."""
    return dated(f"/cpt {result.billed}", result.on)
