"""Repositories for dates, subscriptions, aims, marks, checklists, settings and calendar feeds, in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deadlines.application_targets import Aim
from bot.domain.deadlines.campaigns import CampaignItem, ItemState
from bot.domain.deadlines.deadline import Override
from bot.domain.deadlines.delivery import Uncertainty
from bot.domain.deadlines.marks import ReminderMark, ReminderState, state_of
from bot.domain.deadlines.subscription import Subscription
from bot.services.ports.reminders import EventRevision, Feed, ReminderSettings
from storage import reminder_mapping as mapping
from storage.reminder_tables import (
    AIM,
    CALENDAR_FEED,
    CAMPAIGN_ITEM,
    EVENT,
    MARK,
    OVERRIDE,
    PUBLISHED,
    SETTINGS,
    SUBSCRIPTION,
)
from storage.upsert import upsert


class _Repository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def _put(self, table: sa.Table, keys: dict[str, object], values: dict[str, object]) -> None:
        insert = upsert(self._session, table).values(**keys, **values)
        await self._session.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=values))

    async def _remove(self, table: sa.Table, **keys: object) -> bool:
        same = (table.c[name] == value for name, value in keys.items())
        removed = await self._session.execute(sa.delete(table).where(*same).returning(table.c.workspace))
        return removed.first() is not None


class SqlOverrides(_Repository):
    """OverrideRepository on SQL."""

    async def all(self, workspace: str) -> Mapping[str, Override]:
        """Published dates, replaced by the workspace's latest entry of each key that was not withdrawn."""
        last = (
            sa.select(sa.func.max(OVERRIDE.c.id))
            .where(OVERRIDE.c.workspace == workspace)
            .group_by(OVERRIDE.c.key)
        )
        found = await self._session.execute(
            sa.select(OVERRIDE)
            .where(OVERRIDE.c.id.in_(last), OVERRIDE.c.day.is_not(None))
            .order_by(OVERRIDE.c.id)
        )
        own = {row["key"]: mapping.override(row) for row in found.mappings()}
        return {**await self.published(), **own}

    async def published(self) -> Mapping[str, Override]:
        """The dates of the signed calendar that was applied last."""
        found = await self._session.execute(sa.select(PUBLISHED).order_by(PUBLISHED.c.key))
        return {row["key"]: mapping.published(row) for row in found.mappings()}

    async def publish(self, dates: Sequence[Override]) -> None:
        """Replace all published dates."""
        await self._session.execute(sa.delete(PUBLISHED))
        rows = [
            {"key": d.key, "day": d.day, "publisher": d.published.by, "published": d.published.on}
            for d in dates
            if d.published is not None
        ]
        if rows:
            await self._session.execute(sa.insert(PUBLISHED), rows)

    async def add(self, workspace: str, override: Override, by: str, at: datetime) -> None:
        """Add an entry. It replaces an earlier one with its key."""
        await self._enter(workspace, override.key, override.day, by, at, confirmed=override.confirmed)

    async def withdraw(self, workspace: str, key: str, by: str, at: datetime) -> None:
        """Withdraw the entry: the rule's date applies again."""
        await self._enter(workspace, key, None, by, at, confirmed=False)

    async def _enter(
        self, workspace: str, key: str, day: date | None, by: str, at: datetime, *, confirmed: bool
    ) -> None:
        await self._session.execute(
            sa.insert(OVERRIDE).values(
                workspace=workspace, key=key, day=day, confirmed=confirmed, by=by, at=at
            )
        )


class SqlSubscriptions(_Repository):
    """SubscriptionRepository on SQL."""

    async def all(self, workspace: str) -> Sequence[Subscription]:
        """The workspace's subscriptions, by channel."""
        found = await self._session.execute(
            sa.select(SUBSCRIPTION)
            .where(SUBSCRIPTION.c.workspace == workspace)
            .order_by(SUBSCRIPTION.c.channel)
        )
        return [mapping.subscription(row) for row in found.mappings()]

    async def get(self, workspace: str, channel: str) -> Subscription | None:
        """The channel's subscription, or None."""
        mine = (SUBSCRIPTION.c.workspace == workspace, SUBSCRIPTION.c.channel == channel)
        row = (await self._session.execute(sa.select(SUBSCRIPTION).where(*mine))).mappings().first()
        return mapping.subscription(row) if row else None

    async def put(self, workspace: str, subscription: Subscription) -> None:
        """Save the channel's subscription, replacing any previous one."""
        keys: dict[str, object] = {"workspace": workspace, "channel": subscription.channel}
        await self._put(SUBSCRIPTION, keys, mapping.subscription_values(subscription))

    async def remove(self, workspace: str, channel: str) -> bool:
        """Remove it. Returns whether it existed."""
        return await self._remove(SUBSCRIPTION, workspace=workspace, channel=channel)


