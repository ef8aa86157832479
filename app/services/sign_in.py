"""Signing in at a shared laptop: who is at the keyboard, with a secret where they set one.

The secret is kept as a salted scrypt hash in a column that is never shown, exported or logged. The file is not encrypted by
it: it keeps colleagues apart, not thieves.
"""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import Employee
from app.models.base import table_of
from app.services import disclosures, roles, settings
from app.services.disclosures import Out

_COST, _BLOCK, _LANES, _SALT, _LENGTH = 2**15, 8, 1, 16, 32
_MEMORY = 64 << 20
SHORTEST, LONGEST = 4, 1000
WRONG = N_("That is not the secret of this person.")
LABEL = N_("Signed in")
_SHORT = N_("A secret has at least {count} characters.")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in; ``guarded`` where a secret is asked for."""

    id: UUID
    name: str
    role: str | None
    guarded: bool


def people(session: Session) -> tuple[Person, ...]:
    """All colleagues who have not left, by name."""
    table = table_of(Employee)
    staying = sa.select(table).where(table.c.deleted_at.is_(None), sa.not_(table.c.has_left))
    rows = session.execute(staying.order_by(table.c.name_key, table.c.id)).mappings()
    return tuple(Person(row["id"], row["name"], row["role"], bool(row["secret"])) for row in rows)


def set_secret(session: Session, employee: UUID, secret: str, present: str = "") -> None:
    """Keep a person's secret, or none for the empty text. ValidationError where the ``present`` one is wrong or the new one too
    short; the owner needs no present one of others. No step of undo: run it quietly."""
    by_owner = roles.role(session) == "owner" and roles.me(session) != employee
    if not by_owner and not is_right(session, employee, present):
        raise ValidationError(WRONG, field="present")
    if secret and not SHORTEST <= len(_normal(secret)) <= LONGEST:
        raise ValidationError(_SHORT, field="secret", count=SHORTEST)
    table = table_of(Employee)
    kept = _hashed(secret) if secret else None
    session.execute(sa.update(table).where(table.c.id == employee).values(secret=kept, updated_at=table.c.updated_at))


def is_right(session: Session, employee: UUID, secret: str) -> bool:
    """Whether this is the person's secret; any is where they have none."""
    table = table_of(Employee)
    kept = session.execute(sa.select(table.c.secret).where(table.c.id == employee)).scalar()
    if not kept:
        return True
    _kind, cost, salt, wanted = kept.split("$")
    found = _scrypt(secret, bytes.fromhex(salt), int(cost))
    return hmac.compare_digest(found, bytes.fromhex(wanted))


def sign_in(session: Session, employee: UUID, secret: str) -> bool:
    """Be this person from now on; False, which is noted, where the secret is wrong. To be run by ``store.notes.note``."""
    right = len(secret) <= LONGEST and is_right(session, employee, secret)
    if right:
        settings.change(session, "me", str(employee))
    disclosures.note(session, Out("signed_in" if right else "refused", LABEL, "employees", ids=(employee,)))
    return right


def _hashed(secret: str) -> str:
    salt = secrets.token_bytes(_SALT)
    return f"scrypt${_COST}${salt.hex()}${_scrypt(secret, salt, _COST).hex()}"


def _scrypt(secret: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(_normal(secret).encode(), salt=salt, n=cost, r=_BLOCK, p=_LANES, maxmem=_MEMORY, dklen=_LENGTH)


def _normal(secret: str) -> str:
    return unicodedata.normalize("NFC", secret)
