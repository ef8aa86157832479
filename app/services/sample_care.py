"""What the sample company cares for: contracts and warranties that run out, three care plans, a few phone memos (F-07, F-28)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.i18n import gettext_text as _
from app.i18n import use_language
from app.models.care import CarePlan
from app.models.customer_parts import Agreement
from app.models.memo import PhoneMemo
from app.services.care_plans import TEMPLATES
from app.services.sample_customers import Client
from app.services.sample_tools import Sampler, aware, data, keep

_SOON = (62, 33)
"""In so many days the first contract and the first warranty run out."""
Row = dict[str, Any]


def make_care(sampler: Sampler, clients: Sequence[Client], products: Sequence[str], colleagues: Mapping[str, UUID]) -> None:
    """Agreements of the better customers, plans that remind of them and of birthdays, memos of which one is open."""
    firms = [each for each in clients if not each.person and not each.prospect]
    best = sorted((each for each in firms if each.grade in ("gold", "silver")), key=lambda each: each.grade != "gold")
    keep(sampler, Agreement, [*_contracts(sampler, best[:10]), *_warranties(sampler, best[3:12], products)])
    keep(sampler, CarePlan, [_plan(sampler, given) for given in data("care")["plans"]])
    memos = zip(data("care")["memos"], best[4:], strict=False)
    rows = [_memo(sampler, given, each, colleagues) for given, each in memos]
    keep(sampler, PhoneMemo, sorted(rows, key=lambda row: row["called_at"]))


def _contracts(sampler: Sampler, clients: Sequence[Client]) -> list[Row]:
    found = []
    for number, client in enumerate(clients):
        ends = sampler.today + timedelta(days=_SOON[0] if number == 0 else sampler.dice.randrange(70, 420))
        words = sampler.text(sampler.dice.choice(data("care")["contracts"]))
        found.append({
            "id": sampler.key(), "customer_id": client.id, "kind": "contract", "name": words,
            "number": f"HT-{ends.year - 1}-{number + 11:03d}", "starts_on": _years_before(ends, 1), "ends_on": ends,
        })  # fmt: skip
    return found


def _warranties(sampler: Sampler, clients: Sequence[Client], products: Sequence[str]) -> list[Row]:
    found = []
    for number, client in enumerate(clients):
        ends = sampler.today + timedelta(days=_SOON[1] if number == 0 else sampler.dice.randrange(-60, 500))
        words = sampler.text(sampler.dice.choice(data("care")["warranties"]), product=sampler.dice.choice(products))
        found.append({"id": sampler.key(), "customer_id": client.id, "kind": "warranty", "name": words,
                      "starts_on": _years_before(ends, 2), "ends_on": ends})  # fmt: skip
    return found


def _years_before(day: date, years: int) -> date:
    """The day after the same one so many years earlier: what begins then ends on the day."""
    return date(day.year - years, day.month, min(day.day, 28)) + timedelta(days=1)


def _plan(sampler: Sampler, given: Row) -> Row:
    """One of the usual plans, with a text of its own."""
    template = next(each for each in TEMPLATES if each["occasion"] == given["occasion"])
    called = template["name"]
    with use_language(sampler.language):
        name = _(called)
    return {"id": sampler.key(), **template, "name": name, "words": sampler.text(given["words"])}


def _memo(sampler: Sampler, given: Row, client: Client, colleagues: Mapping[str, UUID]) -> Row:
    day = sampler.workdays_ago(given["ago"])
    called, settled = datetime.combine(day, time(given["hour"], 20)), datetime.combine(day, time(given["hour"] + 1, 40))
    is_open, due = given["state"] == "open", datetime.combine(sampler.workday(sampler.today), time(17))
    words = {key: sampler.text(given[key]) for key in ("subject", "caller")}
    return {
        "id": sampler.key(), **words, "customer_id": client.id, "called_at": aware(called),
        "caller_phone": f"1990000{4100 + given['ago']}", "for_id": colleagues[given["for"]],
        "taken_by_id": colleagues[given["by"]], "urgency": given.get("urgency"), "call_back": given["state"] != "settled",
        "call_by": aware(due) if is_open else None, "state": given["state"],
        "accepted_at": None if is_open else aware(settled), "settled_at": None if is_open else aware(settled),
        "result": None if is_open else sampler.text(given["result"]),
    }  # fmt: skip
