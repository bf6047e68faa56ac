"""What a channel is told when it subscribes: the checklists that are running."""

from datetime import datetime, timedelta

from bot.domain.deadlines.campaigns import open_campaigns
from bot.domain.deadlines.deadline import Calendar, Topic
from bot.domain.deadlines.local_time import local_day
from bot.domain.deadlines.planning import AT_ONCE, Firing, MessageContent, MessageKind, Occurrence
from bot.domain.deadlines.subscription import Subscription


def opening_messages(subscription: Subscription, calendar: Calendar, now: datetime) -> list[Occurrence]:
    """One message for each running checklist. It begins the thread of the campaign's later posts.

    A campaign whose last post is over is not begun.
    """
    schedule = subscription.schedule
    if Topic.CODE_SETS not in schedule.topics or not schedule.campaigns:
        return []
    today = local_day(now, schedule.zone)
    found = []
    for campaign in open_campaigns(today):
        about = tuple(d for d in calendar.updates(campaign.day, campaign.day) if not d.when.is_window)
        lead = (campaign.day - today) // timedelta(days=1)
        if lead < min(campaign.posts):
            continue
        content = MessageContent(about, lead)
        occurrence = f"{today.isoformat()}{AT_ONCE}"
        firing = Firing(campaign.key, occurrence, now, MessageKind.OPENING, content)
        found.append(Occurrence(subscription.channel, firing))
    return found
