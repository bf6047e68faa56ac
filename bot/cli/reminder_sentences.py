"""The terminal wording for reminders."""

from datetime import datetime, timedelta

from bot.cli.sentences import DoctorFinding
from bot.services.ports.reminders import Numbers

_LATE = timedelta(minutes=10)
LATE_TICK = 60.0


def reminders_finding(numbers: Numbers, now: datetime, tick_age: float | None = None) -> DoctorFinding:
    """What is due, late, uncertain and undelivered, and what to do about it.

    `tick_age`: seconds since the running bot's last tick, from its /readyz; None if no bot answers.
    """
    late = max(now - numbers.oldest_due_at, timedelta()) if numbers.oldest_due_at else timedelta()
    seconds = round(late.total_seconds())
    ticked = "no running bot answers here" if tick_age is None else f"last tick {round(tick_age)} s ago"
    counts = (
        f"{numbers.planned} planned, {numbers.due} due, {numbers.posted} posted, {numbers.uncertain} uncertain, "
        f"{numbers.dead} undelivered; the oldest due is {seconds} s late; {ticked}"
    )
    mend = []
    if late > _LATE:
        mend.append(
            f"the oldest is {seconds // 60} minutes late: is `codedesk run` running, and does Slack answer it?"
        )
    if tick_age is not None and tick_age > LATE_TICK:
        mend.append("the bot has stopped ticking: its log says why; start it again")
    if numbers.dead:
        mend.append("an admin sees why, and tries again, with /deadlines undelivered in Slack")
    told = f"{counts}. {'; '.join(mend)}" if mend else counts
    return DoctorFinding("reminders", not mend, told)
