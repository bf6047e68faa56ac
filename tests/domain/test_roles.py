"""Permissions of each role, and the text that sets a role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.parse_roles import ChooseRole, GiveRole, ListRoles, read_question
from bot.domain.roles import Permission, Role, allows, roles_that_may

ORDER = (Role.VIEWER, Role.MEMBER, Role.LEAD, Role.ADMIN)


@pytest.mark.parametrize("permission", Permission)
def test_who_stands_higher_may_all_that_stands_lower(permission: Permission) -> None:
    """Each permission has a lowest role. Every role above it has it too; an admin has all."""
    reach = [allows(role, permission) for role in ORDER]

    assert reach == sorted(reach)
    assert reach[-1]
    assert set(roles_that_may(permission)) == {role for role in ORDER if allows(role, permission)}


def test_each_role_may_what_its_name_says() -> None:
    """A viewer reads, a member works, a lead leads, an admin loads files and sets roles."""
    assert not allows(Role.VIEWER, Permission.TEACH)
    assert allows(Role.MEMBER, Permission.CREATE_APPLICATION)
    assert not allows(Role.MEMBER, Permission.LEAD_APPLICATIONS)
    assert allows(Role.LEAD, Permission.SET_REMINDERS)
    assert not allows(Role.LEAD, Permission.LOAD_CODES)
    assert allows(Role.ADMIN, Permission.MANAGE_ROLES)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", ListRoles()),
        ("list", ListRoles()),
        ("add <@U0DANA001> lead", GiveRole("U0DANA001", Role.LEAD)),
        ("add <@U0DANA001|dana.w> as lead", GiveRole("U0DANA001", Role.LEAD)),
        ("add U0DANA001", GiveRole("U0DANA001", Role.ADMIN)),
        ("make <@U0DANA001> viewer", GiveRole("U0DANA001", Role.VIEWER)),
        ("remove <@U0DANA001>", GiveRole("U0DANA001", Role.MEMBER)),
        ("remove <@U0DANA001> admin", GiveRole("U0DANA001", Role.MEMBER)),
        ("add @dana lead", ChooseRole(Role.LEAD)),
        ("add <@U0DANA001> <@U0LEE0001> lead", ChooseRole(Role.LEAD)),
        ("add", ChooseRole(Role.ADMIN)),
    ],
)
def test_a_role_is_read_as_people_write_it(text: str, meant: object) -> None:
    """Exactly one person, or the form opens."""
    assert read_question(text) == meant


@given(st.text(max_size=200))
def test_any_text_is_some_question(text: str) -> None:
    """Never an exception, and never a person who was not named."""
    question = read_question(text)

    assert isinstance(question, ListRoles | ChooseRole) or question.user in text
