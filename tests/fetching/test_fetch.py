"""From the publishers' pages into the database: what is due, for whom, once."""

from datetime import timedelta

from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.services.fetching.faults import FetchFault
from bot.services.fetching.licenses import Licenses
from bot.services.fetching.outcome import FetchResult
from bot.services.fetching.request import FetchRequest
from tests.codefiles import layouts_cpt as ours
from tests.codefiles.layouts import csv_of, zipped
from tests.fetching.published import (
    CDC_PAGE,
    HCPCS_PAGE,
    ICD_PAGE,
    PFS_PAGE,
    PTP_PAGE,
    fees,
    hcpcs,
    icd10cm,
    pairs,
)
from tests.fetching.world import World, publish_december


async def test_all_that_is_public_and_due_is_loaded_and_what_is_licensed_waits(world: World) -> None:
    """Without an accepted license nothing that holds CPT is even asked for."""
    publish_december(world.cms)

    report = await world.fetch()

    assert await world.names() == [
        "HCPCS Level II 2026 Q4 *",
        "ICD-10-CM Alphabetic Index FY2027 main *",
        "ICD-10-CM FY2027 *",
        "ICD-10-CM FY2027 codes *",
        "ICD-10-CM FY2027 order *",
        "ICD-10-CM conversion table FY2027 *",
    ]
    assert [each.code_set for each in report.of(FetchResult.LICENSE)] == [
        CodeSet.FEES,
        CodeSet.PAIRS_PRACTITIONER,
        CodeSet.PAIRS_OUTPATIENT,
        CodeSet.UNITS,
        CodeSet.ADD_ONS,
    ]
    assert not world.cms.asked(PFS_PAGE)


async def test_after_the_license_is_accepted_everything_is_loaded_for_that_workspace(world: World) -> None:
    """All seven sets, none of which failed."""
    publish_december(world.cms)
    await world.accept()

    report = await world.fetch()

    assert {e.result for each in report.sets for e in each.editions} == {FetchResult.LOADED}
    licensed = [name for name in await world.names() if name.endswith(" T1")]
    assert licensed == [
        "MUE, DME supplier 2026 Q4 T1",
        "MUE, outpatient hospital 2026 Q4 T1",
        "MUE, practitioner 2026 Q4 T1",
        "Medicare fee schedule 2026 Q4 T1",
        "Medicare fee schedule, QPP 2026 Q4 T1",
        *(f"Medicare localities 2026 Q4 {part} T1" for part in ("anesthesia", "counties", "indices")),
        "NCCI add-on codes 2026 Q4 T1",
        *(f"NCCI pairs, outpatient hospital 2026 Q4 f{n} T1" for n in range(1, 5)),
        *(f"NCCI pairs, practitioner 2026 Q4 f{n} T1" for n in range(1, 5)),
    ]


async def test_what_is_loaded_is_not_fetched_again(world: World) -> None:
    """The second run reads the pages and downloads nothing."""
    publish_december(world.cms)
    await world.fetch()
    world.cms.requests.clear()

    report = await world.fetch()

    assert not [request for request in world.cms.requests if "/files/zip/" in request.path]
    assert report.loaded == ()
    assert {e.result for s in report.sets[:2] for e in s.editions} == {FetchResult.CURRENT}


async def test_the_next_quarter_is_loaded_as_soon_as_it_is_out(world: World) -> None:
    """And answers from its first day on."""
    world.cms.publish(HCPCS_PAGE, {**hcpcs(2026, 10), **hcpcs(2027, 1)})

    report = await world.fetch(CodeSet.HCPCS)

    assert [(e.name, e.result) for e in report.sets[0].editions] == [
        ("2026 Q4", FetchResult.LOADED),
        ("2027 Q1", FetchResult.LOADED),
    ]


async def test_a_dry_run_downloads_nothing_and_names_everything(world: World) -> None:
    """Pages are read, so that the addresses are the true ones."""
    publish_december(world.cms)

    report = await world.fetch(dry_run=True)

    assert await world.names() == []
    assert not [request for request in world.cms.requests if "/files/zip/" in request.path.partition("?")[0]]
    first = report.sets[0].editions[0]
    assert (first.result, len(first.files)) == (FetchResult.AVAILABLE, 3)
    assert report.sets[2].editions[0].result is FetchResult.LICENSE
    assert [file.name for file in report.sets[2].editions[0].files] == ["rvu26d.zip"]


async def test_the_license_is_answered_only_where_its_page_stands_before_the_file(world: World) -> None:
    """Never before it was asked, and never for a file that is free."""
    publish_december(world.cms)
    await world.accept()
    await world.fetch(CodeSet.FEES, CodeSet.UNITS, CodeSet.HCPCS)

    asked = [request.path for request in world.cms.requests if request.path.startswith("/files/zip/")]
    assert [path for path in asked if "rvu26d" in path] == [
        "/files/zip/rvu26d.zip",
        "/files/zip/rvu26d.zip?agree=yes&next=Accept",
    ]
    assert not [path for path in asked if "agree" in path and "rvu26d" not in path]


