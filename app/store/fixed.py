"""Fields that never change once they are filled, by whatever write: a complaint's first-contact owner (domain/40 §4.4)."""

from collections.abc import Mapping
from uuid import UUID

from app.errors import ValidationError
from app.i18n import N_
from app.store.changes import DELETED, ChangeSet

_FIXED: Mapping[str, str] = {"complaints": "first_owner_id"}


def require(done: ChangeSet) -> None:
    """ValidationError where a step changes such a field. Undo and redo may; and a link follows a merge, which puts what it named
    into the recycle bin."""
    if done.origin in ("undo", "redo"):
        return
    binned: set[UUID] | None = None
    for change in done.changes:
        key = _FIXED.get(change.entity, "")
        before = (change.before or {}).get(key)
        if before is None or change.after.get(key, before) == before:
            continue
        binned = binned or {each.id for each in done.changes if each.after.get(DELETED) is not None}
        if before not in binned or change.after[key] is None:
            raise ValidationError(N_("The first-contact owner never changes."), field=key)
