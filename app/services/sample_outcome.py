"""How far a complaint of the sample company came: handler, cause, solution, cost, and what the customer said at the end."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.services.sample_plan import Planned
from app.services.sample_stories import Step
from app.services.sample_tools import Sampler, data

_VALIDITY = {"valid": 79.0, "invalid": 9.0, "assist": 12.0}
_ATTITUDES = {"5": 34.0, "4": 47.0, "3": 12.0, "2": 5.0, "1": 2.0}
_RESULTS = {"reached": 90.0, "not_reached": 7.0, "refused": 3.0}

Row = dict[str, Any]


def outcome(
    sampler: Sampler, row: Row, steps: Sequence[Step], case: Planned, colleagues: Mapping[str, UUID]
) -> Row:
    """The fields of F-26 and F-27 that the steps taken so far have filled."""
    taken = {step.action for step in steps}
    found: Row = {"handler_id": None, "validity": "pending", "follow_up_by_id": None}
    if taken & {"T04", "T03", "T25"}:
        found |= _assessed(sampler, row, colleagues)
    if taken & {"T06", "T03"}:
        found |= _investigated(sampler, row)
    if taken & {"T10", "T11", "T03"}:
        found |= _settled(sampler, row, case)
    if taken & {"T14", "T03"}:
        found["answer"] = sampler.text(data("complaints")["tasks"]["answer"], solution=found["solution"])
    if taken & {"T15", "T19", "T03"}:
        found |= {"accepted": "T15" in taken or "T03" in taken, "executed_on": _closing_day(steps)}
    if taken & {"T20", "T21"}:
        found["follow_up_by_id"] = _somebody_else(found["handler_id"], colleagues)
    if "T21" in taken:
        found |= _asked(sampler)
    return found


def _assessed(sampler: Sampler, row: Row, colleagues: Mapping[str, UUID]) -> Row:
    area = row["category"][:2]
    handler = colleagues["quality"] if area in ("10", "50") else colleagues["service"]
    if area in ("60", "70", "80") and sampler.chance(0.6):
        handler = row["salesperson_id"]
    return {"handler_id": handler, "department": sampler.text(data("complaints")["departments"][area])}


def _investigated(sampler: Sampler, row: Row) -> Row:
    tasks = data("complaints")["tasks"]
    contained = sampler.text(tasks["containment"]) if row["scope"] == "batch" else None
    return {"investigation": sampler.text(tasks["investigation"]), "containment": contained}


def _settled(sampler: Sampler, row: Row, case: Planned) -> Row:
    kind = row["_kind"]
    validity = sampler.weighted(_VALIDITY) if case.way != "reopened" else "valid"
    low, high = kind["cost"] if validity == "valid" else (0, 0)
    paid = sampler.dice.randrange(low, high + 1) if high and sampler.chance(0.7) else 0
    if case.way == "spot":
        paid = min(paid, 180)
    sent_back = paid > 0 and kind["product"] and case.way != "spot"
    return {
        "validity": validity, "cause": kind["cause"], "cause_text": sampler.text(kind["cause_text"]),
        "party": kind.get("party", "us") if validity == "valid" else "customer", "solution": sampler.text(kind["solution"]),
        "prevention": sampler.text(kind["prevention"]), "compensation": paid * 100 or None,
        "logistics_cost": 100 * sampler.dice.randrange(30, 400) if sent_back else None,
        "returns_cost": 100 * sampler.dice.randrange(100, 1500) if sent_back and row["category"] == "10.4" else None,
        "labour_minutes": 15 * sampler.dice.randrange(2, 28),
    }  # fmt: skip


def _closing_day(steps: Sequence[Step]) -> Any:
    return next((step.at.date() for step in reversed(steps) if step.action in ("T15", "T19", "T03")), None)


def _somebody_else(handler: UUID | None, colleagues: Mapping[str, UUID]) -> UUID:
    return colleagues["service"] if handler != colleagues["service"] else colleagues["head"]


def _asked(sampler: Sampler) -> Row:
    result = sampler.weighted(_RESULTS)
    if result != "reached":
        return {"follow_up_result": result, "satisfaction": "0" if result == "refused" else None}
    attitude = sampler.weighted(_ATTITUDES)
    words = data("complaints")["comments" if attitude >= "3" else "bad_comments"]
    fair = {key: str(min(5, max(1, int(attitude) + sampler.dice.choice([-1, 0, 0, 1])))) for key in _FAIR}
    return {
        "follow_up_result": result, "satisfaction": attitude, **fair,
        "follow_up_note": sampler.maybe(0.45, sampler.text(sampler.dice.choice(words))),
    }  # fmt: skip


_FAIR = ("fair_outcome", "fair_process", "fair_manner", "stays")
