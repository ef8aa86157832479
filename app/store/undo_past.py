"""What the program itself went on with (a note: nobody takes it back): a step of a person that it builds on can no longer be
undone. Undo passes it over, says why, and the step before it is the next one."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.i18n import N_, gettext_text
from app.models import BY_KEY
from app.store.changes import Label
from app.store.log import changes_of, label_of
from app.store.tables import changes, operations

if TYPE_CHECKING:
    from app.store.undo import Step

NOTE = "note"
PASSED = 2
"""Of a step in ``operations.undone``: neither done nor undone any more (as a step of which an erasure left nothing)."""

_GONE_ON = N_("“{step}” can no longer be undone: the program has gone on from it since (“{later}”). It stays. Undo again takes "
              "back the step before it.")  # fmt: skip
Moved = Mapping[UUID, Mapping[str, Label]]


class PassedOverError(ConflictError):
    """The step stays for good; undo or redo goes on with another one."""

    def __init__(self, step: Label, later: Label) -> None:
        super().__init__(_GONE_ON, step=step, later=later)
        self.labels = step, later

    @property
    def sentence(self) -> str:
        step, later = self.labels
        return gettext_text(self.key).format(step=step.text, later=later.text)


def pass_over(step: "Step", read: Callable[..., Any], quietly: Callable[..., Any]) -> None:
    """Nothing where the step can be reversed, as far as notes go; else it is marked, and PassedOverError says why."""
    found: PassedOverError | None = read(_gone_on, step)
    if found is not None:
        quietly(_mark, step.seq)
        raise found


def _mark(session: Session, seq: int) -> None:
    session.execute(sa.update(operations).where(operations.c.seq == seq).values(undone=PASSED))


def _gone_on(session: Session, step: "Step") -> PassedOverError | None:
    moved = moved_since(session, step.seq)
    made = changes_of(session, step.seq) if moved else []
    for change in made:
        fields = moved.get(change.id, {})
        keys = fields.keys() - BY_KEY[change.entity].noted
        if change.before is not None:  # whatever went on with a record that the step made, went on with the step
            keys &= change.before.keys()
        if keys:
            return PassedOverError(step.label, fields[min(keys)])
    return None


def moved_since(session: Session, seq: int) -> Moved:
    """By record, the fields that notes changed after a step, and steps that were passed over: what they are called."""
    later = (operations.c.origin == NOTE) | (operations.c.undone == PASSED)
    statement = (
        sa.select(operations, changes.c.record_id, changes.c.after)
        .join(changes, changes.c.operation == operations.c.seq)
        .where(operations.c.seq > seq, later, changes.c.before.is_not(None))
    )
    found: dict[UUID, dict[str, Label]] = {}
    for row in session.execute(statement).mappings():
        fields = json.loads(row[changes.c.after])
        found.setdefault(row[changes.c.record_id], {}).update(dict.fromkeys(fields, label_of(row)))
    return found
