"""C36 is counted alike wherever it stands: the month's R-08 and one customer's figures."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.visit_figures import VisitFigures, visit_figures
from app.formats import today
from app.models import Customer
from app.reports import customer_reading
from app.services import records, visit_performance, visits
from app.store.store import Store

DAY = today() - timedelta(days=5)


def test_a_plan_called_off_is_out_of_what_was_due_only_where_the_customer_did(store: Store) -> None:
    def made(session: Session) -> Any:
        customer = records.create(session, Customer, {"name": "A"})
        for missed in ("customer", "absent", "us", "way", "settled", "other", None):
            visits.cancel(session, visits.plan(session, {"customer_id": customer, "planned_on": DAY}), missed=missed)
        visits.move(session, visits.plan(session, {"customer_id": customer, "planned_on": DAY}), today() + timedelta(days=9))
        visits.plan(session, {"customer_id": customer, "planned_on": DAY, "kind": "phone"})
        visits.record(session, {"content": "x"}, visits.plan(session, {"customer_id": customer, "planned_on": DAY}))
        return customer

    def own(session: Session, customer: Any) -> VisitFigures:
        lines = customer_reading.visits(session, customer, today())
        return visit_figures(customer_reading.visit_facts(lines), DAY, today())

    customer = store.write("x", made).value
    found = store.read(own, customer)
    whole = store.read(visit_performance.between, DAY, today())
    of_both = [(each.planned, each.cancelled, each.on_time, each.done) for each in (found, whole.total.figures)]
    assert of_both == [(8, 1, 1, 1)] * 2
    assert dict(whole.missed)["customer"] == 1
