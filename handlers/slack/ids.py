"""Every action id that a button or a select may carry. Within a block, ids are told apart by `ID:n`."""

from enum import StrEnum


class Action(StrEnum):
    """What a press asks for. The value is always a canonical command line: codes and dates, no free text."""

    RUN = "run"  # answer the command line in `value`, for the one who pressed
    PICK = "pick"  # a menu at one hit of a search: a command line to run, or `share LINE` to share
    FIND_ICD = "find:icd"  # an external select of diagnosis codes; its option is a command line to run
    FIND_CPT = "find:cpt"
    SHARE = "share"  # post the answer of the command line in `value` in the channel
    REMIND_DONE = "remind:done"  # a reminder is done: its key
    REMIND_REOPEN = "remind:reopen"  # not done after all
    REMIND_SNOOZE = "remind:snooze"  # a menu: `3 panel:2027-02:meeting`, days or `until`
    REMIND_ASSIGN = "remind:assign"  # whoever is chosen has it; which reminder, the message says
    REMIND_MENU = "remind:menu"  # one of several in a message: `done KEY`, `assign KEY`, or as above
    REMIND_ITEM = "remind:item"  # an item of a checklist: `campaign:2027-01-01 get_release done`
    REMIND_AGAIN = "remind:again"  # deliver a channel's undelivered reminders once more: the channel's id
    APP_STEP = "app:step"  # take a step of an application: `12 7 submitted>staff_review`
    APP_UNDO = "app:undo"  # take the last one back: `12 7`
    APP_PAGE = "app:page"  # a page about an application, in a modal: `12 checklist 0`
    APP_FORM = "app:form"  # a form about an application: `12 7 note -`
    APP_ENTRY = "app:entry"  # at a line of such a page: `12 tick vignette#2 0`
    APP_LIST = "app:list"  # on Home, another page of one's own applications: `20`


class ShortcutId(StrEnum):
    """The callback ids of shortcuts, as manifest.yml has them."""

    IN_MESSAGE = "look_up_in_message"
    LOOK_UP = "look_up"


class FormId(StrEnum):
    """The callback ids of forms. A view's private_metadata holds ids, codes and dates alone."""

    SHARE = "share"  # an answer in a modal: submitting it shares it
    CLAIM = "claim"  # check a claim
    LOAD = "load"  # load code files
    FETCH = "fetch"  # get public code sets
    ROLE = "role"  # give somebody a role
    SUBSCRIBE = "remind_subscribe"  # of what a channel is told, and when
    MEETING_DATE = "deadline_meeting"  # a date of a Panel meeting: its id
    DATE = "deadline_date"  # one date: its key
    SNOOZE = "remind_snooze"  # until which day: `C1 1700000000.000100 KEY`
    ASSIGN = "remind_assign"  # to whom: as above
    APP_NEW = "app_new"  # a new application: the service, so that existing codes can be looked for
    APP_OPEN = "app_open"  # the same, second step: what was considered, and the application itself
    APP_STEP = "app_step"  # the facts of a step
    APP_NOTE = "app_note"
    APP_EVIDENCE = "app_evidence"
    APP_SOCIETY = "app_society"
    APP_ARTICLE = "app_article"
    APP_CONSIDER = "app_consider"
    APP_MEMBER = "app_member"
    APP_SIGN = "app_sign"
    APP_ASSIGN = "app_assign"
    APP_EDIT = "app_edit"  # title, link to the material, channel
    APP_CODES = "app_codes"
    APP_TARGET = "app_target"
    APP_MINIMUM = "app_minimum"  # how many articles the Smart App asks for


FEED_PATH = "/calendar"
"""Where the bot serves calendar feeds."""
