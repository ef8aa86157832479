"""Which rows mean the same thing: rows of one file among themselves, and rows and records that are there already.

A key decides: the number or code, then the credit code, else the name (people: the name at their customer; complaints
without a number: who, when and what). A record is taken by one row only, first by the row that equals it in everything:
the same file imported twice changes nothing.
"""

import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.exchange import birthdays, existing, remembered, surnames
from app.exchange.drafts import Draft
from app.exchange.keeping import dropped, replaced, with_lines, with_room
from app.exchange.lived import NEEDED, lived
from app.exchange.match_keys import COLUMNS, MONEY, NUMBERS, WHAT
from app.exchange.names import public_fields, same
from app.exchange.plan_types import NewCustomer
from app.exchange.similar import alike
from app.exchange.spreadsheet import is_cut
from app.exchange.steps import Steps
from app.formats import local
from app.models import BY_KEY, fields_of
from app.models.own import PREFIX
from app.services.merged import merged_away

_NAMING = frozenset({"name", "code", "number", "credit_code"})
_KEY_KINDS = frozenset({"code", "name", "line", "phone", "email"})
_PHONES = frozenset({"phone", "mobile", "office_phone", "fax"})
_NO_DIGIT = re.compile(r"\D")
Key = tuple[Any, ...]


def key_fields(entity: str) -> dict[str, str]:
    """The fields by which a person can have rows find records: public name -> key."""
    fields = public_fields(entity).items()
    return {name: one.key for name, one in fields if one.kind in _KEY_KINDS and not one.key.startswith(PREFIX)}


def hard_keys(entity: str, values: Mapping[str, Any], chosen: str = "") -> Iterator[Key]:
    """The keys that say for certain which record is meant: by the ``chosen`` field alone where a person named one."""
    if chosen:
        if values.get(chosen):
            yield (chosen, _comparable(chosen, values[chosen]))
        return
    number = NUMBERS.get(entity, "")
    if values.get(number):
        yield (number, same(values[number]))
    if entity == "customers" and values.get("credit_code"):
        yield ("credit_code", existing.credit_key(values["credit_code"]))


def soft_key(entity: str, values: Mapping[str, Any], keys: frozenset[str]) -> Key | None:
    """The key of a record that has no certain one; None where nothing names it."""
    if entity in WHAT:
        return tuple(values.get(key) for key in WHAT[entity] if key in keys)
    if entity == "visits":
        return (values.get("customer_id"), _day(values), same(str(values.get("purpose") or values.get("content") or "")))
    return (values.get("customer_id"), same(values["name"])) if values.get("name") else None


def _day(values: Mapping[str, Any]) -> date | None:
    """The day of a visit, planned or past."""
    planned: date | None = values.get("planned_on")
    return local(values["happened_at"]).date() if values.get("happened_at") else planned


def _comparable(key: str, value: Any) -> str:
    if key == "credit_code":
        return existing.credit_key(value)
    return _NO_DIGIT.sub("", value) if key in _PHONES else same(str(value))


def repeats(entity: str, drafts: Sequence[Draft], chosen: str = "") -> dict[int, int]:
    """Row -> earlier row of the same file that it repeats, by key or in every value.

    A complaint that says neither who nor what beyond a day and a category names no case, so it repeats none.
    """
    first: dict[Key, int] = {}
    found: dict[int, int] = {}
    for draft in drafts:
        keys = list(hard_keys(entity, draft.values, chosen)) or ([] if entity in MONEY else _whole(draft))
        earlier = next((first[key] for key in keys if key in first), None)
        if earlier is not None:
            found[draft.row] = earlier
        else:
            first.update((key, draft.row) for key in keys)
    return found


def _whole(draft: Draft) -> list[Key]:
    if not draft.names_something:
        return []
    everything = sorted((*draft.values.items(), *draft.links.items()), key=lambda item: item[0])
    return [("all", *everything, *draft.lines)]


