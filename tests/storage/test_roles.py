"""Roles, on the fake, SQLite and PostgreSQL."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.roles import LastAdmin, MemberRole, Role
from bot.services.ports.database import Database
from bot.services.team.roles import TeamRoles
from storage.engine import SqlDatabase
from tests.fakes import FakeClock
from tests.storage.examples import NOW, installation

ADMIN = MemberRole("U1", Role.ADMIN, "terminal", NOW)


async def _put(database: Database, workspace: str, *each: MemberRole) -> None:
    async with database.write() as work:
        for one in each:
            await work.roles.put(workspace, one)
        await work.commit()


async def _all(database: Database, workspace: str) -> list[MemberRole]:
    async with database.read() as work:
        return list(await work.roles.all(workspace))


async def test_a_role_comes_back_as_it_was_given(database: Database) -> None:
    """Who, which role, by whom, when."""
    await _put(database, "T1", ADMIN)

    assert await _all(database, "T1") == [ADMIN]
    async with database.read() as work:
        assert await work.roles.get("T1", "U1") == ADMIN
        assert await work.roles.get("T1", "U2") is None


async def test_another_workspaces_roles_are_its_own(database: Database) -> None:
    """The same person may be admin in one workspace and viewer in another."""
    await _put(database, "T1", ADMIN)
    await _put(database, "T2", MemberRole("U1", Role.VIEWER, "U9", NOW))

    assert [r.role for r in await _all(database, "T1")] == [Role.ADMIN]
    assert [r.role for r in await _all(database, "T2")] == [Role.VIEWER]


async def test_the_last_word_counts_and_the_list_has_one_order(database: Database) -> None:
    """One row per person, by user id on both databases."""
    lead = MemberRole("U1", Role.LEAD, "U2", NOW + timedelta(days=1))
    await _put(
        database,
        "T1",
        ADMIN,
        MemberRole("UB", Role.LEAD, "U1", NOW),
        lead,
        MemberRole("U0", Role.VIEWER, "U1", NOW),
    )

    assert [(r.user, r.role) for r in await _all(database, "T1")] == [
        ("U0", Role.VIEWER),
        ("U1", Role.LEAD),
        ("UB", Role.LEAD),
    ]


async def test_taking_a_role_away_tells_whether_there_was_one(database: Database) -> None:
    """Another workspace's role stays."""
    await _put(database, "T1", ADMIN)
    await _put(database, "T2", ADMIN)
    async with database.write() as work:
        removed = [await work.roles.remove("T1", user) for user in ("U1", "U1", "U9")]
        await work.commit()

    assert removed == [True, False, False]
    assert await _all(database, "T1") == []
    assert await _all(database, "T2") == [ADMIN]


async def test_without_commit_no_role_is_given(database: Database) -> None:
    """As in every repository."""
    async with database.write() as work:
        await work.roles.put("T1", ADMIN)

    assert await _all(database, "T1") == []


async def test_an_instant_without_zone_is_refused(database: Database) -> None:
    """A naive instant would silently shift by the server's time zone."""
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.roles.put("T1", MemberRole("U1", Role.LEAD, "U2", datetime(2026, 11, 21)))  # noqa: DTZ001


async def test_whoever_installed_the_app_is_its_first_admin(database: Database) -> None:
    """And stays an admin after naming another."""
    roles = TeamRoles(database, FakeClock(NOW))
    async with database.write() as work:
        await work.installations.save(installation("T1", by="U1"))
        await work.commit()
    assert await roles.role_of("T1", "U1") is Role.ADMIN

    await roles.give_by_operator("T1", "U2", Role.ADMIN)

    assert await roles.role_of("T1", "U1") is Role.ADMIN
    assert await roles.role_of("T1", "U2") is Role.ADMIN
    assert await roles.role_of("T2", "U1") is Role.MEMBER


async def test_two_admins_who_remove_each_other_at_once_leave_one(sql: SqlDatabase) -> None:
    """The second one gets the last admin error."""
    roles = TeamRoles(sql, FakeClock(NOW))
    for user in ("U1", "U2"):
        await roles.give_by_operator("T1", user, Role.ADMIN)

    done = await asyncio.gather(
        *(roles.give_by_operator("T1", user, Role.MEMBER) for user in ("U1", "U2")), return_exceptions=True
    )

    assert sum(isinstance(each, LastAdmin) for each in done) == 1
    assert [r.role for r in await roles.all("T1")] == [Role.ADMIN]
