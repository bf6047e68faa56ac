"""What a run came to: rows of the outbox beside what really stands in Slack."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.deadlines.delivery import Delivery
from tests.faults.slack import FaultySlack


@dataclass(frozen=True, slots=True)
class Outcome:
    """`doubled`: reminders that stand more than once; `unlabelled`: of those, repeats that do not say so;
    `labelled`: messages that say they may be repeats. Seconds late are of first postings."""

    posted: int
    lost: int
    doubled: int
    unlabelled: int
    labelled: int
    dead: int
    messages: int
    kills: int
    faults: int
    seconds: float
    overtaken: int
    late_p50: float
    late_p99: float

    def __str__(self) -> str:
        return (
            f"{self.posted} reminders in {self.messages} messages: {self.lost} lost, {self.doubled} doubled "
            f"({self.unlabelled} of them not labelled), {self.labelled} labelled, {self.dead} dead; "
            f"{self.kills} kills, {self.faults} faults, {self.overtaken} overtaken, {self.seconds:.0f} s, "
            f"late p50 {self.late_p50:.1f} p99 {self.late_p99:.1f} s"
        )


def counted(
    slack: FaultySlack, rows: Mapping[int, Delivery], *, kills: int, seconds: float, dead: int
) -> Outcome:
    """`rows`: all of the outbox, by id."""
    stands: Counter[int] = Counter()
    unlabelled = labelled = messages = 0
    late: dict[int, float] = {}
    for channel in slack.channels.values():
        for message in channel:
            messages += 1
            says = message.text.startswith("repeat")
            labelled += says
            for id_ in map(int, re.findall(r"\d+", message.text)):
                unlabelled += stands[id_] > 0 and not says
                stands[id_] += 1
                late.setdefault(id_, message.at - rows[id_].due_at.timestamp())
    by_lateness = sorted(late.values())
    return Outcome(
        posted=len(stands),
        lost=len(rows) - len(stands) - dead,
        doubled=sum(n > 1 for n in stands.values()),
        unlabelled=unlabelled,
        labelled=labelled,
        dead=dead,
        messages=messages,
        kills=kills,
        faults=sum(n for name, n in slack.faults.items() if name),
        seconds=seconds,
        overtaken=slack.overtaken,
        late_p50=_at(by_lateness, 0.5),
        late_p99=_at(by_lateness, 0.99),
    )


def _at(late: Sequence[float], share: float) -> float:
    return late[min(len(late) - 1, int(len(late) * share))] if late else 0.0
