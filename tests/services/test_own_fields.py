"""Fields of a firm's own: typed, listed, sorted, filtered, found, undone, imported and exported like any other."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.errors import ValidationError
from app.exchange import export as exporting
from app.exchange.names import public_fields
from app.models import Customer
from app.models.firm_lists import CustomField
from app.models.own import own_fields
from app.services import past, records
from app.services.lists import Filter, ListQuery, count, page
from app.services.past import Past
from app.store import log, search
from app.store.store import Store, open_file


def define(store: Store, name: str, kind: str = "line", options: str = "", target: str = "customers") -> str:
    values = {"target": target, "name": name, "kind": kind, "options": options}
    return f"own.{store.write('x', records.create, CustomField, values).value.hex}"


def customer(store: Store, **values: Any) -> UUID:
    key: UUID = store.write("x", records.create, Customer, {"name": "华信", **values}).value
    return key


@pytest.fixture
def oil(store: Store) -> str:
    return define(store, "油品偏好", "choice", "矿物油\n合成油\n")


def test_a_field_of_ones_own_is_stored_read_and_undone(store: Store, oil: str) -> None:
    size, since = define(store, "罐容", "number"), define(store, "首单日", "date")
    key = customer(store, **{oil: "合成油", size: Decimal("12.50"), since: date(2026, 2, 3)})
    assert {k: store.read(records.get, Customer, key)[k] for k in (oil, size, since)} == {
        oil: "合成油", size: Decimal("12.50"), since: date(2026, 2, 3),
    }  # fmt: skip
    store.write("x", records.update, Customer, key, {size: None, since: date(2026, 2, 4)})
    assert store.read(records.get, Customer, key)[oil] == "合成油"
    assert store.read(records.get, Customer, key)[size] is None
    store.undo()
    assert store.read(records.get, Customer, key)[size] == Decimal("12.50")
    assert store.read(records.get, Customer, key)[since] == date(2026, 2, 3)


def test_what_is_no_choice_is_refused_beside_its_field(store: Store, oil: str) -> None:
    with pytest.raises(ValidationError) as caught:
        customer(store, **{oil: "水"})
    assert caught.value.field == oil


def test_lists_show_sort_and_filter_by_it(store: Store, oil: str) -> None:
    size = define(store, "罐容", "number")
    for name, kind, tons in (("甲", "合成油", "9"), ("乙", "矿物油", "100"), ("丙", "合成油", None)):
        customer(store, name=name, **{oil: kind, size: None if tons is None else Decimal(tons)})
    query = ListQuery("customers", ("name", oil, size), size, descending=True)
    rows = store.read(page, query, 0, 10)
    assert [row.texts for row in rows] == [("乙", "矿物油", "100"), ("甲", "合成油", "9"), ("丙", "合成油", "")]
    chosen = ListQuery("customers", ("name",), "name", filters=(Filter(oil, "in", ("合成油",)),))
    assert store.read(count, chosen) == 2
    found = ListQuery("customers", ("name",), "name", text="矿物")
    assert [row.texts[0] for row in store.read(page, found, 0, 10)] == ["乙"]


def test_history_names_the_field(store: Store, oil: str) -> None:
    key = customer(store, **{oil: "矿物油"})
    store.write("x", records.update, Customer, key, {oil: "合成油"})
    entry = store.read(log.history, key)[0]
    lines = store.read(past.readable, Customer, [Past(entry.at, None, "x", entry.change.before, entry.change.after)])
    assert [(line.field, line.before, line.after) for line in lines] == [("油品偏好", "矿物油", "合成油")]


def test_a_retired_field_keeps_what_was_typed(store: Store, oil: str) -> None:
    key = customer(store, **{oil: "矿物油"})
    definition = UUID(hex=oil.removeprefix("own."))
    store.write("x", records.update, CustomField, definition, {"retired": True})
    assert own_fields(Customer) == {}
    assert oil not in store.read(records.get, Customer, key)
    store.write("x", records.update, Customer, key, {"name": "新华信"})
    store.write("x", records.update, CustomField, definition, {"retired": False})
    assert store.read(records.get, Customer, key)[oil] == "矿物油"


def test_definitions_belong_to_the_open_file(store: Store, oil: str) -> None:
    path = store.path
    store.close()
    reopened = open_file(path)
    assert [field.label for field in own_fields(Customer).values()] == ["油品偏好"]
    reopened.close()


def test_it_goes_out_under_its_own_name(store: Store, oil: str, tmp_path: Path) -> None:
    customer(store, **{oil: "矿物油"})
    out = tmp_path / "out.csv"
    store.read(exporting.export, "customers", out)
    header, row = out.read_text(encoding="utf-8-sig").splitlines()
    assert header.split(",")[-1] == "油品偏好"
    assert row.split(",")[-1] == "矿物油"
    assert public_fields("customers")["油品偏好"].key == oil


@pytest.mark.parametrize("kind", ["date", "number", "choice"])
def test_texts_typed_before_a_field_became_of_another_kind_are_no_hindrance(store: Store, kind: str) -> None:
    own = define(store, "油品")
    key = customer(store, **{own: "红"})
    store.write("x", records.update, CustomField, UUID(own.removeprefix("own.")), {"kind": kind})
    (row,) = store.read(page, ListQuery("customers", ("name", own), own), 0, 10)
    assert row.values == ("华信", "红" if kind == "choice" else None)
    assert store.read(records.get, Customer, key)[own] == "红"


def test_a_list_that_still_asks_for_a_field_given_up_gets_its_texts(store: Store) -> None:
    own = define(store, "油品")
    customer(store, **{own: "红"})
    store.write("x", records.update, CustomField, UUID(own.removeprefix("own.")), {"retired": True})
    (row,) = store.read(page, ListQuery("customers", ("name", own), own), 0, 10)
    assert row.texts == ("华信", "红")


# found by their values -------------------------------------------------------------------------------------------------


def found(store: Store, text: str) -> int:
    """In how many customers a text is found; the index made anew would find them too."""
    number = store.read(count, ListQuery("customers", ("name",), "name", text=text))
    before = store.read(_documents)
    store.quietly(search.rebuild)
    assert store.read(_documents) == before
    return number


def _documents(session: Any) -> list[tuple[str, ...]]:
    rows = session.connection().exec_driver_sql("SELECT rowid, words, sounds, digits FROM search_customers ORDER BY rowid")
    return [tuple(row) for row in rows]


def change(store: Store, own: str, **values: Any) -> None:
    store.write("x", records.update, CustomField, UUID(hex=own.removeprefix("own.")), values)


def test_a_retired_field_is_not_found_by_and_found_by_again_when_it_is_used_again(store: Store) -> None:
    own = define(store, "设备号")
    customer(store, **{own: "QX7788"})
    assert found(store, "QX7788") == 1
    change(store, own, retired=True)
    assert found(store, "QX7788") == 0
    store.undo()
    assert found(store, "QX7788") == 1
    store.redo()
    assert found(store, "QX7788") == 0
    change(store, own, retired=False)
    assert found(store, "QX7788") == 1
    store.write("x", records.delete, CustomField, [UUID(hex=own.removeprefix("own."))])
    assert found(store, "QX7788") == 0
    store.undo()
    assert found(store, "QX7788") == 1


def test_a_field_of_another_kind_is_found_by_its_words_only(store: Store) -> None:
    own = define(store, "年份", "number")
    customer(store, **{own: Decimal("2019")})
    assert found(store, "2019") == 0
    change(store, own, kind="line")
    assert found(store, "2019") == 1
    change(store, own, kind="number")
    assert found(store, "2019") == 0
    store.undo()
    assert found(store, "2019") == 1


def test_a_write_that_fails_leaves_the_fields_as_they_were(store: Store) -> None:
    own = define(store, "设备号")

    def retire_and_fail(session: Any) -> None:
        records.update(session, CustomField, UUID(hex=own.removeprefix("own.")), {"retired": True})
        raise ValidationError("no")

    with pytest.raises(ValidationError):
        store.write("x", retire_and_fail)
    assert own in own_fields(Customer)


def test_a_file_that_still_finds_by_a_retired_field_is_mended_when_it_is_opened(store: Store) -> None:
    own = define(store, "设备号")
    customer(store, **{own: "QX7788"})
    change(store, own, retired=True)
    store.quietly(_as_before)
    path = store.path
    store.close()
    reopened = open_file(path)
    assert found(reopened, "QX7788") == 0
    reopened.close()


def _as_before(session: Any) -> None:
    connection = session.connection()
    connection.exec_driver_sql("UPDATE search_customers SET words = words || ' qx7788'")
    connection.exec_driver_sql("UPDATE file_facts SET value = '2' WHERE key = 'search'")