@dataclass(frozen=True, slots=True)
class Match:
    """The record a row means, what differs there, and whether the life of a complaint or request differs (which is left alone).

    ``doubtful`` where the row could as well mean another one, ``another`` where its number finds one of quite another name
    (how that is called here; " " where it has no name of its own); ``dropped`` are headed
    lines that its notes lose, ``outside`` is what the record's notes have no room for,
    ``unfit`` what is wrong with values that don't go with what the record has, by field key, ``former`` what it has where it
    differs."""

    record: UUID
    changes: dict[str, Any]
    other_life: bool = False
    doubtful: bool = False
    another: str = ""
    dropped: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    unfit: Mapping[str, ValidationError] = field(default_factory=dict)
    former: Mapping[str, Any] = field(default_factory=dict)


def match(
    session: Session, entity: str, drafts: Sequence[Draft], named: frozenset[int], chosen: str = "", steps: Steps | None = None,
    claimed: Collection[UUID] = (),
) -> dict[int, Match]:  # fmt: skip
    """Row -> the record it means. Rows without an entry are new; a row not in ``named`` only means what equals it. With a
    ``chosen`` key only that finds a record; the ``claimed`` ones are other rows' already."""
    steps = steps or Steps()
    index = _Index(entity, session, chosen)
    candidates = {draft.row: index.candidates(draft) for draft in drafts}
    needed = {*{"notes"} & fields_of(BY_KEY[entity]).keys(), *_with_names(entity), *_calendars(entity).values()}
    needed = needed.union(*(draft.values for draft in drafts))
    needed |= NEEDED.get(entity, frozenset())
    records = existing.full(session, entity, (one for several in candidates.values() for one in several), sorted(needed))
    found: dict[int, Match] = {}
    taken = set(claimed)
    for equal_only in (True, False):
        for draft in drafts:
            steps.check()
            if draft.row not in found and (equal_only or draft.row in named):
                free = [one for one in candidates[draft.row] if one not in taken]
                best = _best(entity, draft, free, records, index, equal_only)
                if best is not None:
                    found[draft.row] = replace(best, doubtful=len(free) > 1 and bool(best.changes))
                    taken.add(best.record)
    return found


def _best(
    entity: str, draft: Draft, free: list[UUID], records: Mapping[UUID, Mapping[str, Any]], index: "_Index", equal_only: bool
) -> Match | None:
    for one in free:
        unfit = _unfit(entity, draft, records[one])
        changes, outside = differences(draft, records[one], unfit, index.headers)
        changes = _news(changes, draft, index.former.get(one, ()))
        changes |= surnames.renamed(changes, records[one])
        life = {key: changes.pop(key) for key in lived(entity, records[one], changes) & set(changes)}
        if not equal_only or not (changes or life):
            lost = dropped(records[one]["notes"], changes["notes"]) if "notes" in changes else ()
            former, another = {key: records[one].get(key) for key in changes}, _another(changes, records[one])
            return Match(one, changes, bool(life), False, another, tuple(lost), outside, unfit, former)
    return None


