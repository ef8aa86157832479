"""The window's export of visits to a phone."""

from datetime import date
from typing import Any

from app.models import Customer
from app.services import records, visits
from app.services.lists import ListQuery
from app.ui.lists.exporting import export_to


def test_the_list_of_visits_goes_into_a_calendar(context: Any, tmp_path: Any) -> None:
    firm = context.gateway.store.write("C", records.create, Customer, {"name": "华信钢构"}).value
    context.gateway.store.write("V", visits.plan, {"customer_id": firm, "planned_on": date(2026, 12, 1), "purpose": "谈续约"})
    context.gateway.store.write("R", visits.record, {"customer_id": firm, "content": "好"})
    path = tmp_path / "plan.ics"
    export_to(context, "visits", path, ListQuery("visits", (), sort="number"))
    assert path.read_text("utf-8").count("BEGIN:VEVENT") == 1
    assert any("1 row written to plan.ics" in text for text in context.frame.toasts)
    export_to(context, "customers", tmp_path / "wrong.ics", None)
    assert "must end with .csv or .xlsx" in context.frame.told[-1]
