"""What loaded code sets say of a code: its printed name, whether it is valid on the day, and whose words those are."""

from collections.abc import Iterable

from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.claim.reference_data import CodeStatus, Validity
from bot.domain.codes.releases import Release, ReleaseStatus, System
from bot.services.library.code_status import LoadedCodeStatus
from bot.services.lookup.procedures import LoadedResult, LookedUp, StarterResult
from handlers.slack.answer import CommandButton
from handlers.views.blocks import code, esc
from handlers.views.dates import dated, day
from handlers.views.file_words import lack_words
from handlers.views.sources import starter_as_of

_FEW = 3


def printed_name(result: LookedUp) -> str:
    """The name that the edition of the day prints, or ''."""
    loaded = loaded_of(result)
    if loaded is None or not loaded.of_the_day or loaded.listing is None:
        return ""
    if loaded.by_fees and isinstance(result, StarterResult):  # our own words say more than 28 characters do
        return ""
    return esc(loaded.listing.name)


def standing_lines(result: LookedUp) -> tuple[str, ...]:
    """Whether the code may be used on the day, by which edition; none where its set is not loaded at all."""
    loaded = loaded_of(result)
    if loaded is None:
        return ()
    on = result.on or result.today
    if loaded.chosen.release is None:
        unknown = f"*{_set(loaded)} is not loaded for {day(on)}*, so I can't say whether it was valid."
        return (f"{unknown} {_there(loaded)}", *_elsewhere(loaded))
    first = _ended(loaded.chosen.release) if loaded.chosen.standing is ReleaseStatus.ENDED else ()
    told = _told(loaded.validity, day(on)) if loaded.validity else ()
    return (*first, *told, *_cut_off(loaded), *_listed_change(loaded), *_elsewhere(loaded))


def source_words(result: LookedUp) -> tuple[str, ...]:
    """The small print: the edition of the day, and whose words they are; none where no edition answers."""
    loaded = loaded_of(result)
    if loaded is None or loaded.chosen.release is None:
        return ()
    own_words_note = (
        " · what to watch out for is in our own words" if isinstance(result, StarterResult) else ""
    )
    whose = f"as of {day(result.on or result.today)}{own_words_note}"
    told = (loaded.told_by,) if loaded.told_by else ()
    named = (f"CMS short descriptor, {esc(loaded.chosen.release.edition)} · ") if loaded.by_fees else ""
    return (f"{named}{release_words(loaded.chosen.release)} · {whose}", *copyright_lines(told))


def text_owner(result: LookedUp) -> tuple[str, ...]:
    """The AMA's line where only another edition's text stands on the card, because none answers for the day."""
    loaded = loaded_of(result)
    return copyright_lines((loaded.told_by,)) if loaded and loaded.told_by else ()


def successors(result: LookedUp) -> list[CommandButton]:
    """Buttons to the codes that a file names in its place."""
    loaded = loaded_of(result)
    listing = loaded.listing if loaded else None
    return (
        [
            CommandButton(f"Open {other}", dated(f"/cpt {other}", result.on))
            for other in listing.successors[:_FEW]
        ]
        if listing
        else []
    )


def procedures_named_by(editions: Iterable[ReferenceEdition]) -> str:
    """The small print under several codes: whose names they are."""
    named = [
        f"CMS short descriptors, {esc(edition.name)}"
        if edition.file is ReferenceFile.FEES
        else _edition(edition)
        for edition in editions
    ]
    starters = f"starter set, our own words, not AMA text; {starter_as_of(hcpcs_starter().as_of)}"
    ours = f"{starters} · not checked: validity on your date"
    return f"{' · '.join(named)} · the rest: {ours}" if named else f"CPT and HCPCS · {ours}"


def copyright_lines(editions: Iterable[ReferenceEdition]) -> tuple[str, ...]:
    """The line that goes with the AMA's text; the code set of a year carries the copyright of the year before."""
    years = [
        edition.effective.year - 1
        for edition in editions
        if edition.name.startswith(f"{System.CPT} ") or edition.file is ReferenceFile.FEES
    ]
    if not years:
        return ()
    return (f"CPT copyright {max(years)} American Medical Association. All rights reserved.",)


