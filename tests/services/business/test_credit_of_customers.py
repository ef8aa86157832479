"""Credit of all customers at once: the oracle of C27 by way of orders and invoices, holds, marks that follow from dealings."""

from datetime import date, timedelta
from decimal import Decimal

from app.analysis.payment_habits import on_time_share, pieces, weighted_days_late
from app.models import Customer
from app.models.credit import CreditFile, CreditPolicy
from app.models.order import Order
from app.models.receivable import Invoice
from app.services import receipts, records
from app.services.business import credit_habits, ledger
from app.services.business.credit import credit, standing
from app.services.business.period import ending

AS_OF = date(2026, 6, 30)


def _fill(session):
    """甲: 480,000 in six months, 110,000 open, 15,000 delivered and not billed; 乙: 70 days overdue; 丙: nothing but a limit."""
    one, two, three = records.create_many(session, Customer, [
        {"name": "甲", "credit_grade": "B", "terms_days": 60}, {"name": "乙"}, {"name": "丙", "credit_limit": 500_000},
    ])  # fmt: skip
    orders = [{"customer_id": one, "ordered_on": date(2026, month, 5), "net": 7_000_000, "total": 8_000_000, "state": "delivered"}
              for month in range(1, 7)]  # fmt: skip
    late = {"customer_id": one, "ordered_on": date(2024, 2, 29), "net": 1, "total": 1, "state": "delivered"}
    keys = records.create_many(session, Order, [*orders, late])
    spare = {"customer_id": one, "ordered_on": date(2026, 6, 28), "net": 0, "total": 1_500_000, "state": "delivered"}
    records.create(session, Order, {**spare, "total": 1_500_000})
    back = {"customer_id": one, "ordered_on": date(2026, 6, 28), "net": 0, "total": 1_500_000, "kind": "return"}
    records.create(session, Order, {**back, "state": "confirmed"})
    bills = [{"customer_id": one, "issued_on": date(2026, 6, 20), "due_on": date(2026, 8, 20), "order_id": key, "total": total}
             for key, total in zip(keys, (*(8_000_000,) * 6, 1), strict=True)]  # fmt: skip
    due = AS_OF - timedelta(days=70)
    records.create_many(session, Invoice, [*bills, {"customer_id": two, "issued_on": due, "due_on": due, "total": 100}])
    receipts.save_receipt(session, {"customer_id": one, "received_on": date(2026, 6, 25), "amount": 37_000_001})
    return one, two, three


def test_limits_and_holds(store):
    store.write("x", _fill)
    found = {line.client.name: line.row for line in store.read(credit, ending(AS_OF)).lines}
    first = found["甲"]
    assert (first.limit.value, first.terms_days, first.grade, first.by_hand) == (16_000_000, 60, "B", False)
    assert (first.use.receivables, first.use.delivered, first.use.ordered) == (11_000_000, 0, 0)
    assert first.available.value == 16_000_000 - 11_000_000
    assert (first.hold, found["乙"].hold, found["丙"].hold) == ("free", "stop", "free")
    assert (found["丙"].limit.value, found["丙"].available.value, found["丙"].by_hand) == (500_000, 500_000, True)
    assert (found["乙"].limit.value, found["乙"].score.value.value, found["乙"].oldest_overdue) == (None, None, 70)
    assert store.read(credit, ending(AS_OF)).company == {"free": 2, "approval": 0, "stop": 1}


def test_a_file_and_a_policy_count_before_what_is_reckoned(store):
    one, _two, _three = store.write("x", _fill).value

    def assess(session):
        marks = dict.fromkeys(("finances", "outlook", "reputation", "security", "strategic", "outside"), "5")
        given = {"customer_id": one, "assessed_on": date(2026, 5, 1), **marks, "grade": "A", "state": "applied"}
        records.create(session, CreditFile, given)
        policy = {"grade": "A", "edition": 2, "effective_on": date(2026, 1, 1), "factor": Decimal(2), "cap": 25_000_000}
        records.create(session, CreditPolicy, policy)

    store.write("y", assess)
    row = next(line.row for line in store.read(credit, ending(AS_OF)).lines if line.client.id == one)
    assert (row.grade, row.limit.value, row.by_hand) == ("A", 25_000_000, False)
    assert row.score.value.value is not None
    approved = {"customer_id": one, "assessed_on": date(2026, 6, 1), "state": "approved", "approved_limit": 9_000_000}
    store.write("z", records.create, CreditFile, {**approved, "valid_until": date(2026, 7, 1)})
    row = next(line.row for line in store.read(credit, ending(AS_OF)).lines if line.client.id == one)
    assert (row.limit.value, row.by_hand, row.hold) == (9_000_000, True, "approval")


def test_read_alone_a_customer_stands_as_among_all(store):
    keys = store.write("x", _fill).value
    among = {line.client.id: line.row for line in store.read(credit, ending(AS_OF)).lines}
    for key in keys:
        alone, other = store.read(standing, key, AS_OF), among[key]
        assert (alone.score, alone.marks, alone.given) == (other.score, other.marks, other.given)
        assert (alone.limit, alone.use, alone.available, alone.hold) == (other.limit, other.use, other.available, other.hold)
        assert (alone.grade, alone.terms_days, alone.oldest_overdue, alone.overdue) == (
            other.grade, other.terms_days, other.oldest_overdue, other.overdue)  # fmt: skip


def test_how_customers_pay_added_up_by_sql_is_that_of_every_piece(store):
    """Early, partly, late, never; a credit note, cash, a dispute, an opening balance; before the period and after it."""
    period = ending(AS_OF)

    def fill(session):
        keys = [records.create(session, Customer, {"name": name}) for name in "甲乙"]
        for key in keys:
            for due, total, more in (
                (10, 1000, {}), (40, 700, {}), (70, 500, {"cash": True}), (400, 300, {}), (90, 250, {"disputed": True}),
                (20, 200, {"kind": "opening"}), (-30, 100, {}), (380, 90, {"kind": "opening"}),
            ):  # fmt: skip
                day = AS_OF - timedelta(days=due)
                values = {"customer_id": key, "issued_on": min(day, AS_OF), "due_on": day, "total": total, **more}
                receipts.save_invoice(session, values)
        back = {"customer_id": keys[0], "issued_on": AS_OF - timedelta(days=5), "due_on": AS_OF, "total": 60, "kind": "credit"}
        receipts.save_invoice(session, back)
        for ago, amount in ((390, 330), (120, 30), (60, 400), (15, 600), (-3, 900)):
            paid = {"customer_id": keys[0], "received_on": AS_OF - timedelta(days=ago), "amount": amount}
            receipts.save_receipt(session, paid)

    store.write("x", fill)
    whole = store.read(ledger.bills, period)
    parts = {key: pieces(bills, period.first, period.last) for key, bills in whole.items()}
    expected = {key: (on_time_share(each), weighted_days_late(each)) for key, each in parts.items()}
    assert {key: (one.on_time, one.days_late) for key, one in store.read(credit_habits.paying, period).items()} == expected
    assert len(expected) == 2
    assert all(0 <= on_time.value < 1 and late.value > 0 for on_time, late in expected.values())
