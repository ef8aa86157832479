"""Grading everybody in one step: kept with inputs, written to the customers, undone whole; by hand until a day; movements."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.errors import ValidationError
from app.formats import today
from app.models import Contact, Customer
from app.models.cost import Cost
from app.models.grading import GradeOverride
from app.models.order import Order
from app.services import customer_grades, grade_overrides, grading, grading_due, merge, records, settings, trade_view
from app.store.store import Store

AS_OF = date(2026, 6, 30)
C06 = {"甲": (500, 400, 150, 40), "乙": (300, 310, 60, 30), "丙": (120, 80, 48, 6), "丁": (60, 75, 9, 12), "戊": (20, 0, 6, 1)}


@pytest.fixture
def firm(store: Store) -> dict[str, UUID]:
    def made(session: Any) -> dict[str, UUID]:
        found = {}
        for name, (sales, before, gross, cost) in C06.items():
            key = found[name] = records.create(session, Customer, {"name": name})
            for day, net in ((date(2026, 3, 1), sales), (date(2025, 3, 1), before)):
                given = {"customer_id": key, "ordered_on": day, "net": net * 100, "cost": (net - gross) * 100}
                if net:
                    records.create(session, Order, given)
            spent = {"kind": "service", "spent_on": date(2026, 4, 1), "amount": cost * 100}
            records.create(session, Cost, {"customer_id": key, **spent})
        found["潜在"] = records.create(session, Customer, {"name": "潜在", "status": "prospect"})
        found["停供"] = records.create(session, Customer, {"name": "停供", "grade": "never", "status": "never"})
        return found

    done: dict[str, UUID] = store.write("x", made).value
    return done


def _of(store: Store, firm: dict[str, UUID], field: str) -> dict[str, Any]:
    return {name: store.read(records.get, Customer, key)[field] for name, key in firm.items()}


def test_the_oracle_grades_come_out_of_the_store_and_go_to_the_customers(store: Store, firm: dict[str, UUID]) -> None:
    store.write("Main", settings.change, "grade.main", "matrices")
    told: list[int] = []
    done = store.write("Grade", grading.grade_all, AS_OF, True, lambda place, _of: told.append(place)).value
    assert (done.customers, done.graded, told[-1]) == (7, 5, 9)
    rows = {name: store.read(grading.latest, key) or {} for name, key in firm.items()}
    assert {name: row.get("abc") for name, row in rows.items()} == {
        "甲": "A", "乙": "B", "丙": "A", "丁": "C", "戊": "B", "潜在": None, "停供": None}  # fmt: skip
    assert [rows[name]["cells"] for name in C06] == ["AAA", "BBC", "BAA", "CCC", "-BA"]
    assert [rows[name]["provisional"] for name in ("甲", "戊")] == [False, True]
    assert rows["甲"]["inputs"]["matrices"] == {"sales": 50000, "previous": 40000, "gross": 15000, "cost": 4000}
    assert _of(store, firm, "grade") == {
        "甲": "gold", "乙": "silver", "丙": "gold", "丁": "ordinary", "戊": "silver", "潜在": None, "停供": "never"}  # fmt: skip
    assert _of(store, firm, "status")["潜在"] == "prospect"
    assert store.read(grading_due.due_month, date(2026, 7, 9)) is None
    assert store.read(grading_due.due_month, date(2026, 8, 9)) == date(2026, 7, 31)
    store.undo()
    assert set(_of(store, firm, "grade").values()) == {None, "never"}
    assert store.read(grading.gradings) == ()


def test_by_hand_holds_until_its_day_and_movements_are_told(store: Store, firm: dict[str, UUID]) -> None:
    store.write("Main", settings.change, "grade.main", "matrices")
    first = store.write("Grade", grading.grade_all, AS_OF).value.id
    store.write("Hand", grade_overrides.set_grade, firm["丁"], "A", "战略客户", today() + timedelta(days=30))
    assert _of(store, firm, "grade")["丁"] == "gold"
    done = store.write("Grade", grading.grade_all).value
    assert _of(store, firm, "grade")["丁"] == "gold"
    moved = store.read(grading.movement, first, done.id, "abc")
    assert sum(len(several) for several in moved.values()) == 7
    assert store.read(grading.latest, firm["丁"])["abc"] != "A"  # what is computed stays beside it
    store.write("Ended", grade_overrides.end_now, firm["丁"], "matrices")
    earlier = store.write("Grade", grading.grade_all, AS_OF).value
    assert (earlier.newest, earlier.moved, _of(store, firm, "grade")["丁"]) == (False, {}, "gold")  # what they are now stays
    store.write("Grade", grading.grade_all)
    assert _of(store, firm, "grade")["丁"] == "ordinary"
    for value, reason, until in (("A", " ", None), ("A", "x", today() - timedelta(days=1)), ("never", "x", None)):
        with pytest.raises(ValidationError):
            store.write("Hand", grade_overrides.set_grade, firm["甲"], value, reason, until)
    with pytest.raises(ValidationError):
        store.write("Hand", grade_overrides.set_grade, firm["停供"], "A", "x", None)


def test_the_scorecard_is_the_main_grade_unless_said_otherwise(store: Store, firm: dict[str, UUID]) -> None:
    parts = {"credibility": "8", "reliability": "7", "intimacy": "5", "self_interest": "2"}
    trust = {f"trust_{part}": value for part, value in parts.items()}
    store.write("x", records.create, Contact, {"name": "王总", "customer_id": firm["甲"], **trust})
    store.write("Grade", grading.grade_all, AS_OF)
    row = store.read(grading.latest, firm["甲"])
    assert row["inputs"]["scorecard"]["points"] == {"payment": None, "margin": 17, "volume": 20, "growth": 17, "relation": 17}
    assert (str(row["score"]), row["band"], row["provisional"], row["main"]) == ("88.8", "gold", True, "gold")
    one = store.read(grading.latest, firm["戊"])
    assert (one["score"], one["main"], _of(store, firm, "grade")["戊"]) == (None, None, None)  # too little is known


def test_one_customer_only_and_nobody_at_all(store: Store) -> None:
    assert store.write("Grade", grading.grade_all, AS_OF).value.customers == 0
    key = store.write("x", records.create, Customer, {"name": "唯一"}).value
    store.write("x", records.create, Order, {"customer_id": key, "ordered_on": date(2026, 5, 1), "net": 100})
    store.write("Grade", grading.grade_all, AS_OF)
    row = store.read(grading.latest, key)
    assert (row["abc"], row["tier"], row["pareto"], row["status"]) == (None, "vip", "A", "new")


def test_a_grade_typed_in_the_list_is_read_in_words_and_holds_at_once(store: Store, firm: dict[str, UUID]) -> None:
    given = {"customer_id": firm["甲"], "reason": "战略客户", "value": "Silver"}
    key = store.write("x", trade_view.create, "grade_overrides", given).value
    row = store.read(records.get, GradeOverride, key)
    assert (row["value"], row["system"], row["begins_on"]) == ("silver", "scorecard", today())
    assert _of(store, firm, "grade")["甲"] == "silver"
    later = {"customer_id": firm["乙"], "reason": "x", "value": "gold", "begins_on": today() + timedelta(days=9)}
    store.write("x", trade_view.create, "grade_overrides", later)
    assert _of(store, firm, "grade")["乙"] is None
    store.write("x", trade_view.amend, "grade_overrides", key, {"value": "watch"})
    assert _of(store, firm, "grade")["甲"] == "watch"
    for wrong in ({"value": "A"}, {"reason": ""}, {"ends_on": today() - timedelta(days=1)}, {"customer_id": firm["停供"]}):
        with pytest.raises(ValidationError):
            store.write("x", trade_view.create, "grade_overrides", given | wrong)


def test_what_holds_by_hand_today_stands_whatever_day_is_graded(store: Store, firm: dict[str, UUID]) -> None:
    store.write("Main", settings.change, "grade.main", "matrices")
    store.write("Hand", grade_overrides.set_grade, firm["丁"], "A", "战略客户", None)
    over = {"customer_id": firm["乙"], "system": "matrices", "value": "A", "reason": "x", "begins_on": AS_OF - timedelta(days=9),
            "ends_on": today() - timedelta(days=3)}  # fmt: skip
    store.write("x", records.create, GradeOverride, over)
    store.write("Grade", grading.grade_all, AS_OF, True)
    assert [_of(store, firm, "grade")[name] for name in "乙丁"] == ["silver", "gold"]


def test_a_computed_grade_goes_with_what_it_rested_on_and_a_typed_one_stays(store: Store, firm: dict[str, UUID]) -> None:
    store.write("Main", settings.change, "grade.main", "matrices")
    store.write("x", records.update, Customer, firm["潜在"], {"grade": "gold"})
    store.write("Grade", grading.grade_all, AS_OF)
    sold = store.read(lambda session: session.scalars(sa.select(Order.id).where(Order.customer_id == firm["甲"])).all())
    store.write("x", records.delete, Order, sold)
    moved = store.write("Grade", grading.grade_all, AS_OF).value.moved
    found = _of(store, firm, "grade")
    assert (found["甲"], moved["gold", ""]) == (None, 1)
    assert (found["潜在"], found["停供"]) == ("gold", "never")


def test_days_to_come_are_not_graded(store: Store) -> None:
    with pytest.raises(ValidationError):
        store.write("Grade", grading.grade_all, today() + timedelta(days=1))
    assert store.read(grading.gradings) == ()


def test_two_gradings_of_one_step_leave_what_the_later_one_found(store: Store, firm: dict[str, UUID]) -> None:
    def both(session: Any) -> None:
        settings.change(session, "grade.main", "matrices")
        records.update(session, Customer, firm["甲"], {"grade": "watch"})
        for day in (AS_OF - timedelta(days=200), AS_OF):
            grading.grade_all(session, day)

    store.write("x", both)
    assert [_of(store, firm, "grade")[name] for name in "甲乙丙丁"] == ["gold", "silver", "gold", "ordinary"]


def test_a_merged_customer_keeps_its_own_grade_of_each_grading(store: Store, firm: dict[str, UUID]) -> None:
    store.write("Main", settings.change, "grade.main", "matrices")
    store.write("Grade", grading.grade_all, AS_OF)
    store.write("Merge", merge.merge, Customer, firm["甲"], firm["丁"])
    assert [one.main for one in store.read(customer_grades.grades_of, firm["甲"]).history] == ["gold"]
    store.undo()
    assert [one.main for one in store.read(customer_grades.grades_of, firm["丁"]).history] == ["ordinary"]


def test_a_grade_by_hand_that_is_deleted_or_ended_leaves_the_computed_one(store: Store, firm: dict[str, UUID]) -> None:
    store.write("Main", settings.change, "grade.main", "matrices")
    store.write("Grade", grading.grade_all, AS_OF)
    given = {"customer_id": firm["丁"], "system": "matrices", "reason": "x", "value": "A", "begins_on": AS_OF}
    for away in (
        lambda key: store.write("x", trade_view.delete, "grade_overrides", key),
        lambda key: store.write("x", trade_view.amend, "grade_overrides", key, {"ends_on": today() - timedelta(days=1)}),
    ):
        key = store.write("x", trade_view.create, "grade_overrides", given).value
        assert _of(store, firm, "grade")["丁"] == "gold"
        away(key)
        assert _of(store, firm, "grade")["丁"] == "ordinary"


def test_where_the_main_grade_is_another_one_since_that_one_comes_back(store: Store, firm: dict[str, UUID]) -> None:
    store.write("Grade", grading.grade_all, AS_OF)  # by the scorecard, which has too little to go by
    store.write("Main", settings.change, "grade.main", "matrices")
    store.write("Hand", grade_overrides.set_grade, firm["丁"], "A", "x", None)
    store.write("End", customer_grades.end_by_hand, firm["丁"], "matrices")
    assert _of(store, firm, "grade")["丁"] == "ordinary"
