"""Saved views: lists as somebody wants to see them again. What a view holds is JSON that the window writes and reads.

A filter by a record that was merged into another one means that one: ids are resolved on reading, so that a merge that is
taken back leaves the view as it was.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import BY_KEY, fields_of
from app.models.base import table_of
from app.models.firm_lists import SavedView
from app.services import records

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved view; ``body`` is empty where what was kept can't be read."""

    id: UUID
    target: str
    name: str
    body: dict[str, Any]
    pinned: bool


def of(session: Session, target: str = "") -> tuple[Kept, ...]:
    """The saved views of one kind of record, or of all, in the order of their places."""
    table = table_of(SavedView)
    wanted = sa.select(table).where(table.c.deleted_at.is_(None)).order_by(table.c.target, table.c.position, table.c.id)
    rows = session.execute(wanted.where(table.c.target == target) if target else wanted).mappings().all()
    bodies = [_meant(session, row["target"], _body(row["query"])) for row in rows]
    return tuple(
        Kept(row["id"], row["target"], row["name"], body, bool(row["pinned"]))
        for row, body in zip(rows, bodies, strict=True)
    )


def _meant(session: Session, target: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body with the ids of records that are there today."""
    wishes = body.get("wishes")
    if not isinstance(wishes, list) or target not in BY_KEY:
        return body
    links = {key: field.link for key, field in fields_of(BY_KEY[target]).items() if field.link}
    return {**body, "wishes": [_resolved(session, links, wish) for wish in wishes]}


def _resolved(session: Session, links: Mapping[str, str], wish: Any) -> Any:
    if not (isinstance(wish, list) and len(wish) == 3 and wish[0] in links and isinstance(wish[2], list)):
        return wish
    from app.services.merged import living_ids  # brings the rules of merging along, which few views need

    try:
        named = [UUID(hex=value) for value in wish[2]]
    except (ValueError, AttributeError, TypeError):
        return wish
    return [*wish[:2], [key.hex for key in living_ids(session, BY_KEY[links[wish[0]]], named)]]


def _body(text: str | None) -> dict[str, Any]:
    try:
        body = json.loads(text or "")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def add(session: Session, target: str, name: str, body: Body) -> UUID:
    """Keep a list as a view at the end; ValidationError where the name is missing or taken."""
    _check_name(session, target, name, None)
    last = session.scalar(sa.select(sa.func.max(SavedView.position)).where(SavedView.target == target))
    values = {"target": target, "name": name, "query": _text(body), "position": (last or 0) + 1}
    return records.create(session, SavedView, values)


def keep(session: Session, view_id: UUID, body: Body) -> bool:
    """Keep what the list shows now under the view's name; True when something differed."""
    return records.update(session, SavedView, view_id, {"query": _text(body)})


def rename(session: Session, view_id: UUID, name: str) -> bool:
    """Call a view otherwise."""
    _check_name(session, records.get(session, SavedView, view_id)["target"], name, view_id)
    return records.update(session, SavedView, view_id, {"name": name})


def pin(session: Session, view_id: UUID, on: bool) -> bool:
    """Let a view stand in the rail, or not."""
    return records.update(session, SavedView, view_id, {"pinned": on})


def remove(session: Session, view_id: UUID) -> None:
    """Drop a view; the records it showed stay."""
    records.delete(session, SavedView, [view_id])


def _text(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check_name(session: Session, target: str, name: str, apart_from: UUID | None) -> None:
    if not name.strip():
        raise records.missing(SavedView, "name")
    others = (view for view in of(session, target) if view.id != apart_from)
    if any(view.name.casefold() == name.strip().casefold() for view in others):
        raise ValidationError(N_("There is a view of this name already. Choose another name."), field="name")
