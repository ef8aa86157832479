"""Items of Today put off by the person at the keyboard."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.errors import ValidationError
from app.formats import today
from app.models import Employee
from app.services import records, settings, snoozes
from app.services.today_items import Item
from app.store.store import Store


def test_the_newest_word_counts_until_its_day_and_for_one_person(store: Store) -> None:
    visit, present = uuid4(), today()
    for until in (present, present - timedelta(days=1), present + timedelta(days=400)):
        with pytest.raises(ValidationError) as wrong:
            store.write("Off", snoozes.put_off, "visits", visit, "visit", until)
        assert wrong.value.field == "until_on"
    store.write("Off", snoozes.put_off, "visits", visit, "visit", present + timedelta(days=9))
    store.write("Off", snoozes.put_off, "visits", visit, "visit", present + timedelta(days=2))
    away = store.read(snoozes.hidden)
    assert away == {("visits", visit.hex, "visit")}
    items = (Item("visit", visit, "x", "y", "", present), Item("promise", visit, "x", "y", "", present))
    assert [item.kind for item in snoozes.shown(items, away)] == ["promise"]
    assert store.read(snoozes.hidden, present + timedelta(days=2)) == frozenset()
    other = store.write("Added", records.create, Employee, {"name": "周敏"}).value
    store.write("Me", settings.change, "me", str(other))
    assert store.read(snoozes.hidden) == frozenset()
    store.write("Off", snoozes.put_off, "reports", "2026-07", "report", present + timedelta(days=2))
    assert store.read(snoozes.hidden) == {("reports", "2026-07", "report")}
    assert store.write("Back", snoozes.bring_back, "reports", "2026-07", "report").value == 1
    assert store.read(snoozes.hidden) == frozenset()


def test_the_usual_days_are_working_days(store: Store) -> None:
    assert store.read(snoozes.days, date(2026, 9, 30)) == (date(2026, 10, 8), date(2026, 10, 10), date(2026, 10, 8))
    assert store.read(snoozes.days, date(2026, 7, 8)) == (date(2026, 7, 9), date(2026, 7, 13), date(2026, 7, 13))
