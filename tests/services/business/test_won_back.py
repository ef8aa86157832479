"""Oracle C22: of 14 lost customers that were contacted 3 ordered again; who came by itself, or was seen too late, is none."""

from datetime import UTC, date, datetime
from typing import Any

from app.analysis.figures import percent
from app.models import BY_KEY, Customer
from app.services import records
from app.services.business import won_back
from app.services.business.period import ending
from app.store.store import Store

YEAR = ending(date(2026, 6, 30))
SEEN, LATER = (datetime(2026, month, 1, 9, tzinfo=UTC) for month in (3, 5))


def _customer(session: Any, seen: datetime | None, back: date | None = None, direction: str = "out", last: int = 2023) -> None:
    key = records.create(session, Customer, {"name": "甲"})
    for day in (date(last, 1, 5), *((back,) if back else ())):
        records.create(session, BY_KEY["orders"], {"customer_id": key, "ordered_on": day, "net": 100})
    if seen is not None:
        visit = {"customer_id": key, "state": "done", "happened_at": seen, "direction": direction, "purpose": "挽回"}
        records.create(session, BY_KEY["visits"], visit)


def test_who_was_won_back(store: Store) -> None:
    def made(session: Any) -> None:
        for place in range(14):
            _customer(session, SEEN, date(2026, 4, 1) if place < 3 else None)
        _customer(session, None, date(2026, 4, 1))  # back by itself
        _customer(session, LATER, date(2026, 4, 1))  # seen when it was back
        _customer(session, SEEN, date(2026, 4, 1), "in")
        _customer(session, SEEN, date(2026, 4, 1), last=2025)  # lost, but not when the year began
        _customer(session, datetime(2025, 6, 1, 9, tzinfo=UTC))  # contacted before it

    store.write("x", made)
    found = store.read(won_back.won_back, YEAR)
    assert (len(found.contacted), len(found.back), float(percent(found.rate) or 0)) == (14, 3, 21.4)
    assert store.read(won_back.won_back, ending(date(2022, 6, 30))).rate.reason == "no_base"
