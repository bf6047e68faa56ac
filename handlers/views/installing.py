"""What a browser shows at the end of an installation. The only HTML of the bot; nothing from outside stands in it."""

from html import escape

_REASONS = {
    "access_denied": "Nothing was installed: the request was turned down in Slack.",
    "invalid_browser": "The link was opened in another browser than the one that began.",
    "invalid_state": "The link is older than ten minutes, or was used before.",
    "invalid_code": "Slack did not take the code that it sent us.",
    "missing_code": "Slack sent no code with you.",
    "slack_out_of_reach": "Slack did not answer us just now.",
}


def installed_page(team: str) -> str:
    """After all went well; `team` is the workspace's id."""
    there = f" in {escape(team)}" if team else ""
    return _page(
        f"CodeDesk is installed{there}.",
        "Go back to Slack and type <code>/cpt help</code>. You are its first admin: <code>/codes admins</code>.",
    )


def failed_page(reason: str, again: str) -> str:
    """After it did not; `reason` is Bolt's word for why, `again` the path that begins anew."""
    why = _REASONS.get(reason, "Slack and CodeDesk did not come to an end.")
    return _page("CodeDesk was not installed.", f'{why} <a href="{escape(again)}">Begin again</a>.')


def _page(title: str, text: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:18px/1.5 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1em}</style>"
        f"<h1>{title}</h1><p>{text}</p></html>"
    )
