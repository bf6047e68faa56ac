"""What changed between two releases: the counts, the team's watched codes first, and pages of each kind."""

from collections.abc import Collection, Sequence

from bot.domain.codes.changes.diff import BEGUN, ENDED, ChangeKind, CodeChange, CodeSetChanges, counts
from bot.domain.codes.changes.parse import EXPORT, WATCHED, line_for
from bot.domain.codes.changes.words import WordMark, marked
from bot.domain.codes.releases import Release, System
from bot.services.team.compare_releases import Compared
from handlers.slack.answer import Answer, Attachment, CommandButton
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.codes.loaded import page_of
from handlers.views.dates import day
from handlers.views.export import sent_card

_FIRST = 4
"""Changes on the first card, below its two lines of counts."""
_PAGE = 20
_IN_SECTION = 5
_NAME = 110
_SUCCESSORS = 5
_BUTTONS = (
    (ChangeKind.ADDED, "added"),
    (ChangeKind.GONE, "gone"),
    (ChangeKind.DEMOTED, "headers now"),
    (ChangeKind.BILLABLE, "billable now"),
    (ChangeKind.REVISED, "revised"),
)


def changes_card(compared: Compared, watched: Collection[str]) -> Answer:
    """One pair of releases: counts, then watched codes, then how to see the rest."""
    changes = compared.changes
    hit = changes.watched(watched)
    ids = compared.pair.earlier.id, compared.pair.later.id
    lines = [_heading(changes), _counted(changes, hit, watched), *map(change_line, hit[:_FIRST])]
    return Answer(
        "What changed",
        (
            section("\n".join(lines)),
            actions(*_kinds(changes, hit, ids), share=line_for(*ids)),
            context(*_small_print(changes)),
        ),
    )


def overview_card(every: Sequence[Compared], watched: Collection[str]) -> Answer:
    """Several code sets, two lines each, and a button to open each."""
    lines, go = [], []
    for each in every:
        hit = each.changes.watched(watched)
        lines += [_heading(each.changes), _counted(each.changes, hit, watched)]
        line = line_for(each.pair.earlier.id, each.pair.later.id)
        go.append(CommandButton(f"Open {each.changes.later.system}", line))
    return Answer(
        "What changed", (section("\n".join(lines)), actions(*go), context(*_small_print(every[0].changes)))
    )


