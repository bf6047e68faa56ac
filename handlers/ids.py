"""Every action id that a button or a select may carry. Within a block, ids are told apart by `ID:n`."""

from enum import StrEnum


class Action(StrEnum):
    """What a press asks for. The value is always a canonical command line: codes and dates, no free text."""

    RUN = "run"  # answer the command line in `value`, for the one who pressed
    SHARE = "share"  # post the answer of the command line in `value` in the channel
