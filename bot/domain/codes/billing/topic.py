"""One topic that `/explain` answers in five lines."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BillingTopic:
    """One topic. `lines` are five sentences, `source` the document with its year, `see` commands to try next."""

    name: str
    also: tuple[str, ...]
    lines: tuple[str, str, str, str, str]
    source: str
    see: tuple[str, ...] = ()
