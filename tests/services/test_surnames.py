"""A surname that somebody corrected counts wherever a name is taken apart: address, cards, order, imports; else the rule does."""

from typing import Any
from uuid import UUID

import pytest

from app.analysis.names import name_parts
from app.errors import ValidationError
from app.exchange.apply import apply
from app.exchange.card_writer import card
from app.exchange.export import export
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import ImportOptions
from app.i18n import use_language
from app.models import Contact, Customer
from app.services import contacts, merge, merge_view, person_file, records
from app.services.lists import ListQuery, page
from app.store.store import Store
from tests.exchange.test_import import bring_in, places, sheet_of


@pytest.fixture
def firm(store: Store) -> UUID:
    made: UUID = store.write("firm", records.create, Customer, {"name": "华信"}).value
    return made


def person(store: Store, firm: UUID, name: str, **values: Any) -> UUID:
    made: UUID = store.write("person", contacts.add, {"customer_id": firm, "name": name, **values}).value
    return made


@pytest.mark.parametrize(
    ("full", "said", "parts"),
    [
        ("单于丹", None, ("单于", "丹")), ("单于丹", "单", ("单", "于丹")), ("王欧阳", "王欧", ("王欧", "阳")),
        ("单于丹", "李", ("单于", "丹")), ("John Smith", None, ("", "John Smith")), ("John Smith", "Smith", ("Smith", "John")),
        ("Smith", "Smith", ("Smith", "")), ("Smith John", "Smith", ("Smith", "John")),
        ("John Smithson", "Smith", ("", "John Smithson")),
    ],
)  # fmt: skip
def test_a_name_is_taken_apart_as_somebody_said_where_that_fits(full: str, said: str | None, parts: tuple[str, str]) -> None:
    assert name_parts(full, said) == parts


def test_the_form_of_address_and_the_card_use_it(store: Store, firm: UUID) -> None:
    key = person(store, firm, "单于丹", title="总经理", surname="单")
    values = store.read(records.get, Contact, key)
    with use_language("zh"):
        assert person_file.address(values, vice=False) == "单总"
        assert person_file.address({**values, "surname": None}, vice=False) == "单于总"
    assert "\r\nN:单;于丹;;;\r\n" in card(key, values, "华信", "4.0").decode()
    smith = store.read(records.get, Contact, person(store, firm, "John Smith", surname="Smith", form_of_address="mr"))
    assert person_file.address(smith, vice=False) == "Mr Smith"


def test_people_are_sorted_by_it_and_undo_takes_it_back(store: Store, firm: UUID) -> None:
    key = person(store, firm, "单于丹")  # chan yu
    person(store, firm, "李明")

    def order() -> list[str]:
        return [row.texts[0] for row in store.read(page, ListQuery("contacts", ("name",), "name"), 0, 10)]

    assert order() == ["单于丹", "李明"]
    store.write("surname", contacts.save, key, {"surname": "单"})
    assert order() == ["李明", "单于丹"]
    store.undo()
    assert order() == ["单于丹", "李明"]


def test_a_surname_that_is_none_of_the_name_is_refused_beside_its_field(store: Store, firm: UUID) -> None:
    key = person(store, firm, "单于丹", surname="单")
    with pytest.raises(ValidationError, match="does not begin") as caught:
        person(store, firm, "李明", surname="王")
    assert caught.value.field == "surname"
    with pytest.raises(ValidationError, match="does not begin"):
        store.write("x", contacts.save, key, {"surname": "李"})
    store.write("renamed", contacts.save, key, {"name": "李明"})
    assert name_parts("李明", "单") == ("李", "明")
    assert store.read(records.get, Contact, key)["surname"] is None
    store.undo()
    assert store.read(records.get, Contact, key)["surname"] == "单"


