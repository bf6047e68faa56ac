"""What the publishers' sites do on bad days, and what becomes of a download then."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.domain.codes.fetching.code_sets import CodeSet
from bot.services.fetching.faults import ConnectionLost, FetchFault
from bot.services.fetching.outcome import EditionOutcome, FetchResult
from bot.services.ports.fetching import WebResponse
from bot.worker.http_client import http_client
from tests.codefiles.layouts import HCPCS_TEXT, hcpcs_line, text, zipped
from tests.fetching.published import HCPCS_PAGE, ICD_PAGE, PFS_PAGE, fees, hcpcs, icd10cm
from tests.fetching.site import CMS, LICENSE_PAGE, Trouble
from tests.fetching.world import World

NAME = next(iter(hcpcs()))
PATH = f"/files/zip/{NAME}"


async def _hcpcs(world: World, *troubles: Trouble) -> EditionOutcome:
    world.cms.publish(HCPCS_PAGE, hcpcs())
    world.cms.troubles[PATH] += troubles
    return await world.one(CodeSet.HCPCS)


def _fault(outcome: EditionOutcome) -> FetchFault | None:
    return outcome.failure.fault if outcome.failure else None


async def test_a_download_that_is_cut_off_at_half_goes_on_from_there(world: World) -> None:
    """With the rest only, and only if it is the same file still."""
    half = len(hcpcs()[NAME]) // 2

    outcome = await _hcpcs(world, Trouble(cut_at=half))

    first, second = world.cms.asked(PATH)
    assert outcome.result is FetchResult.LOADED
    assert "Range" not in first.headers
    assert second.headers["Range"] == f"bytes={half}-"
    assert second.headers["If-Range"] == world.cms.files[PATH].etag


async def test_a_download_goes_on_in_the_next_run(world: World) -> None:
    """The process may have been stopped in between."""
    half = len(hcpcs()[NAME]) // 2
    outcome = await _hcpcs(world, Trouble(cut_at=half), *[Trouble(cut_at=0)] * 7)
    assert _fault(outcome) is FetchFault.CUT_OFF
    world.cms.requests.clear()

    again = await world.one(CodeSet.HCPCS)

    assert again.result is FetchResult.LOADED
    assert [r.headers.get("Range") for r in world.cms.asked(PATH)] == [f"bytes={half}-"]


async def test_a_file_that_changed_meanwhile_is_downloaded_whole(world: World) -> None:
    """Two halves of two files would be neither."""
    half = len(hcpcs()[NAME]) // 2
    world.cms.publish(HCPCS_PAGE, hcpcs())
    world.cms.troubles[PATH].append(Trouble(cut_at=half))
    other = zipped({"HCPC2026_OCT_ANWEB.txt": _longer()})

    async def change_and_wait(_seconds: float) -> None:
        world.cms.files[PATH] = replace(world.cms.files[PATH], content=other, etag='"other"')

    world.fetcher = replace(world.fetcher, sleep=change_and_wait)
    outcome = await world.one(CodeSet.HCPCS)

    assert outcome.result is FetchResult.LOADED
    assert outcome.files[0].size == len(other)


def _longer() -> bytes:
    return HCPCS_TEXT + text(hcpcs_line("Q9904", "3", "Invented ride by kite", "Kite ride"))


async def test_a_server_that_cannot_resume_sends_everything_again(world: World) -> None:
    """And the file is right."""
    world.cms.publish(HCPCS_PAGE, hcpcs())
    world.cms.files[PATH] = replace(world.cms.files[PATH], ranges=False)
    world.cms.troubles[PATH].append(Trouble(cut_at=100))

    outcome = await world.one(CodeSet.HCPCS)

    assert outcome.result is FetchResult.LOADED
    assert outcome.files[0].size == len(hcpcs()[NAME])


async def test_without_anything_to_tell_versions_apart_a_download_begins_anew(world: World) -> None:
    """No ETag and no day: the rest could be another file's."""
    world.cms.publish(HCPCS_PAGE, hcpcs())
    world.cms.files[PATH] = replace(world.cms.files[PATH], etag="", last_modified="")
    world.cms.troubles[PATH].append(Trouble(cut_at=100))

    outcome = await world.one(CodeSet.HCPCS)

    assert outcome.result is FetchResult.LOADED
    assert "Range" not in world.cms.asked(PATH)[1].headers


