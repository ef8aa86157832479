"""The sample company's complaints: who, what, how bad, how it was settled, what it cost, and the log of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from app.analysis import priorities
from app.analysis.complaint_states import CLOSED
from app.analysis.workdays import extended, nth_workday, paused_days
from app.formats import local
from app.models import Complaint, ComplaintEvent
from app.services import complaint_due
from app.services.sample_customers import Client
from app.services.sample_outcome import outcome
from app.services.sample_plan import Planned, planned
from app.services.sample_stories import Step, story
from app.services.sample_tools import Sampler, aware, data, keep
from app.services.sample_visits import Cast

_PER_CUSTOMER = {"gold": 5.0, "silver": 3.0, "ordinary": 1.2, "watch": 2.0}
_PUNCTUAL = 0.93
_REPEATS = 0.05
_CHANNELS = {
    "phone": 46.0, "wechat": 22.0, "email": 10.0, "sales": 10.0, "in_person": 7.0, "platform": 3.0, "12315": 1.0, "fax": 1.0,
}  # fmt: skip
_URGENCIES = {"U1": 20.0, "U2": 71.0, "U3": 9.0}
_DEMANDS = {
    "10": "exchange", "20": "resend", "30": "apology", "40": "explanation", "50": "repair", "60": "improve", "70": "improve",
    "80": "explanation",
}  # fmt: skip

Rows = list[dict[str, Any]]


def make_complaints(sampler: Sampler, cast: Cast, colleagues: Mapping[str, UUID]) -> None:
    """180 complaints, oldest first, and every step of their logs."""
    complaints: Rows = []
    events: Rows = []
    for case in planned(sampler):
        row = _received(sampler, cast, colleagues, case, complaints)
        punctual = sampler.chance(_PUNCTUAL)
        steps = _until(story(sampler, case.steps, case.received, row["priority"], punctual), case.stop)
        _lived(sampler, row, steps, case, colleagues, complaints)
        complaints.append(row)
        events += _log(sampler, row, steps, colleagues)
    keep(sampler, Complaint, [{k: v for k, v in row.items() if not k.startswith("_")} for row in complaints])
    keep(sampler, ComplaintEvent, events)


def _until(steps: list[Step], stop: str) -> list[Step]:
    """The steps up to the one that reaches a state for the last time."""
    reached = [index for index, step in enumerate(steps) if step.after == stop]
    return steps[: reached[-1] + 1] if reached else steps


def _received(
    sampler: Sampler, cast: Cast, colleagues: Mapping[str, UUID], case: Planned, earlier: Rows
) -> dict[str, Any]:
    """The intake F-25 and the assessment."""
    client, kind = _who_and_what(sampler, cast, case, earlier)
    product = sampler.dice.choice(cast.products)
    severity = _severity(sampler, kind["severity"]) if case.way != "severe" else "S3"
    if case.way == "spot" and severity > "S2":
        severity = "S2"
    urgency = sampler.weighted(_URGENCIES)
    filled = {"product": product, "days": sampler.dice.randrange(2, 9), "count": sampler.dice.randrange(2, 30)}
    return {
        "id": sampler.key(), "customer_id": client.id, "received_at": aware(case.received), "_kind": kind, "_filled": filled,
        "subject": sampler.text(kind["subject"], **filled), "text": sampler.text(kind["text"], **filled),
        "product": product if kind["product"] else None, "category": kind["l2"], "severity": severity, "urgency": urgency,
        "priority": priorities.priority(severity, urgency), "channel": sampler.weighted(_CHANNELS), "region": client.city,
        "salesperson_id": client.owner, "first_owner_id": client.owner if sampler.chance(0.33) else colleagues["service"],
        "demands": _DEMANDS[kind["l2"][:2]], "mood": sampler.weighted({"1": 2, "2": 5, "3": 4, "4": 1}), "restated": True,
        "safety": severity == "S4", "scope": "batch" if kind["l2"] == "10.4" and sampler.chance(0.5) else "single",
        "batch": f"{case.received:%y%m}{sampler.dice.choice('ABC')}" if kind["product"] else None,
        **_person(sampler, cast, client), **_targets(sampler, case.received, severity, urgency),
    }  # fmt: skip


def _who_and_what(sampler: Sampler, cast: Cast, case: Planned, earlier: Rows) -> tuple[Client, dict[str, Any]]:
    """A customer and a kind of trouble; now and then on purpose the same as shortly before, otherwise never."""
    by_id = {client.id: client for client in cast.clients}
    if case.way == "merged" or (len(earlier) > 20 and not case.stop and sampler.chance(_REPEATS)):
        return by_id[earlier[-3]["customer_id"]], earlier[-3]["_kind"]
    clients = [client for client in cast.clients if not client.prospect]
    kinds = data("complaints")["cases"]
    recent = {(row["customer_id"], row["category"]) for row in earlier[-45:]}
    if case.stop:
        used = {row["category"] for row in earlier[-12:]}
        kinds = [kind for kind in kinds if kind["l2"] not in used and (kind["severity"] == "S3" or case.way != "severe")] or kinds
    while True:
        client = sampler.dice.choices(clients, [0.6 if each.person else _PER_CUSTOMER[each.grade] for each in clients])[0]
        kind = sampler.dice.choices(kinds, [each["weight"] for each in kinds])[0]
        if (client.id, kind["l2"]) not in recent:
            return client, kind


def _severity(sampler: Sampler, usual: str) -> str:
    draw = sampler.dice.random()
    if draw < 0.025:
        return "S4"
    lower = {"S3": "S2", "S2": "S1", "S1": "S1"}
    higher = {"S3": "S3", "S2": "S3", "S1": "S2"}
    return lower[usual] if draw < 0.2 else higher[usual] if draw > 0.93 else usual


def _person(sampler: Sampler, cast: Cast, client: Client) -> dict[str, Any]:
    people = [row for row in cast.people.get(client.id, []) if not row.get("has_left")]
    if not people:
        return {"complainant": client.name}
    who = sampler.dice.choice(people)
    return {"contact_id": who["id"], "complainant": who["name"], "complainant_phone": who["phone"], "relation": who["title"]}


def _targets(sampler: Sampler, received: datetime, severity: str, urgency: str) -> dict[str, Any]:
    due = priorities.due_dates(priorities.MATRIX[severity, urgency], received, sampler.calendar)
    told = sampler.text(data("complaints")["tasks"]["told"], due=sampler.day_text(due.answer.date()))
    return {
        "acknowledge_due": aware(due.acknowledge), "answer_due": aware(due.answer), "close_due": aware(due.close),
        "due_provisional": due.provisional, "told": told,
    }  # fmt: skip


def _lived(
    sampler: Sampler, row: dict[str, Any], steps: list[Step], case: Planned, colleagues: Mapping[str, UUID], earlier: Rows
) -> None:
    """What the steps left behind in the record."""
    row["state"] = steps[-1].after
    row["_steps"] = steps
    if case.way == "merged":
        row["merged_into_id"] = earlier[-3]["id"]
    _paused(sampler, row, steps)
    for key, actions in _STAMPS.items():
        times = [step.at for step in steps if step.action in actions]
        row[key] = aware(times[-1] if key == "answered_at" else times[0]) if times else None
    row |= outcome(sampler, row, steps, case, colleagues)
    row |= _waiting(sampler, row["state"])
    _closed(sampler, row, steps)
    _repeats(row, earlier)


_STAMPS = {
    "acknowledged_at": ("T02", "T03"), "assessed_at": ("T03", "T04"), "answered_at": ("T03", "T14"), "follow_up_at": ("T21",),
}  # fmt: skip


def _paused(sampler: Sampler, row: dict[str, Any], steps: Sequence[Step]) -> None:
    """Waiting for the customer moves what is due (domain/40 §4.5)."""
    spans = [(a.at, b.at) for a, b in pairwise(steps) if a.after == "S45"]
    for key in ("answer_due", "close_due"):
        row[key] = aware(extended(sampler.calendar, local(row[key]), paused_days(sampler.calendar, spans)).at)


def _waiting(sampler: Sampler, state: str) -> dict[str, Any]:
    """Whom a paused case waits for, and until when."""
    ahead = nth_workday(sampler.calendar, sampler.today, 6)
    asked = sampler.text(data("complaints")["tasks"]["waiting"]) if state == "S45" else None
    outside = state == "S98"
    return {
        "waiting_for": asked, "waiting_until": ahead if asked else None, "external_body": "12315" if outside else None,
        "external_no": f"{sampler.today:%Y%m}-0417" if outside else None, "external_due": ahead if outside else None,
    }  # fmt: skip


def _closed(sampler: Sampler, row: dict[str, Any], steps: Sequence[Step]) -> None:
    closings = [step.at for step in steps if step.after in CLOSED and step.before not in CLOSED]
    reopenings = [step.at for step in steps if step.action == "T22"]
    row["reopened"] = len(reopenings) or None
    row["closed_at"] = aware(closings[-1]) if row["state"] in CLOSED else None
    if row["state"] in CLOSED:
        due = priorities.follow_up_due(row["priority"], closings[-1], sampler.calendar)
        row["follow_up_due"] = aware(due.at)
    record = Complaint(**{k: v for k, v in row.items() if not k.startswith("_")})
    record.next_due = row["answer_due"] if row["state"] == "S45" else row["close_due"]
    if reopenings:
        record.next_due = aware(priorities.due_dates(row["priority"], reopenings[-1], sampler.calendar).close)
    complaint_due.set_next_due(record, sampler.calendar)
    row["next_due"] = record.next_due


def _repeats(row: dict[str, Any], earlier: Rows) -> None:
    for former in reversed(earlier[-40:]):
        same = (former["customer_id"], former["category"]) == (row["customer_id"], row["category"])
        near = row["received_at"] - former["received_at"] < timedelta(days=85)
        if same and near and former["state"] not in ("S00", "S96", "S97"):
            row["repeat_of_id"] = former["id"]
            return


def _log(sampler: Sampler, row: dict[str, Any], steps: Sequence[Step], colleagues: Mapping[str, UUID]) -> Rows:
    return [
        {
            "id": sampler.key(), "complaint_id": row["id"], "action": step.action, "at": aware(step.at),
            "from_state": step.before, "to_state": step.after, "by_id": _actor(row, step, colleagues),
            "reason": _reason(sampler, step),
        }
        for step in steps
    ]  # fmt: skip


def _actor(row: dict[str, Any], step: Step, colleagues: Mapping[str, UUID]) -> UUID:
    if step.action in ("T01", "T02", "T03", "T14"):
        return UUID(int=row["first_owner_id"].int)
    if step.action in ("T12", "T13"):
        return colleagues["head"]
    if step.action in ("T20", "T21"):
        return UUID(int=row["follow_up_by_id"].int)
    return UUID(int=(row["handler_id"] or row["first_owner_id"]).int)


_REASONS = {
    "T08": "waiting", "T09": "continued", "T16": "rejected", "T22": "reopen", "T23": "withdraw", "T24": "merge", "T25": "convert",
    "T26": "external",
}  # fmt: skip


def _reason(sampler: Sampler, step: Step) -> str | None:
    key = _REASONS.get(step.action)
    return sampler.text(data("complaints")["tasks"][key]) if key else None
