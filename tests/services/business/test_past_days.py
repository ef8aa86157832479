"""What was owed on a day in the past: what came later hadn't happened then, whatever was allocated to it since."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from app.analysis.credit_limit import Use
from app.models import Customer
from app.models.grading import NeverServe
from app.models.order import Order
from app.services import receipts, records, trade_view
from app.services.business import both_ends, collecting, credit_use, dso_trend, ledger, loyalty, money, worth
from app.services.business.period import ending

BEGIN, END = date(2025, 11, 1), date(2026, 11, 23)
DAYS = [BEGIN + timedelta(days=ago) for ago in range(0, 388, 43)]


def _trade(session):
    """Invoices, opening balances, credit notes, receipts in any order, some paid in advance, in two currencies."""
    random = Random(7)
    keys = records.create_many(session, Customer, [{"name": f"客户{place}"} for place in range(5)])
    for _turn in range(90):
        day, key = BEGIN + timedelta(days=random.randrange(388)), random.choice(keys)
        amount, currency = random.randrange(1, 5000), random.choice([None, None, None, "USD"])
        if random.random() < 0.4:
            receipts.save_receipt(session, {"customer_id": key, "received_on": day, "amount": amount, "currency": currency})
        else:
            kind = random.choice(["invoice", "invoice", "invoice", "opening", "credit"])
            values = {"customer_id": key, "issued_on": day, "due_on": day + timedelta(days=random.randrange(60)), "kind": kind}
            more = {"currency": currency, "disputed": random.random() < 0.1, "cash": random.random() < 0.2}
            receipts.save_invoice(session, {**values, "total": amount, **more})
    return keys


def test_what_is_open_and_what_is_unallocated_come_to_the_balance_on_every_day(store):
    keys = store.write("x", _trade).value
    for day in DAYS:
        ageing, owed = store.read(money.ageing, day), store.read(ledger.balances, day)
        nets = {line.client.id: line.row.net for line in ageing.lines}
        assert {key: nets.get(key, 0) for key in keys} == {key: owed.get(key, 0) for key in keys}
        assert ageing.company.net == sum(owed.values())
        whole, trend = store.read(money.days_of_sales, day).company, store.read(dso_trend.dso_trend, day)
        if owed:
            assert (trend[-1].receivables, trend[-1].dso) == (whole.receivables.end, whole.family.simple)
        begin, end = store.read(both_ends.balances_at, DAYS[0], day)
        first = store.read(ledger.balances, DAYS[0])
        assert [{key: one.get(key, 0) for key in keys} for one in (begin, end)] == [
            {key: one.get(key, 0) for key in keys} for one in (first, owed)]  # fmt: skip
        among = store.read(ledger.open_accounts, day)
        for key in keys:
            one, other = store.read(ledger.account_of, key, day), among.get(key, ledger.Account((), 0))
            assert (Counter(one.debts), one.unallocated) == (Counter(other.debts), other.unallocated)


def test_money_that_came_before_its_invoice_was_in_advance_until_then(store):
    def fill(session):
        key = records.create(session, Customer, {"name": "预付"})
        receipts.save_receipt(session, {"customer_id": key, "received_on": date(2026, 1, 10), "amount": 1000})
        back = {"customer_id": key, "issued_on": date(2026, 1, 20), "total": 300, "kind": "credit"}
        receipts.save_invoice(session, back)
        receipts.save_invoice(session, {"customer_id": key, "issued_on": date(2026, 3, 1), "total": 1300})
        return key

    store.write("x", fill)
    then, now = (store.read(money.ageing, day).company for day in (date(2026, 1, 31), date(2026, 3, 31)))
    assert (then.total, then.unallocated) == (0, -1300)
    assert (now.total, now.unallocated) == (0, 0)


def test_an_order_billed_later_was_not_billed_then(store):
    def fill(session):
        key = records.create(session, Customer, {"name": "待开票"})
        order = {"customer_id": key, "ordered_on": date(2026, 1, 5), "net": 900, "total": 1000, "state": "delivered"}
        receipts.invoice_of_order(session, records.create(session, Order, order), {"issued_on": date(2026, 2, 10)})
        return key

    key = store.write("x", fill).value
    for read in (lambda day: store.read(credit_use.use, day)[key], lambda day: store.read(credit_use.use, day, key)[key]):
        assert (read(date(2026, 1, 31)).receivables, read(date(2026, 1, 31)).delivered) == (0, 1000)
        assert (read(date(2026, 2, 28)).receivables, read(date(2026, 2, 28)).delivered) == (1000, 0)


def test_what_is_open_on_cash_terms_is_no_receivable_of_the_days_of_sales(store):
    """C24: customers with cash terms are left out, on both sides."""

    def fill(session):
        one, two = records.create_many(session, Customer, [{"name": "账期"}, {"name": "现结"}])
        day = END - timedelta(days=20)
        for key, cash in ((one, False), (two, True), (two, True)):
            receipts.save_invoice(session, {"customer_id": key, "issued_on": day, "total": 5000, "cash": cash})
        receipts.save_receipt(session, {"customer_id": two, "received_on": day, "amount": 6000})
        return one

    one = store.write("x", fill).value
    found = store.read(money.days_of_sales, END)
    assert [line.client.id for line in found.lines] == [one]
    assert (found.company.receivables.end, found.company.receivables.not_due) == (5000, 5000)
    assert found.company.family == found.lines[0].row.family
    assert store.read(ledger.credit_sales, ending(END)) == {**store.read(ledger.credit_sales, ending(END), one)}


def test_a_credit_note_is_no_payment_and_money_for_cash_is_no_collection(store):
    """C26: 到期回款率 is of receipts; what was credited is no longer due."""

    def fill(session):
        one, two = records.create_many(session, Customer, [{"name": "账期"}, {"name": "现结"}])
        day = END - timedelta(days=60)
        receipts.save_invoice(session, {"customer_id": one, "issued_on": day, "due_on": day, "total": 1000})
        receipts.save_invoice(session, {"customer_id": one, "issued_on": day, "total": 400, "kind": "credit"})
        receipts.save_receipt(session, {"customer_id": one, "received_on": END, "amount": 300})
        receipts.save_invoice(session, {"customer_id": two, "issued_on": day, "total": 5000, "cash": True})
        receipts.save_receipt(session, {"customer_id": two, "received_on": END, "amount": 5000})

    store.write("x", fill)
    found = store.read(money.collected, ending(END))
    assert (found.of_due.value, found.of_sales.value) == (Decimal("0.5"), Decimal("0.5"))
    rows = store.read(collecting.collecting, ending(END)).lines
    assert [(line.row.received, line.row.sold, line.row.due) for line in rows] == [(300, 600, 600)]


def test_who_is_never_served_now_was_a_customer_before(store):
    """F-12 holds from its day on: the churn of a year that is over stays as it was."""

    def fill(session):
        key = records.create(session, Customer, {"name": "停供", "grade": "never", "status": "never"})
        for back in (40, 80, 120, 160):
            records.create(session, Order, {"customer_id": key, "ordered_on": END - timedelta(days=back), "net": 100})
        given = {"customer_id": key, "applied_on": END - timedelta(days=9), "effective_on": END - timedelta(days=5)}
        records.create(session, NeverServe, {**given, "reason": "abuse", "evidence": "x", "tried": "x", "obligations": "x"})
        return key

    store.write("x", fill)
    codes = [store.read(loyalty.statuses, END - timedelta(days=ago)).lines[0].row.code for ago in (30, 5, 0)]
    assert codes == ["active", "never_serve", "never_serve"]


def test_orders_of_which_a_part_is_billed_use_the_limit_with_the_rest(store):
    def fill(session, named):
        key = records.create(session, Customer, {"name": f"客户{named}"})
        usual = {"customer_id": key, "ordered_on": END - timedelta(days=5), "net": 900, "total": 1000}
        done, still = (records.create(session, Order, {**usual, "state": state}) for state in ("delivered", "confirmed"))
        given = {"customer_id": key, "issued_on": END - timedelta(days=2), "total": 400}
        receipts.save_invoice(session, {**given, **({"order_id": done} if named else {})})
        assert still != done
        return key

    unnamed = store.write("x", fill, False).value
    assert store.read(credit_use.use, END)[unnamed] == Use(400, 0, 1000), "nobody can tell what of delivered ones is billed"
    named = store.write("x", fill, True).value
    assert store.read(credit_use.use, END)[named] == store.read(credit_use.use, END, named)[named] == Use(400, 600, 1000)


def test_orders_in_dollars_alone_are_orders(store):
    def fill(session):
        key = records.create(session, Customer, {"name": "外币"})
        values = {"customer_id": key, "ordered_on": END - timedelta(days=5), "net": 100, "currency": " usd "}
        return trade_view.create(session, "orders", values)

    order = store.write("x", fill).value
    assert store.read(records.get, Order, order)["currency"] == "USD"
    assert store.read(loyalty.statuses, END).lines[0].row.code == "new"
    assert store.read(worth.profits, ending(END)).left_out == {"USD": 100}