async def test_a_server_that_sends_a_range_in_pieces_is_asked_for_each(world: World) -> None:
    """Some proxies cap a range; what came is not taken for the whole."""
    world.cms.publish(HCPCS_PAGE, hcpcs())
    world.cms.files[PATH] = replace(world.cms.files[PATH], most=150)
    world.cms.troubles[PATH].append(Trouble(cut_at=100))

    outcome = await world.one(CodeSet.HCPCS)

    assert outcome.result is FetchResult.LOADED
    assert [r.headers["Range"] for r in world.cms.asked(PATH)[1:4]] == [
        "bytes=100-",
        "bytes=250-",
        "bytes=400-",
    ]


async def test_a_silent_connection_is_given_up_and_resumed(world: World) -> None:
    """A slow server gets another chance with the rest."""
    outcome = await _hcpcs(world, Trouble(pause=1.0))

    assert outcome.result is FetchResult.LOADED
    assert "Range" in world.cms.asked(PATH)[1].headers


async def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(world: World) -> None:
    """429 with Retry-After."""
    outcome = await _hcpcs(world, Trouble(429, {"Retry-After": "7"}), Trouble(503))

    assert outcome.result is FetchResult.LOADED
    assert world.waits == [7.0, 2.0]


async def test_a_server_that_asks_for_an_hour_is_left_to_the_next_run(world: World) -> None:
    """Nobody waits for that at a terminal."""
    outcome = await _hcpcs(world, Trouble(429, {"Retry-After": "3600"}))

    assert outcome.failure
    assert (outcome.failure.fault, outcome.failure.retry_after) == (FetchFault.BUSY, 3600)
    assert world.waits == []


async def test_a_server_that_stays_busy_is_given_up_after_five_attempts(world: World) -> None:
    """Each wait twice as long as the one before."""
    outcome = await _hcpcs(world, *[Trouble(500)] * 9)

    assert _fault(outcome) is FetchFault.BUSY
    assert len(world.cms.asked(PATH)) == 5
    assert world.waits == [1.0, 2.0, 4.0, 8.0]


async def test_a_refusal_is_not_asked_again(world: World) -> None:
    """403 does not pass with time."""
    outcome = await _hcpcs(world, Trouble(403))

    assert outcome.failure
    assert (outcome.result, outcome.failure.status) == (FetchResult.FAILED, 403)
    assert len(world.cms.asked(PATH)) == 1


async def test_a_page_that_is_refused_leaves_the_known_address(world: World) -> None:
    """Some sites refuse programs on pages and serve files."""
    world.cms.troubles[HCPCS_PAGE] += [Trouble(403)]

    outcome = await _hcpcs(world)

    assert outcome.result is FetchResult.LOADED


async def test_a_web_page_in_the_files_place_is_said_to_be_one(world: World) -> None:
    """200, and HTML: a portal, or a license nobody spoke of."""
    outcome = await _hcpcs(world, *[Trouble(body=LICENSE_PAGE.encode())] * 2)

    assert _fault(outcome) is FetchFault.WEB_PAGE
    assert not [r for r in world.cms.requests if "agree" in r.path]


async def test_a_license_page_that_comes_back_after_it_was_answered_is_a_web_page(world: World) -> None:
    """Its form has changed: a person has to look."""
    world.cms.publish(PFS_PAGE, fees(4), licensed=True)
    world.cms.troubles["/files/zip/rvu26d.zip"] += [Trouble(body=LICENSE_PAGE.encode())] * 2
    await world.accept()

    assert _fault(await world.one(CodeSet.FEES)) is FetchFault.WEB_PAGE


@pytest.mark.parametrize(
    "body", [b"", b"PK", b"\x89PNG....", b"just words"], ids=["nothing", "two bytes", "a picture", "text"]
)
async def test_what_is_no_zip_is_not_kept(world: World, body: bytes) -> None:
    """Whatever its name and type say."""
    outcome = await _hcpcs(world, Trouble(body=body, content_type="application/zip"))

    assert _fault(outcome) is FetchFault.NOT_A_ZIP
    assert await world.names() == []


async def test_a_damaged_zip_is_not_loaded(world: World) -> None:
    """Its directory is at the end, and the end is missing."""
    content = hcpcs()[NAME]
    world.cms.publish(HCPCS_PAGE, {NAME: content[:-30]})

    assert _fault(await world.one(CodeSet.HCPCS)) is FetchFault.UNREADABLE


async def test_a_damaged_file_is_downloaded_anew_in_the_next_run(world: World) -> None:
    """It is not kept as if it were good."""
    world.cms.publish(HCPCS_PAGE, {NAME: hcpcs()[NAME][:-30]})
    await world.one(CodeSet.HCPCS)
    good = replace(world.cms.files[PATH], content=hcpcs()[NAME])  # under the same ETag
    world.cms.files[PATH] = good

    assert (await world.one(CodeSet.HCPCS)).result is FetchResult.LOADED


