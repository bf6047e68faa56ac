"""Applications, their supporting records and events, on the fake, SQLite and PostgreSQL."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.applications.advance import Move
from bot.domain.applications.application import (
    Application,
    ApplicationKind,
    ApplicationMember,
    Category,
    CodeForm,
    new_codes,
)
from bot.domain.applications.history import BLOCKS_UNDO, ApplicationEvent, EventKind, snapshot
from bot.domain.applications.papers import (
    Article,
    Considered,
    Design,
    Evidence,
    Papers,
    Stakeholder,
    Tick,
)
from bot.domain.applications.stages import Phase, Stage, Valuation
from bot.domain.applications.targets import PanelMeeting, Quarter
from bot.services.ports.applications import EVERYTHING, ApplicationFilter
from bot.services.ports.database import Database
from tests.storage.examples import NOW

LATER = NOW + timedelta(hours=3)


def application(workspace: str = "T1", number: int = 1, owner: str = "U1") -> Application:
    """An application that uses every column."""
    wanted = [CodeForm(Category.I), CodeForm(Category.III, ApplicationKind.REVISE, "0592T")]
    plain, full = new_codes(wanted, PanelMeeting(2027, 5), NOW)
    full = replace(
        full,
        stage=Stage.CODE_ASSIGNED,
        outcome=Stage.ACCEPTED_MODIFIED,
        outcome_on=date(2026, 10, 3),
        granted=Category.I,
        posted_on=date(2026, 10, 10),
        complete_by=date(2026, 9, 1),
        number="97999",
        valuation=Valuation.SURVEY,
        target=None,
    )
    members = (ApplicationMember("U2", "U1", NOW, date(2026, 11, 1)), ApplicationMember("U3", "U2", LATER))
    return Application(
        workspace,
        number,
        "Title\nof *two* lines",
        owner,
        (plain, full),
        "U1",
        NOW,
        LATER,
        members,
        "C1",
        "https://docs.example.com/x",
        7,
        NOW,
        frozenset({Phase.PREPARE, Phase.PUBLISH}),
    )


def event(of: Application, kind: EventKind = EventKind.STEP, **but: object) -> ApplicationEvent:
    """An event of an application."""
    told = ApplicationEvent(of.workspace, of.number, kind, "U1", NOW, of.version, Stage.ASSESS_NEED, of.stage)
    return replace(told, **but)  # type: ignore[arg-type]


async def _add(database: Database, *every: Application) -> None:
    async with database.write() as work:
        for each in every:
            await work.applications.add(each)
        await work.commit()


async def _get(database: Database, workspace: str = "T1", number: int = 1) -> Application | None:
    async with database.read() as work:
        return await work.applications.get(workspace, number)


async def _events(
    database: Database, limit: int = 99, before: int | None = None
) -> Sequence[ApplicationEvent]:
    async with database.read() as work:
        return await work.applications.events("T1", 1, limit, before=before)


async def _papers(database: Database, workspace: str = "T1", number: int = 1) -> Papers:
    async with database.read() as work:
        return await work.application_papers.of(workspace, number)


async def test_an_application_comes_back_as_it_was_put(database: Database) -> None:
    """Codes by position, members in order of addition, times to the microsecond."""
    await _add(database, application())

    assert await _get(database) == application()


async def test_another_workspace_sees_nothing_of_it(database: Database) -> None:
    """Not by number, list, event or record. Its own application with that number is separate."""
    await _add(database, application())
    async with database.write() as work:
        await work.applications.record(event(application()))
        await work.application_papers.tick("T1", 1, Tick("coi", "U1", NOW))
        await work.commit()

    assert await _get(database, "T2") is None
    async with database.read() as work:
        assert await work.applications.choose("T2", EVERYTHING, 9) == []
        assert await work.applications.count("T2", EVERYTHING) == 0
        assert await work.applications.events("T2", 1, 9) == []
        assert await work.applications.latest("T2", 1, BLOCKS_UNDO) is None
        assert (await work.application_papers.of("T2", 1)).ticks == {}


async def test_numbers_begin_at_one_in_each_workspace_and_leave_no_gap(database: Database) -> None:
    """A number that was rolled back is used again."""
    async with database.write() as work:
        taken = [await work.applications.next_number(w) for w in ("T1", "T1", "T2")]
        await work.commit()
    async with database.write() as work:
        lost = await work.applications.next_number("T1")
    async with database.write() as work:
        again = await work.applications.next_number("T1")
        await work.commit()

    assert taken == [1, 2, 1]
    assert lost == again == 3


async def test_saving_takes_the_place_of_the_version_that_was_expected(database: Database) -> None:
    """Codes and members too: removed ones are deleted, new ones added."""
    await _add(database, application())
    first, second = application().codes
    after = replace(
        application(),
        version=8,
        title="Another",
        codes=(replace(first, stage=Stage.PRE_SUBMISSION, target=Quarter(2027, 2)),),
        members=(
            ApplicationMember("U3", "U2", LATER, date(2026, 11, 2)),
            ApplicationMember("U4", "U1", LATER),
        ),
        submitted_at=None,
        channel=None,
    )
    async with database.write() as work:
        saved = await work.applications.save(after, 7)
        await work.commit()

    assert saved
    assert second not in after.codes
    assert await _get(database) == after


async def test_a_version_that_is_gone_is_not_written_over(database: Database) -> None:
    """The second of two users at version 7 changes nothing. The same for a version that never existed."""
    await _add(database, application())
    async with database.write() as work:
        results = [
            await work.applications.save(replace(application(), version=8, title="first"), 7),
            await work.applications.save(replace(application(), version=8, title="second"), 7),
            await work.applications.save(replace(application("T2"), version=8), 7),
        ]
        await work.commit()

    assert results == [True, False, False]
    found = await _get(database)
    assert found
    assert found.title == "first"


async def test_a_locked_application_is_the_stored_one(database: Database) -> None:
    """Or None."""
    await _add(database, application())
    async with database.write() as work:
        assert await work.applications.lock("T1", 1) == application()
        assert await work.applications.lock("T1", 2) is None
        assert await work.applications.lock("T2", 1) is None


async def test_lists_are_chosen_by_what_was_asked(database: Database) -> None:
    """Own, phase, meeting, stalled, closed; newest number first, in pages."""
    one = application()
    two = replace(application(number=2, owner="U9"), members=(), changed_at=NOW)
    done = replace(one.codes[0], stage=Stage.DONE, target=None)
    three = replace(
        application(number=3, owner="U9"), members=(ApplicationMember("U1", "U9", NOW),), codes=(done,)
    )
    await _add(database, one, two, three, application("T2"))

    async def numbers(choice: ApplicationFilter, limit: int = 9, offset: int = 0) -> list[int]:
        async with database.read() as work:
            chosen = await work.applications.choose("T1", choice, limit, offset)
            total = await work.applications.count("T1", choice)
            assert offset or limit < 9 or total == len(chosen)
            page = await work.applications.page("T1", choice, limit, offset)
            assert (list(page.applications), page.total) == (list(chosen), total)
        return [a.number for a in chosen]

    assert await numbers(EVERYTHING) == [3, 2, 1]
    assert await numbers(EVERYTHING, 1, 1) == [2]
    assert await numbers(EVERYTHING, 9, 3) == []  # past the end the total is still returned
    assert await numbers(ApplicationFilter(at=frozenset({Stage.DONE, Stage.PUBLISHED}))) == [3]
    assert await numbers(ApplicationFilter(of="U1")) == [3, 1]
    assert await numbers(ApplicationFilter(of="U2")) == [1]
    assert await numbers(ApplicationFilter(phase=Phase.END)) == [3]
    assert await numbers(ApplicationFilter(phase=Phase.PREPARE)) == [2, 1]
    assert await numbers(ApplicationFilter(target="2027-05")) == [2, 1]
    assert await numbers(ApplicationFilter(stalled_before=LATER, over=False)) == [2]
    assert await numbers(ApplicationFilter(over=True)) == [3]


async def test_the_board_has_some_of_each_phase_and_tells_how_many_there_are(database: Database) -> None:
    """Hidden applications are separate from the phases. Closed ones are not included."""
    one = application()
    pending, done = replace(one.codes[0], stage=Stage.SUBMITTED), replace(one.codes[0], stage=Stage.DONE)
    stages = {2: one.codes[:1], 3: one.codes[:1], 4: (pending,), 5: (pending,), 6: (pending,), 7: (done,)}
    others = [
        replace(application(number=n, owner="U9"), members=(), codes=codes) for n, codes in stages.items()
    ]
    await _add(database, one, *others, application("T2"))

    async with database.read() as work:
        strangers = await work.applications.board("T1", "U1", 2)
        owners = await work.applications.board("T1", "U9", 1)
        nobodys = await work.applications.board("T3", "U1", 1)

    assert [a.number for a in strangers.known] == [3, 2]
    assert strangers.totals == {Phase.PREPARE: 3}
    assert [a.number for a in strangers.unknown] == [6, 5]
    assert strangers.unknown_total == 3
    assert [a.number for a in owners.known] == [6, 3]
    assert owners.totals == {Phase.PREPARE: 3, Phase.REVIEW: 3}
    assert owners.known[0] == others[4]
    assert (owners.unknown, owners.unknown_total) == ([], 0)
    assert (nobodys.known, nobodys.totals, nobodys.unknown_total) == ([], {}, 0)


async def test_events_are_numbered_and_come_newest_first(database: Database) -> None:
    """Complete: moves, state before, who and when; in pages by number."""
    of = application()
    await _add(database, of)
    full = event(
        of,
        step="assess_need>pre_submission",
        moves=(Move(1, Stage.ASSESS_NEED, Stage.PRE_SUBMISSION),),
        about="coi",
        note="a note\nof two lines",
        before=snapshot(of),
    )
    async with database.write() as work:
        kept = [await work.applications.record(full)]
        kept += [await work.applications.record(event(of, EventKind.NOTE, note=str(i))) for i in range(3)]
        await work.commit()

    assert [e.seq for e in kept] == [1, 2, 3, 4]
    assert await _events(database) == list(reversed(kept))
    assert kept[0] == replace(full, seq=1)
    assert [e.seq for e in await _events(database, 2, before=4)] == [3, 2]


async def test_who_was_first_and_what_was_last_are_found(database: Database) -> None:
    """The event that raised a version, not a later note. The newest event of a kind."""
    of = application()
    await _add(database, of)
    async with database.write() as work:
        for version, kind in (
            (7, EventKind.STEP),
            (7, EventKind.NOTE),
            (8, EventKind.UNDONE),
            (9, EventKind.STEP),
        ):
            await work.applications.record(event(of, kind, version=version))
        await work.commit()

    async with database.read() as work:
        first = await work.applications.first_after("T1", 1, 7)
        assert first
        assert (first.seq, first.kind) == (3, EventKind.UNDONE)
        assert await work.applications.first_after("T1", 1, 9) is None
        latest = await work.applications.latest("T1", 1, frozenset({EventKind.NOTE}))
        assert latest
        assert latest.seq == 2
        events, latest = await work.applications.recent("T1", 1, 1, frozenset({EventKind.NOTE}))
        assert [e.seq for e in events] == [4]
        assert latest
        assert latest.seq == 2
        events, latest = await work.applications.recent("T1", 1, 3, BLOCKS_UNDO)
        assert [e.seq for e in events] == [4, 3, 2]
        assert latest == events[0]
        assert await work.applications.recent("T1", 1, 3, frozenset({EventKind.SIGNED})) == (events, None)
        assert await work.applications.latest("T1", 1, frozenset({EventKind.SIGNED})) is None


ARTICLE = Article(
    "Balance", "A. Author", "Journal", 2024, "U1", NOW, "https://doi.org/10.1/x", "adults over 65", 212,
    Design.RANDOMISED, False, True, True, True, True, True, True, (1, 2),
)  # fmt: skip


async def test_papers_come_back_as_they_were_gathered(database: Database) -> None:
    """Each list in order of entry."""
    await _add(database, application())
    tick = Tick("vignette#2", "U1", NOW)
    evidence = [
        Evidence("coi", "text", None, "U1", LATER),
        Evidence("pla", None, "https://x.example", "U2", NOW),
    ]
    asked = Stakeholder("A society", "coding department", date(2026, 11, 2), "yes", "U1", NOW)
    considered = [Considered("97750", "no balance", "U1", LATER), Considered("0592T", "coaching", "U1", NOW)]
    async with database.write() as work:
        papers = work.application_papers
        assert await papers.tick("T1", 1, tick)
        ids = [await papers.add_evidence("T1", 1, e) for e in evidence]
        asked_id = await papers.add_stakeholder("T1", 1, asked)
        article_id = await papers.add_article("T1", 1, ARTICLE)
        for each in considered:
            await papers.consider("T1", 1, each)
        await papers.set_literature_minimum("T1", 5, "U1", NOW)
        await work.commit()

    assert await _papers(database) == Papers(
        {"vignette#2": tick},
        tuple(replace(e, id=i) for e, i in zip(evidence, ids, strict=True)),
        (replace(asked, id=asked_id),),
        (replace(ARTICLE, id=article_id),),
        (considered[1], considered[0]),
        5,
    )


async def test_a_second_tick_changes_nothing_and_leaves_who_was_first(database: Database) -> None:
    """Two users check the same entry. Unchecking returns whether it was checked."""
    await _add(database, application())
    async with database.write() as work:
        papers = work.application_papers
        ticked = [await papers.tick("T1", 1, Tick("coi", user, NOW)) for user in ("U1", "U2")]
        kept = (await papers.of("T1", 1)).ticks["coi"].by
        gone = [await papers.untick("T1", 1, "coi") for _ in range(2)]
        await work.commit()

    assert ticked == [True, False]
    assert kept == "U1"
    assert gone == [True, False]


async def test_what_belongs_to_another_application_is_not_taken_out(database: Database) -> None:
    """An id alone, from a tampered button, removes nothing."""
    await _add(database, application(), application(number=2), application("T2"))
    async with database.write() as work:
        papers = work.application_papers
        one = await papers.add_evidence("T1", 1, Evidence("coi", "text", None, "U1", NOW))
        two = await papers.add_stakeholder("T1", 1, Stakeholder("S", "R", date(2026, 1, 2), None, "U1", NOW))
        three = await papers.add_article("T1", 1, ARTICLE)
        await papers.consider("T1", 1, Considered("97750", "why", "U1", NOW))
        for workspace, number in (("T1", 2), ("T2", 1)):
            assert not await papers.remove_evidence(workspace, number, one)
            assert not await papers.remove_stakeholder(workspace, number, two)
            assert not await papers.remove_article(workspace, number, three)
            assert not await papers.unconsider(workspace, number, "97750")
        assert await papers.remove_evidence("T1", 1, one)
        assert await papers.remove_stakeholder("T1", 1, two)
        assert await papers.remove_article("T1", 1, three)
        assert await papers.unconsider("T1", 1, "97750")
        assert await papers.of("T1", 1) == Papers()
        await work.commit()


async def test_a_code_that_is_considered_again_keeps_the_last_reason(database: Database) -> None:
    """One row for each code."""
    await _add(database, application())
    async with database.write() as work:
        for why in ("first", "second"):
            await work.application_papers.consider("T1", 1, Considered("97750", why, "U1", NOW))
        await work.commit()

    assert [c.why for c in (await _papers(database)).considered] == ["second"]


async def test_the_literature_minimum_is_the_workspace_s_and_spares_the_numbers(database: Database) -> None:
    """Setting it does not affect application numbers."""
    async with database.write() as work:
        assert await work.application_papers.literature_minimum("T1") is None
        await work.application_papers.set_literature_minimum("T1", 5, "U1", NOW)
        assert await work.applications.next_number("T1") == 1
        await work.application_papers.set_literature_minimum("T1", None, "U1", NOW)
        assert await work.applications.next_number("T1") == 2
        assert await work.application_papers.literature_minimum("T1") is None
        assert await work.application_papers.literature_minimum("T2") is None


async def test_a_purge_takes_all_of_one_workspace_and_nothing_of_another(database: Database) -> None:
    """Applications, records, events. Numbers restart, and later data is kept as usual."""
    for workspace in ("T1", "T2"):
        await _add(database, application(workspace))
        async with database.write() as work:
            await work.applications.next_number(workspace)
            await work.applications.record(event(application(workspace)))
            await work.application_papers.tick(workspace, 1, Tick("coi", "U1", NOW))
            await work.application_papers.add_evidence(workspace, 1, Evidence("coi", "t", None, "U1", NOW))
            await work.commit()

    async with database.write() as work:
        gone = await work.applications.purge("T1", "U1", NOW)
        await work.commit()

    assert gone == 1
    assert await _get(database) is None
    assert await _events(database) == []
    assert await _papers(database) == Papers()
    assert await _get(database, "T2") == application("T2")
    assert (await _papers(database, "T2")).ticks
    async with database.write() as work:
        assert await work.applications.next_number("T1") == 1
        assert await work.applications.next_number("T2") == 2


async def test_without_commit_nothing_is_kept(database: Database) -> None:
    """As in every repository."""
    async with database.write() as work:
        await work.applications.add(application())

    assert await _get(database) is None


async def test_an_instant_without_zone_is_refused(database: Database) -> None:
    """A naive instant would silently shift by the server's time zone."""
    naive = datetime(2026, 11, 21, 9)  # noqa: DTZ001
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.applications.add(replace(application(), created_at=naive))
