"""Fields that never change once they are filled, by whatever write: a complaint's first-contact owner (domain/40 §4.4)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import BY_KEY
from app.store.changes import Change, ChangeSet
from app.store.undo import merged_on

_FIXED: Mapping[str, str] = {"complaints": "first_owner_id"}


def require(session: Session, done: ChangeSet) -> None:
    """ValidationError where a step changes such a field. Undo and redo may, and a link may follow a merge of what it names."""
    for change in done.changes if done.origin not in ("undo", "redo") else ():
        key = _FIXED.get(change.entity, "")
        if change.before is not None and _moved(session, change, key):
            raise ValidationError(N_("The first-contact owner never changes."), field=key)


def _moved(session: Session, change: Change, key: str) -> bool:
    before: Any = (change.before or {}).get(key)
    after = change.after.get(key, before)
    return before not in (None, after) and not merged_on(session, BY_KEY[change.entity], key, before, after)
