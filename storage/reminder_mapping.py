"""Map rows of reminders to domain objects and back."""

from typing import Any

import msgspec
import sqlalchemy as sa

from bot.domain.deadlines.application_targets import Aim
from bot.domain.deadlines.campaigns import CampaignItem, ItemState
from bot.domain.deadlines.deadline import Override, Publication, Topic
from bot.domain.deadlines.delivery import Delivery, DeliveryFailure, Status
from bot.domain.deadlines.marks import Marked, ReminderMark
from bot.domain.deadlines.planning import Firing, MessageContent, MessageKind
from bot.domain.deadlines.subscription import Schedule, Subscription


def override(row: sa.RowMapping) -> Override:
    """An override from a `deadline_override` row that has a day."""
    return Override(row["key"], row["day"], row["confirmed"])


def published(row: sa.RowMapping) -> Override:
    """An override from a `published_date` row."""
    publication = Publication(row["publisher"], row["published"])
    return Override(row["key"], row["day"], confirmed=True, published=publication)


def subscription(row: sa.RowMapping) -> Subscription:
    """A subscription from a `reminder_subscription` row."""
    schedule = Schedule(
        topics=frozenset(Topic(t) for t in row["topics"]),
        leads=tuple(row["leads"]),
        hour=row["hour"],
        zone=row["zone"],
        weekdays_only=row["weekdays_only"],
        digest=row["digest"],
        campaigns=row["campaigns"],
    )
    return Subscription(row["channel"], row["by"], schedule, row["paused"], row["paused_until"])


def subscription_values(subscription_: Subscription) -> dict[str, object]:
    """The columns except the key."""
    schedule = subscription_.schedule
    return {
        "by": subscription_.by,
        "topics": sorted(schedule.topics),
        "leads": list(schedule.leads),
        "hour": schedule.hour,
        "zone": schedule.zone,
        "weekdays_only": schedule.weekdays_only,
        "digest": schedule.digest,
        "campaigns": schedule.campaigns,
        "paused": subscription_.paused,
        "paused_until": subscription_.paused_until,
    }


def aim(row: sa.RowMapping) -> Aim:
    """An aim from an `application_aim` row."""
    names = ("ref", "stage", "target", "pla", "returned", "complete_by", "summary_posted", "channel")
    return Aim(**{name: row[name] for name in names})


def mark(row: sa.RowMapping) -> ReminderMark:
    """A mark from a `reminder_mark` row."""
    return ReminderMark(Marked(row["what"]), row["by"], row["at"], row["until"], row["assignee"])


def item_state(row: sa.RowMapping) -> ItemState:
    """An item state from a `campaign_item` row."""
    return ItemState(CampaignItem(row["item"]), row["owner"], row["done_by"], row["done_at"])


def delivery(row: sa.RowMapping, thread: str | None = None, *, orphaned: bool = False) -> Delivery:
    """A delivery from a `delivery` row. `thread` is used if the row has none."""
    return Delivery(
        id=row["id"],
        workspace=row["workspace"],
        channel=row["channel"],
        reminder=row["reminder"],
        occurrence=row["occurrence"],
        kind=MessageKind(row["kind"]),
        content=msgspec.convert(row["told"], MessageContent),
        due_at=row["due_at"],
        status=Status(row["status"]),
        next_at=row["next_at"],
        attempts=row["attempts"],
        suspect=row["suspect"],
        marker=row["marker"],
        first_sent_at=row["first_sent_at"],
        thread=row["thread"] or thread,
        posted_ts=row["posted_ts"],
        posted_at=row["posted_at"],
        reason=DeliveryFailure(row["reason"]) if row["reason"] else None,
        orphaned=orphaned,
    )


def firing_values(firing: Firing) -> dict[str, Any]:
    """The columns for a delivery's content and time."""
    return {"told": msgspec.to_builtins(firing.content), "due_at": firing.at, "next_at": firing.at}