async def test_another_code_set_under_this_ones_name_is_refused(world: World) -> None:
    """What it is, its content says."""
    (order,) = (content for name, content in icd10cm().items() if "descriptions" in name)
    world.cms.publish(HCPCS_PAGE, {NAME: order})

    outcome = await world.one(CodeSet.HCPCS)

    assert _fault(outcome) is FetchFault.OTHER_KIND
    assert outcome.failure
    assert outcome.failure.detail == "ICD-10-CM order file"


async def test_another_quarters_table_under_this_ones_name_is_refused(world: World) -> None:
    """Its title says July."""
    world.cms.publish(PFS_PAGE, fees(4, release="July"), licensed=True)
    await world.accept()

    outcome = await world.one(CodeSet.FEES)

    assert _fault(outcome) is FetchFault.OTHER_EDITION
    assert await world.names() == []


async def test_a_redirect_on_the_same_host_is_followed(world: World) -> None:
    """Files move."""
    world.cms.publish(HCPCS_PAGE, hcpcs())
    world.cms.files["/files/zip/moved.zip"] = world.cms.files.pop(PATH)
    world.cms.troubles[PATH].append(Trouble(301, {"Location": "/files/zip/moved.zip"}))

    assert (await world.one(CodeSet.HCPCS)).result is FetchResult.LOADED


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/a.zip",
        "http://www.cms.gov/a.zip",
        "//169.254.169.254/latest",
        "file:///etc/passwd",
    ],
)
async def test_a_redirect_that_leaves_the_allowed_hosts_is_refused(world: World, target: str) -> None:
    """And nothing is sent there."""
    outcome = await _hcpcs(world, Trouble(302, {"Location": target}))

    assert _fault(outcome) is FetchFault.OTHER_HOST


async def test_redirects_in_a_circle_end(world: World) -> None:
    """After five."""
    outcome = await _hcpcs(world, *[Trouble(302, {"Location": PATH})] * 20)

    assert _fault(outcome) is FetchFault.REDIRECTS


async def test_a_machine_without_a_network_says_so_at_once(world: World) -> None:
    """Two attempts for each host, not hundreds."""
    world.fetcher = replace(world.fetcher, client=_NoNetwork())

    report = await world.fetch(CodeSet.ICD10CM, CodeSet.HCPCS)

    assert {_fault(e) for s in report.sets for e in s.editions} == {FetchFault.UNREACHABLE}
    assert [file.url for file in report.sets[1].editions[0].files] == [f"https://www.cms.gov{PATH}"]
    assert len(world.waits) <= 4


class _NoNetwork:
    """Nobody answers."""

    @asynccontextmanager
    async def get(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[WebResponse]:
        raise ConnectionLost("www.cms.gov")
        yield


async def test_there_is_one_connection_and_it_says_who_asks(world: World) -> None:
    """With our version."""
    world.cms.publish(ICD_PAGE, icd10cm())
    world.cms.publish(HCPCS_PAGE, hcpcs())
    await world.fetch(CodeSet.ICD10CM, CodeSet.HCPCS)

    assert world.cms.most_open == 1
    assert {r.headers["User-Agent"].partition("/")[0] for r in world.cms.requests} == {"CodeDesk"}
    assert all(r.headers["User-Agent"].partition("/")[2][0].isdigit() for r in world.cms.requests)


async def test_a_dry_run_without_a_network_says_so_instead_of_promising_downloads(world: World) -> None:
    """No page could be read, so nobody knows what is there."""
    world.fetcher = replace(world.fetcher, client=_NoNetwork())

    report = await world.fetch(CodeSet.HCPCS, dry_run=True)

    (edition,) = report.sets[0].editions
    assert (edition.result, _fault(edition)) == (FetchResult.FAILED, FetchFault.UNREACHABLE)


async def test_a_proxy_of_the_environment_is_asked_in_the_sites_place(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hospitals have one. Here it is the stand-in itself, asked for a host that does not exist."""
    world.cms.publish(HCPCS_PAGE, hcpcs())
    monkeypatch.setenv("HTTP_PROXY", world.cms.origin)
    monkeypatch.setenv("NO_PROXY", "")
    async with http_client({CMS: "http://cms.invalid"}) as client:
        world.fetcher = replace(world.fetcher, client=client)

        assert (await world.one(CodeSet.HCPCS)).result is FetchResult.LOADED
    assert {request.headers["Host"] for request in world.cms.requests} == {"cms.invalid"}
