"""The visits here that the events of a calendar mean: by their own UID, by the time of a series they came in as.

A series that goes on other days than it did takes its visits along: each new time is the nearest one it no longer has.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.exchange.apply import CHANGED_ONLY, LABELS, MIXED
from app.exchange.calendar_known import Known
from app.exchange.calendar_writer import HOST
from app.formats import today
from app.models import Visit
from app.models.session import logged
from app.services.visit_briefs import Brief, briefs

STEPS = frozenset(words["visits"] for words in (LABELS, CHANGED_ONLY, MIXED))
"""The labels of the steps by which visits come in."""

_CHUNK = 500
_NEAR = timedelta(days=6)
"""A series of every week moves by less than a week: further off is another time of it."""


class Here:
    """The visits that a calendar names. ``left``: UID -> those planned ahead that its series has no more."""

    def __init__(self, session: Session, events: Iterable[Known]) -> None:
        known = list(events)
        own = {one.uid: key for one in known if (key := _own_id(one.uid)) is not None}
        rows = [*_of_ids(session, set(own.values())), *_of_uids(session, {one.key for one in known})]
        rows = [row for row in rows if not (row[3] and _was_taken_back(session, row[0]))]
        self._ids: dict[tuple[str, date | None], UUID] = {}
        gone = {one for one, _uid, _day, is_gone in rows if is_gone}
        for record, uid, day, _gone in sorted(rows, key=lambda row: row[3]):
            if uid:
                self._ids.setdefault((uid, day), record)
        self._days: dict[str, list[tuple[date | None, UUID]]] = defaultdict(list)
        for (uid, day), record in self._ids.items():
            self._days[uid].append((day, record))
        there = {one for one, *_rest in rows}
        self._own = {uid: key for uid, key in own.items() if key in there}
        self._briefs = {one.values["id"]: one for one in briefs(session, [one for one in there if one not in gone])}
        self._first = _firsts(known)
        self.left = {uid: self._follow(several) for uid, several in _series(known).items()}

    def find(self, event: Known) -> Brief | UUID | None:
        """The visit, its id alone where it is in the recycle bin, None where there is none."""
        record = self._ids.get((event.key, event.occurs_on)) if event.occurs else None
        record = record or self._of_own(event) or self._ids.get((event.key, event.occurs_on))
        return None if record is None else self._briefs.get(record, record)

    def _of_own(self, event: Known) -> UUID | None:
        """Our own visit of this UID; of one that was made to repeat on the phone the first time is it."""
        return self._own.get(event.uid) if not event.occurs or self._first.get(event.uid) is event else None

    def _follow(self, several: Sequence[Known]) -> list[Brief]:
        """Give times that are new the visits of those that are no more; the visits nobody wants are returned."""
        days = {one.occurs_on for one in several}
        lost = self._lost(several[0].key, days)
        for one in several:
            place = one.occurs_on
            if place is None or not one.is_regular or (one.key, place) in self._ids or self._of_own(one):
                continue
            nearest = min(lost, key=lambda pair: abs(pair[0] - place), default=None)
            if nearest is not None and abs(nearest[0] - place) <= _NEAR:
                lost.remove(nearest)
                self._ids[one.key, place] = nearest[1].values["id"]
        return [brief for _day, brief in lost if brief.values["planned_on"] >= today()]

    def _lost(self, key: str, days: Collection[date | None]) -> list[tuple[date, Brief]]:
        """(day in the series, visit) of those still planned for a day that the series has no more."""
        found = []
        for day, record in self._days.get(key, ()):
            brief = self._briefs.get(record)
            planned = brief.values["planned_on"] if brief is not None and brief.values["state"] == "planned" else None
            if brief is not None and planned is not None and day not in days:
                found.append((day or planned, brief))
        return sorted(found, key=lambda pair: pair[0])


def _series(known: Iterable[Known]) -> dict[str, list[Known]]:
    """UID -> its times, of every series that stands in the file itself."""
    found: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        if one.occurs:
            found[one.key].append(one)
    return {
        key: sorted(several, key=lambda one: one.occurs_on or date.max) for key, several in found.items()
        if any(one.is_regular for one in several)
    }  # fmt: skip


def _firsts(known: Iterable[Known]) -> dict[str, Known]:
    """UID -> the first time of its series; none where the event stands there by itself too."""
    plain = {one.uid for one in known if not one.occurs}
    times = sorted((one for one in known if one.is_regular and one.uid not in plain), key=lambda one: one.occurs_on or date.max)
    return {one.uid: one for one in reversed(times)}


def _was_taken_back(session: Session, record: UUID) -> bool:
    """Whether a visit is in the recycle bin because the import that brought it was undone: nobody threw it away."""
    return any(entry.label.key in STEPS for entry in logged(session, record, 1))


def _own_id(uid: str) -> UUID | None:
    key, _at, host = uid.partition("@")
    try:
        return UUID(key) if host == HOST else None
    except ValueError:
        return None


_Row = tuple[UUID, str | None, date | None, bool]


def _of_ids(session: Session, ids: Collection[UUID]) -> list[_Row]:
    return _rows(session, Visit.id, sorted(ids))


def _of_uids(session: Session, uids: Collection[str]) -> list[_Row]:
    return _rows(session, Visit.calendar_uid, sorted(uids))


def _rows(session: Session, column: Any, wanted: Sequence[Any]) -> list[_Row]:
    found: list[_Row] = []
    for start in range(0, len(wanted), _CHUNK):
        chosen = column.in_(wanted[start : start + _CHUNK])
        rows = session.execute(sa.select(Visit.id, Visit.calendar_uid, Visit.occurs_on, Visit.deleted_at).where(chosen))
        found += [(one, uid, day, gone is not None) for one, uid, day, gone in rows]
    return found