def _another(changes: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    """What a record is called here whose name the row changes to quite another one; " " for one of another customer."""
    if changes.get("name"):
        return "" if alike(str(changes["name"]), str(record["name"])) else str(record["name"])
    return " " if changes.get("customer_id") and record["customer_id"] else ""


def _with_names(entity: str) -> frozenset[str]:
    """What changes with a name."""
    return frozenset({surnames.KEY} & fields_of(BY_KEY[entity]).keys())


@cache
def _calendars(entity: str) -> dict[str, str]:
    """Birthday -> the field that says in which calendar it counts."""
    return {key: one.calendar for key, one in fields_of(BY_KEY[entity]).items() if one.calendar}


def _unfit(entity: str, draft: Draft, record: Mapping[str, Any]) -> dict[str, ValidationError]:
    """Birthdays that are none in the calendar of the record, where the row says none itself."""
    days = {key: calendar for key, calendar in _calendars(entity).items() if draft.values.get(key)}
    said = {key: draft.values.get(calendar) or record[calendar] for key, calendar in days.items()}
    found = {key: birthdays.unfit(draft.values[key], calendar) for key, calendar in said.items()}
    return {key: error for key, error in found.items() if error is not None}


def differences(
    draft: Draft, record: Mapping[str, Any], unfit: Container[str], headers: Container[str] = ()
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The draft's values that the record doesn't have, and the lines for which its notes have no room. Lines kept in the
    notes under one of the ``headers`` stay: they only gain some, also the ``unfit`` values."""
    outside: tuple[str, ...] = ()
    values = {key: value for key, value in draft.values.items() if key not in unfit}
    lines = [*draft.lines, *(line for key in draft.values if key in unfit for line in draft.places.lines(draft.cells, key))]
    notes, said = record.get("notes"), [*filter(None, [values.get("notes")]), *lines]
    if lines and with_lines(notes, said) == notes:
        values["notes"] = notes  # the row again, in whatever order
    elif said and not (not lines and _equal("notes", values["notes"], notes)):
        values["notes"], outside = _noted(notes, values.get("notes"), lines, headers)
    namesakes = draft.namesakes
    changes = {
        key: value
        for key, value in values.items()
        if not _equal(key, value, record.get(key)) and record.get(key) not in namesakes.get(key, ())
    }
    return changes, outside


def _noted(
    notes: str | None, fresh: str | None, lines: Sequence[str], headers: Container[str]
) -> tuple[str | None, tuple[str, ...]]:
    """Notes as a row says them with its lines below, and what there is no room for."""
    whole, outside = replaced(notes, fresh, headers) if fresh else (notes, ())
    whole, more = with_room(whole, lines)
    return whole, (*outside, *more)


def _news(changes: dict[str, Any], draft: Draft, former: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a row only repeats of a record that was merged into this one was decided when they were merged."""
    said = {**changes, "notes": changes.get("notes") if draft.lines else draft.values.get("notes")}
    return {key: value for key, value in changes.items() if not any(_equal(key, said[key], one.get(key)) for one in former)}


def _equal(key: str, value: Any, present: Any) -> bool:
    """Names and numbers that found the record are equal to its own in whatever spelling, a text to what a sheet left of it."""
    if value == present:
        return True
    if not isinstance(value, str) or not isinstance(present, str):
        return False
    return (key in _NAMING and same(value) == same(present)) or is_cut(value, present)


class _Index:
    """The living records of one entity by the keys that rows may carry."""

    def __init__(self, entity: str, session: Session, chosen: str = "") -> None:
        self._entity, self._chosen = entity, chosen
        wanted = (chosen,) if chosen else COLUMNS[entity]
        rows = existing.keyed(session, entity, wanted)
        self._records = [(one, dict(zip(wanted, columns, strict=True))) for one, columns in rows]
        self._soft: dict[frozenset[str], dict[Key, list[UUID]]] = {}
        self._hard: dict[Key, list[UUID]] = {}
        self.headers = remembered.kept_headers(session, entity)
        # living record -> the values of those that were merged into it
        self.former: dict[UUID, list[dict[str, Any]]] = {}
        for one, merged in merged_away(session, BY_KEY[entity], tuple(fields_of(BY_KEY[entity]))):
            self.former.setdefault(one, []).append(merged)
            self._records.append((one, {key: merged[key] for key in wanted}))
        for one, values in self._records:
            for key in hard_keys(entity, values, chosen):
                self._hard.setdefault(key, []).append(one)

    def candidates(self, draft: Draft) -> list[UUID]:
        """The records a row may mean, the likeliest first."""
        keys = list(hard_keys(self._entity, draft.values, self._chosen))
        certain = [one for key in keys for one in self._hard.get(key, ())]
        if certain or self._chosen or any(key[0] in ("code", "number") for key in keys):
            return list(dict.fromkeys(certain))
        present = frozenset(key for key in WHAT.get(self._entity, ()) if draft.values.get(key) is not None)
        soft = soft_key(self._entity, {**draft.usual, **draft.values}, present)
        if soft is None or any(isinstance(part, NewCustomer) for part in soft):
            return []
        without = present | ({"no credit code"} if keys else frozenset())
        return self._by_soft(without).get(soft, [])

    def _by_soft(self, keys: frozenset[str]) -> dict[Key, list[UUID]]:
        """Made when a row first needs it: rows of one file have few different sets of filled keys."""
        if keys not in self._soft:
            made = self._soft.setdefault(keys, {})
            for one, values in self._records:
                soft = soft_key(self._entity, values, keys)
                if soft is not None and not ("no credit code" in keys and values.get("credit_code")):
                    made.setdefault(soft, []).append(one)
        return self._soft[keys]
