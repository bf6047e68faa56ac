"""Releases and their rows: the contract that the fake, SQLite and PostgreSQL keep alike."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import IncompleteRelease, NoSuchRelease
from bot.services.ports.database import CodeRecord, Database
from tests.storage.examples import NOW, codes, editions, generation, publish, record, release, stage


async def test_a_published_release_comes_back_as_it_was_loaded(database: Database) -> None:
    """Edition, dates, source, digest, count and instant survive."""
    id_ = await publish(database, release(), [record("M54.50"), record("M54.51")])

    async with database.read() as work:
        [stored] = await work.releases.visible("T1")

    assert (id_, release(), 2, "digest", NOW) == (
        stored.id, stored.release, stored.rows, stored.digest, stored.loaded_at,
    )  # fmt: skip
    assert timedelta(0) == stored.loaded_at.utcoffset()


async def test_a_release_without_an_end_stays_open(database: Database) -> None:
    """No end is not some far date."""
    open_ended = release()
    open_ended = type(open_ended)(open_ended.system, "open", open_ended.effective, None, "x")
    await publish(database, open_ended)

    async with database.read() as work:
        [stored] = await work.releases.visible("T1")

    assert stored.release.ends is None


async def test_a_staged_release_is_seen_by_nobody(database: Database) -> None:
    """Neither in the list nor by its id, and running bots are not told."""
    id_ = await stage(database, release())

    assert await editions(database, "*") == []
    assert await codes(database, "*", id_) == []
    assert await generation(database) == 0


async def test_what_a_killed_loader_left_behind_can_be_found(database: Database) -> None:
    """Whoever it was for, and only what is not visible, oldest first."""
    await publish(database, release("published"))
    first = await stage(database, release("one"))
    second = await stage(database, release("two"))
    third = await stage(database, release("other's", workspace="T2"))

    async with database.read() as work:
        left = await work.releases.unseen()

    assert [first, second, third] == [r.id for r in left]


async def test_rows_stream_in_code_order_however_they_came(database: Database) -> None:
    """By code point, whatever a server's collation thinks of case, dots and digits."""
    shuffled = ["b", "M54.5", "A00", "a", "M54.50", "M545", "0591T", "B", "97140"]
    id_ = await publish(database, release(), [record(c) for c in shuffled])

    assert sorted(shuffled) == [r.code for r in await codes(database, "T1", id_)]


async def test_a_code_may_stand_twice_with_its_own_intervals(database: Database) -> None:
    """A code that was withdrawn and came back keeps both intervals, in the order of loading."""
    early = CodeRecord("G0283", "x", billable=True, detail={}, starts=None, ends=date(2025, 6, 30))
    late = CodeRecord("G0283", "y", billable=False, detail={}, starts=date(2026, 1, 1), ends=None)
    id_ = await publish(database, release(), [early, late])

    assert [early, late] == await codes(database, "T1", id_)


async def test_more_rows_than_one_fetch_all_come(database: Database) -> None:
    """Streaming has no seam."""
    many = [record(f"M{i:05d}", n=i) for i in range(4_321)]
    id_ = await publish(database, release(), many)

    assert many == await codes(database, "T1", id_)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('aé\0\\"\t', max_size=3), inner),
    max_leaves=8,
)


@given(
    detail=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), _json, max_size=4)
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_detail_comes_back_exactly(database: Database, detail: dict[str, object]) -> None:
    """Key order, numbers, NUL and backslashes included: an answer is never built from something near."""
    id_ = await publish(database, release(), [CodeRecord("M54.50", "x", billable=True, detail=detail)])

    [row] = await codes(database, "T1", id_)

    assert repr(detail) == repr(dict(row.detail))


async def test_loading_the_same_edition_again_replaces_it(database: Database) -> None:
    """One edition stands once; the old one's rows are gone."""
    old = await publish(database, release(), [record("M54.5")])
    new = await publish(database, release(), [record("M54.50")])

    async with database.read() as work:
        assert [new] == [r.id for r in await work.releases.visible("T1")]
    assert await codes(database, "T1", old) == []
    assert [r.code for r in await codes(database, "T1", new)] == ["M54.50"]


async def test_another_edition_stands_beside_it_newest_first(database: Database) -> None:
    """April does not take last October away."""
    await publish(database, release("FY2026", effective=date(2025, 10, 1)))
    await publish(database, release("April 2026", effective=date(2026, 4, 1)))
    await publish(database, release("FY2025", effective=date(2024, 10, 1)))

    assert await editions(database, "T1") == ["April 2026", "FY2026", "FY2025"]


async def test_who_builds_editions_sees_what_every_team_has_loaded(database: Database) -> None:
    """Each release with its workspace; what is only staged is nobody's yet."""
    await publish(database, release("public"))
    await publish(database, release("theirs", workspace="T2"))
    await stage(database, release("half", workspace="T3"))

    async with database.read() as work:
        every = await work.releases.everywhere()

    assert [(r.release.workspace, r.release.edition) for r in every] == [("T2", "theirs"), ("*", "public")]


async def test_a_team_s_own_edition_does_not_replace_the_public_one(database: Database) -> None:
    """Both are seen by the team, the public one alone by the others."""
    await publish(database, release("April 2026"))
    await publish(database, release("April 2026", workspace="T1"))

    assert len(await editions(database, "T1")) == 2
    assert len(await editions(database, "T2")) == 1


async def test_running_bots_are_told_of_every_change_of_what_is_visible(database: Database) -> None:
    """Publishing and withdrawing raise the generation, each once; staging and dropping what was staged don't."""
    id_ = await publish(database, release())
    assert await generation(database) == 1

    staged = await stage(database, release("other"))
    async with database.write() as work:
        await work.releases.withdraw("*", staged)
        await work.commit()
    assert await generation(database) == 1

    async with database.write() as work:
        await work.releases.withdraw("*", id_)
        await work.commit()
    assert await generation(database) == 2
    assert await editions(database, "T1") == []
    assert await codes(database, "T1", id_) == []


async def test_a_release_that_lacks_rows_is_not_made_visible(database: Database) -> None:
    """All or nothing: a load that lost a part on the way is refused, and the old edition stays."""
    await publish(database, release(), [record("M54.5")])
    staged = await stage(database, release(), [record("M54.50")])

    async with database.write() as work:
        with pytest.raises(IncompleteRelease) as refused:
            await work.releases.publish("*", staged, 2)

    assert (refused.value.expected, refused.value.found) == (2, 1)
    assert await editions(database, "T1") == ["April 2026"]
    assert await generation(database) == 1


async def test_a_release_is_not_published_twice(database: Database) -> None:
    """The second flip finds nothing staged; nor can rows be slipped into what is visible."""
    id_ = await publish(database, release())

    async with database.write() as work:
        with pytest.raises(NoSuchRelease):
            await work.releases.publish("*", id_, 1)
        with pytest.raises(NoSuchRelease):
            await work.releases.add("*", id_, [record("M54.51")])


async def test_an_id_is_never_used_again(database: Database) -> None:
    """An index built for a release that is gone can't answer for another one."""
    id_ = await publish(database, release())
    async with database.write() as work:
        await work.releases.withdraw("*", id_)
        while not await work.releases.shrink("*", id_, 2):
            pass
        await work.commit()

    assert id_ < await publish(database, release())


async def test_a_load_time_without_zone_is_refused(database: Database) -> None:
    """Nobody could say later which hour it was."""
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.releases.stage(release(), "digest", datetime(2026, 11, 21, 9))  # noqa: DTZ001