async def test_an_acceptance_that_is_a_year_old_has_to_be_renewed(world: World) -> None:
    """Nothing is fetched by it any more."""
    publish_december(world.cms)
    await world.accept()
    world.clock.advance(timedelta(days=366))

    outcome = await world.one(CodeSet.FEES)

    assert outcome.result is FetchResult.LICENSE
    assert not world.cms.requests


async def test_a_revised_file_under_a_new_name_takes_the_place_of_the_one_before(world: World) -> None:
    """CMS revises, and adds 'updated' to the name."""
    world.cms.publish(PFS_PAGE, fees(4), licensed=True)
    await world.accept()
    await world.fetch(CodeSet.FEES)
    world.cms.publish(PFS_PAGE, fees(4, name="rvu26d-updated-11-20-2026.zip"), licensed=True)
    assert (await world.one(CodeSet.FEES)).result is FetchResult.CURRENT  # the same content

    changed = zipped({"PPRRVU2026_Oct_nonQPP.csv": _more_fees()})
    world.cms.publish(PFS_PAGE, {"rvu26d-updated-11-25-2026.zip": changed}, licensed=True)
    outcome = await world.one(CodeSet.FEES)

    assert outcome.result is FetchResult.LOADED
    assert [file.name for file in outcome.files] == ["rvu26d-updated-11-25-2026.zip"]
    stored = await world.stored()
    fee_rows = {s.release.system.value: s.rows for s in stored if "fee" in s.release.system.value}
    assert fee_rows == {"Medicare fee schedule": 4, "Medicare fee schedule, QPP": 3}


def _more_fees() -> bytes:
    rows = [[cell.replace("July", "October") for cell in row] for row in ours.FEE_ROWS]
    return csv_of([*rows, ["99907", *rows[-1][1:]]])


async def test_with_again_an_unchanged_file_is_not_sent_a_second_time(world: World) -> None:
    """The server is asked whether it has changed, and says no."""
    world.cms.publish(HCPCS_PAGE, hcpcs())
    await world.fetch(CodeSet.HCPCS)
    world.cms.requests.clear()

    outcome = await world.one(CodeSet.HCPCS, again=True)

    (request,) = world.cms.asked(f"/files/zip/{next(iter(hcpcs()))}")
    assert request.headers["If-None-Match"].startswith('"')
    assert outcome.result is FetchResult.CURRENT


async def test_a_second_workspace_loads_the_file_that_is_here_already(world: World) -> None:
    """One download for all workspaces that accepted the license; the server is only asked whether it has changed."""
    world.cms.publish(PFS_PAGE, fees(4), licensed=True)
    await world.accept()
    await world.fetch(CodeSet.FEES)
    await Licenses(world.database, world.clock).accept("T2", DataLicense.AMA, "Sam Poe")
    world.cms.requests.clear()
    report = await world.fetcher.fetch(FetchRequest((CodeSet.FEES,), "T2"), lambda *_: None)

    assert report.sets[0].editions[0].result is FetchResult.LOADED
    sent = [r for r in world.cms.requests if "agree" in r.path]
    assert [("If-None-Match" in r.headers, "Range" in r.headers) for r in sent] == [(True, False)]


async def test_an_edition_that_nobody_has_published_yet_is_said_to_be_so(world: World) -> None:
    """On January 1 the fee schedule may be late."""
    world.cms.publish(PFS_PAGE, fees(3), licensed=True)
    await world.accept()

    outcome = await world.one(CodeSet.FEES)

    assert (outcome.name, outcome.result) == ("2026 Q4", FetchResult.NOT_PUBLISHED)


async def test_a_page_that_lost_its_links_leaves_the_known_address(world: World) -> None:
    """The file is where it always was."""
    world.cms.publish(HCPCS_PAGE, hcpcs())
    world.cms.pages[HCPCS_PAGE] = "<html><script>app()</script></html>"

    assert (await world.one(CodeSet.HCPCS)).result is FetchResult.LOADED


async def test_icd10cm_comes_from_cdc_where_cms_has_it_not(world: World) -> None:
    """CDC's folder lists its files as links."""
    names = {
        "code-descriptions": "icd10cm-code-descriptions-2027.zip",
        "code-tables": "icd10cm-table-and-index-2027.zip",
    }
    world.cdc.publish(CDC_PAGE, {})
    for name, content in icd10cm(2027).items():
        for words, theirs in names.items():
            if words in name:
                world.cdc.publish(CDC_PAGE, {theirs: content})

    outcome = await world.one(CodeSet.ICD10CM)

    assert outcome.result is FetchResult.LOADED
    assert all(file.url.startswith("https://ftp.cdc.gov/") for file in outcome.files)