_SOME_AIMS = (
    sa.select(AIM)
    .where(
        AIM.c.workspace == sa.bindparam("workspace", type_=sa.String),
        AIM.c.ref.in_(sa.bindparam("refs", expanding=True)),
    )
    .order_by(AIM.c.ref)
)


class SqlAims(_Repository):
    """AimRepository on SQL."""

    async def all(self, workspace: str) -> Sequence[Aim]:
        """The workspace's aims, by ref."""
        found = await self._session.execute(
            sa.select(AIM).where(AIM.c.workspace == workspace).order_by(AIM.c.ref)
        )
        return [mapping.aim(row) for row in found.mappings()]

    async def some(self, workspace: str, refs: Collection[str]) -> Sequence[Aim]:
        """The aims with these refs."""
        found = await self._session.execute(_SOME_AIMS, {"workspace": workspace, "refs": list(refs)})
        return [mapping.aim(row) for row in found.mappings()]

    async def put(self, workspace: str, aim: Aim) -> None:
        """Save an aim, replacing any with its ref."""
        values: dict[str, object] = {
            "stage": aim.stage,
            "target": aim.target,
            "pla": aim.pla,
            "returned": aim.returned,
            "complete_by": aim.complete_by,
            "summary_posted": aim.summary_posted,
            "channel": aim.channel,
        }
        await self._put(AIM, {"workspace": workspace, "ref": aim.ref}, values)

    async def remove(self, workspace: str, ref: str) -> bool:
        """Remove it. Returns whether it existed."""
        return await self._remove(AIM, workspace=workspace, ref=ref)


class SqlMarks(_Repository):
    """MarkRepository on SQL."""

    async def add(self, workspace: str, channel: str, reminder: str, mark: ReminderMark) -> None:
        """Add a mark."""
        await self._session.execute(
            sa.insert(MARK).values(
                workspace=workspace,
                channel=channel,
                reminder=reminder,
                what=mark.what.value,
                by=mark.by,
                at=mark.at,
                until=mark.until,
                assignee=mark.assignee,
            )
        )

    async def of(self, workspace: str, channel: str, reminder: str) -> Sequence[ReminderMark]:
        """All marks of one reminder in one channel, oldest first."""
        same = (MARK.c.workspace == workspace, MARK.c.channel == channel, MARK.c.reminder == reminder)
        found = await self._session.execute(sa.select(MARK).where(*same).order_by(MARK.c.id))
        return [mapping.mark(row) for row in found.mappings()]

    async def states(self, workspace: str) -> Mapping[tuple[str, str], ReminderState]:
        """The state of every marked reminder, by (channel, reminder)."""
        found = await self._session.execute(
            sa.select(MARK)
            .where(MARK.c.workspace == workspace)
            .order_by(MARK.c.channel, MARK.c.reminder, MARK.c.id)
        )
        by_reminder = groupby(found.mappings().all(), key=lambda row: (row["channel"], row["reminder"]))
        return {key: state_of(mapping.mark(row) for row in rows) for key, rows in by_reminder}


class SqlCampaigns(_Repository):
    """CampaignRepository on SQL."""

    async def items(self, workspace: str, channel: str, campaign: str) -> Mapping[CampaignItem, ItemState]:
        """Saved states of a campaign's items. Items without a change are missing."""
        found = await self._session.execute(
            sa.select(CAMPAIGN_ITEM).where(
                CAMPAIGN_ITEM.c.workspace == workspace,
                CAMPAIGN_ITEM.c.channel == channel,
                CAMPAIGN_ITEM.c.campaign == campaign,
            )
        )
        return {state.item: state for state in map(mapping.item_state, found.mappings())}

    async def put(self, workspace: str, channel: str, campaign: str, state: ItemState) -> None:
        """Save an item's state."""
        keys: dict[str, object] = {
            "workspace": workspace,
            "channel": channel,
            "campaign": campaign,
            "item": state.item.value,
        }
        values: dict[str, object] = {"owner": state.owner, "done_by": state.done_by, "done_at": state.done_at}
        await self._put(CAMPAIGN_ITEM, keys, values)


