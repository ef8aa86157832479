"""The sample company's service requests in every state (domain/40 §4.11): among them one that became a complaint and kept when it
came in, and those that complaints turned out to be."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.analysis import request_states as states
from app.formats import local
from app.models import Complaint, Customer
from app.models.request import ServiceRequest
from app.services import records, requests
from app.services.sample_customers import Client
from app.services.sample_tools import Sampler, aware, data, keep
from app.services.sample_visits import Cast

_TEXTS = ("solution", "notes", "rating_note")
_CODES = ("kind", "channel", "state", "entitlement", "price", "rating")
_TIMES = {"dispatched": "dispatched_at", "responded": "responded_at", "done": "done_at", "confirmed": "confirmed_at"}
_FREE = frozenset({"enquiry", "suggestion", "order"})
_SAME = ("subject", "customer_id", "contact_id", "received_at", "channel", "first_owner_id", "product", "text")

Row = dict[str, Any]
_Free = dict[str, list[Client]]
"""Customers by their level of service, "" for private ones."""


def make_requests(sampler: Sampler, cast: Cast, colleagues: Mapping[str, UUID]) -> None:
    """Those of requests.json, counted back from the sample's day, and those of the complaints, each with its own number."""
    free = _by_level(sampler, cast)
    rows = [_row(sampler, cast, colleagues, given, free) for given in data("requests")["cases"]]
    rows += [_returned(sampler, case) for case in _cases(sampler, Complaint.state == "S97")]
    turned = _turned(sampler)
    rows = sorted([*rows, *turned], key=lambda row: (row["received_at"], row["id"]))
    _number(rows)
    keep(sampler, ServiceRequest, rows)
    for row in turned:
        words = sampler.text(data("requests")["turned"]["words"], number=row["number"])
        records.update(sampler.session, Complaint, row["complaint_id"], {"description": words}, sealed=True)


def _row(sampler: Sampler, cast: Cast, colleagues: Mapping[str, UUID], given: Mapping[str, Any], free: _Free) -> Row:
    client = _client(sampler, free[given["level"]])
    product = sampler.dice.choice(_fitting(sampler, cast, given.get("product", "")))
    received = datetime.combine(sampler.workdays_ago(given["days"]), time.fromisoformat(given["at"]))
    row: Row = {
        "id": sampler.key(), "customer_id": client.id, "received_at": aware(received), "product": product,
        "subject": sampler.text(given["subject"], product=product), "text": sampler.text(given["text"], product=product),
        "first_owner_id": colleagues[given["owner"]], "handler_id": colleagues.get(given.get("handler", "")),
        "entitlement": "included" if given["kind"] in _FREE else "open",
        **{key: given[key] for key in _CODES if key in given},
        **{key: sampler.text(given[key]) for key in _TEXTS if key in given},
        **{column: aware(sampler.later(received, given[key])) for key, column in _TIMES.items() if key in given},
        **_person(sampler, cast, client),
    }  # fmt: skip
    if "price" in row:
        row["price_accepted"] = "yes"
    return row | _promised(sampler, row)


def _by_level(sampler: Sampler, cast: Cast) -> _Free:
    found: _Free = {}
    for client in cast.clients:
        if not client.prospect:
            level = "" if client.person else requests.level_of(sampler.session, client.id)
            found.setdefault(level, []).append(client)
    return found


def _client(sampler: Sampler, those: list[Client]) -> Client:
    """One of them who asks for nothing else."""
    return those.pop(sampler.dice.randrange(len(those)))


def _fitting(sampler: Sampler, cast: Cast, part: str) -> Sequence[str]:
    """The products whose Chinese name has this part."""
    given = data("firm")["products"]
    return [sampler.text(row["name"]) for row in given if part in row["name"][0]] if part else cast.products


def _person(sampler: Sampler, cast: Cast, client: Client) -> Row:
    people = [row for row in cast.people.get(client.id, []) if not row.get("has_left")]
    if not people:
        return {}
    who = sampler.dice.choice(people)
    return {"contact_id": who["id"], "caller_phone": who["phone"]}


def _promised(sampler: Sampler, row: Row) -> Row:
    """The service level of the customer, and by when it promises an answer."""
    level = requests.level_of(sampler.session, row["customer_id"])
    return {"level": level, **requests.deadlines(sampler.session, {**row, "level": level})}


def _cases(sampler: Sampler, *wanted: sa.ColumnElement[bool]) -> Sequence[Complaint]:
    found = sa.select(Complaint).where(*wanted).order_by(Complaint.received_at.desc(), Complaint.id.desc())
    return sampler.session.scalars(found).all()


def _returned(sampler: Sampler, case: Complaint) -> Row:
    """The request that a complaint was, answered within the day (T25)."""
    begun = local(case.received_at)
    row = _of_complaint(sampler, case, "enquiry") | {
        "state": states.DONE, "handler_id": case.handler_id or case.first_owner_id,
        "solution": sampler.text(data("requests")["returned"]["solution"]),
        "responded_at": aware(sampler.later(begun, 90)), "done_at": aware(sampler.later(begun, 150)),
        "confirmed_at": aware(sampler.later(begun, 240)),
    }  # fmt: skip
    return row


def _turned(sampler: Sampler) -> list[Row]:
    """The latest complaint that somebody may have asked for first: a repair, spare parts, how to mount it."""
    kinds = data("requests")["turned"]
    firms = sa.select(Customer.id).where(Customer.kind == "company")
    fitting = (Complaint.category.in_([key for key in kinds if key != "words"]), Complaint.customer_id.in_(firms))
    for case in _cases(sampler, *fitting, Complaint.state.not_in(("S96", "S97"))):
        row = _of_complaint(sampler, case, kinds[case.category])
        return [row | {"state": states.COMPLAINT, "handler_id": case.handler_id or case.first_owner_id}]
    return []


def _of_complaint(sampler: Sampler, case: Complaint, kind: str) -> Row:
    row = {"id": sampler.key(), **{key: getattr(case, key) for key in _SAME}, "kind": kind, "complaint_id": case.id}
    row |= {"caller_phone": case.complainant_phone, "entitlement": "included"}
    return row | _promised(sampler, row)


def _number(rows: Sequence[Row]) -> None:
    """FW202607-0001: counted within the month of the receipt."""
    counts: dict[str, int] = {}
    for row in rows:
        month = f"{local(row['received_at']):%Y%m}"
        counts[month] = counts.get(month, 0) + 1
        row["number"] = f"FW{month}-{counts[month]:04d}"
