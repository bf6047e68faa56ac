"""What is loaded: each release with its interval, and whether it has ended."""

from collections.abc import Sequence
from datetime import date

from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.releases import Release, System
from handlers.views.coming import codes_later
from handlers.views.cpt.wording import loading_note
from handlers.views.dates import day
from handlers.views.kit import Answer, Go, actions, code, context, esc, section


def loaded_card(releases: Sequence[Release], today: date, *, asked_for_more: bool = False) -> Answer:
    """`/codes`: the releases as of `today`; `asked_for_more` where a later subcommand was typed."""
    lines = [_release(release, today) for release in releases]
    if not any(release.system is System.ICD10CM for release in releases):
        lines.insert(0, "*ICD-10-CM*  not loaded: no diagnosis code can be answered")
    lines.append(
        f"*CPT and HCPCS Level II*  starter set: {len(STARTER)} everyday codes in our own words, "
        "validity on a date not checked"
    )
    later = (section(codes_later()),) if asked_for_more else ()
    return Answer(
        "What is loaded",
        (
            *later,
            section("\n".join(lines)),
            actions(Go("Look up M54.50", "/icd M54.50"), Go("Look up 97140", "/cpt 97140"), share="/codes"),
            context(f"As of {day(today)} · {loading_note()}"),
        ),
    )


def _release(release: Release, today: date) -> str:
    if release.system is System.ICD10CM_INDEX:
        return f"*{release.system}*  {code(esc(release.edition))}  more words for the search"
    if release.effective > today:
        state = f"in force from {day(release.effective)}"
    elif release.ends is None:
        state = f"in force since {day(release.effective)}"
    elif release.ends < today:
        state = (
            f"*ended* {day(release.ends)}: dates of service after that are not loaded "
            f"(undated questions are answered from it all the same, and say so)"
        )
    else:
        state = f"in force from {day(release.effective)} to {day(release.ends)}"
    return f"*{release.system}*  {code(esc(release.edition))}  {state}"