class SqlReminderSettings(_Repository):
    """SettingsRepository on SQL."""

    async def lock(self, workspace: str) -> ReminderSettings:
        """The settings, locked: no other process plans for this workspace until this transaction ends."""
        fresh = {"workspace": workspace, "uncertainty": Uncertainty.REPEAT.value, "planned_through": None}
        insert = upsert(self._session, SETTINGS).values(**fresh)
        await self._session.execute(insert.on_conflict_do_nothing())
        mine = sa.select(SETTINGS).where(SETTINGS.c.workspace == workspace).with_for_update()
        return _settings((await self._session.execute(mine)).mappings().one())

    async def get(self, workspace: str) -> ReminderSettings:
        """The settings."""
        mine = sa.select(SETTINGS).where(SETTINGS.c.workspace == workspace)
        row = (await self._session.execute(mine)).mappings().first()
        return _settings(row) if row else ReminderSettings()

    async def put(self, workspace: str, settings: ReminderSettings) -> None:
        """Save the settings."""
        values: dict[str, object] = {
            "uncertainty": settings.uncertainty.value,
            "planned_through": settings.planned_through,
        }
        await self._put(SETTINGS, {"workspace": workspace}, values)

    async def workspaces(self) -> Sequence[str]:
        """Every workspace with settings."""
        return (
            await self._session.scalars(sa.select(SETTINGS.c.workspace).order_by(SETTINGS.c.workspace))
        ).all()

    async def workspaces_to_plan(self, through: date) -> Sequence[str]:
        """Workspaces with settings that are not planned through that day."""
        behind = sa.or_(SETTINGS.c.planned_through.is_(None), SETTINGS.c.planned_through < through)
        found = await self._session.scalars(
            sa.select(SETTINGS.c.workspace).where(behind).order_by(SETTINGS.c.workspace)
        )
        return found.all()


def _settings(row: sa.RowMapping) -> ReminderSettings:
    return ReminderSettings(Uncertainty(row["uncertainty"]), row["planned_through"])


class SqlFeeds(_Repository):
    """FeedRepository on SQL."""

    async def get(self, workspace: str) -> Feed | None:
        """The workspace's feed, or None."""
        found = await self._session.execute(
            sa.select(CALENDAR_FEED).where(CALENDAR_FEED.c.workspace == workspace)
        )
        row = found.mappings().first()
        return Feed(row["digest"], row["by"], row["at"]) if row else None

    async def put(self, workspace: str, feed: Feed) -> None:
        """Save the feed, replacing any previous one."""
        values: dict[str, object] = {"digest": feed.digest, "by": feed.by, "at": feed.at}
        await self._put(CALENDAR_FEED, {"workspace": workspace}, values)

    async def remove(self, workspace: str) -> bool:
        """Remove it. Returns whether it existed."""
        return await self._remove(CALENDAR_FEED, workspace=workspace)

    async def workspace_of(self, digest: str) -> str | None:
        """The workspace of a feed, or None."""
        found: str | None = await self._session.scalar(
            sa.select(CALENDAR_FEED.c.workspace).where(CALENDAR_FEED.c.digest == digest)
        )
        return found

    async def revisions(
        self, workspace: str, contents: Mapping[str, str], at: datetime
    ) -> Mapping[str, EventRevision]:
        """Note what each event says now; a changed one gets the next number. Other events keep theirs."""
        mine = sa.select(EVENT).where(EVENT.c.workspace == workspace)
        kept = {row["key"]: row for row in (await self._session.execute(mine)).mappings()}
        found: dict[str, EventRevision] = {}
        for key, content in contents.items():
            row = kept.get(key)
            if row is not None and row["content"] == content:
                found[key] = EventRevision(row["sequence"], row["changed_at"])
                continue
            found[key] = EventRevision(0 if row is None else row["sequence"] + 1, at)
            values: dict[str, object] = {
                "content": content,
                "sequence": found[key].sequence,
                "changed_at": at,
            }
            await self._put(EVENT, {"workspace": workspace, "key": key}, values)
        return found
