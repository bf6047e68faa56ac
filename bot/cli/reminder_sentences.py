"""What the operator reads of reminders."""

from datetime import datetime, timedelta

from bot.cli.sentences import Finding
from bot.services.reminder_ports import Numbers

_LATE = timedelta(minutes=10)


def reminders_finding(numbers: Numbers, now: datetime) -> Finding:
    """What is due, late, uncertain and undelivered, and what to do about it."""
    counts = (
        f"{numbers.planned} planned, {numbers.due} due, {numbers.posted} posted, {numbers.uncertain} uncertain, "
        f"{numbers.dead} undelivered"
    )
    late = now - numbers.oldest_due_at if numbers.oldest_due_at else timedelta()
    mend = []
    if late > _LATE:
        minutes = round(late.total_seconds() / 60)
        mend.append(
            f"the oldest is {minutes} minutes late: is `codedesk run` running, and does Slack answer it?"
        )
    if numbers.dead:
        mend.append("an admin sees why, and tries again, with /deadlines undelivered in Slack")
    told = f"{counts}. {' '.join(mend)}" if mend else counts
    return Finding("reminders", not mend, told)