def release_words(release: Release) -> str:
    """`HCPCS Level II 2026 Q1 (Jan 1, 2026 to Mar 31, 2026)`; a team's own list has no days of its own."""
    name = f"{release.system} {esc(release.edition)}"
    if release.system is System.OWN:
        return name
    until = f" to {day(release.ends)}" if release.ends else " on"
    return f"{name} ({day(release.effective)}{until})"


def loaded_of(result: LookedUp) -> LoadedCodeStatus | None:
    """What the loaded sets say, where one is loaded."""
    return result.loaded if isinstance(result, StarterResult | LoadedResult) else None


def _told(validity: Validity, on: str) -> tuple[str, ...]:
    if validity.edition.file is ReferenceFile.FEES:
        return (_by_fees(validity, on),)
    instead = f" See {', '.join(map(code, validity.successors[:_FEW]))}." if validity.successors else ""
    match validity.standing:
        case CodeStatus.VALID:
            since = f", in use since {day(validity.first)}" if validity.first else ""
            until = f", last day {day(validity.last)}" if validity.last else ""
            return (f"Valid on {on}{since}{until}",)
        case CodeStatus.ENDED:
            last = f": its last day was {day(validity.last)}" if validity.last else ""
            return (f"*Not valid on {on}*{last}.{instead}",)
        case CodeStatus.NOT_YET:
            first = f": its first day is {day(validity.first)}" if validity.first else ""
            return (f"*Not yet valid on {on}*{first}.{instead}",)
    return (f"*Not in {_edition(validity.edition)}*. Please look at the code again.",)


def _by_fees(validity: Validity, on: str) -> str:
    if validity.standing is CodeStatus.ENDED:
        return f"*Not valid on {on}*: {_edition(validity.edition)} lists it as deleted."
    return f"In {_edition(validity.edition)}, the one for {on}. No list of its code set is loaded."


def _listed_change(loaded: LoadedCodeStatus) -> tuple[str, ...]:
    """What CMS's list of changes prints beside the code, where that is what answers."""
    printed = loaded.listing.told("change") if loaded.listing else ""
    if not printed or loaded.told_by is None:
        return ()
    missing = "It names no days"
    if loaded.validity is None:
        missing = "That does not say that it is valid: codes that ended stay in it"
    return (
        f"{_edition(loaded.told_by)}: {code(printed)}. {missing}; the HCPCS list itself is not loaded for the day.",
    )


def _elsewhere(loaded: LoadedCodeStatus) -> tuple[str, ...]:
    """A code that only another edition prints: by that edition's name."""
    if loaded.of_the_day or loaded.listing is None or loaded.told_by is None:
        return ()
    listing = loaded.listing
    since = f", in use since {day(listing.starts)}" if listing.starts else ""
    until = f", last day {day(listing.ends)}" if listing.ends else ""
    dates = f"{since}{until}" if loaded.chosen.release is None else ""
    return (f"{_edition(loaded.told_by)} called it: {esc(listing.name)}{dates}",)


def _cut_off(loaded: LoadedCodeStatus) -> tuple[str, ...]:
    """The edition of the day lacks the code and shows that it is not whole: then that it lacks it says nothing."""
    release = loaded.chosen.release
    if loaded.lacks is None or loaded.validity or release is None:
        return ()
    name = f"{release.system} {esc(release.edition)}"
    return (
        f"*{name} as it is loaded seems cut off* ({lack_words(loaded.lacks)}): I can't say whether it is valid.",
    )


def _there(loaded: LoadedCodeStatus) -> str:
    return "Loaded: " + ", ".join(map(release_words, loaded.editions[:_FEW])) + "."


def _ended(release: Release) -> tuple[str, ...]:
    return (
        (f"*{release.system} {esc(release.edition)} ended on {day(release.ends)}*: nothing newer is loaded.",)
        if release.ends
        else ()
    )


def _set(loaded: LoadedCodeStatus) -> str:
    return loaded.editions[0].system.value


def _edition(edition: ReferenceEdition) -> str:
    """Its name, which for codes begins with the name of the set."""
    return f"{edition.file} {esc(edition.name)}" if edition.file is ReferenceFile.FEES else esc(edition.name)
