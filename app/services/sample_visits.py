"""The sample company's two years of visits: done, planned, overdue; some promises due, some kept, some late."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from app.models import Visit
from app.services.sample_customers import Client
from app.services.sample_people import People
from app.services.sample_tools import Sampler, aware, data, keep

_DAYS = 730
_A_YEAR = {"gold": 20, "silver": 10, "ordinary": 4, "watch": 2}
_DURATION = {"visit": (40, 120), "reception": (90, 240), "meeting": (60, 150), "fair": (20, 60)}
_FACE_TO_FACE = frozenset(_DURATION)
_OVERDUE, _TODAY, _AHEAD, _DAYS_AHEAD = 6, 3, 26, 18
_CLOCK = ("09:00", "10:30", "14:00", "15:30", "16:30")
"""When a day's planned visits begin; each takes an hour."""
_LATE_PROMISES, _DUE_PROMISES = 3, 4


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the visits are about."""

    clients: Sequence[Client]
    people: People
    products: Sequence[str]


def make_visits(sampler: Sampler, cast: Cast) -> list[dict[str, Any]]:
    """Done visits of two years, then the plans; the rows, whose ``day`` is when it happened or is planned for."""
    done = [row for client in cast.clients if not client.prospect or sampler.chance(0.5) for row in _done(sampler, cast, client)]
    _open_promises(sampler, done)
    rows = done + _plans(sampler, cast)
    rows.sort(key=lambda row: (row["planned_on"] or row["day"], row["id"]))
    for number, row in enumerate(rows):
        row |= _kept_of_plan(row, number % 9 == 0 and row["day"] < sampler.today - timedelta(days=3))
    for month, group in groupby(rows, key=lambda row: f"{row['planned_on'] or row['day']:%Y%m}"):
        for number, row in enumerate(group, 1):
            row["number"] = f"BF{month}-{number:04d}"
    keep(sampler, Visit, [{k: v for k, v in row.items() if k != "day"} for row in rows])
    return rows


def _kept_of_plan(row: dict[str, Any], is_late: bool) -> dict[str, Any]:
    """Where a plan came from, the day it was first made for, and when the visit was written down: soon, or more than a day
    later."""
    late = timedelta(hours=30 if is_late else 2)
    found: dict[str, Any] = {"recorded_at": row["happened_at"] + late if row.get("happened_at") else None}
    planned = row["planned_on"]
    if planned is None:
        return found | {"origin": None, "first_planned_on": None}
    first = planned - timedelta(days=3) if row.get("moved_times") else planned
    return found | {"origin": "hand", "first_planned_on": first}


def _done(sampler: Sampler, cast: Cast, client: Client) -> list[dict[str, Any]]:
    """A customer's visits, roughly evenly spread; the last may have a next step that nobody has planned yet."""
    count = 3 if client.person else max(2, round(2 * _A_YEAR[client.grade] * sampler.dice.uniform(0.8, 1.2)))
    step = _DAYS / count
    start = sampler.today - timedelta(days=_DAYS)
    days = [start + timedelta(days=int(step * index + sampler.dice.uniform(0.1, 0.9) * step)) for index in range(count)]
    workdays = sorted({day for each in days if (day := sampler.workday(each)) < sampler.today})
    rows = [_one_done(sampler, cast, client, day) for day in workdays]
    if rows and rows[-1]["next_step"]:
        ahead = sampler.dice.choice([-4, -1, 0, *range(2, 30)])
        rows[-1]["next_on"] = sampler.workday(sampler.today + timedelta(days=ahead))
    return rows


def _one_done(sampler: Sampler, cast: Cast, client: Client, day: date) -> dict[str, Any]:
    scene = data("visits")["person_scene"] if client.person else sampler.dice.choice(data("visits")["scenes"])
    product = sampler.dice.choice(cast.products)
    at = sampler.office_time(day)
    base = _who_and_when(sampler, cast, client, at, sampler.chance(0.7))
    if client.person:
        texts = {"purpose": sampler.text(scene[0]), "content": sampler.text(scene[1]), "kind": "visit", "phase": "after"}
        return {**base, **texts, "next_step": None, "promise": None, "next_on": None, "result": "reached"}
    return {**base, **_told(sampler, scene, product, day), **_extras(sampler, scene, cast, client)}


def _who_and_when(sampler: Sampler, cast: Cast, client: Client, at: datetime, planned: bool) -> dict[str, Any]:
    people = cast.people.get(client.id, [])
    moved = sampler.maybe(0.12, sampler.dice.randrange(1, 3)) if planned else None
    return {
        "id": sampler.key(), "customer_id": client.id, "contact_id": _contact(sampler, people), "state": "done", "day": at.date(),
        **(_planned_for(sampler, at) if planned else dict.fromkeys(("planned_on", "planned_time"))), "moved_times": moved,
        "owner_id": client.owner, "happened_at": aware(at), "direction": "out", "level": "rep",
        "mood": sampler.maybe(0.6, sampler.weighted({"2": 1, "3": 3, "4": 5, "5": 2})),
    }  # fmt: skip


def _planned_for(sampler: Sampler, at: datetime) -> dict[str, Any]:
    """Most visits happen on the day and at the time they were planned for."""
    day = at.date() - timedelta(days=sampler.dice.choice([0, 0, 0, 1, -1, 3]))
    return {"planned_on": sampler.workday_before(day), "planned_time": f"{at:%H:%M}"}


def _contact(sampler: Sampler, people: list[dict[str, Any]]) -> Any:
    here = [row for row in people if not row.get("has_left")]
    if not here:
        return None
    weights = [3 if row["role"] == "buyer" else 1 for row in here]
    return sampler.dice.choices(here, weights)[0]["id"]


