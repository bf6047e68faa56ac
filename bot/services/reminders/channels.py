"""Channel subscriptions and application targets. Each change replans messages in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.deadlines.application_targets import Aim, deadlines_of
from bot.domain.deadlines.deadline import Calendar
from bot.domain.deadlines.delivery import Delivery, Uncertainty
from bot.domain.deadlines.local_time import local_day
from bot.domain.deadlines.opening import opening_messages
from bot.domain.deadlines.subscription import Subscription
from bot.services.ports.database import Clock, Database, UnitOfWork
from bot.services.ports.reminders import Numbers
from bot.services.reminders.errors import NotAhead, NotSubscribed
from bot.services.reminders.replan import HORIZON, Replanned, replan


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The saved subscription, the previous one (None if new), and the number of replanned messages."""

    subscription: Subscription
    before: Subscription | None
    replanned: Replanned


class Channels:
    """Subscriptions by channel. Callers check permissions first."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def all(self, workspace: str) -> Sequence[Subscription]:
        """Every subscription, ordered by channel."""
        async with self._database.read() as work:
            return await work.reminders.subscriptions.all(workspace)

    async def get(self, workspace: str, channel: str) -> Subscription | None:
        """The channel's subscription, or None."""
        async with self._database.read() as work:
            return await work.reminders.subscriptions.get(workspace, channel)

    async def subscribe(self, workspace: str, subscription: Subscription) -> Subscribed:
        """Save the channel's subscription, replacing any previous one. Past reminders are not sent.

        A channel that subscribes for the first time gets the running checklists at once.
        """
        now = self._clock.now()
        async with self._database.write() as work:
            before = await work.reminders.subscriptions.get(workspace, subscription.channel)
            await work.reminders.subscriptions.put(workspace, subscription)
            done = await replan(work, workspace, now)
            if before is None and not subscription.is_paused(now):
                calendar = Calendar(await work.reminders.overrides.all(workspace))
                await work.reminders.outbox.add(workspace, opening_messages(subscription, calendar, now))
            await work.commit()
        return Subscribed(subscription, before, done)

    async def pause(
        self, workspace: str, channel: str, *, paused: bool, by: str, until: date | None = None
    ) -> Subscribed:
        """Pause reminders, with `until` up to that local day, or resume from now.

        Raises NotSubscribed, and NotAhead for a day that is not ahead or not within a year.
        """
        async with self._database.write() as work:
            before = await work.reminders.subscriptions.get(workspace, channel)
            if before is None:
                raise NotSubscribed(channel)
            today = local_day(self._clock.now(), before.schedule.zone)
            if until is not None and not today < until <= today + timedelta(days=366):
                raise NotAhead
            after = replace(before, paused=paused and until is None, paused_until=until, by=by)
            await work.reminders.subscriptions.put(workspace, after)
            done = await replan(work, workspace, self._clock.now())
            await work.commit()
        return Subscribed(after, before, done)

    async def unsubscribe(self, workspace: str, channel: str) -> bool:
        """Remove the subscription and its planned messages. Returns whether one existed."""
        async with self._database.write() as work:
            removed = await work.reminders.subscriptions.remove(workspace, channel)
            await replan(work, workspace, self._clock.now())
            await work.commit()
        return removed

    async def set_uncertainty(self, workspace: str, uncertainty: Uncertainty) -> None:
        """Set what to do when Slack's answer was lost and the history cannot be read."""
        async with self._database.write() as work:
            settings = await work.reminders.settings.lock(workspace)
            await work.reminders.settings.put(workspace, replace(settings, uncertainty=uncertainty))
            await work.commit()

    async def undelivered(self, workspace: str) -> Sequence[Delivery]:
        """Messages that could not be delivered or need a person's decision, newest first."""
        async with self._database.read() as work:
            return await work.reminders.outbox.undelivered(workspace)

    async def try_again(self, workspace: str, channel: str) -> int:
        """Retry a channel's undelivered messages. Returns how many."""
        async with self._database.write() as work:
            again = await work.reminders.outbox.try_again(workspace, channel, self._clock.now())
            await work.commit()
        return again

    async def numbers(self) -> Numbers:
        """Outbox counts over all workspaces, for operators."""
        async with self._database.read() as work:
            return await work.reminders.outbox.numbers(self._clock.now())

    async def plan_ahead(self) -> int:
        """Planning tick: add the next day's rows in each workspace that needs them.

        Returns the number of workspaces.
        """
        now = self._clock.now()
        async with self._database.read() as work:
            workspaces = await work.reminders.settings.workspaces_to_plan((now + HORIZON).date())
        for workspace in workspaces:
            async with self._database.write() as work:
                await replan(work, workspace, now)
                await work.commit()
        return len(workspaces)

    async def recover(self, lease: timedelta) -> int:
        """Planning tick: free rows whose lease ends too far ahead because the clock was set back."""
        now = self._clock.now()
        async with self._database.write() as work:
            freed = await work.reminders.outbox.recover(now, now + max(2 * lease, timedelta(minutes=15)))
            await work.commit()
        return freed


async def application_changed(work: UnitOfWork, clock: Clock, workspace: str, aim: Aim) -> Replanned:
    """Replan after an application changed. Call it in the same transaction.

    Raises ValueError if the aim's target is not a meeting or quarter id.
    """
    deadlines_of(aim, Calendar())
    await work.reminders.aims.put(workspace, aim)
    return await replan(work, workspace, clock.now())


async def application_removed(work: UnitOfWork, clock: Clock, workspace: str, ref: str) -> Replanned:
    """Remove an application's reminders. Call it in the same transaction."""
    await work.reminders.aims.remove(workspace, ref)
    return await replan(work, workspace, clock.now())
