"""What arrived is told to admins, and to subscribed channels with what it changes for watched codes; once."""

from dataclasses import replace
from datetime import date

from bot.domain.codes.changes.watched import Watched
from bot.domain.codes.fetching.code_sets import CodeSet
from bot.domain.codes.releases import System
from bot.domain.deadlines.deadline import Topic
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.planning import MessageKind, arrival_numbers
from bot.domain.deadlines.subscription import Schedule, Subscription
from bot.domain.roles import MemberRole, Role
from bot.services.fetching.announce import announce
from bot.services.reminders.arrived_codes import ArrivedCodeReader
from bot.services.reminders.campaign_codes import CampaignCodeReader
from bot.services.reminders.poster import MessageContext
from bot.services.reminders.replan import replan
from handlers.views.deadlines.facts import DeadlineFacts
from handlers.views.deadlines.reminder import reminder_card
from tests.codefiles.layouts import HCPCS_TEXT, hcpcs_line, text
from tests.fetching.published import HCPCS_PAGE, PTP_PAGE, hcpcs, pairs
from tests.fetching.world import NOW, World
from tests.handlers.slack_limits import refused
from tests.storage.examples import installation

TELLING = MessageContext(NOW, "America/New_York")


async def _team(world: World, *channels: Subscription, workspace: str = "T1") -> None:
    """A workspace with an admin, and subscribed channels."""
    async with world.database.write() as work:
        await work.installations.save(installation(workspace, by=f"U{workspace}"))
        await work.roles.put(workspace, MemberRole(f"U{workspace}", Role.ADMIN, "terminal", NOW))
        for each in channels:
            await work.reminders.subscriptions.put(workspace, each)
        await work.commit()


async def _planned(world: World, workspace: str = "T1") -> list[Delivery]:
    async with world.database.write() as work:
        rows = await work.reminders.outbox.claim("holder", NOW, NOW, 50)
    return [row for row in rows if row.workspace == workspace and row.kind is MessageKind.ARRIVAL]


def _subscribed(channel: str, **changes: object) -> Subscription:
    return replace(Subscription(channel, "U1"), **changes)  # type: ignore[arg-type]


async def test_admins_and_channels_subscribed_to_code_sets_are_told(world: World) -> None:
    """A paused channel is not, nor one that wants other topics alone."""
    await _team(
        world,
        _subscribed("C1"),
        _subscribed("C2", paused=True),
        _subscribed("C3", schedule=Schedule(topics=frozenset({Topic.PANEL}))),
    )
    world.cms.publish(HCPCS_PAGE, hcpcs())

    told = await announce(world.database, world.clock, await world.fetch(CodeSet.HCPCS))

    assert told == 2
    assert sorted(row.channel for row in await _planned(world)) == ["C1", "UT1"]


async def test_what_was_told_is_not_told_again(world: World) -> None:
    """The same report twice, as after a crash."""
    await _team(world)
    world.cms.publish(HCPCS_PAGE, hcpcs())
    report = await world.fetch(CodeSet.HCPCS)

    assert [await announce(world.database, world.clock, report) for _ in range(2)] == [1, 0]
    assert await announce(world.database, world.clock, await world.fetch(CodeSet.HCPCS)) == 0


async def test_public_sets_are_told_in_every_workspace_and_licensed_ones_in_their_own(world: World) -> None:
    """Pairs change no code that a channel watches: admins alone hear of them."""
    for workspace in ("T1", "T2"):
        await _team(world, _subscribed("C1"), workspace=workspace)
    world.cms.publish(PTP_PAGE, pairs(), licensed=True)
    await world.accept()
    await announce(world.database, world.clock, await world.fetch(CodeSet.PAIRS_PRACTITIONER))
    assert [row.channel for row in await _planned(world)] == ["UT1"]
    assert await _planned(world, "T2") == []

    world.cms.publish(HCPCS_PAGE, hcpcs())
    await announce(world.database, world.clock, await world.fetch(CodeSet.HCPCS))

    assert sorted(row.channel for row in await _planned(world, "T2")) == ["C1", "UT2"]


async def test_planning_reminders_anew_does_not_take_the_message_back(world: World) -> None:
    """It belongs to no deadline."""
    await _team(world, _subscribed("C1"))
    world.cms.publish(HCPCS_PAGE, hcpcs())
    await announce(world.database, world.clock, await world.fetch(CodeSet.HCPCS))
    async with world.database.write() as work:
        await replan(work, "T1", NOW)
        await work.commit()

    assert len(await _planned(world)) == 2


async def test_the_message_names_the_edition_and_what_it_changes_for_watched_codes(world: World) -> None:
    """Held against the quarter before it."""
    await _team(world, _subscribed("C1"))
    more = HCPCS_TEXT + text(hcpcs_line("Q9904", "3", "Invented ride by kite", "Kite ride"))
    world.cms.publish(HCPCS_PAGE, {**hcpcs(2026, 10), **hcpcs(2027, 1, more.replace(b"by raft", b"by boat"))})
    async with world.database.write() as work:
        await work.watched.put("T1", [Watched(System.HCPCS, "Q9903", "U1", NOW)])
        await work.commit()
    await announce(world.database, world.clock, await world.fetch(CodeSet.HCPCS))
    row = (await _planned(world))[0]
    numbers = arrival_numbers(row.occurrence)

    arrived = await ArrivedCodeReader(world.database, CampaignCodeReader(world.database))("T1", *numbers)
    card = reminder_card([row], TELLING, DeadlineFacts(arrived=arrived))

    assert [(e.edition, e.first_day) for e in arrived.editions] == [
        ("2026 Q4", date(2026, 10, 1)),
        ("2027 Q1", date(2027, 1, 1)),
    ]
    assert refused(card) == []
    assert card.text == "New code sets: HCPCS Level II 2026 Q4, HCPCS Level II 2027 Q1"
    assert "Invented ride by ~raft~ *boat*" in str(card.drawn)
    assert str(card.drawn).count("2026 Q4") == 1


async def test_a_message_whose_editions_are_gone_by_now_is_a_message_still(world: World) -> None:
    """Somebody unloaded them meanwhile."""
    await _team(world)
    world.cms.publish(HCPCS_PAGE, hcpcs())
    await announce(world.database, world.clock, await world.fetch(CodeSet.HCPCS))
    (row,) = await _planned(world)

    card = reminder_card([row], TELLING)

    assert refused(card) == []
    assert "New code sets are loaded" in card.text