async def test_fee_schedules_behind_pages_of_their_own_are_found(world: World) -> None:
    """The list links to a page for each release, and that page to the file."""
    world.cms.pages[PFS_PAGE] = (
        f'<a href="{PFS_PAGE}/rvu26d">RVU26D</a><a href="{PFS_PAGE}/rvu26c">RVU26C</a>'
    )
    world.cms.publish(f"{PFS_PAGE}/rvu26d", fees(4, name="rvu26d-0.zip"), licensed=True)
    await world.accept()

    outcome = await world.one(CodeSet.FEES)

    assert [file.name for file in outcome.files] == ["rvu26d-0.zip"]
    assert not world.cms.asked(f"{PFS_PAGE}/rvu26c")


async def test_a_zip_in_a_zip_is_opened(world: World) -> None:
    """Some releases are packed twice."""
    ((name, content),) = hcpcs().items()
    world.cms.publish(HCPCS_PAGE, {name: zipped({"inner.zip": content, "notes.txt": b"see inner.zip"})})

    assert (await world.one(CodeSet.HCPCS)).result is FetchResult.LOADED


async def test_one_set_that_fails_does_not_stop_the_next_one(world: World) -> None:
    """Each is a matter of its own."""
    publish_december(world.cms)
    world.cms.files[f"/files/zip/{next(iter(hcpcs()))}"] = world.cms.files.pop(
        "/files/zip/2027-code-descriptions-tabular-order.zip"
    )
    await world.accept()

    report = await world.fetch()

    assert [each.code_set for each in report.of(FetchResult.FAILED)] == [CodeSet.ICD10CM, CodeSet.HCPCS]
    assert len(report.of(FetchResult.LOADED)) == 5


async def test_one_missing_part_of_the_pairs_leaves_all_of_them_out(world: World) -> None:
    """A pair that is not found might stand in the missing part."""
    world.cms.publish(PTP_PAGE, pairs(parts=3), licensed=True)
    await world.accept()

    outcome = await world.one(CodeSet.PAIRS_PRACTITIONER)

    assert outcome.result is FetchResult.FAILED
    assert outcome.failure
    assert (outcome.failure.fault, outcome.failure.status) == (FetchFault.REFUSED, 404)
    assert await world.names() == []


async def test_a_table_of_half_its_size_is_not_loaded_and_the_one_before_stays(world: World) -> None:
    """A quarter does not lose half of its pairs."""
    world.cms.publish(PTP_PAGE, pairs("2026q4", "323", rows=60), licensed=True)
    await world.accept()
    await world.fetch(CodeSet.PAIRS_PRACTITIONER)
    before = await world.names()
    world.clock.advance(timedelta(days=31))
    world.cms.publish(PTP_PAGE, pairs("2027q1", "330", rows=30), licensed=True)

    outcome = await world.one(CodeSet.PAIRS_PRACTITIONER)

    assert outcome.failure
    assert (outcome.failure.fault, outcome.failure.rows, outcome.failure.before) == (
        FetchFault.ROWS,
        120,
        240,
    )
    assert await world.names() == before
    async with world.database.read() as work:
        assert not await work.releases.unseen()


async def test_each_file_that_was_loaded_is_on_record_with_its_digest(world: World) -> None:
    """Public files belong to everybody."""
    world.cms.publish(HCPCS_PAGE, hcpcs())
    outcome = await world.one(CodeSet.HCPCS)

    async with world.database.read() as work:
        (kept,) = await work.fetches.fetched("*")
    assert (kept.url, kept.sha256, kept.edition) == (outcome.files[0].url, outcome.files[0].sha256, "2026 Q4")
    assert len(kept.sha256) == 64
    assert kept.etag


async def test_progress_is_told_in_bytes(world: World) -> None:
    """A bar needs a total."""
    world.cms.publish(HCPCS_PAGE, hcpcs())

    outcome = await world.one(CodeSet.HCPCS)

    assert ("downloading", outcome.files[0].size, outcome.files[0].size) in world.steps


async def test_aprils_update_stands_next_to_octobers_edition(world: World) -> None:
    """Its files name the fiscal year alone; both editions answer, each for its days."""
    world.clock.advance(timedelta(days=123))  # April 3, 2027
    october = icd10cm(2027)
    april = {f"april-1-{name}": content for name, content in october.items() if "conversion" not in name}
    world.cms.publish(ICD_PAGE, october)
    await world.fetch(CodeSet.ICD10CM)
    world.cms.publish(ICD_PAGE, april)

    outcome = await world.one(CodeSet.ICD10CM)

    assert (outcome.name, outcome.result) == ("April 2027", FetchResult.LOADED), outcome.failure
    found = {(s.release.edition, s.release.effective.isoformat()) for s in await world.stored()}
    assert {("FY2027", "2026-10-01"), ("April 2027", "2027-04-01")} <= found
