"""Business in the window: orders, invoices, payments, costs, products are typed, listed, changed, opened and imported."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.formats import today
from app.models import BY_KEY, Customer, Employee
from app.services import customer_policies, lists, records, trade_view
from app.services.lists import ListQuery
from app.ui.kit.widgets import PlainLabel
from app.ui.records.list_screen import ENTRY, RECORD
from app.ui.screens import SCREENS
from app.ui.screens.built_in import views_of
from app.ui.screens.business.credit import CreditScreen
from app.ui.screens.business.dunning import DunningsScreen
from app.ui.screens.business.invoices import InvoicesScreen
from app.ui.screens.business.kinds import KINDS, PLACES
from app.ui.screens.business.never import NeverServeScreen
from app.ui.screens.business.policies import PoliciesScreen
from app.ui.screens.business.screens import CostsScreen, OrdersScreen, ProductsScreen, ReceiptsScreen
from app.ui.screens.business.screens_more import (
    OverridesScreen,
    PlansScreen,
    PortfolioScreen,
)
from app.ui.screens.customers.account_line import AccountLine
from app.ui.screens.customers.record import CustomerRecord
from tests.ui.hands import click, retype, type_text


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value


@pytest.fixture
def shown(qtbot, context):
    """A screen of business, shown."""

    def make(cls):
        screen = cls(context)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        screen.show()
        screen.activate()
        return screen

    return make


def first(store, entity: str) -> dict[str, object]:
    """The only record of a kind."""
    cls = BY_KEY[entity]
    (key,) = store.read(lists.ids, ListQuery(entity, (cls.titles[0],), cls.titles[0]))
    return store.read(records.get, cls, key)


def test_an_order_is_typed_by_keyboard_and_shown(shown, store, customer, context) -> None:
    screen = shown(OrdersScreen)
    assert screen.bring_in.isVisible()
    click(screen.bring_in)
    assert context.frame.begun == [("import", {"entity": "orders"})]
    screen.start_new()
    form = screen.entry.form
    assert form.editor("ordered_on").value() == today()
    click(screen.entry.save_button)
    assert screen.right.currentIndex() == ENTRY  # a customer and an amount are asked for
    screen.begin({"customer_id": customer})
    type_text(form.editor("net").line, "12345.60")
    click(screen.entry.save_button)
    order = first(store, "orders")
    assert (order["customer_id"], order["net"], order["state"], order["kind"]) == (customer, 1234560, "confirmed", "sale")
    assert str(order["number"]).startswith(f"DD{today():%Y%m}")
    assert (screen.right.currentIndex(), screen.record.current()) == (RECORD, order["id"])
    assert "¥12,345.60" in screen.record.pane.line.whole()
    assert screen.filters.summary.text() == "1 order"
    retype(screen.record.form.editor("net").line, "100")
    click(screen.record.bar.save_button)
    assert first(store, "orders")["net"] == 10000
    store.undo()


def test_an_order_without_an_amount_goes_on_with_its_lines_and_becomes_an_invoice(shown, store, customer, context) -> None:
    product = store.write("x", records.create, BY_KEY["products"], {"name": "Bolt M8"}).value
    store.write("x", records.create, BY_KEY["product_prices"], {"product_id": product, "cost": Decimal(2)})
    store.write("x", records.update, BY_KEY["customers"], customer, {"tax_rate": "0"})
    screen = shown(OrdersScreen)
    screen.begin({"customer_id": customer})
    click(screen.entry.save_button)
    table = screen.record.parts.table
    assert (screen.record.pane.tab(), screen.right.currentIndex()) == ("parts", RECORD)
    table._edit.editor.set_value(product, "Bolt M8")
    table._finished("next")
    for value in (None, Decimal(100), "pc", Decimal(3)):
        table._edit.editor.set_value(value)
        table._finished("next")
    table._finished("done")
    assert table.settle()
    order = first(store, "orders")
    assert (order["net"], order["cost"]) == (30000, 20000)
    assert table.hint.text() == "Together ¥300.00, cost ¥200.00, margin 33.3%"
    assert "¥300.00" in screen.record.pane.line.whole()
    click(screen.record.bill_button)
    billed = first(store, "invoices")
    assert (billed["order_id"], billed["total"], context.frame.visited[-1]) == (order["id"], 30000, ("invoices", billed["id"]))
    click(screen.record.bill_button)  # a second time is refused and told
    assert first(store, "invoices")["id"] == billed["id"]
    invoices = shown(InvoicesScreen)
    invoices.open_record(billed["id"])
    assert "Open: ¥300.00" in invoices.record.pane.line.whole()
    receipts = shown(ReceiptsScreen)
    receipts.begin({"customer_id": customer})
    type_text(receipts.entry.form.editor("amount").line, "500")
    click(receipts.entry.save_button)
    assert "Not allocated: ¥200.00" in receipts.record.pane.line.whole()
    receipts.record.pane.show_tab("parts")
    assert receipts.record.parts.table.count() == 1
    receipts.record.parts.table.grid.setCurrentIndex(receipts.record.parts.table.grid.rows.index(0, 1))
    receipts.record.parts.table.remove_current()
    assert receipts.record.parts.rest.text() == "Not allocated: ¥500.00"
    assert "Open: ¥300.00" in invoices.record.pane.line.whole()
    click(receipts.record.parts.oldest_button)
    assert receipts.record.parts.rest.text() == "Not allocated: ¥200.00"
    assert "Open: ¥0.00" in invoices.record.pane.line.whole()
    screen.record.cancel_order()
    assert first(store, "orders")["state"] == "cancelled"


def test_what_is_typed_is_kept_as_a_draft(shown, store, customer) -> None:
    screen = shown(ReceiptsScreen)
    screen.begin({"customer_id": customer})
    type_text(screen.entry.form.editor("amount").line, "500")
    click(screen.entry.leave_button)
    assert screen.right.currentIndex() != ENTRY
    screen.begin({})
    assert screen.entry.form.banner.isVisible()
    screen.entry.form.banner.resume.click()
    assert screen.entry.form.editor("amount").value() == 50000


def test_every_list_shows_its_records_and_leads_to_the_others(shown, store, customer, context) -> None:
    given = {
        "invoices": {"customer_id": customer, "issued_on": date(2026, 1, 2), "due_on": date(2026, 2, 1), "total": 5_00},
        "receipts": {"customer_id": customer, "received_on": date(2026, 1, 2), "amount": 5_00},
        "costs": {"customer_id": customer, "spent_on": date(2026, 1, 2), "amount": 5_00, "kind": "gifts", "name": "Tea"},
        "products": {"name": "Bolt"},
    }  # fmt: skip
    for entity, values in given.items():
        store.write("x", records.create, BY_KEY[entity], values)
    for cls in (InvoicesScreen, ReceiptsScreen, CostsScreen, ProductsScreen):
        screen = shown(cls)
        screen.list.neighbour(1)
        assert screen.record.current() == first(store, cls.kind.entity)["id"], cls
        assert screen.commands()[1].label == cls.kind.imported
        screen.tabs.row.bar.setCurrentIndex(0)
        assert context.frame.visited[-1] == ("business", None)
        for place in range(len(cls.kind.views)):
            screen.filters.set_view(place)
    assert screen.tabs.row.place() == 4


def test_decisions_credit_dunning_and_plans_are_typed_and_told(shown, store, customer, context) -> None:
    typed = {
        DunningsScreen: {"step": "call", "done_on": today() - timedelta(days=2), "promised": 5_00,
                         "promised_on": today() - timedelta(days=1)},
        CreditScreen: dict.fromkeys(("payment", "years", "finances", "outlook", "reputation", "margin"), "5"),
        PoliciesScreen: {"customer_id": None, "grade": "gold", "payment_days": 60, "rebate": 300},
        PortfolioScreen: {"decision": "raise", "reason": "Room in the wallet"},
        OverridesScreen: {"value": "gold", "reason": "Opens a market", "ends_on": today() + timedelta(days=90)},
        NeverServeScreen: {"reason": "fraud", "evidence": "Two bounced cheques", "tried": "Talks in March"},
        PlansScreen: {"approach": "Visit the works"},
    }  # fmt: skip
    for cls, values in typed.items():
        screen = shown(cls)
        assert not screen.bring_in.isVisible()
        screen.begin({"customer_id": customer, **values})
        click(screen.entry.save_button)
        stored = first(store, cls.kind.entity)
        assert screen.record.current() == stored["id"], cls
        assert {key: stored[key] for key in values} == values
        assert screen.filters.summary.text() == "1 entry"
    assert (first(store, "credit_files")["score"], first(store, "credit_files")["grade"]) == (100, "A")
    plans, year = screen, today().year
    order = {"customer_id": customer, "ordered_on": today(), "net": 7_000_00, "cost": 4_000_00}
    store.write("x", records.create, BY_KEY["orders"], order)
    plans.record.pane.show_tab("parts")
    table = plans.record.parts.table
    assert [line.stored["year"] for line in table.lines] == [year, year + 1, year + 2]  # a new plan has its years
    table.edit(table.lines[0], 1)
    table._edit.editor.set_value(10_000_00)
    table._finished("next")
    assert table.settle()
    assert table.lines[0].stored["volume"] == 10_000_00
    plans.record.show_tab("parts")
    assert plans.record.parts.actuals.text().startswith(f"{year} so far:\nsales ¥7,000.00 of ")
    late = shown(DunningsScreen)
    late.filters.set_view(1)
    assert late.filters.summary.text() == "1 entry"


def test_what_must_be_said_is_asked_and_toasts_name_the_customer(shown, store, customer, context) -> None:
    never = shown(NeverServeScreen)
    never.begin({"customer_id": customer, "evidence": "Two bounced cheques", "tried": "Talks"})
    never.entry.form.editor("reason").set_value(None)
    click(never.entry.save_button)
    assert store.read(lists.ids, ListQuery("never_serves", ("evidence",), "evidence")) == []
    never.entry.form.editor("reason").set_value("fraud")
    click(never.entry.save_button)
    assert never.record.name() == store.read(records.get, Customer, customer)["name"]
    assert never.entry.name({}) == never.record.name()
    away = shown(PortfolioScreen)
    away.begin({"customer_id": customer, "decision": "exit"})
    for key in ("reason", "decided_by_id", "review_on"):
        click(away.entry.save_button)
        assert away.entry.form.shown(key).widget.property("state") == "error", key
        person = store.write("x", records.create, Employee, {"name": "Wang"}).value if key == "decided_by_id" else None
        away.entry.form.editor(key).set_value({"reason": "Pays nobody", "review_on": today()}.get(key, person))
    click(away.entry.save_button)
    assert first(store, "portfolio_decisions")["decision"] == "exit"


def test_a_customer_tells_its_business(qtbot, store, customer, context) -> None:
    for day, net in ((today(), 90_000_00), (today() - timedelta(days=400), 60_000_00)):
        order = {"customer_id": customer, "ordered_on": day, "net": net, "cost": net // 2}
        store.write("x", records.create, BY_KEY["orders"], order)
    owed = {"customer_id": customer, "issued_on": date(2026, 1, 2), "due_on": date(2026, 2, 1), "total": 5_000_00}
    store.write("x", records.create, BY_KEY["invoices"], owed)
    record = CustomerRecord(context)
    qtbot.addWidget(record)
    record.resize(700, 700)
    record.show()
    record.show_record(customer)
    record.pane.show_tab("business")
    said = [label.text() for label in record.business.facts.findChildren(PlainLabel)]
    assert said[1::2] == ["¥90,000.00", "50.0%", "1", "¥5,000.00", "¥5,000.00"]
    click(record.business.why_button)
    assert "Growth over the period before: 50.0% → 20 of 20 points" in record.business.reasons.text()
    click(record.business.orders.button)
    assert context.frame.begun[-1] == ("business", {"customer_id": customer})
    record.business.orders.list.neighbour(1)
    record.business.orders.list.opened.emit(record.business.orders.list.current())
    assert context.frame.visited[-1][0] == "business"
    click(record.business.analysis_button)
    assert context.frame.begun[-1] == ("analysis", {"analysis": "score", "customer_id": customer})


def test_each_kind_has_its_place() -> None:
    places = {place.entity: place for place in SCREENS if place.entity in KINDS}
    assert {entity: place.key for entity, place in places.items()} == PLACES
    assert {place.within or place.key for place in places.values()} == {"business"}
    assert all(views_of(place) for place in PLACES.values())


def test_an_application_is_signed_twice_in_the_window(shown, store, customer, context) -> None:
    for name, level in (("销售", "rep"), ("总监", "director"), ("总经理", "cxo")):
        store.write("x", records.create, BY_KEY["employees"], {"name": name, "level": level})
    given = {"customer_id": customer, "reason": "fraud", "evidence": "伪造验收单", "tried": "约谈负责人"}
    key = store.write("x", trade_view.create, "never_serves", given).value
    screen = shown(NeverServeScreen)
    screen.open_record(key)
    record = screen.record
    assert record.pane.next.action.text() == "Endorse the application"
    assert record.form.shown("evidence").widget.isEnabled()
    click(record.pane.next.action)
    record.step.form.editor("obligations_checked").set_value(True)
    click(record.step.do)
    assert not record.form.shown("evidence").widget.isEnabled()
    click(record.pane.next.action)
    assert record.step.form.editor("manager_id").value() is not None  # whose level it is
    click(record.step.do)
    assert first(store, "never_serves")["state"] == "approved"
    assert store.read(records.get, Customer, customer)["grade"] == "never"
    assert "in force since" in record.pane.next.text()


def test_the_classes_stand_beside_each_other(shown, store) -> None:
    screen = shown(PoliciesScreen)
    table = screen.table
    assert table.isVisible()
    said = [label.text() for label in table.findChildren(PlainLabel)]
    assert "60 days to pay; limit by the credit file\nTerms (days) 60" in said
    click(table.usual)
    assert table.usual.isHidden()
    assert screen.list.model.rowCount() == 3


def test_a_customer_tells_what_is_decided_about_it(qtbot, store, customer, context) -> None:
    line = AccountLine(context)
    qtbot.addWidget(line)
    line.retranslate()
    line.load(customer)
    qtbot.waitUntil(lambda: line.words.text() == "Nothing is decided about this customer yet.")
    decided = {"customer_id": customer, "decision": "raise", "decided_on": today(), "review_on": date(2027, 5, 6)}
    store.write("x", records.create, BY_KEY["portfolio_decisions"], decided)
    store.write("x", records.update, Customer, customer, {"grade": "gold"})
    store.write("x", customer_policies.install_usual)
    plan = store.write("x", records.create, BY_KEY["development_plans"], {"customer_id": customer, "first_year": today().year})
    store.write("x", records.create, BY_KEY["plan_years"], {"plan_id": plan.value, "year": today().year, "volume": 1_200_00})
    line.load(customer)
    qtbot.waitUntil(lambda: "Portfolio: Raise the share · again on 2027-05-06" in line.words.text())
    assert "Policy: Gold · 60 days to pay; limit by the credit file · 8% below the list" in line.words.text()
    assert f"Plan {today().year}: sales at 0.0%" in line.words.text()
    line.begin("development_plans")
    assert context.frame.begun == [("development_plans", {"customer_id": customer})]
