"""What the report on a lost computer calls sensitive is what the window hides, and its counts are those of the lists."""

from datetime import timedelta

from app.formats import today
from app.models import Contact, Customer
from app.models.types import now_utc
from app.reports.lost_computer import Lost, build
from app.services import records
from app.services.lists import ListQuery, count
from app.services.privacy_report import on_board
from app.store.store import Store


def test_a_birthday_is_sensitive_of_children_alone(store: Store) -> None:
    firm = store.write("a", records.create, Customer, {"name": "甲"}).value
    child = (today() - timedelta(days=9 * 366)).isoformat()
    made = [store.write("b", records.create, Contact, {"customer_id": firm, "name": name, "birthday": born}).value
            for name, born in (("A", "1969-07-07"), ("B", "1985-08-15"), ("C", child))]  # fmt: skip
    people = store.read(on_board).groups[0]
    assert [(one.count, one.sensitive) for one in people.kinds if one.label == "Birthday"] == [(3, 1)]
    store.write("c", records.delete, Contact, made[:1])
    people = store.read(on_board).groups[0]
    assert (people.count, people.binned) == (2, 1)
    assert people.count == store.read(count, ListQuery("contacts", ("name",), "name"))
    paper = build(Lost(store.read(on_board), "x.db", False, None, now_utc()))
    assert "Decision-makers at firms: 2, and 1 in the recycle bin" in str(paper.blocks)
    assert "of 1" in str(paper.blocks)
