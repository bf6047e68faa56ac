"""Posted cards in channels, on the fake, SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.applications.stages import Stage
from bot.services.ports.applications import HeldCard, PostedCard
from bot.services.ports.database import Database
from tests.storage.examples import NOW
from tests.storage.test_applications import application, event

CARD = PostedCard("T1", 1, "C1", "1.000100")
TODAY = NOW.date()
LEASE = timedelta(seconds=60)


async def _begin(database: Database, *cards: PostedCard, shows: int = 0) -> None:
    async with database.write() as work:
        of = application()
        await work.applications.add(of)
        await work.applications.record(event(of))
        for card in cards:
            assert await work.posted_cards.add(card, shows=shows, told=shows, on=TODAY)
        await work.commit()


async def _take(
    database: Database, after: timedelta = timedelta(), day: int = 0, workspace: str = "T1"
) -> list[HeldCard]:
    now = NOW + after
    async with database.write() as work:
        held = await work.posted_cards.take(
            workspace, now=now, until=now + LEASE, today=TODAY + timedelta(day), limit=9
        )
        await work.commit()
    return list(held)


async def _outdated(database: Database, day: int = 0) -> list[str]:
    async with database.read() as work:
        return list(await work.posted_cards.outdated(NOW, TODAY + timedelta(day)))


async def _drawn(database: Database, held: HeldCard) -> bool:
    async with database.write() as work:
        done = await work.posted_cards.drawn(held, TODAY, told=held.seq)
        await work.commit()
    return done


async def test_a_card_that_shows_less_than_has_happened_is_taken_by_one_and_once_drawn_by_none(
    database: Database,
) -> None:
    """Until a new event happens. Another workspace's cards are not visible."""
    await _begin(database, CARD)
    assert await _outdated(database) == ["T1"]
    assert await _take(database, workspace="T2") == []
    (held,) = await _take(database)
    assert (held.card, held.seq, held.told) == (CARD, 1, 0)
    assert await _take(database) == []
    assert await _outdated(database) == []

    assert await _drawn(database, held)
    assert await _take(database) == []
    async with database.write() as work:
        await work.applications.record(event(application()))
        await work.commit()
    (again,) = await _take(database)
    assert (again.seq, again.told) == (2, 1)


async def test_what_happens_while_a_card_is_drawn_takes_it_up_again(database: Database) -> None:
    """The drawing is recorded with the state from when the card was taken."""
    await _begin(database, CARD)
    (held,) = await _take(database)
    async with database.write() as work:
        await work.applications.record(event(application()))
        await work.commit()
    assert await _drawn(database, held)
    assert [each.seq for each in await _take(database)] == [2]


async def test_a_hold_ends_by_itself_and_one_who_held_too_long_marks_nothing(database: Database) -> None:
    """The same for a clock that ran ahead, and for a delayed card."""
    await _begin(database, CARD)
    (first,) = await _take(database)
    (second,) = await _take(database, after=LEASE)
    assert not await _drawn(database, first)
    async with database.write() as work:
        await work.posted_cards.put_off(second, NOW + timedelta(minutes=10))
        await work.commit()
    assert await _take(database, after=timedelta(minutes=9)) == []
    assert len(await _take(database, after=timedelta(minutes=10))) == 1
    assert len(await _take(database, after=-timedelta(hours=2))) == 1


async def test_a_card_of_an_earlier_day_is_drawn_anew_while_the_application_is_not_over(
    database: Database,
) -> None:
    """It shows the number of days left."""
    await _begin(database, CARD, shows=1)
    assert await _outdated(database) == []
    assert await _outdated(database, day=1) == ["T1"]
    async with database.write() as work:
        of = application()
        over = replace(of, codes=tuple(replace(c, stage=Stage.NOT_PURSUED) for c in of.codes))
        assert await work.applications.save(over, of.version)
        await work.commit()
    assert await _outdated(database, day=1) == []


async def test_a_message_is_known_once_and_forgotten_when_it_is_gone(database: Database) -> None:
    """It is deleted with its workspace too."""
    await _begin(database, CARD, replace(CARD, ts="2.000100"))
    async with database.write() as work:
        assert not await work.posted_cards.add(CARD, shows=0, told=0, on=TODAY)
        assert await work.posted_cards.has(CARD)
        places = [("T1", 1, "C1"), ("T1", 1, "C2"), ("T1", 2, "C1"), ("T2", 1, "C1")]
        assert [await work.posted_cards.stands_in(*place) for place in places] == [True, False, False, False]
        await work.posted_cards.forget(CARD)
        assert not await work.posted_cards.has(CARD)
        await work.commit()
    assert [each.card.ts for each in await _take(database)] == ["2.000100"]
    async with database.write() as work:
        await work.applications.purge("T1", "terminal", NOW)
        await work.commit()
    assert await _outdated(database, day=1) == []


async def test_a_card_of_which_something_happened_goes_before_those_that_only_count_days(
    database: Database,
) -> None:
    """Hundreds are redrawn each morning, a few per second. A user's press must not wait for them."""
    await _begin(database, CARD, shows=1)
    other = PostedCard("T1", 2, "C1", "2.000100")
    async with database.write() as work:
        of = replace(application(), number=2)
        await work.applications.add(of)
        await work.applications.record(event(of))
        await work.posted_cards.add(other, shows=0, told=0, on=TODAY)
        await work.commit()
    assert [held.card for held in await _take(database, day=1)] == [other, CARD]


async def test_a_card_whose_thread_is_not_told_yet_is_held_meanwhile_and_taken_again_where_it_was_not(
    database: Database,
) -> None:
    """Recorded before the call, so that a crash never posts it twice. Reverted if Slack reports a failure."""
    await _begin(database, CARD)
    (held,) = await _take(database)
    until = NOW + timedelta(minutes=5)
    async with database.write() as work:
        assert await work.posted_cards.drawn(held, TODAY, told=1, until=until)
        await work.commit()
    assert await _take(database) == []
    async with database.write() as work:
        await work.posted_cards.put_off(
            replace(held, until=until), NOW + timedelta(minutes=1), told=held.told
        )
        await work.commit()
    assert await _take(database, after=timedelta(seconds=59)) == []
    (again,) = await _take(database, after=timedelta(minutes=1))
    assert (again.seq, again.told) == (1, 0)
    assert await _drawn(database, again)
    assert await _take(database, after=timedelta(hours=1)) == []


async def test_a_card_that_is_asked_for_again_is_taken_though_nothing_happened_and_tells_nothing(
    database: Database,
) -> None:
    """Also if requested while another process draws it, because that drawing may be old."""
    await _begin(database, CARD, shows=1)
    async with database.write() as work:
        await work.posted_cards.again("T2", [1])
        await work.posted_cards.again("T1", [2])
        assert await work.posted_cards.outdated(NOW, TODAY) == []
        await work.posted_cards.again("T1", [1])
        await work.commit()
    (held,) = await _take(database)
    assert (held.seq, held.told) == (1, 1)
    async with database.write() as work:
        await work.posted_cards.again("T1", [1])
        await work.commit()
    assert await _drawn(database, held)
    (held,) = await _take(database)
    assert await _drawn(database, held)
    assert await _take(database) == []
