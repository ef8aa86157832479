"""The day's agenda: what is late, due, ahead; birthdays by both calendars; last records."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.models import Contact, Customer, Visit
from app.services import complaints, records, today, today_side, visits
from app.services.birthdays import lunar_parts, occurrences
from app.services.today_items import open_step_ids
from app.store.store import Store

NOW = datetime(2026, 7, 14, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
DAY = date(2026, 7, 14)


@pytest.fixture
def customer(store: Store) -> UUID:
    return store.write("Added", records.create, Customer, {"name": "Example"}).value


def _visit(store: Store, customer: UUID, **values: Any) -> UUID:
    return store.write("Added", records.create, Visit, {"customer_id": customer, **values}).value


def test_an_empty_file_has_an_empty_day(store: Store) -> None:
    agenda = store.read(today.agenda, NOW)
    assert (agenda.late, agenda.today, agenda.soon, agenda.first, agenda.due) == ((), (), (), None, 0)
    assert store.read(today_side.recent) == ()


def test_visits_are_late_due_ahead_or_out_of_sight(store: Store, customer: UUID) -> None:
    for days, word in ((-1, "late"), (0, "today"), (7, "soon"), (8, "far")):
        _visit(store, customer, planned_on=DAY + timedelta(days=days), purpose=word)
    _visit(store, customer, planned_on=DAY, purpose="off", state="cancelled")
    agenda = store.read(today.agenda, NOW)
    words = [[item.what for item in part] for part in (agenda.late, agenda.today, agenda.soon)]
    assert words == [["late"], ["today"], ["soon"]]
    assert agenda.due == 2


def test_an_overdue_complaint_comes_before_a_late_visit(store: Store, customer: UUID) -> None:
    _visit(store, customer, planned_on=DAY - timedelta(days=30), purpose="old visit")
    values = {"customer_id": customer, "subject": "broken", "severity": "S3", "received_at": NOW - timedelta(days=20)}
    store.write("Recorded", complaints.register, values)
    first = store.read(today.agenda, NOW).first
    assert first is not None
    assert (first.kind, first.what) == ("complaint", "broken")


def test_a_kept_promise_is_gone_and_an_open_one_stays(store: Store, customer: UUID) -> None:
    _visit(store, customer, state="done", happened_at=NOW, promise="kept", promise_due=DAY, promise_kept_on=DAY)
    _visit(store, customer, state="done", happened_at=NOW, promise="open", promise_due=DAY - timedelta(days=2))
    agenda = store.read(today.agenda, NOW)
    assert [(item.kind, item.what) for item in agenda.late] == [("promise", "open")]


def test_a_next_step_counts_until_somebody_plans_or_meets_again(store: Store, customer: UUID) -> None:
    said = {"state": "done", "happened_at": NOW - timedelta(days=10), "next_step": "send quote", "next_on": DAY}
    _visit(store, customer, **said)
    assert [item.what for item in store.read(today.agenda, NOW).today] == ["send quote"]
    _visit(store, customer, planned_on=DAY + timedelta(days=40))
    assert store.read(today.agenda, NOW).today == ()
    store.undo()
    store.write("Recorded", visits.record, {"customer_id": customer, "content": "met", "happened_at": NOW - timedelta(days=1)})
    assert store.read(today.agenda, NOW).today == ()


def test_what_is_in_the_bin_is_nobodys_business(store: Store, customer: UUID) -> None:
    visit = _visit(store, customer, planned_on=DAY)
    store.write("Deleted", records.delete, Visit, [visit])
    assert store.read(today.agenda, NOW).due == 0


def test_birthdays_of_people_and_private_customers_by_both_calendars(store: Store, customer: UUID) -> None:
    lunar = lunar_parts(DAY + timedelta(days=3))
    people = [
        {"name": "Solar", "birthday": date(1980, 7, 20)}, {"name": "Past", "birthday": date(1980, 7, 13)},
        {"name": "Moon", "birthday": date(1970, lunar.month, min(lunar.day, 28)), "birthday_calendar": "lunar"},
        {"name": "Left", "birthday": date(1980, 7, 20), "has_left": True},
    ]  # fmt: skip
    for person in people:
        store.write("Added", records.create, Contact, {"customer_id": customer, **person})
    store.write("Added", records.create, Customer, {"name": "Private", "kind": "person", "birthday": date(1990, 7, 28)})
    found = store.read(today_side.birthdays, DAY)
    assert {(each.name, each.entity, each.lunar, each.turns) for each in found} == {
        ("Solar", "contacts", False, 46), ("Moon", "contacts", True, None), ("Private", "customers", False, 36),
    }  # fmt: skip
    assert [each.day for each in found] == sorted(each.day for each in found)


@pytest.mark.parametrize(
    ("born", "first", "last", "kept"),
    [
        (date(1985, 8, 15), date(2026, 1, 1), date(2026, 12, 31), [date(2026, 9, 25)]),
        (date(1985, 8, 15), date(2027, 1, 1), date(2027, 12, 31), [date(2027, 9, 15)]),
        (date(1985, 11, 20), date(2025, 1, 1), date(2025, 12, 31), []),
        (date(1985, 11, 20), date(2026, 1, 1), date(2026, 12, 31), [date(2026, 1, 8), date(2026, 12, 28)]),
        (date(1985, 12, 30), date(2026, 1, 1), date(2026, 12, 31), [date(2026, 2, 16)]),
        (date(1985, 12, 30), date(2028, 1, 1), date(2028, 12, 31), [date(2028, 1, 25)]),
        (date(1985, 6, 15), date(2026, 1, 1), date(2026, 12, 31), [date(2026, 7, 28)]),
    ],
)
def test_lunar_birthdays_of_the_paper(born: date, first: date, last: date, kept: list[date]) -> None:
    """domain/60 §6.6, C04."""
    assert occurrences(born, "lunar", first, last) == kept


@given(st.dates(date(1930, 1, 1), date(2010, 1, 1)), st.integers(2020, 2060))
def test_a_solar_birthday_is_kept_once_a_year(born: date, year: int) -> None:
    assert len(occurrences(born, None, date(year, 1, 1), date(year, 12, 31))) == 1


def test_a_leap_day_is_kept_on_the_28th() -> None:
    assert occurrences(date(1988, 2, 29), None, date(2026, 2, 1), date(2026, 3, 5)) == [date(2026, 2, 28)]


def test_every_thing_due_is_counted_however_many_are_listed(store: Store, customer: UUID) -> None:
    def fill(session: Any) -> None:
        for number in range(103):
            for days in (-2, 0, 3):
                plan = {"customer_id": customer, "planned_on": DAY + timedelta(days=days), "purpose": f"visit {number}"}
                records.create(session, Visit, plan)
        for number in range(45):
            said = {"customer_id": customer, "state": "done", "happened_at": NOW - timedelta(days=9)}
            records.create(session, Visit, {**said, "promise": f"promise {number}", "promise_due": DAY})

    store.write("Filled", fill)
    agenda = store.read(today.agenda, NOW)
    assert [len(part) for part in (agenda.late, agenda.today, agenda.soon)] == [40, 80, 40]
    assert [agenda.count(part) for part in ("late", "today", "soon")] == [103, 148, 103]
    assert agenda.due == 251
    assert agenda.more["today"] == {"promise": 5, "visit": 63}


def test_forty_things_are_all_listed(store: Store, customer: UUID) -> None:
    for _number in range(40):
        _visit(store, customer, planned_on=DAY)
    agenda = store.read(today.agenda, NOW)
    assert (len(agenda.today), agenda.count("today"), agenda.more["today"]) == (40, 40, {})


def test_open_steps_are_named_where_they_are_more_than_listed(store: Store, customer: UUID) -> None:
    said = {"state": "done", "happened_at": NOW - timedelta(days=10), "next_step": "send quote", "next_on": DAY}
    mine = _visit(store, customer, **said)
    assert store.read(open_step_ids, NOW, "today") == (mine,)
    assert store.read(open_step_ids, NOW, "late") == ()


@pytest.mark.parametrize("many", [False, True])
def test_open_plans_and_promises_are_answered_from_their_index(store: Store, customer: UUID, many: bool) -> None:
    """The whole table is never walked, however many visits there were."""
    if many:
        store.write("x", lambda session: [records.create(session, Visit, {"customer_id": customer, "planned_on": DAY})
                                          for _number in range(50)])  # fmt: skip

    def plans(session: Any) -> str:
        asked: list[str] = []
        sa.event.listen(session.get_bind(), "before_cursor_execute", lambda _c, _cu, text, *_rest: asked.append(text))
        today.agenda(session, NOW)
        steps = []
        for text in list(asked):
            if "FROM visits" in text:
                marks = tuple("" for _each in range(text.count("?")))
                rows = session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + text, marks)
                steps += [row[3] for row in rows]
        return "\n".join(steps)

    plan = store.read(plans)
    assert "ix_visits_planned_open" in plan
    assert "ix_visits_promised_open" in plan
    assert "ix_visits_live_next_on" in plan
    assert "SCAN visits" not in plan
    assert "ix_visits_live_planned_on" not in plan


def test_last_records_mix_visits_and_complaints_newest_first(store: Store, customer: UUID) -> None:
    _visit(store, customer, state="done", happened_at=NOW - timedelta(hours=3), purpose="met")
    values = {"customer_id": customer, "subject": "broken", "severity": "S2", "received_at": NOW - timedelta(hours=1)}
    store.write("Recorded", complaints.register, values)
    assert [(each.entity, each.what) for each in store.read(today_side.recent)] == [("complaints", "broken"), ("visits", "met")]
