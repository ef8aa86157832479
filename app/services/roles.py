"""Who may do what: one table. A firm that gives nobody a role has no rules; the owner and managers are the supervisors and
approvers of domain/40.

A local file cannot hold its owner to this (who has the file can read it with other programs): it guards against mistakes and
curious colleagues at a shared laptop, and says so in the settings.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import Translated, ValidationError
from app.i18n import N_
from app.models import Employee
from app.models.base import table_of
from app.models.choices import ROLE
from app.models.session import actor
from app.services import settings
from app.services.sensitive import is_clear

T = TypeVar("T")
Right = Literal["write", "export", "sensitive", "approve", "erase", "person", "restore", "secure", "roles"]
_OWNERS, _HEADS = frozenset({"owner"}), frozenset({"owner", "manager"})
_WORKING = _HEADS | {"salesperson"}
RIGHTS: Mapping[Right, frozenset[str]] = {
    "write": _WORKING, "export": _WORKING, "sensitive": _WORKING, "approve": _HEADS, "erase": _HEADS, "person": _HEADS,
    "restore": _HEADS, "secure": _HEADS, "roles": _OWNERS,
}  # fmt: skip
WORDS: Mapping[Right, str] = {
    "write": N_("changing records"), "export": N_("exporting and printing"), "sensitive": N_("seeing sensitive values"),
    "approve": N_("supervising and approving"), "erase": N_("erasing people"), "person": N_("exporting all data of a person"),
    "restore": N_("restoring backups"), "secure": N_("encrypting the file and choosing where it and its backups lie"),
    "roles": N_("giving roles"),
}  # fmt: skip
_DENIED = N_("“{role}” does not include {what}. Switch the person with Ctrl+Shift+P, or ask the owner.")
_NO_OWNER = N_("Somebody has to be the owner. Give that role first.")
_SUPERVISING = frozenset({"supervisor", "approver", "manager"})
_LEAST = "reader"
_USUAL = "salesperson"


def me(session: Session) -> UUID | None:
    """Who is at the keyboard."""
    named = settings.value(session, "me")
    return actor(session) or (UUID(named) if named else None)


def in_force(session: Session) -> bool:
    """Whether any colleague has a role: until then everybody may do everything."""
    table = table_of(Employee)
    given = sa.select(table.c.id).where(table.c.deleted_at.is_(None), table.c.role.is_not(None)).limit(1)
    return session.execute(given).first() is not None


def at_the_keyboard(session: Session) -> tuple[str, str | None]:
    """The name of whoever is at the keyboard (empty: nobody said so), and their role; None where no roles are in force."""
    who, table = me(session), table_of(Employee)
    name = session.execute(sa.select(table.c.name).where(table.c.id == who)).scalar() if who else None
    return str(name or ""), role(session) if in_force(session) else None


def role_word(code: str) -> str:
    """The msgid of a role."""
    return next(choice.label for choice in ROLE if choice.code == code)


def role(session: Session) -> str:
    """The role of whoever is at the keyboard; the owner's where no colleague has any. A colleague without one is a
    salesperson; nobody in particular only reads."""
    table = table_of(Employee)
    given = sa.select(table.c.id, table.c.role).where(table.c.deleted_at.is_(None), table.c.role.is_not(None))
    known = {row[0]: row[1] for row in session.execute(given)}
    if not known:
        return "owner"
    who = me(session)
    return _LEAST if who is None else known.get(who, _USUAL)


def may(session: Session, right: Right) -> bool:
    """Whether the person at the keyboard may do this."""
    return role(session) in RIGHTS[right]


def require(session: Session, right: Right) -> None:
    """ValidationError, in a sentence, where they may not."""
    held = role(session)
    if held not in RIGHTS[right]:
        raise ValidationError(_DENIED, role=Translated(role_word(held)), what=Translated(WORDS[right]))


def require_out(session: Session) -> None:
    """The right to take data out of the file, on paper or in files; inside ``in_clear`` also to see what is hidden."""
    require(session, "export")
    if is_clear():
        require(session, "sensitive")


def done_by_role(session: Session, op: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a writing operation for the person at the keyboard: it takes the right to write and, where it touches them, to give
    roles; the same holds for its undoing. ValidationError where they may not, and the caller's transaction keeps nothing."""
    require(session, "write")
    held = role(session)
    answer = op(session, *args, **kwargs)
    session.flush()
    check_given(session, held, [(change.entity, change.after) for change in session.info["recorder"].changes()])
    return answer


def check_given(session: Session, held: str, touched: Iterable[tuple[str, Iterable[str]]]) -> None:
    """After a write: roles are given by an owner (``held`` is the role before it), and somebody stays one. ``touched`` are the
    entities and fields that were changed."""
    if not any(entity == Employee.entity and "role" in fields for entity, fields in touched):
        return
    if held not in RIGHTS["roles"]:
        raise ValidationError(_DENIED, field="role", role=Translated(role_word(held)), what=Translated(WORDS["roles"]))
    table = table_of(Employee)
    living = (table.c.deleted_at.is_(None), sa.not_(table.c.has_left), table.c.role.is_not(None))
    given = set(session.scalars(sa.select(table.c.role).where(*living)))
    if given and "owner" not in given:
        raise ValidationError(_NO_OWNER, field="role")


def require_actor(session: Session, usual: str) -> None:
    """The same for a step of a complaint that a supervisor, approver or manager takes (domain/40 §4.5)."""
    if usual in _SUPERVISING:
        require(session, "approve")
