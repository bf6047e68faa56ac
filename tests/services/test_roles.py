"""Permissions, checked the way the services do."""

import pytest

from bot.domain.roles import GuestRefused, LastAdmin, NotAllowed, Permission, Role
from bot.services.ports.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from tests.fakes import FakeClock, FakeDatabase
from tests.storage.examples import NOW


def roles() -> TeamRoles:
    """A workspace without role rows."""
    return TeamRoles(FakeDatabase(), FakeClock(NOW))


def asked(user: str, *, workspace: str = "T1", guest: bool = False) -> RequestContext:
    """A request by this user."""
    return RequestContext(workspace, user, NOW.date(), guest=guest)


async def test_everybody_is_a_member_until_told_otherwise() -> None:
    """A member may add notes but not load files."""
    dispatcher = roles()

    assert await dispatcher.require(asked("U1"), Permission.TEACH) is Role.MEMBER
    with pytest.raises(NotAllowed) as refused:
        await dispatcher.require(asked("U1"), Permission.LOAD_CODES)
    assert (refused.value.role, refused.value.who) == (Role.MEMBER, ())


async def test_who_is_refused_is_told_whom_to_ask() -> None:
    """Admins first, then other users with the permission."""
    dispatcher = roles()
    await dispatcher.first_admin("T1", "U9")
    await dispatcher.give(asked("U9"), "U2", Role.LEAD)

    with pytest.raises(NotAllowed) as refused:
        await dispatcher.require(asked("U1"), Permission.LEAD_APPLICATIONS)
    assert refused.value.who == ("U9", "U2")


async def test_the_first_admin_is_made_once() -> None:
    """A second start of the playground changes nothing."""
    dispatcher = roles()

    assert await dispatcher.first_admin("T1", "U1")
    assert not await dispatcher.first_admin("T1", "U2")
    assert await dispatcher.admins("T1") == ("U1",)


async def test_only_an_admin_gives_roles_and_the_last_one_stays() -> None:
    """An admin can't give up the last admin role either."""
    dispatcher = roles()
    await dispatcher.first_admin("T1", "U1")

    with pytest.raises(NotAllowed):
        await dispatcher.give(asked("U2"), "U2", Role.ADMIN)
    with pytest.raises(LastAdmin):
        await dispatcher.give(asked("U1"), "U1", Role.VIEWER)
    await dispatcher.give(asked("U1"), "U2", Role.ADMIN)
    await dispatcher.give(asked("U2"), "U1", Role.MEMBER)
    assert await dispatcher.admins("T1") == ("U2",)


async def test_a_guest_is_refused_whatever_their_role_at_home() -> None:
    """Also if they are an admin in their own workspace."""
    dispatcher = roles()
    await dispatcher.first_admin("T2", "U7")

    with pytest.raises(GuestRefused):
        await dispatcher.require(asked("U7", workspace="T2", guest=True), Permission.LOOK)
