"""A file of changes on its way in: read, and carried out as one step that can be undone."""

from collections.abc import Collection
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.exchange import existing
from app.exchange.bundle_complaints import take_lives
from app.exchange.bundle_file import DELETED, is_bundle, sent_entities
from app.exchange.bundle_plan import BundlePlan, Line
from app.exchange.reading import read_sheet
from app.exchange.sheet import ReadOptions, Sheet
from app.exchange.steps import Asked
from app.i18n import N_
from app.models import BY_KEY, Complaint, Entity, fields_of
from app.models.own import gathered
from app.models.session import recorder
from app.services import records
from app.services.merge import MERGED, move_links

_CHANGED = N_("“{name}” was changed elsewhere meanwhile. Open it again and repeat.")
LABEL = N_("Take over changes from {file}")
Choice = tuple[UUID, str]
"""A conflict in which the other laptop's value is wanted: (record, key of the field)."""


def read_bundle(path: Path, first: Sheet | None = None, cancelled: Asked | None = None) -> list[Sheet]:
    """Every sheet of a file of changes. ValidationError where it is none."""
    first = first or read_sheet(path, cancelled=cancelled)
    if not is_bundle(first):
        raise ValidationError(N_("{file} is no file of changes from this program."), file=path.name)
    others = [name for name in first.sheets if name != first.name]
    found = [first, *(read_sheet(path, ReadOptions(sheet=name), cancelled=cancelled) for name in others)]
    return sorted(found, key=lambda sheet: first.sheets.index(sheet.name))


def changes_anything(plan: BundlePlan, chosen: Collection[Choice] = ()) -> bool:
    """Whether there is anything to write."""
    return bool(plan.made) or any(_wanted(line, chosen) for line in plan.lines)


def apply_changes(session: Session, plan: BundlePlan, chosen: Collection[Choice] = ()) -> dict[str, int]:
    """Make the new records, then change the fields that are taken and the conflicts that were ``chosen``: what comes back
    comes first, what goes into the recycle bin goes last, when all that moved away from it has moved.

    Returns how many records were made and how many were changed. ConflictError where one is gone or was changed
    since it was compared; ValidationError where the file contradicts itself or what is here."""
    _require_unchanged(session, plan, chosen)
    try:
        return _take_over(session, plan, chosen)
    except IntegrityError as error:  # a record twice, a number that is missing, a choice that is none
        raise ValidationError(N_("{file} contradicts itself or what is here. Nothing was taken over."), file=plan.file) from error


def _take_over(session: Session, plan: BundlePlan, chosen: Collection[Choice]) -> dict[str, int]:
    order = [entity.entity for entity in sent_entities()]
    for entity in order:
        _make(session, BY_KEY[entity], [(one_id, values) for key, one_id, values in plan.made if key == entity])
    changed = _changed(plan, chosen, order)
    for entity, one_id, values in changed:
        if values.get(DELETED, one_id) is None:
            records.restore(session, BY_KEY[entity], one_id)
    for entity, one_id, values in changed:
        fields = {key: value for key, value in values.items() if key != DELETED}
        if fields and entity != Complaint.entity:
            records.update(session, BY_KEY[entity], one_id, fields)
    take_lives(session, plan, {one_id: values for entity, one_id, values in changed if entity == Complaint.entity})
    for entity, one_id, values in changed:
        if values.get(DELETED) is not None:
            _remove(session, BY_KEY[entity], one_id, values.get(MERGED))
    return {"created": len(plan.made), "updated": len(changed)}


def _require_unchanged(session: Session, plan: BundlePlan, chosen: Collection[Choice]) -> None:
    """What a person agreed to was compared with what was here then."""
    wanted: dict[str, list[Line]] = {}
    for line in plan.lines:
        if _wanted(line, chosen):
            wanted.setdefault(line.entity, []).append(line)
    for entity, lines in wanted.items():
        here = existing.full(session, entity, [line.id for line in lines], list({line.key for line in lines}))
        for line in lines:
            if line.id not in here or here[line.id][line.key] != line.now:
                raise ConflictError(_CHANGED, name=line.title)
    for entity in {entity for entity, _one_id, _values in plan.made}:
        made = [one_id for each, one_id, _values in plan.made if each == entity]
        for one_id in existing.full(session, entity, made, [DELETED]):
            raise ConflictError(_CHANGED, name=plan.titles[one_id])


def _changed(plan: BundlePlan, chosen: Collection[Choice], order: list[str]) -> list[tuple[str, UUID, dict[str, Any]]]:
    """(entity, id, new values) of each record that changes, in the order in which records refer to one another."""
    found: dict[tuple[str, UUID], dict[str, Any]] = {}
    for line in plan.lines:
        if _wanted(line, chosen):
            found.setdefault((line.entity, line.id), {})[line.key] = line.value
    return sorted(((*key, values) for key, values in found.items()), key=lambda each: order.index(each[0]))


def _wanted(line: Line, chosen: Collection[Choice]) -> bool:
    return line.verdict == "taken" or (line.verdict == "conflict" and (line.id, line.key) in chosen)


def _make(session: Session, entity: type[Entity], several: list[tuple[UUID, dict[str, Any]]]) -> None:
    """New records under their own ids, numbers and all; those that point to others of their kind come after them."""
    own = [key for key, field in fields_of(entity).items() if field.kind == "link" and field.link == entity.entity]
    while several:
        waiting = {one_id for one_id, _values in several}
        ready = [one for one in several if not any(one[1].get(key) in waiting - {one[0]} for key in own)] or several
        rows = [{**gathered(records.checked(entity, values, whole=True)), "id": one_id} for one_id, values in ready]
        recorder(session).insert_many(session, entity, rows)
        done = {one_id for one_id, _values in ready}
        several = [one for one in several if one[0] not in done]


def _remove(session: Session, entity: type[Entity], one_id: UUID, into: UUID | None) -> None:
    """Into the recycle bin, unless it went there with its owner; what came to a merged record here goes on ``into`` the one
    that took it in."""
    if into is not None:
        move_links(session, entity, into, one_id)
    if records.get(session, entity, one_id)[DELETED] is None:
        records.delete(session, entity, [one_id])
