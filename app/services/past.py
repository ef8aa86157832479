"""A record's past as people read it: one line a changed field, names instead of ids."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Employee, Entity, Field
from app.models.own import COLUMN as OWN
from app.models.own import PREFIX, typed_fields
from app.services import records
from app.services.present import lexicons, shown_text, text_of
from app.services.sensitive import HIDDEN, asks, is_clear, is_sensitive

DELETED = "deleted_at"
RECYCLE_BIN = N_("Recycle bin")


@dataclass(frozen=True, slots=True)
class Past:
    """One logged change: ``before`` is None where the record was made."""

    at: datetime
    actor: UUID | None
    step: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One field's change in words: of the field ``key``, in the change at ``place`` of those asked for; ``hidden`` where a value
    is not shown."""

    at: datetime
    who: str
    step: str
    field: str
    before: str
    after: str
    key: str = ""
    place: int = 0
    hidden: bool = False


def readable(session: Session, entity: type[Entity], pasts: Sequence[Past]) -> list[Line]:
    """The changes in words, in the given order; a new record's first values are one line a field too."""
    fields = typed_fields(entity)
    pasts = [_with_own_fields(past) for past in pasts]
    words = lexicons(session, fields)
    people = records.titles(session, Employee, [past.actor for past in pasts if past.actor])
    names = _linked(session, fields, pasts)

    last = {key: past.after[key] for past in reversed(pasts) for key in past.after}

    def said(field: Field, value: Any, how: Callable[..., str] = shown_text) -> str:
        if not is_clear() and is_sensitive(field, value, last.get(asks(field))):
            return HIDDEN
        return how(field, value, names.get(value, "") if field.kind == "link" else "", words)

    lines = []
    for place, past in enumerate(pasts):
        who, former = people.get(past.actor, "") if past.actor else "", past.before or {}
        for key in (key for key in fields if key in past.after):
            field, pair = fields[key], (former.get(key), past.after[key])
            before, after = (said(field, value) for value in pair)
            if before == after:  # a phone in other groups of digits is another text
                before, after = (said(field, value, text_of) for value in pair)
            if before != after or (before == HIDDEN and former.get(key) != past.after[key]):
                hidden = HIDDEN in (before, after)
                lines.append(Line(past.at, who, past.step, _(field.label), before, after, key, place, hidden))
        if DELETED in past.after and (past.before is not None or past.after[DELETED]):
            lines.append(Line(past.at, who, past.step, _(RECYCLE_BIN), "", _("Yes") if past.after[DELETED] else _("No")))
    return lines


def former(past: Past, key: str) -> Any:
    """What a field, of the firm's own too, was before a change."""
    return (_with_own_fields(past).before or {}).get(key)


def _with_own_fields(past: Past) -> Past:
    """The firm's own fields one by one, those that differ, as if each were a column."""
    if OWN not in past.after:
        return past
    before, after = (past.before or {}).get(OWN) or {}, past.after[OWN] or {}
    differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    former = None if past.before is None else {**past.before, **{PREFIX + key: before.get(key) for key in differing}}
    return replace(past, before=former, after={**past.after, **{PREFIX + key: after.get(key) for key in differing}})


def _linked(session: Session, fields: Mapping[str, Field], pasts: Iterable[Past]) -> dict[Any, str]:
    wanted: dict[str, set[UUID]] = {}
    for past in pasts:
        for values in (past.before or {}, past.after):
            for key, value in values.items():
                if value and key in fields and fields[key].kind == "link":
                    wanted.setdefault(fields[key].link, set()).add(value)
    return {key: title for link, ids in wanted.items() for key, title in records.titles(session, BY_KEY[link], ids).items()}
