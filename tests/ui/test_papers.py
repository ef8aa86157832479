"""A record's own papers stand in its "…" menu and in the menu of its row."""

from app.models import Contact, Customer
from app.reports import REPORTS
from app.services import list_words, records
from app.services.lists import Filter, ListQuery
from app.ui.records.merging import record_menu
from app.ui.records.papers import paper_commands
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.people.screen import PeopleScreen


def test_every_paper_about_a_customer_is_in_its_menu(qtbot, store, context):
    key = store.write("x", records.create, Customer, {"name": "华信"}).value
    screen = CustomersScreen(context)
    qtbot.addWidget(screen)
    screen.activate()
    screen.open_record(key)
    menu = record_menu(context, "customers", screen.record.current(), screen.record._more)
    shown = {action.text(): action for action in menu.actions()}
    wanted = [report for report in REPORTS if "customer" in report.parameters]
    assert len(wanted) == 5
    assert list(shown)[:6] == [*(report.title for report in wanted), "Address labels"]
    for report in wanted:
        shown[report.title].trigger()
        assert context.frame.begun[-1] == ("reports", {"report": report.key, "customer_id": key})
    shown["Address labels"].trigger()
    name, asked = context.frame.begun[-1]
    assert (name, asked["report"], asked["query"].filters) == ("reports", "labels", (Filter("id", "in", (key,)),))
    offered = [command.label for command in screen.menu([key])]
    papers = list(shown)[:6]
    assert [label for label in offered if label in papers] == papers


def test_a_person_has_their_card_and_several_customers_their_labels(qtbot, store, context):
    firm = store.write("x", records.create, Customer, {"name": "华信"}).value
    key = store.write("x", records.create, Contact, {"name": "王芳", "customer_id": firm}).value
    screen = PeopleScreen(context)
    qtbot.addWidget(screen)
    screen.activate()
    (card,) = paper_commands(context, "contacts", [key])
    assert card.label in [command.label for command in screen.menu([key])]
    card.run()
    assert context.frame.begun == [("reports", {"report": "decision-maker", "contact_id": key})]
    assert [command.label for command in paper_commands(context, "customers", [firm, key])] == ["Address labels"]
    assert paper_commands(context, "visits", [key]) == ()
    assert paper_commands(context, "customers", []) == ()


def test_labels_of_one_customer_are_told_by_its_name(store):
    key = store.write("x", records.create, Customer, {"name": "华信"}).value
    query = ListQuery("customers", ("name",), "name", filters=(Filter("id", "in", (key,)),))
    assert store.read(list_words.words, query) == ["华信"]
