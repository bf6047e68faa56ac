"""Export a draft as Markdown, in the order of the CPT Smart App form."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.domain.applications.application import Application
from bot.domain.applications.checklist import Checklist, ChecklistLine
from bot.domain.applications.errors import AfterSubmission
from bot.domain.applications.papers import Article, Considered, Evidence, Papers, Stakeholder
from bot.domain.applications.transitions import DRAFT

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


class DossierLabels(NamedTuple):
    """Fixed words in the file. `handlers/views` may pass others."""

    codes: str = "Codes asked for"
    open: str = "open"
    done: str = "done"
    advice: str = "advice"


LABELS = DossierLabels()


def dossier(
    application: Application, papers: Papers, list_: Checklist, labels: DossierLabels = LABELS
) -> str:
    """Title, codes, then each checklist item with its collected material.

    Raises AfterSubmission: descriptor wording is not exported from Slack after submission.
    """
    if not application.is_draft:
        raise AfterSubmission("dossier", next(s for s in application.stages if s not in DRAFT))
    lines = [f"# {application.id} · {_plain(application.title)}", "", f"## {labels.codes}", ""]
    lines += [
        f"{c.position}. {c.kind}, {c.category}{f', {c.existing}' if c.existing else ''}"
        for c in application.codes
    ]
    for line in list_.lines:
        lines += ["", f"## {_heading(line)}", "", _state(line, labels)]
        lines += _material(line, papers)
    return "\n".join(lines) + "\n"


def _heading(line: ChecklistLine) -> str:
    of = f" ({line.entry.position})" if line.entry.position else ""
    return _plain(line.entry.item.text) + of


def _state(line: ChecklistLine, labels: DossierLabels) -> str:
    state = labels.done if line.done else labels.open
    return f"[{'x' if line.done else ' '}] {labels.advice + ', ' if line.entry.item.advice else ''}{state}"


def _material(line: ChecklistLine, papers: Papers) -> list[str]:
    found = [_evidence(e) for e in papers.evidence if e.entry == line.entry.key]
    gathered: Mapping[str, Iterable[str]] = {
        "why_existing_inadequate": map(_considered, papers.considered),
        "literature_cat1": map(_article, papers.literature),
        "society_contact": map(_stakeholder, papers.stakeholders),
    }
    found += gathered.get(line.entry.item.id, ())
    return [f"- {entry}" for entry in found]


def _evidence(e: Evidence) -> str:
    text = _plain(e.text).replace("\n", "\n  ") if e.text else ""
    return " ".join(part for part in (text, f"<{e.link}>" if e.link else "") if part)


def _considered(c: Considered) -> str:
    return f"{c.code}: {_plain(c.why)}"


def _stakeholder(s: Stakeholder) -> str:
    answer = f": {_plain(s.answer)}" if s.answer else ""
    return f"{_plain(s.society)}, {_plain(s.role)}, {s.contacted_on.isoformat()}{answer}"


def _article(a: Article) -> str:
    attributes = [
        a.design.value,
        "US" if a.in_the_us else "not US",
        f"n = {a.patients}" if a.patients is not None else "",
        _plain(a.population or ""),
        "" if a.peer_reviewed else "not peer-reviewed",
        "" if a.full_article else "no full article",
        ("in press, editor's letter" if a.editors_letter else "in press") if a.in_press else "",
        "copy held" if a.copy_held else "",
        "may be shared" if a.may_be_shared else "",
        f"codes {', '.join(map(str, a.codes))}" if a.codes else "",
        f"<{a.link}>" if a.link else "",
    ]
    cited = f"{_plain(a.authors)}. {_plain(a.title)}. {_plain(a.journal)}, {a.year}"
    return f"{cited} ({'; '.join(entry for entry in attributes if entry)})"


def _plain(text: str) -> str:
    """Escape Markdown in user text."""
    return _MARKS.sub(r"\\\1", text)