def test_it_goes_out_and_comes_in_again(store: Store, firm: UUID, tmp_path: Any) -> None:
    person(store, firm, "单于丹", surname="单")
    person(store, firm, "欧阳锋")
    before = store.read(listing, "contacts")
    store.read(export, "contacts", tmp_path / "out.csv")
    rows = [line.split(",") for line in (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()]
    assert bring_in(store, "contacts", *rows)[0] == [0, 0, 2, 0, 0]
    store.undo()
    store.undo()
    bring_in(store, "contacts", *rows)
    again = store.read(listing, "contacts")
    assert [(one["name"], one["surname"]) for one in again] == [(one["name"], one["surname"]) for one in before]


def test_a_file_says_it_beside_the_whole_name_or_in_parts(store: Store, firm: UUID) -> None:
    rows = [("姓名", "Surname", "客户"), ("单于丹", "单", "华信"), ("李明", "李", "华信"), ("王芳", "张", "华信")]
    counts, problems = bring_in(store, "contacts", *rows)
    assert (counts, places(problems)) == ([3, 0, 0, 0, 0], [(4, "surname")])
    found = {one["name"]: (one["surname"], one["notes"]) for one in store.read(listing, "contacts")}
    assert found == {"单于丹": ("单", None), "李明": (None, None), "王芳": (None, "Surname: 张")}
    rows = [("姓", "名", "客户"), ("欧", "阳锋", "华信"), ("张简", "小明", "华信")]
    bring_in(store, "contacts", *rows)
    found = {one["name"]: (one["surname"], one["notes"]) for one in store.read(listing, "contacts")}
    assert (found["欧阳锋"], found["张简小明"]) == ((None, None), ("张简", None))


def surname(store: Store, key: UUID) -> str | None:
    found: str | None = store.read(records.get, Contact, key)["surname"]
    return found


def test_saving_keeps_only_a_surname_that_says_more_than_the_name(store: Store, firm: UUID) -> None:
    key = person(store, firm, "欧阳锋", surname="欧")
    store.write("same", contacts.save, key, {"surname": "欧阳"})
    assert surname(store, key) is None
    store.write("said", contacts.save, key, {"surname": "欧"})
    store.write("form", contacts.save, key, {"name": "王文", "surname": "欧"})  # a form says again what was there
    assert surname(store, key) is None
    assert surname(store, person(store, firm, "欧阳克", surname="欧阳")) is None


def test_an_import_says_it_anew_and_a_new_name_lets_it_go(store: Store, firm: UUID) -> None:
    key = person(store, firm, "欧阳锋", surname="欧", phone="13800138000")
    assert bring_in(store, "contacts", ("姓名", "Surname", "客户"), ("欧阳锋", "欧阳", "华信"))[0] == [0, 1, 0, 0, 0]
    assert surname(store, key) is None
    store.undo()
    sheet = sheet_of(("姓名", "手机", "客户"), ("王文", "13800138000", "华信"))
    made = store.read(plan, "contacts", sheet, propose("contacts", sheet), ImportOptions(key="phone"))
    store.write("import", apply, made)
    assert (store.read(records.get, Contact, key)["name"], surname(store, key)) == ("王文", None)


def test_a_surname_too_long_for_its_field_is_told_and_ends_no_import(store: Store, firm: UUID) -> None:
    rows = [("姓", "名", "客户"), ("王" * 45, "芳", "华信"), ("李", "四", "华信")]
    counts, problems = bring_in(store, "contacts", *rows)
    assert (counts, places(problems)) == ([2, 0, 0, 0, 0], [(2, "surname")])
    assert [one["surname"] for one in store.read(listing, "contacts")] == [None, None]


def test_merging_takes_a_surname_only_with_its_name(store: Store, firm: UUID) -> None:
    kept, other = person(store, firm, "单于丹"), person(store, firm, "单丹丹", surname="单丹")
    same = person(store, firm, "单于丹", surname="单")
    assert "surname" not in [line.key for line in store.read(merge_view.comparison, Contact, kept, other).lines]
    store.write("merge", merge.merge, Contact, kept, other, {"surname": "other"})
    assert surname(store, kept) is None
    assert "surname" in [line.key for line in store.read(merge_view.comparison, Contact, kept, same).lines]
    store.write("merge", merge.merge, Contact, kept, same)
    assert surname(store, kept) == "单"


def test_merging_for_another_name_leaves_the_surname_of_the_first(store: Store, firm: UUID) -> None:
    kept, other = person(store, firm, "单于丹", surname="单"), person(store, firm, "单丹丹")
    store.write("merge", merge.merge, Contact, kept, other, {"name": "other"})
    assert surname(store, kept) is None
    store.undo()
    assert surname(store, kept) == "单"
