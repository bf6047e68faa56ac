"""Validate stored text: length, plain text, no patient data, and no confidential content after submission.

Sources: the AMA's application FAQ, Statement on Lobbying and confidentiality policy. Only known forms are detected.
Text that passes is not necessarily allowed, and the forms say this.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from bot.domain.applications.application import Application
from bot.domain.applications.errors import NotALink, TextMissing, UnderConfidentiality
from bot.domain.errors import LooksLikePatientData, TooLong
from bot.domain.privacy import find_patient_data
from bot.domain.text import clean

TITLE, NOTE, EVIDENCE, LINK, WHY, ANSWER, NAME = 150, 2000, 3000, 500, 500, 500, 120
"""Maximum length of each field, in characters."""
_SIMILARITY = 85  # rapidfuzz partial_ratio; unrelated sentences about one subject score about 60
_SHORTEST = 25


class Confidential(StrEnum):
    """The type of confidential content found."""

    WORDING = "descriptor wording"
    PANEL_MATERIAL = "Panel material"
    LOBBYING = "contact with advisors or Panel members"


def checked_text(text: str, limit: int, field: str, *, required: bool = True) -> str:
    """`text` in its stored form: each line cleaned, blank lines at both ends removed.

    Raises TooLong, LooksLikePatientData, and TextMissing if a required text is empty.
    """
    if len(text) > 4 * limit:
        raise TooLong(len(text), limit)
    lines = "\n".join(clean(line) for line in text.splitlines()).strip()
    if len(lines) > limit:
        raise TooLong(len(lines), limit)
    if required and not lines:
        raise TextMissing(field)
    if found := find_patient_data(lines):
        raise LooksLikePatientData(found)
    return lines


def checked_line(text: str, limit: int, field: str, *, required: bool = True) -> str:
    """Like `checked_text`, joined into one line."""
    return " ".join(checked_text(text, limit, field, required=required).split())


def checked_link(text: str) -> str:
    """A validated https address. Raises NotALink, TooLong, and LooksLikePatientData for its query or fragment."""
    link = clean(text).strip("<>").partition("|")[0]  # Slack wraps pasted addresses
    if len(link) > LINK:
        raise TooLong(len(link), LINK)
    try:
        parts = urlsplit(link)
        usable = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        usable = False
    if not usable or " " in link:
        raise NotALink
    # Check only the query and fragment. Paths have article numbers that look like identifiers.
    if found := find_patient_data(f"{parts.query} {parts.fragment}".replace("=", " ").replace("&", " ")):
        raise LooksLikePatientData(found)
    return link


def refuse_confidential(text: str, application: Application, drafts: Sequence[str] = ()) -> None:
    """Raise UnderConfidentiality with the kind of confidential content that `text` may contain.

    Before the first submission everything is allowed. While with the AMA: no descriptor wording (`drafts` are the
    team's earlier texts), no Panel material, nothing about contacting the people who decide. In a draft after an
    earlier round: no Panel material.
    """
    if application.submitted_at is None:
        return
    plain = clean(text).lower()
    if _PANEL.search(plain):
        raise UnderConfidentiality(Confidential.PANEL_MATERIAL)
    if application.is_draft:
        return
    if _LOBBYING.search(plain):
        raise UnderConfidentiality(Confidential.LOBBYING)
    if _WORDING.search(plain) or any(_is_similar(plain, clean(d).lower()) for d in drafts):
        raise UnderConfidentiality(Confidential.WORDING)


def _is_similar(text: str, draft: str) -> bool:
    if min(len(text), len(draft)) < _SHORTEST:
        return False
    return fuzz.partial_ratio(text, draft, score_cutoff=_SIMILARITY) > 0


_WORDING = re.compile(
    r"\b(?:descriptor|wording|proposed (?:language|text|code))\b[^.]{0,30}(?:[:=\"]|\b(?:reads?|says?|states?)\b)"
    r"|\blist separately in addition\b|;\s*(?:each additional|initial|first|with(?:out)?|including)\b"
    r"|\beach additional \d+ minutes\b|\bincluding\b.{3,60}\bwhen performed\b|\bwith interpretation and report\b"
)
_PANEL = re.compile(
    r"\badvis[eo]rs?\b(?:'s?)?.{0,15}\b(?:comment|opinion|said|say|wrote|oppos|object|support(?:s|ed)\b|asked)"
    r"|\bcomments? (?:of|from|by) (?:the |an? |our )?(?:\w+ )?advis[eo]rs?\b"
    r"|\b(?:agenda item|tab)\b.{0,15}\b(?:says?|reads?|states?|text|language|proposes?)\b|\bballots?\b"
    r"|\balternate options?\b|\bpanel(?: members?)?\b.{0,15}\b(?:voted|discussed|said|asked|argued|debated)\b"
    r"|\bvotes? (?:was|were|of|count)\b|\bvoted \d+|\b\d+ ?(?:-|to) ?\d+ vote\b"
    r"|\b(?:e-?mail|letter|notice) (?:says?|reads?|states?)\b"
)
_LOBBYING = re.compile(
    r"\b(?:call|e-?mail|contact|lobby|talk (?:to|with)|speak (?:to|with)|reach out|meet with|write (?:to)?|ask|phone"
    r"|message|text|ping|persuade|convince)\b.{0,40}"
    r"\b(?:advis[eo]rs?|panel(?:ists?| members?| chair)|members? of the panel|panel's members?)\b"
)
