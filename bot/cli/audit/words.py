"""The wording of an audit for the terminal, the page and the channel."""

from dataclasses import replace

from bot.domain.codes.audit.audit import Audit
from bot.domain.codes.audit.checking import AuditFinding
from bot.domain.codes.audit.columns import AuditColumn
from bot.domain.codes.audit.lines import RowProblem
from bot.domain.codes.audit.shares import FEWEST_LINES, ModifierShare
from bot.domain.codes.claim.edition import ReferenceFile
from bot.domain.codes.claim.finding import ClaimRule
from bot.domain.codes.claim.missing import Missing
from handlers.views.claim.findings import finding_words
from handlers.views.claim.headline import headline
from handlers.views.plain import plain

ALWAYS_UNCHECKED = "payer policy, LCD/NCD, authorization"

RULES = {
    ClaimRule.VALIDITY: "Procedure codes not valid on their date",
    ClaimRule.BILLABLE: "Diagnoses not billable on their date",
    ClaimRule.PAIRS: "NCCI pairs",
    ClaimRule.UNITS: "Units above the MUE",
}
_PASSED = {
    RowProblem.NO_CODE: "no procedure code",
    RowProblem.BAD_CODE: "a code that is no procedure code",
    RowProblem.BAD_DATE: "no date of service, or one that is no date",
    RowProblem.BAD_UNITS: "units that are no whole number",
}
_HINTS = {
    AuditColumn.CODE: "CPT, HCPCS or Procedure Code",
    AuditColumn.DATE: "DOS, Service Date or Date of Service",
}


def hit_words(hit: AuditFinding) -> str:
    """A finding in one sentence. Other lines are named by their rows in the file."""
    others = (hit.other_row,) if hit.other_row else hit.finding.others
    return plain(finding_words(replace(hit.finding, others=others)))


def rule_total(audit: Audit, rule: ClaimRule) -> str:
    """The number of findings, or 'not checked'. A 0 is shown only if every line was checked."""
    found, unchecked = audit.by_rule()[rule], audit.unchecked(rule)
    if not unchecked:
        return f"{found:,}"
    if unchecked >= audit.lines:
        return "not checked"
    return f"{found:,} in {audit.lines - unchecked:,} lines, {unchecked:,} not checked"


def few_lines_words(audit: Audit) -> str:
    """Why a rate above the limit may be missing from the list; '' if none is."""
    if not audit.too_few:
        return ""
    codes = "1 code" if audit.too_few == 1 else f"{audit.too_few:,} codes"
    return (
        f"{codes} with fewer than {FEWEST_LINES} lines left out: on so few lines a share over {audit.over:.0%} "
        "says nothing."
    )


def totals(audit: Audit) -> list[str]:
    """Only the counts, one line each, suitable for a channel."""
    lines = [f"{audit.lines:,} billed lines read", headline_words(audit)]
    lines += [f"{name}: {rule_total(audit, rule)}" for rule, name in RULES.items()]
    lines.append(f"Modifiers over the limit: {', '.join(map(share_words, audit.flagged[:5])) or 'none'}")
    return lines


def headline_words(audit: Audit) -> str:
    """The worst of found, not checked, and passed, over all lines of the file."""
    missing = [Missing(file) for file in audit.not_loaded]
    if not audit.together and ReferenceFile.PAIRS not in audit.not_loaded:
        missing.append(Missing(ReferenceFile.PAIRS))
    return headline((hit.finding.verdict for hit in audit.hits), missing, "these lines").replace("*", "")


def share_words(share: ModifierShare) -> str:
    """`59 on 22 % of 97140`."""
    return f"{share.modifier} on {share.share:.0%} of {share.code}".replace("%", " %")


def passed_words(audit: Audit) -> list[str]:
    """Rows that could not be read, with the first of them."""
    told = []
    for why, passed in sorted(audit.passed.items()):
        rows = ", ".join(map(str, passed.rows[:5])) + (", ..." if passed.count > 5 else "")
        noun = "row" if passed.count == 1 else "rows"
        told.append(f"{passed.count:,} {noun} passed over, {_PASSED[why]}: row {rows}")
    return told


def unchecked_words(audit: Audit) -> str:
    """What an audit could not check, and what it never checks."""
    files = [
        f"{_FILES.get(file, file)} ({n:,} line{'s' * (n != 1)})"
        for file, n in sorted(audit.not_loaded.items())
    ]
    alone = (
        "" if audit.together else " No column tells which lines are one patient's: pairs were not checked."
    )
    missing = f" Not loaded for the date: {', '.join(files)}." if files else ""
    return f"Not checked: {ALWAYS_UNCHECKED}, and providers are not told apart.{missing}{alone}"


_FILES = {ReferenceFile.PROCEDURES: "CPT and HCPCS codes", ReferenceFile.DIAGNOSES: "ICD-10-CM"}


def whose_files(known: tuple[str, ...]) -> str:
    """The error if there are several workspaces and none was named."""
    there = ", ".join(known)
    return f"Files that belong to one workspace alone (CPT, NCCI, MUE) were not asked: add --workspace, one of {there}."


def missing_columns(missing: tuple[AuditColumn, ...]) -> str:
    """The error if the header lacks a required column."""
    wanted = " and ".join(f"a column for the {c} (named {_HINTS[c]}, say)" for c in missing)
    return (
        f"The first row names no {wanted.removeprefix('a ')}. Extra columns don't matter: they are not read."
    )


def not_a_table(line: int) -> str:
    """The error if the file is not a CSV."""
    where = f" (line {line})" if line else ""
    return f"That file is no CSV{where}. Save the sheet as CSV: codedesk codes audit lines.csv"


_POSTING = {
    "no_token": "SLACK_BOT_TOKEN is not set",
    "channel_not_found": "Slack knows no such channel: give its id, such as C024BE91L",
    "not_in_channel": "the app is not in that channel: /invite it there",
    "is_archived": "that channel is archived",
}


def not_posted(why: str) -> str:
    """The error if the totals were not posted. The page and the CSV exist."""
    reason = _POSTING.get(why, f"Slack said {why}")
    return f"The audit is written, but its totals were not posted: {reason}."
