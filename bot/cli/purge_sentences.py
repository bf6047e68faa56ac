"""The terminal wording for a purge."""

from collections.abc import Mapping

from bot.cli.sentences import operator_sentence
from bot.services.team.purge_workspace import NotOneWorkspace


def would_purge(workspace: str, found: Mapping[str, int]) -> str:
    """Without --yes: what would be deleted."""
    return (
        f"Nothing was deleted. {workspace} has {_rows(found)}.\nTo delete all of it for good: take the app out of "
        f"the workspace, make a copy if one is wanted (codedesk db backup FILE), then: "
        f"codedesk purge {workspace} --yes"
    )


def purged(workspace: str, found: Mapping[str, int]) -> str:
    """The message after a purge."""
    return (
        f"Everything of {workspace} is deleted: {_rows(found)}. Copies made earlier (codedesk db backup) still hold "
        "it. Where the app is still in that workspace, the next question there begins anew."
    )


def nothing_held(workspace: str) -> str:
    """The message if there was nothing to delete."""
    return f"There is nothing of {workspace} in the database."


def _rows(found: Mapping[str, int]) -> str:
    every = sum(found.values())
    told = ", ".join(f"{count} {table}" for table, count in sorted(found.items()))
    return f"{every} {'row' if every == 1 else 'rows'} ({told})"


@operator_sentence.register
def _(_: NotOneWorkspace) -> str:
    return "That is no workspace: a workspace's id begins with T. The public code sets are not purged."