def _told(sampler: Sampler, scene: dict[str, Any], product: str, day: date) -> dict[str, Any]:
    due = sampler.workday(day + timedelta(days=sampler.dice.randrange(2, 9)))
    promise = scene["promise"] and sampler.text(scene["promise"], product=product, due=sampler.day_text(due))
    return {
        "kind": scene["kind"], "phase": scene["phase"], "purpose": sampler.text(scene["purpose"], product=product),
        "content": sampler.text(scene["content"], product=product), "promise": promise or None,
        "promise_due": due if promise else None,
        "promise_kept_on": due - timedelta(days=sampler.dice.randrange(0, 2)) if promise else None,
        "next_step": sampler.text(scene["next"]), "next_on": sampler.workday(day + timedelta(days=sampler.dice.randrange(7, 21))),
        "result": sampler.weighted({"reached": 6, "partly": 3, "missed": 1}),
    }  # fmt: skip


def _extras(sampler: Sampler, scene: dict[str, Any], cast: Cast, client: Client) -> dict[str, Any]:
    given = data("visits")
    if scene["kind"] not in _FACE_TO_FACE:
        return {"minutes": sampler.dice.randrange(5, 25)}
    low, high = _DURATION[scene["kind"]]
    others = [row["name"] for row in cast.people.get(client.id, [])]
    return {
        "minutes": 5 * (sampler.dice.randrange(low, high) // 5), "place": sampler.text(sampler.dice.choice(given["places"])),
        "with_them": ("、" if sampler.language == "zh" else ", ").join(sampler.dice.sample(others, min(2, len(others)))),
        "cost": sampler.maybe(0.5, 100 * sampler.dice.randrange(20, 600)),
        "competition": sampler.maybe(0.12, sampler.text(sampler.dice.choice(given["competition"]))),
    }  # fmt: skip


def _open_promises(sampler: Sampler, done: list[dict[str, Any]]) -> None:
    """Of the latest promises a few are late and a few due soon; all older ones were kept."""
    promised = sorted((row for row in done if row["promise"]), key=lambda row: (row["day"], row["id"]))
    for row in promised:
        if row["promise_kept_on"] >= sampler.today:
            row["promise_kept_on"] = row["day"]
    late = [row for row in promised if sampler.today - timedelta(days=25) < row["promise_due"] < sampler.today]
    soon = [row for row in promised if row["promise_due"] >= sampler.today]
    for row in late[:_LATE_PROMISES] + soon[-_DUE_PROMISES:]:
        row["promise_kept_on"] = None


def _plans(sampler: Sampler, cast: Cast) -> list[dict[str, Any]]:
    """Plans not carried out yet: overdue, for today, and for the coming five weeks."""
    firms = [client for client in cast.clients if not client.person]
    chosen = sorted(sampler.dice.sample(firms, _OVERDUE + _TODAY + _AHEAD), key=lambda client: client.grade != "gold")
    days = [-sampler.dice.randrange(1, 9) for _ in range(_OVERDUE)] + [0] * _TODAY
    days += [(day - sampler.today).days for day in _days_ahead(sampler)]
    sampler.dice.shuffle(days)
    plans = [_plan(sampler, cast, client, ahead) for client, ahead in zip(chosen, days, strict=True)]
    _give_times(sampler, plans)
    return plans


def _days_ahead(sampler: Sampler) -> list[date]:
    """A day for each visit ahead: the working days of the coming weeks, the first of them twice."""
    days = [sampler.workday(sampler.today + timedelta(days=1))]
    while len(days) < _DAYS_AHEAD:
        days.append(sampler.workday(days[-1] + timedelta(days=1)))
    return [days[number % _DAYS_AHEAD] for number in range(_AHEAD)]


def _give_times(sampler: Sampler, plans: Sequence[dict[str, Any]]) -> None:
    """Nobody is in two places at once, and none of a day's visits lies outside the firm's hours."""
    taken: set[tuple[Any, date, str]] = set()
    for number, row in enumerate(plans):
        while not (free := _free(taken, row["owner_id"], row["planned_on"])):
            row["planned_on"] = row["day"] = sampler.workday(row["planned_on"] + timedelta(days=1))
        row["planned_time"] = free[number % len(free)]
        taken.add((row["owner_id"], row["planned_on"], row["planned_time"]))


def _free(taken: Set[tuple[Any, date, str]], owner: Any, day: date) -> list[str]:
    return [clock for clock in _CLOCK if (owner, day, clock) not in taken]


def _plan(sampler: Sampler, cast: Cast, client: Client, ahead: int) -> dict[str, Any]:
    scenes = [scene for scene in data("visits")["scenes"] if scene["kind"] in ("visit", "phone", "meeting", "reception")]
    scene = sampler.dice.choice(scenes)
    day = sampler.today + timedelta(days=ahead)
    planned = sampler.workday(day) if ahead >= 0 else sampler.workday_before(day)
    return {
        "id": sampler.key(), "customer_id": client.id, "contact_id": _contact(sampler, cast.people.get(client.id, [])),
        "state": "planned", "kind": scene["kind"], "planned_on": planned, "day": planned, "owner_id": client.owner,
        "level": "rep", "moved_times": sampler.maybe(0.2, 1), "next_on": None, "minutes": 60,
        "purpose": sampler.text(scene["purpose"], product=sampler.dice.choice(cast.products)),
        "preparation": sampler.maybe(0.5, sampler.text(sampler.dice.choice(data("visits")["preparation"]))),
    }  # fmt: skip
