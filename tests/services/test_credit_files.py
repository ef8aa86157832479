"""A credit file from the assessment to the approval and on: what is proposed, what each step writes, what is refused and why."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.analysis.figures import Figure
from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Customer, Employee
from app.models.credit import CreditFile, CreditPolicy
from app.models.order import Order
from app.models.receivable import Allocation, Invoice, Receipt
from app.services import bulk_rules, credit_decisions, credit_files, credit_policies, receipts, records, settings
from app.services.business import credit
from app.services.business.period import months_before

BY_HAND = {"finances": "3", "outlook": "5", "reputation": "5", "security": "1", "strategic": "5", "outside": "5"}


@pytest.fixture
def customer(store):
    """Ordered for 80,000 in each of six months with a quarter of margin, paid half of what was due in time."""

    def fill(session):
        key = records.create(session, Customer, {"name": "甲"})
        for back in range(6):
            day = months_before(today(), back)
            records.create(session, Order, {"customer_id": key, "ordered_on": day, "net": 7_000_000, "total": 8_000_000,
                                            "cost": 5_250_000, "state": "delivered"})  # fmt: skip
        first = {"customer_id": key, "ordered_on": months_before(today(), 40), "net": 1, "state": "delivered"}
        records.create(session, Order, first)
        for late in (0, 1):
            due = today() - timedelta(days=20)
            values = {"customer_id": key, "issued_on": due, "due_on": due, "total": 100}
            bill = records.create(session, Invoice, values)
            paid = {"customer_id": key, "received_on": due + timedelta(days=late), "amount": 100}
            receipt = records.create(session, Receipt, paid)
            records.create(session, Allocation, {"receipt_id": receipt, "invoice_id": bill, "amount": 100})
        return key

    return store.write("x", fill).value


def take(store, key, code, **values):
    return store.write("x", credit_decisions.take, key, code, values).value


def file_of(store, key):
    return store.read(records.get, CreditFile, key)


def refused(store, key, code, error, field=None, **values):
    with pytest.raises(error) as caught:
        take(store, key, code, **values)
    assert getattr(caught.value, "field", None) == field
    return caught.value.sentence


def applied(store, customer, **values):
    key = store.write("x", credit_files.open_file, customer, {**BY_HAND, **values}).value
    take(store, key, "apply", wished_limit=8_000_000, wished_days=30)
    return key


def approval(**values):
    usual = {"approved_limit": 8_000_000, "approved_days": 30, "approved_on": today(),
             "valid_until": credit_decisions.valid_until(today())}  # fmt: skip
    return {**usual, **values}


def test_marks_are_proposed_from_dealings_and_a_person_may_change_them(store, customer):
    key = store.write("x", credit_files.open_file, customer, BY_HAND).value
    file = file_of(store, key)
    assert [file[name] for name in ("payment", "years", "margin")] == ["0", "5", "3"]  # 50 %, three years, 25 %
    # 10 + 9 + 10 + 10 + 6 + 2 + 5 + 5 of 100
    assert (file["score"], file["grade"], file["state"], file["looked_from"]) == (
        57, "C", "draft", months_before(today(), 12) + timedelta(days=1))  # fmt: skip
    assert file["computed_limit"] == 2_400_000  # 80,000 × 15 / 30 × 0.6
    assert store.write("x", credit_files.save, {"payment": "3", "grade": "A", "state": "approved"}, key).value == key
    file = file_of(store, key)
    assert (file["score"], file["grade"], file["computed_limit"], file["state"]) == (72, "B", 8_000_000, "draft")
    store.undo()
    assert file_of(store, key)["grade"] == "C"
    found = store.read(credit_files.basis, customer, today())
    assert found.assess({"payment": "3", **BY_HAND}).score.coverage == Figure(Decimal("0.8"))
    assert found.proposed == {"payment": "0", "years": "5", "margin": "3"}


def test_an_approval_counts_for_a_year_and_stands_in_the_customers_file(store, customer):
    me = store.write("x", records.create, Employee, {"name": "陈总"}).value
    key = applied(store, customer, payment="3")
    with pytest.raises(ConflictError):
        store.write("x", credit_files.save, {"payment": "5"}, key)
    asked = store.read(credit_decisions.asked, key, "approve")
    assert (asked.values["approved_limit"], asked.values["approved_days"]) == (8_000_000, 30)
    assert asked.values["valid_until"] == months_before(today(), -12) - timedelta(days=1)
    take(store, key, "approve", **approval(approver_id=me))
    held = store.read(records.get, Customer, customer)
    assert (held["credit_grade"], held["credit_limit"], held["terms_days"]) == ("B", 8_000_000, 30)
    now = store.read(credit.standing, customer, today())
    assert (now.limit.value, now.by_hand, now.approved, now.grade) == (8_000_000, True, True, "B")
    later = store.read(credit.standing, customer, asked.values["valid_until"] + timedelta(days=1))
    assert (later.approved, later.lapsed_on, later.by_hand) == (False, asked.values["valid_until"], False)
    store.write("x", records.update, CreditFile, key, {"approved_days": 90, "valid_until": today() - timedelta(days=1)})
    store.write("x", records.update, Customer, customer, {"terms_days": 90})
    assert store.read(credit.standing, customer, today()).terms_days == 30, "the days of an approval end with it"
    assert store.read(receipts.terms, customer) == 30
    store.undo()
    store.undo()
    store.write("x", credit_files.save, {"notes": "signed"}, key)
    with pytest.raises(ConflictError):
        store.write("x", credit_files.save, {"years": "0"}, key)
    store.undo()
    store.undo()
    assert file_of(store, key)["state"] == "applied"
    assert store.read(records.get, Customer, customer)["credit_limit"] is None


def test_what_is_beyond_rule_policy_or_sense_is_refused_beside_its_field(store, customer):
    key = store.write("x", credit_files.open_file, customer, {"finances": "5", "assessed_on": today()}).value
    with pytest.raises(ValidationError):
        store.write("x", credit_files.save, {"assessed_on": today() + timedelta(days=1)}, key)
    for_limit = {"wished_limit": 1, "wished_days": 1}
    store.write("x", records.update, CreditFile, key, {"grade": None})
    refused(store, key, "apply", ValidationError, "wished_limit", **for_limit)
    refused(store, key, "approve", ConflictError, **approval())
    key = applied(store, customer, payment="3")
    said = refused(store, key, "approve", ValidationError, "reason", **approval(approved_limit=8_000_001))
    assert said == "More than the limit by the rule, ¥80,000.00: say why."
    refused(store, key, "approve", ValidationError, "reason", **approval(approved_days=31))
    refused(store, key, "approve", ValidationError, "valid_until", **approval(valid_until=today() - timedelta(days=1)))
    refused(store, key, "approve", ValidationError, "approved_on", **approval(approved_on=today() + timedelta(days=1)))
    refused(store, key, "approve", ValidationError, "approved_limit", **approval(approved_limit=None))
    store.write("x", credit_policies.save, {"grade": "B", "cap": 5_000_000})
    refused(store, key, "approve", ValidationError, "approved_limit", **approval(reason="They pledged machines"))
    assert store.read(credit_decisions.asked, key, "approve").values["approved_limit"] == 5_000_000
    refused(store, key, "refuse", ValidationError, "reason")
    take(store, key, "refuse", reason="No balance sheet")
    assert (file_of(store, key)["state"], file_of(store, key)["approved_on"]) == ("refused", today())
    key = applied(store, customer, payment="5", dishonest=True)
    assert file_of(store, key)["grade"] == "D"
    refused(store, key, "approve", ValidationError, "approved_limit", **approval(reason="x"))
    take(store, key, "approve", **approval(approved_limit=0, approved_days=0))
    assert store.read(credit.standing, customer, today()).limit.value == 0


def test_back_to_draft_ended_and_assessed_anew(store, customer):
    key = applied(store, customer, payment="3")
    assert store.read(credit_decisions.asked, key, "withdraw").ready
    take(store, key, "withdraw")
    store.write("x", credit_files.save, {"finances": "5"}, key)
    take(store, key, "apply", wished_limit=8_000_000, wished_days=30)
    refused(store, key, "renew", ConflictError)
    take(store, key, "approve", **approval())
    new = take(store, key, "renew")
    fresh = file_of(store, new)
    assert (fresh["state"], fresh["finances"], fresh["payment"], fresh["wished_limit"]) == ("draft", "5", "0", 8_000_000)
    assert store.read(credit.standing, customer, today()).limit.value == 8_000_000  # the approval holds meanwhile
    take(store, key, "end", reason="Two bounced cheques")
    now = store.read(credit.standing, customer, today())
    assert (now.by_hand, now.lapsed_on) == (False, today() - timedelta(days=1))
    refused(store, key, "end", ConflictError, reason="again")
    with pytest.raises(ConflictError):
        store.write("x", credit_decisions.take, key, "end", {"reason": "x"}, 1)


def test_policies_are_versions_that_begin_after_one_another(store, customer):
    store.write("x", credit_policies.install_defaults)
    store.write("x", credit_policies.install_defaults)  # a second time adds nothing
    rows = store.read(lambda session: [(p.grade, p.edition, p.terms_days, p.factor) for p in session.query(CreditPolicy)])
    assert sorted(rows) == [("A", 1, 60, Decimal("1.2")), ("B", 1, 30, 1), ("C", 1, 15, Decimal("0.6")), ("D", 1, 0, 0)]
    later = today() + timedelta(days=30)
    new = store.write("x", credit_policies.save, {"grade": "B", "terms_days": 45, "effective_on": later}).value
    assert store.read(records.get, CreditPolicy, new)["edition"] == 2
    assert [store.read(credit_policies.in_force, day)["B"].terms_days for day in (today(), later)] == [30, 45]
    store.write("x", credit_policies.change, new, {"terms_days": 40})
    with pytest.raises(ValidationError):
        store.write("x", credit_policies.save, {"grade": "B", "effective_on": today()})
    old = store.write("x", records.create, CreditPolicy, {"grade": "C", "edition": 7, "effective_on": date(2020, 1, 1)}).value
    with pytest.raises(ConflictError):
        store.write("x", credit_policies.change, old, {"terms_days": 1})


def test_many_files_at_once_change_their_notes_alone():
    assert set(bulk_rules.changeable("credit_files")) == {"notes"}


def test_where_roles_are_given_a_head_approves(store, customer):
    seller, boss = store.write("x", records.create_many, Employee, [
        {"name": "周敏", "role": "salesperson"}, {"name": "陈总", "role": "owner"}]).value  # fmt: skip
    key = applied(store, customer, payment="3")
    store.write("x", settings.change, "me", str(seller))
    refused(store, key, "approve", ValidationError, "", **approval())
    refused(store, key, "refuse", ValidationError, "", reason="x")
    store.write("x", settings.change, "me", str(boss))
    take(store, key, "approve", **approval())
    assert file_of(store, key)["approver_id"] == boss
    store.write("x", records.update, Employee, boss, {"has_left": True})
    again = take(store, key, "renew")
    take(store, again, "apply", wished_limit=1, wished_days=1)
    refused(store, again, "approve", ValidationError, "approver_id", **approval(approved_limit=1))
