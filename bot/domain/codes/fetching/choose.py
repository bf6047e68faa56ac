"""Choose files to fetch from a page's links: today's edition, and the next one if it is published."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.fetching.code_sets import PublishedFile, PublishedSet
from bot.domain.codes.fetching.editions import (
    PublishedEdition,
    current_edition,
    edition_in,
    revision_in,
)
from bot.domain.codes.fetching.hosts import file_name, file_url, may_ask

_ZIP = ".zip"
_LONGEST_URL = 500


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page: its absolute address and its text."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file to fetch. `urls` are tried in order; `linked`: a page links to the first one."""

    file: PublishedFile
    urls: tuple[str, ...]
    linked: bool


@dataclass(frozen=True, slots=True)
class ChosenEdition:
    """The files of one edition. `published` is False if no page links to it and only known addresses are left."""

    edition: PublishedEdition
    files: tuple[ChosenFile, ...]
    published: bool


def chosen_editions(published: PublishedSet, links: Iterable[Link], today: date) -> tuple[ChosenEdition, ...]:
    """The edition in force on `today`, then the next one if a page links to all its files.

    If no page links to today's edition, its known addresses are tried, because pages change their layout.
    """
    by_edition = _grouped(published, links)
    expected = current_edition(published.cadence, today)
    now = max((edition for edition in by_edition if edition.first_day <= today), default=expected)
    current = _chosen(published, max(now, expected), by_edition)
    upcoming = (
        _chosen(published, edition, by_edition) for edition in sorted(by_edition) if edition.first_day > today
    )
    following = next((each for each in upcoming if all(file.linked for file in each.files)), None)
    return (current, following) if following else (current,)


def subpage_links(
    published: PublishedSet, links: Iterable[Link], today: date
) -> tuple[tuple[PublishedEdition, str], ...]:
    """Pages of single editions to read next: that of today's edition, and of the first one after it."""
    if not published.subpages:
        return ()
    found: dict[PublishedEdition, str] = {}
    for link in links:
        edition = edition_in(published.cadence, link.url)
        if edition and re.search(published.subpages, link.url.lower()) and may_ask(link.url):
            found.setdefault(edition, link.url)
    current = current_edition(published.cadence, today)
    following = min((edition for edition in found if edition > current), default=None)
    return tuple((edition, found[edition]) for edition in (current, following) if edition in found)


def _chosen(
    published: PublishedSet,
    edition: PublishedEdition,
    by_edition: Mapping[PublishedEdition, Mapping[str, str]],
) -> ChosenEdition:
    linked = by_edition.get(edition, {})
    files = []
    for file in published.files:
        first = linked.get(file.name)
        if first is None and file.optional:
            continue
        guesses = file.guessed_urls(edition)
        urls = dict.fromkeys((first, *guesses) if first else guesses)
        files.append(ChosenFile(file, tuple(urls), linked=first is not None))
    return ChosenEdition(edition, tuple(files), published=bool(linked))


def _grouped(published: PublishedSet, links: Iterable[Link]) -> dict[PublishedEdition, dict[str, str]]:
    """The newest link to each file of each edition."""
    best: dict[tuple[PublishedEdition, str], tuple[tuple[date, int], str]] = {}
    for link in links:
        url = file_url(link.url)
        name = file_name(url).lower()
        if not (may_ask(url) and name.endswith(_ZIP) and len(url) <= _LONGEST_URL):
            continue
        file = _file_of(published.files, name, link.text.lower())
        edition = edition_in(published.cadence, name) or edition_in(published.cadence, link.text)
        if file is None or edition is None:
            continue
        candidate = revision_in(name), url
        key = edition, file.name
        if key not in best or candidate[0] > best[key][0]:
            best[key] = candidate
    found: dict[PublishedEdition, dict[str, str]] = {}
    for (edition, name), (_, url) in best.items():
        found.setdefault(edition, {})[name] = url
    return found


def _file_of(files: Sequence[PublishedFile], name: str, text: str) -> PublishedFile | None:
    """Match by the file name if it is enough, else by the link's text."""
    for where in (name, f"{name} {text}"):
        for file in files:
            excluded = file.not_pattern and re.search(file.not_pattern, f"{name} {text}")
            if not excluded and re.search(file.pattern, where):
                return file
    return None
