"""Messages and forms of the echo bot, and their parts."""

from typing import Any

Body = dict[str, Any]


def button(label: str, action_id: str, **extra: Any) -> Body:
    """A button of Block Kit."""
    label_object = {"type": "plain_text", "text": label}
    return {"type": "button", "action_id": action_id, "text": label_object, **extra}


def option(label: str, value: str) -> Body:
    """One option of a menu."""
    return {"text": {"type": "plain_text", "text": label}, "value": value}


CONFIRM = {
    "title": {"type": "plain_text", "text": "Share this?"},
    "text": {"type": "mrkdwn", "text": "Everyone in the channel will see it."},
    "confirm": {"type": "plain_text", "text": "Share"},
    "deny": {"type": "plain_text", "text": "Keep private"},
}

CARD: list[Body] = [
    {"type": "header", "text": {"type": "plain_text", "text": "97140"}},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Manual therapy* techniques, `15` minutes &amp; more"},
        "fields": [{"type": "mrkdwn", "text": "*Unit*\n15 min"}, {"type": "plain_text", "text": "Direct"}],
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [option("Watch", "watch"), option("Compare", "compare")],
        },
    },
    {"type": "divider"},
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            button("Share in channel", "share", value="97140", style="primary", confirm=CONFIRM),
            button("Replace", "replace"),
            button("Delete", "delete", style="danger"),
            button("Slow", "slow"),
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": {"type": "plain_text", "text": "7th character"},
                "options": [option("A initial encounter", "A"), option("D subsequent encounter", "D")],
            },
        ],
    },
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Starter set, _own words_"}]},
]


FIND = {
    "type": "external_select",
    "action_id": "find",
    "placeholder": {"type": "plain_text", "text": "Find a code"},
    "min_query_length": 2,
}

FINDER: list[Body] = [
    {"type": "actions", "block_id": "search", "elements": [FIND]},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "or here"},
        "accessory": FIND | {"action_id": "find_asking", "min_query_length": 0, "confirm": CONFIRM},
    },
]


def plain(words: str) -> Body:
    """A plain_text object."""
    return {"type": "plain_text", "text": words}


def asked(block_id: str, label: str, element: Body, **extra: Any) -> Body:
    """An input block. Its element's action_id is the block's id."""
    element = {"action_id": block_id} | element
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **extra}


CHOICES = [option("Category I", "1"), option("Category III", "3")]

TITLE = {"type": "plain_text_input", "min_length": 3, "max_length": 40}
ALSO = {"type": "multi_external_select", "min_query_length": 1, "max_selected_items": 2}

FORM_BLOCKS: list[Body] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "A *code change* for the Panel"}},
    asked(
        "title",
        "Title",
        {"type": "plain_text_input", "min_length": 3, "max_length": 40},
        hint=plain("In a few words"),
    ),
    asked("why", "Why", {"type": "plain_text_input", "multiline": True}, optional=True),
    asked("category", "Category", {"type": "static_select", "options": CHOICES}),
    asked("code", "Code", FIND | {"action_id": "code"}, optional=True),
    asked(
        "also",
        "Also",
        {"type": "multi_external_select", "min_query_length": 1, "max_selected_items": 2},
        optional=True,
    ),
    asked("boxes", "Checked", {"type": "checkboxes", "options": CHOICES}, optional=True),
    asked("pace", "Pace", {"type": "radio_buttons", "options": CHOICES, "initial_option": CHOICES[0]}),
    asked("many", "Many", {"type": "multi_static_select", "options": CHOICES}, optional=True),
    asked("who", "Who", {"type": "users_select"}, optional=True),
    asked("where", "Where", {"type": "conversations_select", "response_url_enabled": True}, optional=True),
    asked("channel", "Channel", {"type": "channels_select"}, optional=True),
    asked("day", "Day", {"type": "datepicker", "initial_date": "2026-02-03"}, optional=True),
    asked("hour", "Hour", {"type": "timepicker"}, optional=True),
    asked(
        "files", "Files", {"type": "file_input", "filetypes": ["csv", "txt"], "max_files": 2}, optional=True
    ),
    {
        "type": "actions",
        "block_id": "more",
        "elements": [button("Deeper", "deeper"), button("Rewrite", "rewrite")],
    },
]


def form(blocks: list[Body] | None = None, **extra: Any) -> Body:
    """A modal."""
    return {
        "type": "modal",
        "callback_id": "application",
        "title": plain("New application"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "private_metadata": "A-12",
        "blocks": FORM_BLOCKS if blocks is None else blocks,
        **extra,
    }
