"""`/codes fetch`: an admin gets what is published, accepts a license by name, and everybody concerned is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.domain.codes.fetching.code_sets import DataLicense
from bot.domain.codes.fetching.editions import Cadence, current_edition
from playground import DANA, LEE, WorkspaceMessage
from tests.e2e.conftest import OpenWorkspace, Workspace, shown_on_home
from tests.e2e.forging import submit_raw
from tests.fetching.published import ADD_ON_PAGE, HCPCS_PAGE, add_ons, hcpcs
from tests.fetching.site import Site, serving

_DONE = ("Code sets loaded", "No new code sets", "Not loaded")


@asynccontextmanager
async def fetching_workspace(open_workspace: OpenWorkspace) -> AsyncIterator[tuple[Workspace, Site]]:
    """A workspace whose bot fetches from a stand-in of CMS, on which this quarter's files stand."""
    site, first = Site(), current_edition(Cadence.QUARTERLY, datetime.now(UTC).date()).first_day
    site.publish(HCPCS_PAGE, hcpcs(first.year, first.month))
    site.publish(ADD_ON_PAGE, add_ons((first.month + 2) // 3, first.year), licensed=True)
    async with serving([site, Site()]) as origins, open_workspace(fetch_from=origins) as workspace:
        yield workspace, site


def direct_messages(workspace: Workspace) -> list[WorkspaceMessage]:
    """Dana's direct messages with the bot."""
    direct = workspace.slack.workspace.direct(DANA)
    return list(workspace.slack.messages(direct.id, DANA)) if direct else []


async def submitted(
    workspace: Workspace, sets: list[str], *, accept: bool, daily: bool = False
) -> dict[str, str]:
    """The form filled in and submitted; errors by field."""
    await workspace.slack.slash("/codes fetch")
    await workspace.slack.until(lambda: workspace.slack.modal() is not None)
    modal = workspace.slack.modal()
    assert modal is not None
    await workspace.slack.fill(modal, "value", sets, block_id="sets")
    if accept:
        await workspace.slack.fill(modal, "value", ["accept"], block_id="license")
    await workspace.slack.fill(modal, "value", ["on"] if daily else [], block_id="daily")
    return dict((await workspace.slack.submit(modal)).errors)


async def test_an_admin_accepts_the_license_and_gets_the_sets_and_all_are_told(
    open_workspace: OpenWorkspace,
) -> None:
    """The acceptance carries the admin's name; what arrived is told by direct message, once."""
    async with fetching_workspace(open_workspace) as (workspace, _site):
        assert await submitted(workspace, ["hcpcs", "add-on"], accept=True) == {}
        await workspace.slack.until(
            lambda: any(m.text == "Code sets loaded" for m in direct_messages(workspace)), timeout=60
        )
        await workspace.slack.until(
            lambda: any(m.text.startswith("New code sets: ") for m in direct_messages(workspace)), timeout=30
        )

        async with workspace.library.database.read() as work:
            (accepted,) = await work.fetches.acceptances(workspace.slack.team_id)
            found = {
                s.release.system.value: s.release.workspace
                for s in await work.releases.visible(workspace.slack.team_id)
            }
        assert (accepted.license, accepted.accepted_by) == (DataLicense.AMA, DANA)
        assert found["HCPCS Level II"] == "*"
        assert found["NCCI add-on codes"] == workspace.slack.team_id
        assert [m.text.startswith("New code sets: ") for m in direct_messages(workspace)].count(True) == 1


async def test_without_the_tick_nothing_licensed_is_fetched(open_workspace: OpenWorkspace) -> None:
    """The form stays open, and says so under the license."""
    async with fetching_workspace(open_workspace) as (workspace, site):
        errors = await submitted(workspace, ["add-on"], accept=False)

        assert list(errors) == ["license"]
        assert "accept" in errors["license"]
        assert site.requests == []


async def test_the_daily_look_is_off_until_an_admin_turns_it_on(open_workspace: OpenWorkspace) -> None:
    """And who did is kept."""
    async with fetching_workspace(open_workspace) as (workspace, _site):
        async with workspace.library.database.read() as work:
            assert await work.fetches.schedule(workspace.slack.team_id) is None
        assert await submitted(workspace, [], accept=False, daily=True) == {}

        async with workspace.library.database.read() as work:
            schedule = await work.fetches.schedule(workspace.slack.team_id)
        assert schedule
        assert (schedule.enabled, schedule.changed_by) == (True, DANA)


async def test_a_member_cannot_fetch_by_command_nor_by_a_form_of_their_own_making(
    open_workspace: OpenWorkspace,
) -> None:
    """The right is checked again when the form comes back."""
    ticked: dict[str, dict[str, object]] = {"sets": {"selected_options": [{"value": "hcpcs"}]}}
    async with fetching_workspace(open_workspace) as (workspace, site):
        asked = await workspace.slack.slash("/codes fetch", user=LEE)
        _, body = await submit_raw(workspace, "fetch", ticked, user=LEE)

        assert "only admins" in asked.body
        assert "only admins" in body
        assert site.requests == []


async def test_the_button_is_there_for_admins_alone(open_workspace: OpenWorkspace) -> None:
    """On Home and in `/codes`; a shared card does not carry it."""
    async with fetching_workspace(open_workspace) as (workspace, _site):
        mine = await workspace.slack.slash("/codes")
        theirs = await workspace.slack.slash("/codes", user=LEE)
        await workspace.slack.open_home()
        await shown_on_home(workspace, "/codes fetch")

        assert "/codes fetch" in mine.body
        assert "/codes fetch" not in theirs.body
