"""A record's past as people read it: one line a changed field, names instead of ids."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ConflictError, Translated
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Employee, Entity, Field
from app.models.own import COLUMN as OWN
from app.models.own import PREFIX, own_fields, typed_fields
from app.services import records, roles
from app.services.present import lexicons, shown_text, text_of
from app.services.sensitive import HIDDEN, asks, in_clear, is_clear, is_sensitive

DELETED = "deleted_at"
RECYCLE_BIN = N_("Recycle bin")
Save = Callable[[Session, UUID, Mapping[str, Any]], bool]
_NEVER = {"merged_into_id", "region_code"}
"""What steps of their own set, and what follows from another field: no form offers them."""


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


def readable_to(session: Session, whom: UUID | None, entity: type[Entity], pasts: Sequence[Past]) -> list[Line]:
    """The same with nothing hidden while this person is at the keyboard, and may see it."""
    with in_clear(roles.me(session) == whom and roles.may(session, "sensitive")):
        return readable(session, entity, pasts)


def returnable(entity: type[Entity], keys: Collection[str] = ()) -> frozenset[str]:
    """The fields whose former values can be taken back: of ``keys`` (all where none are named) those that a person types, and
    the firm's own."""
    typed = {key for key, field in typed_fields(entity).items() if field.kind != "opaque"}
    wanted = typed.intersection(keys) | own_fields(entity).keys() if keys else typed
    return frozenset(wanted - {entity.number_field} - _NEVER)


def take_back(session: Session, save: Save, entity: type[Entity], record_id: UUID, values: Mapping[str, Any]) -> bool:
    """Give fields their former values through ``save(session, id, values)``. ConflictError where one is a record that is in the
    recycle bin or gone."""
    for key in values.keys() - returnable(entity):
        raise ValueError(key)
    for field in (field for key, field in typed_fields(entity).items() if field.kind == "link" and values.get(key)):
        _need_living(session, field, values[field.key])
    return save(session, record_id, values)


def _need_living(session: Session, field: Field, wanted: UUID) -> None:
    record = session.get(BY_KEY[field.link], wanted)
    if record is None:
        raise ConflictError(
            N_("What stood in “{label}” no longer exists, so it cannot be taken back. Nothing was changed."),
            label=Translated(field.label),
        )
    if record.deleted_at is not None:
        raise ConflictError(
            N_("“{name}” is in the recycle bin. Nothing was changed; restore it, then take the value of “{label}” back."),
            name=records.titles(session, BY_KEY[field.link], [wanted])[wanted], label=Translated(field.label),
        )  # fmt: skip


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
