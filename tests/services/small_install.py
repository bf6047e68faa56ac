"""A few invented codes in place of what comes with the install: nothing large is read or built."""

from datetime import UTC, datetime

from bot.codefiles.installed import INSTALLED, INSTALLED_FY2027
from bot.domain.codes.releases import Release, System
from bot.services.loading.load_files import load_files
from bot.services.loading.release_names import LoadOptions
from bot.services.ports.database import Database
from tests.codefiles.invented import INVENTED_TABULAR

_AT = datetime(2026, 11, 21, 17, tzinfo=UTC)


async def load_small_install(database: Database, *, without_fy2027: bool = False) -> None:
    """Every release of the install, each with a few codes or one term; `without_fy2027`: the caller loads that."""
    for release in INSTALLED:
        if release == INSTALLED_FY2027 and without_fy2027:
            continue
        await load_files(
            database,
            [_file(release)],
            at=_AT,
            tell=lambda *_: None,
            wished=LoadOptions(),
            release=release,
        )


def _file(release: Release) -> tuple[str, bytes]:
    """Each with a word of its own, or it would be taken for the same file again."""
    word = release.edition
    if release.system is System.ICD10CM:
        return "tabular.xml", INVENTED_TABULAR.replace(b"Invented", word.encode(), 1)
    text = (
        f"<ICD10CM.index><version>2025</version><title>{word}</title><letter><title>A</title>"
        f"<mainTerm><title>{word}</title><code>A00.1</code></mainTerm></letter></ICD10CM.index>"
    )
    return "index.xml", text.encode()
