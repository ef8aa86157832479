"""Care dates: birthdays, festivals, founding days, after complaints, long silence; done, skipped, held, moved; their costs."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.models.care import CarePlan, CareTask
from app.models.customer_parts import Agreement
from app.services import care, care_gifts, care_plans, complaints, customer_parts, records, visits
from app.services.birthdays import solar_of_lunar
from app.store.store import Store

C44 = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C44_care"]["rows"]


def _make(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Added", records.create, entity, values).value


def _plan(store: Store, **values: Any) -> UUID:
    return store.write("Plan", care_plans.save, {"name": values["occasion"], "lead": 0} | values).value


def _agreed(store: Store, customer: UUID, kind: str, name: str, ends: date | None, starts: date | None = None) -> UUID:
    values = {"kind": kind, "name": name, "ends_on": ends, "starts_on": starts}
    return store.write("Part", customer_parts.add, "agreements", customer, values).value


def _due(store: Store, until: date, since: date | None = None) -> list[tuple[str, str, str, date | None]]:
    return [(one.plan, one.contact or one.customer, one.state, one.happens_on) for one in store.read(care.due, until, since)]


def test_the_templates_are_installed_once_and_what_an_occasion_needs_is_asked_for(store: Store) -> None:
    assert store.write("Plans", care_plans.install_defaults).value == len(care_plans.TEMPLATES)
    assert store.write("Plans", care_plans.install_defaults).value == 0
    for values, field in (({"occasion": "festival"}, "festival"), ({"occasion": "delivery"}, "happens_on"),
                          ({"occasion": "silent", "owner_rule": "named"}, "owner_id"),
                          ({"occasion": "silent", "lead": 10**6}, "lead")):  # fmt: skip
        with pytest.raises(ValidationError) as wrong:
            _plan(store, **values)
        assert wrong.value.field == field
    first = store.read(care_plans.plans)[0]
    store.write("Retired", care_plans.save, {"retired": True}, first["id"])
    assert len(store.read(care_plans.plans)) == len(care_plans.TEMPLATES) - 1


def test_birthdays_solar_and_lunar_need_consent_and_somebody_who_is_there(store: Store) -> None:
    anna = _make(store, Employee, name="周敏")
    firm = _make(store, Customer, name="华信钢构", owner_id=anna, grade="gold")
    day = date(today().year + 1, 6, 10)
    lunar, kept = "1970-04-25", solar_of_lunar(day.year, 4, 25)
    people = {"王总": {"consent": True}, "李工": {}, "赵离": {"consent": True, "has_left": True}}
    for name, values in people.items():
        _make(store, Contact, customer_id=firm, name=name, birthday=f"1980-{day:%m-%d}", **values)
    _make(store, Contact, customer_id=firm, name="孙农", birthday=lunar, birthday_calendar="lunar", consent=True)
    _make(store, Customer, name="张个人", kind="person", birthday=f"{day - timedelta(days=1)}", consent=True)
    _plan(store, occasion="birthday", lead=3, lead_unit="wd", means="card", words="祝{address}生日快乐，{date}{x}")
    found = _due(store, day, day - timedelta(days=40))
    assert ("birthday", "孙农", "open", kept) in found
    assert [one for one in found if one[3] == day] == [
        ("birthday", "李工", "skipped", day), ("birthday", "王总", "open", day), ("birthday", "赵离", "skipped", day),
    ]  # fmt: skip
    assert ("birthday", "张个人", "open", day - timedelta(days=1)) in found
    item = next(one for one in store.read(care.due, day, day) if one.contact == "王总")
    assert (item.words, item.owner_id) == (f"祝王总生日快乐，{day}{{x}}", anna)
    assert item.remind_on < day
    assert not any(one[3] == day for one in _due(store, item.remind_on - timedelta(days=1), day - timedelta(days=40)))


def test_days_of_firms_festivals_and_quarters_are_told_by_grade_and_tag(store: Store) -> None:
    year = today().year + 1
    gold = _make(store, Customer, name="金", grade="gold", founded=date(2000, 5, 1), tags="老客户,钢构", won_on=date(2019, 3, 2))
    _make(store, Customer, name="银", grade="silver", status="lost", founded=date(2000, 5, 1))
    _make(store, Customer, name="普", grade="ordinary", founded=date(2000, 5, 1))
    boss = _make(store, Employee, name="陈总")
    store.write("Owner", records.update, Customer, gold, {"owner_id": _make(store, Employee, name="周敏", manager_id=boss)})
    _plan(store, occasion="founding", grades="gold,silver", lead=0)
    _plan(store, occasion="festival", festival="national", tagged="钢构", lead=1, lead_unit="wd")
    _plan(store, occasion="first_order", owner_rule="manager", lead=5, lead_unit="wd")
    _plan(store, occasion="quarter", grades="ordinary")
    _plan(store, occasion="manual", happens_on=date(year, 8, 12), grades="gold")
    found = store.read(care.due, date(year, 12, 31), date(year, 1, 1))
    assert {(one.plan, one.customer) for one in found} == {
        ("founding", "金"), ("festival", "金"), ("first_order", "金"), ("quarter", "普"), ("manual", "金"),
    }  # fmt: skip
    assert {one.happens_on for one in found if one.plan == "founding"} == {date(year, 5, 1)}
    assert {one.owner_id for one in found if one.plan == "first_order"} == {boss}
    assert sum(one.plan == "quarter" for one in found) == 4
    assert all(one.remind_on < date(year, 5, 1) for one in found if one.plan == "founding")  # a holiday: back


def test_long_silence_by_grade_ends_with_a_contact_and_comes_again_after_a_further_interval(store: Store) -> None:
    past = datetime.now(UTC) - timedelta(days=40)
    keys = {}
    for name, grade in (("金", "gold"), ("银", "silver"), ("拒", "never")):
        keys[name] = _make(store, Customer, name=name, grade=grade)
        store.write("Met", visits.record, {"customer_id": keys[name], "content": "x", "happened_at": past})
    _plan(store, occasion="silent")
    limit = today() - timedelta(days=10)
    assert _due(store, today()) == [("silent", "金", "open", limit)]
    assert _due(store, today() + timedelta(days=15)) == [("silent", "金", "open", limit)]
    (item,) = store.read(care.due, today())
    store.write("Done", care.done, item, {"means": "wechat", "reaction": "忙"})
    assert _due(store, today()) == []
    assert len(_due(store, today() + timedelta(days=20))) == 1
    with pytest.raises(ConflictError):
        store.write("Done", care.done, item)
    store.undo()
    store.write("Met", visits.record, {"customer_id": keys["金"], "content": "y"})
    assert _due(store, today() + timedelta(days=20)) == []
    assert len(store.read(care.due, today() + timedelta(days=60), None, 1)) == 1
    later = {one[1]: one[2] for one in _due(store, today() + timedelta(days=60))}
    assert later == {"金": "open", "银": "open", "拒": "skipped"}


def test_ends_of_contracts_and_warranties_come_from_the_file_and_are_reminded_of_as_the_oracle_says(store: Store) -> None:
    firm = _make(store, Customer, name="华信钢构", short_name="华信", grade="gold")
    lost = _make(store, Customer, name="流失", status="lost")
    days = {date.fromisoformat(event): (lead, date.fromisoformat(remind)) for event, lead, remind in C44}
    for day in days:
        _agreed(store, firm, "contract", f"合同 {day}", day)
    first = min(days)
    _agreed(store, firm, "contract", "寄售协议", first)
    for customer, kind, day in ((firm, "warranty", first), (firm, "contract", None), (lost, "contract", first)):
        _agreed(store, customer, kind, "别的", day)
    with pytest.raises(ValidationError) as wrong:
        _agreed(store, firm, "contract", "x", first, first + timedelta(days=1))
    assert wrong.value.field == "ends_on"
    (lead,) = {lead for lead, _remind in days.values()}
    _plan(store, occasion="contract", lead=lead, means="visit", words="{customer}的{product}将于{date}到期")
    found = store.read(care.due, date(2026, 12, 31), date(2026, 1, 1))
    assert {one.happens_on: one.remind_on for one in found} == {day: remind for day, (_lead, remind) in days.items()}
    assert [one.about for one in found if one.happens_on == first] == [f"合同 {first}, 寄售协议"]
    assert found[0].words == f"华信的合同 {first}, 寄售协议将于{first}到期"
    _plan(store, occasion="warranty", lead=0, grades="gold", means="letter")
    assert [(one.plan, one.about) for one in store.read(care.due, first, first)][-1] == ("warranty", "别的")


def test_one_that_was_moved_still_says_what_runs_out_and_one_that_is_gone_is_not_told_of(store: Store) -> None:
    firm, end = _make(store, Customer, name="华信钢构"), today() + timedelta(days=20)
    part = _agreed(store, firm, "contract", "框架合同", end)
    _plan(store, occasion="contract", lead=15, words="{product}")
    (item,) = store.read(care.due, end)
    store.write("Later", care.postpone, item, end - timedelta(days=2))
    (kept,) = store.read(care.due, end)
    assert (kept.about, kept.words, kept.remind_on) == ("框架合同", "框架合同", end - timedelta(days=2))
    store.undo()
    store.write("Gone", records.delete, Agreement, [part])
    assert store.read(care.due, end) == ()


def test_after_a_complaint_and_beside_an_urgent_one(store: Store) -> None:
    firm = _make(store, Customer, name="华信钢构", grade="gold")
    closed = datetime.now(UTC) - timedelta(days=9)
    case = {"subject": "x", "customer_id": firm, "received_at": closed - timedelta(days=5), "number": "TS1"}
    _make(store, Complaint, state="S80", closed_at=closed, **case)
    _plan(store, occasion="closed", lead=-2, lead_unit="wd", means="phone")
    assert [one[2] for one in _due(store, today())] == ["open"]
    store.write("Complaint", complaints.register, {"customer_id": firm, "subject": "停产", "severity": "S4", "urgency": "U3"})
    (item,) = store.read(care.due, today())
    assert (item.state, item.reason) == ("held", "An urgent complaint is open: ask its owner first.")


def test_what_is_done_about_one_is_a_step_each(store: Store) -> None:
    firm = _make(store, Customer, name="华信钢构")
    with pytest.raises(ValidationError):
        store.write("Added", care.add, {"customer_id": firm, "name": "开业"})
    store.write("Added", care.add, {"customer_id": firm, "name": "开业", "happens_on": today(), "remind_on": today()})
    (item,) = store.read(care.due, today())
    for reason in ("", " "):
        with pytest.raises(ValidationError):
            store.write("Skipped", care.skip, item, reason)
    with pytest.raises(ValidationError):
        store.write("Moved", care.postpone, item, today() - timedelta(days=1))
    store.write("Moved", care.postpone, item, today() + timedelta(days=3))
    assert _due(store, today()) == []
    store.write("Held", care.hold, item, "先问")
    (again,) = store.read(care.due, today() + timedelta(days=3))
    assert (again.state, again.reason, again.plan) == ("held", "先问", "开业")
    store.write("Skipped", care.skip, again, "取消")
    assert _due(store, today() + timedelta(days=9)) == []
    with pytest.raises(ConflictError):
        store.write("Done", care.done, again)
    store.undo()
    with pytest.raises(ValidationError):
        store.write("Done", care.done, again, {"done_on": today() + timedelta(days=1)})


def test_gifts_are_held_to_their_caps_and_care_to_its_budget(store: Store) -> None:
    firm = _make(store, Customer, name="华信钢构", grade="gold")
    _make(store, Customer, name="某局", grade="gold", company_type="government")
    wang = _make(store, Contact, name="王总", customer_id=firm, consent=True)
    year = today().year
    plan = _plan(store, occasion="manual", happens_on=today(), means="gift", budget=100_000)
    items = {one.customer: one for one in store.read(care.due, today())}
    assert (items["某局"].state, items["某局"].reason) == ("skipped", "No gifts to staff of the state.")
    with pytest.raises(ValidationError) as never:
        store.write("Done", care.done, items["某局"], {"cost": 1, "reason": "x"})
    assert never.value.field == "means"
    with pytest.raises(ValidationError) as much:
        store.write("Done", care.done, items["华信钢构"], {"cost": 20_100})
    assert much.value.field == "cost"
    gift = {"customer_id": firm, "contact_id": wang, "name": "礼", "happens_on": today(), "remind_on": today(), "means": "gift"}
    said = {"customer_id": firm, "contact_id": wang, "content": "x", "gift_cost": 40_000, "notes": "总经理批准"}
    store.write("Met", visits.record, said)
    store.write("Added", care.add, gift)
    item = next(one for one in store.read(care.due, today()) if one.contact == "王总")
    with pytest.raises(ValidationError):
        store.write("Done", care.done, item, {"cost": 15_000})
    store.write("Done", care.done, item, {"cost": 15_000, "reason": "经理批准"})
    assert store.read(care_gifts.gifts_to, wang, year) == 55_000
    store.write("Done", care.done, items["华信钢构"], {"cost": 20_000})
    spent = store.read(care_gifts.budget, firm, year)
    assert (spent.limit, spent.spent, spent.left) == (50_000, 35_000, 15_000)
    figures = store.read(care_plans.figures, plan, year)
    assert (figures.done, figures.spent, figures.budget) == (1, 20_000, 100_000)
    assert {entity.entity for entity in (CarePlan, CareTask, Visit)} == {"care_plans", "care_tasks", "visits"}


def test_nobody_is_late_with_what_was_entered_after_its_reminder(store: Store) -> None:
    firm = _make(store, Customer, name="华信钢构", grade="gold")
    _agreed(store, firm, "contract", "框架协议", today() + timedelta(days=20))
    _agreed(store, firm, "contract", "旧协议", today() - timedelta(days=5))  # over: it is late, and says so
    _plan(store, occasion="contract", lead=60, means="visit")
    (old, new) = store.read(care.due, today())
    assert (old.about, new.about, new.remind_on) == ("旧协议", "框架协议", today())
    assert old.remind_on < today() - timedelta(days=60)
