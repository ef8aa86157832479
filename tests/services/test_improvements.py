"""An improvement from the complaint that asks for it to the check that closes it (domain/20 F-37, domain/50 §5.3)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.exchange.export import export
from app.exchange.listing import listing
from app.formats import today
from app.models import Complaint, Customer, Employee
from app.models.improvement import Improvement, ImprovementCase
from app.services import improvements, records
from app.services.improvement_calls import call_of
from app.store.store import Store


def _firm(store: Store, *names: str) -> list[UUID]:
    return [store.write("Added", records.create, Employee, {"name": name}).value for name in names]


def _complaint(store: Store, subject: str, **values: Any) -> UUID:
    customer = store.write("Added", records.create, Customer, {"name": "华信钢构有限公司"}).value
    given = {"customer_id": customer, "subject": subject, "received_at": datetime(2026, 7, 2, 2, tzinfo=UTC), "state": "S40"}
    return store.write("Added", records.create, Complaint, {**given, **values}).value


def _read(store: Store, key: UUID) -> dict[str, Any]:
    return store.read(records.get, Improvement, key)


def _refused(store: Store, key: UUID, code: str, values: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as wrong:
        store.write("Step", improvements.take, key, code, values)
    return wrong.value.field


def test_it_opens_from_several_complaints_with_what_they_agree_in_and_is_one_step(store: Store) -> None:
    first = _complaint(store, "迟到三天", category="20.1", cause="method", cause_text="排程不看库存")
    second = _complaint(store, "又晚到", category="20.1", cause="man")
    begun = store.read(improvements.prefilled, (first, second, first))
    assert begun["category"] == "20.1"
    assert "cause" not in begun  # they do not agree
    assert begun["problem"] == "迟到三天\n又晚到"
    assert begun["data"].count("TS202607-") == 2
    key = store.write("Opened", improvements.open_new, {"name": "排程前核对库存"}, (first, second)).value
    row = _read(store, key)
    assert (row["state"], row["source"], row["cause_text"], row["opened_on"]) == ("plan", "complaint", "排程不看库存", today())
    assert row["number"].startswith("GJ")
    assert store.read(improvements.cases_of, key) == (first, second)
    assert [line.name for line in store.read(improvements.of_complaint, second)] == ["排程前核对库存"]
    store.write("Left out", improvements.detach, key, second)
    assert store.read(improvements.of_complaint, second) == ()
    store.write("Named", improvements.attach, key, first)
    assert store.read(improvements.one, key).complaints == (store.read(records.get, Complaint, first)["number"],)
    for _step in range(3):
        store.undo()
    assert store.read(improvements.of_complaint, first) == ()
    with pytest.raises(ConflictError):
        store.write("Opened", improvements.open_new, {"name": "x"}, (UUID(int=7),))


def _planned(store: Store, owner: UUID, **values: Any) -> UUID:
    plan = {"name": "排程前核对库存", "plan": "排程表加库存列", "owner_id": owner, "due_on": today() + timedelta(days=9),
            "metric": "延迟交付件数", "unit": "件", "baseline": Decimal(6), "target": Decimal(1)}  # fmt: skip
    return store.write("Opened", improvements.open_new, {**plan, **values}).value


def test_planning_asks_for_numbers_an_owner_and_a_day(store: Store) -> None:
    owner, _other = _firm(store, "周敏", "李强")
    key = store.write("Opened", improvements.open_new, {"name": "排程前核对库存"}).value
    given: dict[str, Any] = {}
    for field, value in (("plan", "排程表加库存列"), ("owner_id", owner), ("due_on", today()), ("metric", "件数"),
                         ("baseline", Decimal(6)), ("target", Decimal(6))):  # fmt: skip
        assert _refused(store, key, "start", given) == field
        given[field] = value
    assert _refused(store, key, "start", given) == "target"  # nothing would improve
    store.write("Step", improvements.take, key, "start", {**given, "target": Decimal("0.5")})
    assert _read(store, key)["state"] == "do"
    with pytest.raises(ConflictError):
        store.write("Step", improvements.take, key, "start", given)
    assert _refused(store, key, "done", {"done_on": today()}) == "evidence"
    assert _refused(store, key, "done", {"done_on": today() + timedelta(days=1), "evidence": "x"}) == "done_on"
    assert _refused(store, key, "done", {"done_on": today() - timedelta(days=1), "evidence": "x"}) == "done_on"


def _carried_out(store: Store, owner: UUID, **values: Any) -> UUID:
    key = _planned(store, owner, **values)
    store.write("Step", improvements.take, key, "start")
    store.write("Step", improvements.take, key, "done", {"done_on": today(), "evidence": "新版排程表", "check_on": today()})
    return key


def test_somebody_else_checks_or_a_reason_says_why_not(store: Store) -> None:
    owner, other = _firm(store, "周敏", "李强")
    key = _carried_out(store, owner)
    shown = store.read(improvements.proposal, key, "close").values
    assert (shown["checked_by_id"], shown["checked_on"]) == (other, today())
    check = {"measured": Decimal(1), "checked_on": today(), "checked_by_id": owner}
    assert _refused(store, key, "close", check) == "checked_by_id"
    assert _refused(store, key, "close", {**check, "checked_by_id": other, "effective": "no"}) == "effective"
    assert _refused(store, key, "close", {**check, "checked_by_id": other, "measured": Decimal(7)}) == "check_note"
    store.write("Step", improvements.take, key, "close", {**check, "same_person_reason": "李强休假"})
    row = _read(store, key)
    assert (row["state"], row["effective"], row["closed_on"]) == ("effective", "yes", today())
    assert store.read(improvements.one, key).reached == 1
    with pytest.raises(ValidationError):
        store.write("Changed", improvements.amend, key, {"target": Decimal(9)})
    assert store.write("Changed", improvements.amend, key, {"standardised": "写入作业指导书", "state": "plan"}).value
    assert _read(store, key)["state"] == "effective"
    with pytest.raises(ConflictError):  # two windows: the other one changed it meanwhile
        store.write("Step", improvements.take, key, "again", {}, 1)
    store.undo()
    store.undo()
    assert _read(store, key)["state"] == "check"


def test_what_did_not_work_begins_again_and_keeps_what_the_round_found(store: Store) -> None:
    (alone,) = _firm(store, "周敏")
    key = _carried_out(store, alone)
    check = {"measured": Decimal("5.50"), "checked_on": today(), "checked_by_id": alone, "check_note": "排程表没人填"}
    assert _refused(store, key, "fail", check) == "same_person_reason"  # a firm of one
    store.write("Step", improvements.take, key, "fail", {**check, "same_person_reason": "只有一人"})
    assert store.read(improvements.one, key).state == "ineffective"
    store.write("Step", improvements.take, key, "again", {"plan": "系统强制填写", "due_on": today() + timedelta(days=20)})
    row = _read(store, key)
    assert (row["state"], row["begun_again"], row["measured"], row["checked_on"]) == ("plan", 1, None, None)
    assert "5.50" in row["notes"]
    assert "排程表没人填" in row["notes"]
    assert _refused(store, key, "drop", {}) == "check_note"
    store.write("Step", improvements.take, key, "drop", {"check_note": "产品停产"})
    assert store.read(improvements.of_month, today(), today()) == ()


def test_a_month_tells_what_was_opened_and_what_became_of_last_months(store: Store) -> None:
    owner, other = _firm(store, "周敏", "李强")
    march = {"opened_on": date(2026, 3, 10), "due_on": date(2026, 3, 31)}
    old = _planned(store, owner, **march, category="20.1")
    store.write("Step", improvements.take, old, "start")
    store.write("Step", improvements.take, old, "done",
                {"done_on": date(2026, 4, 6), "evidence": "新版排程表", "check_on": date(2026, 4, 30)})  # fmt: skip
    store.write("Step", improvements.take, old, "close",
                {"measured": Decimal(3), "checked_on": date(2026, 5, 4), "checked_by_id": other,
                 "effective": "partly"})  # fmt: skip
    new = _planned(store, owner, name="司机到场先电话", opened_on=date(2026, 4, 2), due_on=date(2026, 4, 20), category="30.2")
    (line,) = store.read(improvements.of_month, date(2026, 4, 1), date(2026, 4, 30))
    assert (line.id, line.state, line.overdue, line.owner) == (new, "plan", True, "周敏")
    (line,) = store.read(improvements.followed, date(2026, 4, 1), date(2026, 4, 30))
    assert (line.id, line.state, line.measured, line.effective, line.overdue) == (old, "check", None, None, False)
    told = {line.id: line for line in store.read(improvements.followed, date(2026, 5, 1), date(2026, 5, 31))}
    assert told.keys() == {old, new}
    assert (told[old].state, told[old].measured, told[old].reached) == ("effective", 3, Decimal("0.6"))
    assert [line.id for line in store.read(improvements.followed, date(2026, 6, 1), date(2026, 6, 30))] == [new]
    assert [line.id for line in store.read(improvements.due)] == [new]
    assert store.read(improvements.due, date(2026, 4, 19)) == ()


def test_a_recurring_problem_without_an_improvement_is_named(store: Store) -> None:
    case = _complaint(store, "开票错", category="60.2")
    store.write("Opened", improvements.open_new, {"name": "开票前核对", "category": ""}, (case,))
    store.write("Opened", improvements.open_new, {"name": "服务态度", "category": "30"})
    dropped = store.write("Opened", improvements.open_new, {"name": "运输", "category": "20.4"}).value
    store.write("Step", improvements.take, dropped, "drop", {"check_note": "改由供应商"})
    wanted = ("60.2", "60", "60.1", "30.1", "20.4", "20", "自家的", "20.4")
    assert store.read(improvements.missing_for, wanted) == ("60.1", "20.4", "20", "自家的")
    assert store.read(improvements.missing_for, ()) == ()


def test_the_third_complaint_about_one_thing_calls_for_an_improvement(store: Store) -> None:
    def came(day: date, **values: Any) -> UUID:
        at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        return _complaint(store, "漏油", **{"product": "泵", "category": "10.1", "received_at": at, **values})

    first, second = came(date(2026, 3, 1)), came(date(2026, 4, 1))
    came(date(2026, 4, 2), product="阀")
    came(date(2026, 4, 3), state="S95")
    came(date(2026, 8, 1))
    assert store.read(call_of, second) is None
    third = came(date(2026, 5, 30))
    call = store.read(call_of, first)
    assert call is not None
    assert call.complaints == (first, second, third)
    assert store.read(call_of, third) == call
    store.write("Opened", improvements.open_new, {"name": "换密封圈"}, (second,))
    assert store.read(call_of, third) is None
    store.undo()
    store.write("Opened", improvements.open_new, {"name": "功能检查", "category": "10"})
    assert store.read(call_of, third) is None


def test_its_complaints_go_with_it_to_the_bin_and_come_back(store: Store) -> None:
    case = _complaint(store, "开票错", category="60.2")
    key = store.write("Opened", improvements.open_new, {"name": "开票前核对"}, (case,)).value
    store.write("Deleted", records.delete, Improvement, [key])
    assert store.read(improvements.of_complaint, case) == ()
    store.undo()
    assert [line.id for line in store.read(improvements.of_complaint, case)] == [key]
    assert ImprovementCase.entity == "improvement_cases"


def test_the_list_leaves_as_a_file_and_for_programs(store: Store, tmp_path: Path) -> None:
    (owner,) = _firm(store, "周敏")
    key = _planned(store, owner, baseline=Decimal("6.50"))
    store.read(export, "improvements", tmp_path / "all.csv")
    head, line = (tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()
    values = dict(zip(head.split(","), line.split(","), strict=True))
    assert (values["Measure"], values["Responsible"], values["Before"]) == ("排程前核对库存", "周敏", "6.50")
    (shown,) = store.read(listing, "improvements")
    assert (shown["number"], shown["owner"]) == (_read(store, key)["number"], "周敏")


def test_a_month_still_tells_the_check_of_a_round_that_was_begun_again(store: Store) -> None:
    owner, other = _firm(store, "周敏", "李强")
    failed, dropped, april = (_planned(store, owner, opened_on=date(2026, 3, 10), due_on=date(2026, 3, 31)) for _ in range(3))
    check = {"measured": Decimal("5.50"), "checked_on": date(2026, 4, 20), "checked_by_id": other, "check_note": "排程表没人填"}
    for code, values in (("start", {}), ("done", {"done_on": date(2026, 4, 6), "evidence": "排程表"}), ("fail", check)):
        store.write("Step", improvements.take, failed, code, values)
    store.write("Step", improvements.take, dropped, "drop", {"check_note": "产品停产"})
    period = (date(2026, 4, 1), date(2026, 4, 30))
    then = store.read(improvements.followed, *period)
    assert [(line.state, line.finding) for line in then if line.id == failed] == [("ineffective", "排程表没人填")]
    assert [line.state for line in then if line.id != failed] == ["plan", "plan"]
    for _round in range(2):
        for key in (failed, dropped):
            store.write("Step", improvements.take, key, "again", {"plan": "系统强制", "due_on": date(2027, 1, 1)})
            store.write("Step", improvements.take, key, "start", {"owner_id": other, "baseline": Decimal(9)})
            store.write("Step", improvements.take, key, "drop", {"check_note": "算了"})
    store.write("Step", improvements.take, april, "start", {})
    assert store.read(improvements.followed, *period) == then
    for _step in range(6):
        store.undo()
    assert store.read(improvements.followed, *period) == then
    assert [line.owner for line in store.read(improvements.followed, today(), today()) if line.id == failed] == ["李强"]
