"""Every action id that a button or a select may carry. Within a block, ids are told apart by `ID:n`."""

from enum import StrEnum


class Action(StrEnum):
    """What a press asks for. The value is always a canonical command line: codes and dates, no free text."""

    RUN = "run"  # answer the command line in `value`, for the one who pressed
    PICK = "pick"  # a menu at one hit of a search: a command line to run, or `share LINE` to share
    FIND_ICD = "find:icd"  # an external select of diagnosis codes; its option is a command line to run
    FIND_CPT = "find:cpt"
    SHARE = "share"  # post the answer of the command line in `value` in the channel


class Shortcut(StrEnum):
    """The callback ids of shortcuts, as manifest.yml has them."""

    IN_MESSAGE = "look_up_in_message"
    LOOK_UP = "look_up"


class Form(StrEnum):
    """The callback ids of forms. A view's private_metadata holds ids, codes and dates alone."""

    SHARE = "share"  # an answer in a modal: submitting it shares it
    CLAIM = "claim"  # check a claim
    LOAD = "load"  # load code files
    ROLE = "role"  # give somebody a role
