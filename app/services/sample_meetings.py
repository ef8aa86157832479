"""Who met at the sample company's visits, with their attitude before and after, and what either side promised there (F-06)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.models.visit_parts import VisitPerson, VisitPromise
from app.services.sample_people import People
from app.services.sample_tools import Sampler, data, keep

_MET, _ALONG = 40, 3
"""So many of the last visits say who was there; so many coming ones are made together with the manager."""
_FACE_TO_FACE = frozenset({"visit", "reception", "meeting", "fair"})
Row = dict[str, Any]


def make_meetings(sampler: Sampler, visits: Sequence[Row], people: People, boss: UUID) -> None:
    """People met at the latest visits, the manager along at a few coming ones, six promises of the last weeks."""
    known = {row["id"]: row for group in people.values() for row in group}
    done = [row for row in visits if row["state"] == "done" and row["contact_id"] in known and row["kind"] in _FACE_TO_FACE]
    done.sort(key=lambda row: (row["happened_at"], row["id"]), reverse=True)
    met = [line for row in done[:_MET] for line in _met(sampler, row, people, known)]
    keep(sampler, VisitPerson, [*_latest_first(met), *_along(sampler, visits, boss)])
    keep(sampler, VisitPromise, _promised(sampler, done))


def _met(sampler: Sampler, visit: Row, people: People, known: dict[UUID, Row]) -> list[Row]:
    """The person who was visited, and often a second one."""
    first = known[visit["contact_id"]]
    others = [row for row in people[visit["customer_id"]] if row["id"] != first["id"] and not row.get("has_left")]
    there = [first, *(sampler.dice.sample(others, 1) if others and sampler.chance(0.4) else [])]
    return [{"id": sampler.key(), "visit_id": visit["id"], "contact_id": row["id"], "after": row["attitude"]} for row in there]


def _latest_first(met: Sequence[Row]) -> list[Row]:
    """What somebody thinks of us after the last visit is what stands in the file; now and then a visit moved it."""
    found: list[Row] = []
    for number, line in enumerate(met):
        attitude = int(line["after"])
        before = attitude - 1 if number % 4 == 0 and attitude > -2 else attitude
        found.append({**line, "before": str(before)})
    return found


def _along(sampler: Sampler, visits: Sequence[Row], boss: UUID) -> list[Row]:
    """The manager goes along where he is not somewhere else that day."""
    found: dict[Any, Row] = {}
    for row in visits:
        free = row["planned_on"] not in found and row["owner_id"] != boss
        if row["state"] == "planned" and row["planned_on"] > sampler.today and row["kind"] in _FACE_TO_FACE and free:
            found[row["planned_on"]] = {"id": sampler.key(), "visit_id": row["id"], "employee_id": boss, "level": "cxo"}
    return list(found.values())[:_ALONG]


def _promised(sampler: Sampler, done: Sequence[Row]) -> list[Row]:
    return [_promise(sampler, given, visit) for given, visit in zip(data("care")["promises"], done[2::3], strict=False)]


def _promise(sampler: Sampler, given: Row, visit: Row) -> Row:
    due = sampler.workday(visit["day"] + timedelta(days=given["after"]))
    kept = min(due, sampler.today - timedelta(days=1)) if given["kept"] else None
    who = {"responsible_id": visit["owner_id"]} if given["side"] == "us" else {"contact_id": visit["contact_id"]}
    return {
        "id": sampler.key(), "visit_id": visit["id"], "side": given["side"], "kind": given["kind"], **who,
        "name": sampler.text(given["name"]), "amount": given.get("amount"), "due_on": due,
        "kept_on": max(kept, visit["day"]) if kept is not None else None,
    }  # fmt: skip