def page_card(compared: Compared, part: ChangeKind | str, page: int, watched: Collection[str]) -> Answer:
    """One kind of change, or the watched codes, twenty lines a page (past the end: the last)."""
    changes, ids = compared.changes, (compared.pair.earlier.id, compared.pair.later.id)
    found = changes.of(part) if isinstance(part, ChangeKind) else changes.watched(watched)
    last = max(1, -(-len(found) // _PAGE))
    page = min(page, last)
    lines = [change_line(change) for change in found[(page - 1) * _PAGE : page * _PAGE]] or ["None."]
    go = [
        CommandButton(label, line_for(*ids, part, n))
        for label, n in (("Back", page - 1), ("Next", page + 1))
        if 1 <= n <= last
    ]
    title = f"{_title(part)}: {len(found):,}" + (f", page {page} of {last}" if last > 1 else "")
    return Answer(
        "What changed",
        (
            section(f"{_heading(changes)}\n{title}"),
            *(section("\n".join(lines[i : i + _IN_SECTION])) for i in range(0, len(lines), _IN_SECTION)),
            actions(*go, CommandButton("Summary", line_for(*ids)), share=line_for(*ids, part, page)),
            context(*_small_print(changes)),
        ),
    )


def export_card(compared: Compared, table: str, *, may_send: bool) -> Answer:
    """A file of every change for the asker; where the app may not send files, how to get it without."""
    old, new = compared.changes.earlier, compared.changes.later
    count = len(compared.changes.found)
    name = f"changes {new.system} {old.edition} to {new.edition}.csv"
    terminal = (
        f'codedesk codes changes {_SHORT[new.system]} "{old.edition}" "{new.edition}" --csv changes.csv'
    )
    if compared.changes.by_list:
        name, terminal = f"{new.system} {new.edition}.csv", "codedesk codes changes HCPCS --csv changes.csv"
    return sent_card(f"{count:,} changes", Attachment(name, table), terminal, may_send=may_send)


def one_release_card(system: System | None, there: Sequence[Release]) -> Answer:
    """There is nothing to compare with: what is loaded, and what to load."""
    sets = dict.fromkeys(release.system for release in there) or dict.fromkeys((system or System.ICD10CM,))
    loaded = [f"{release.system} {code(esc(release.edition))}" for release in there][:5]
    one = f"Loaded is only {', '.join(loaded)}." if loaded else "Nothing of it is loaded."
    fetch = "; ".join(f"{each}: {page_of(each)}" for each in sets)
    return Answer(
        "What changed",
        (
            section(
                f"To tell what changed I need two releases of one code set. {one}\n"
                f"Load an earlier or a later one ({fetch}): {code('/codes load')}, or on the bot's machine "
                f"{code('codedesk codes load FILE')}."
            ),
            actions(CommandButton("What is loaded", "/codes")),
        ),
    )


def no_such_release_card(there: Sequence[Release]) -> Answer:
    """The words name no loaded release, or a button's releases are gone."""
    named = ", ".join(f"{release.system} {code(esc(release.edition))}" for release in there[:8])
    text = f"I found no two loaded releases that fit. Loaded are: {named or 'none'}."
    one, two = code("/codes changes icd FY2026"), code("/codes changes icd FY2024 to April 2026")
    how = f"Name one, like {one}, or two: {two}."
    return Answer(
        "What changed",
        (section(f"{text}\n{how}"), actions(CommandButton("Newest changes", "/codes changes"))),
    )


_SHORT = {System.ICD10CM: "ICD-10-CM", System.CPT: "CPT", System.HCPCS: "HCPCS", System.OWN: "OWN"}


def _heading(changes: CodeSetChanges) -> str:
    old, new = changes.earlier, changes.later
    if changes.by_list:
        return (
            f"*{new.system}* as CMS lists them  {code(esc(new.edition))}, in force from {day(new.effective)}"
        )
    return f"*{new.system}*  {code(esc(old.edition))} to {code(esc(new.edition))}, in force from {day(new.effective)}"


def _counted(changes: CodeSetChanges, hit: Sequence[CodeChange], watched: Collection[str]) -> str:
    each = counts(changes)
    added, gone = sum(each[k] for k in BEGUN), sum(each[k] for k in ENDED)
    headers = f" ({each[ChangeKind.DEMOTED]:,} of them headers now)" if each[ChangeKind.DEMOTED] else ""
    told = f"{added:,} added · {gone:,} gone{headers} · {each[ChangeKind.REVISED]:,} revised"
    if not watched:
        return f"{told} · your team watches no codes yet"
    mine = f"{len(hit):,} of them" if hit else "none of them"
    return f"{told} · watched: {mine}"


def _kinds(changes: CodeSetChanges, hit: Sequence[CodeChange], ids: tuple[int, int]) -> list[CommandButton]:
    each = counts(changes)
    more = (
        [CommandButton(f"More: all {len(hit)} watched", line_for(*ids, WATCHED))] if len(hit) > _FIRST else []
    )
    kinds = [
        CommandButton(f"{each[kind]:,} {word}", line_for(*ids, kind)) for kind, word in _BUTTONS if each[kind]
    ]
    return [*more, *kinds, CommandButton("Export CSV", line_for(*ids, EXPORT))]


def change_line(change: CodeChange, *, short: bool = False) -> str:
    """One changed code: its name, what became of it, what follows it.

    `short`: what a long name keeps is left out, and that nothing follows is said.
    """
    written = code(change.code)
    match change.kind:
        case ChangeKind.ADDED:
            return f"{written}  {esc(cut(change.after, _NAME))}  · *added*"
        case ChangeKind.BILLABLE:
            return f"{written}  {esc(cut(change.after, _NAME))}  · *billable now*, a header before"
        case ChangeKind.REVISED:
            if not change.before:
                return f"{written}  {esc(cut(change.after, _NAME))}  · *worded anew*"
            return f"{written}  {_marked(change, short=short)}  · *revised*"
        case ChangeKind.DEMOTED:
            return f"{written}  {esc(cut(change.before, _NAME))}  · *a header now*{_instead(change)}"
        case ChangeKind.GONE:
            last = f", last day {day(change.last_day)}" if change.last_day else ""
            ways = _instead(change) or ("; no file names what follows it" if short else "")
            return f"{written}  {esc(cut(change.before, _NAME))}  · *gone*{last}{ways}"


def _instead(change: CodeChange) -> str:
    if not change.successors:
        return ""
    left = len(change.successors) - _SUCCESSORS
    shown = ", ".join(map(code, change.successors[:_SUCCESSORS]))
    return f": now {shown}" + (f" and {left} more" if left > 0 else "")


_MARKS = {WordMark.SAME: "{}", WordMark.OUT: "~{}~", WordMark.IN: "*{}*"}


_KEPT = 24
"""Characters of a stretch that stayed, on each side of what is left out of it."""


def _marked(change: CodeChange, *, short: bool = False) -> str:
    """What went out struck through, what came in bold. Slack pairs signs only around words, not around spaces."""
    parts = []
    for piece in marked(change.before, change.after):
        core = piece.text.strip()
        if short and len(core) > _NAME:
            core = f"{core[:_KEPT].rstrip()} … {core[-_KEPT:].lstrip()}"
        told = _MARKS[piece.mark].format(esc(core)) if core else ""
        lead, tail = (
            piece.text[: len(piece.text) - len(piece.text.lstrip())],
            piece.text[len(piece.text.rstrip()) :],
        )
        parts.append(f"{lead}{told}{tail}" if core else piece.text)
    return _spaced(parts)


def _spaced(parts: Sequence[str]) -> str:
    """Signs take effect only beside a space or punctuation: a struck word and its bold successor need one between,
    and so does a word before a comma that came in (`established *, low*`)."""
    told = ""
    for part in filter(None, parts):
        last, first = told[-1:], part[0]
        opens = first in _SIGNS and (last in _SIGNS or last.isalnum())
        closes = last in _SIGNS and first.isalnum()
        told += f" {part}" if told and (opens or closes) else part
    return told


_SIGNS = ("~", "*")


def _title(part: ChangeKind | str) -> str:
    return _TITLES.get(part, "Your team's watched codes")


_TITLES: dict[ChangeKind | str, str] = {
    ChangeKind.ADDED: "Added",
    ChangeKind.GONE: "Gone",
    ChangeKind.DEMOTED: "Billable before, a header now",
    ChangeKind.BILLABLE: "A header before, billable now",
    ChangeKind.REVISED: "Revised: ~struck~ words went out, *bold* ones came in",
}


def _small_print(changes: CodeSetChanges) -> list[str]:
    lines = ["Codes that can be billed, compared by the loaded files."]
    if changes.by_list:
        undated = "It names no days (what is gone was gone by the list's first day, or sooner) and no earlier wording"
        lines = [f"CMS's own list of changes. {undated}: load two HCPCS lists, and I compare them."]
    if changes.uncovered:
        covered = ", ".join(map(code, changes.uncovered[:10]))
        lines.append(f"The later file is not whole under {covered}: what it lacks there is not told as gone.")
    if changes.cut_before:
        covered = ", ".join(map(code, changes.cut_before[:10]))
        lines.append(
            f"The earlier file is not whole under {covered}: what it lacks there is not told as added."
        )
    if changes.respelled:
        lines.append(
            f"{changes.respelled:,} names differ in accents or punctuation alone; they are not counted."
        )
    return lines
