"""Saved views: kept under names of their own, in order, and every step can be taken back."""

import pytest

from app.errors import ValidationError
from app.models import Customer
from app.models.firm_lists import SavedView
from app.services import merge, records, saved_views
from app.store.store import Store

BODY = {"wishes": [["grade", "in", ["gold"]]], "columns": ["name", "grade"], "sort": "name"}


def test_a_view_is_kept_renamed_pinned_and_dropped_step_by_step(store: Store) -> None:
    first = store.write("a", saved_views.add, "customers", "金牌客户", BODY).value
    second = store.write("a", saved_views.add, "customers", "要联系的", {}).value
    store.write("a", saved_views.add, "contacts", "金牌客户", {})
    assert [(view.id, view.name, view.pinned) for view in store.read(saved_views.of, "customers")] == [
        (first, "金牌客户", False), (second, "要联系的", False),
    ]  # fmt: skip
    assert store.read(saved_views.of, "customers")[0].body == BODY
    store.write("b", saved_views.rename, first, "Gold")
    store.write("b", saved_views.pin, first, True)
    store.write("b", saved_views.keep, first, {"sort": "code"})
    store.write("b", saved_views.remove, first)
    assert [view.name for view in store.read(saved_views.of)] == ["金牌客户", "要联系的"]
    for _step in range(4):
        store.undo()
    assert store.read(saved_views.of, "customers")[0] == saved_views.Kept(first, "customers", "金牌客户", BODY, False)


@pytest.mark.parametrize("name", ["", "  ", "gold", " GOLD "])
def test_a_name_is_needed_and_used_once(store: Store, name: str) -> None:
    first = store.write("a", saved_views.add, "customers", "Gold", BODY).value
    with pytest.raises(ValidationError) as refused:
        store.write("b", saved_views.add, "customers", name, BODY)
    assert refused.value.field == "name"
    assert not store.write("c", saved_views.rename, first, "Gold").value


def test_what_cannot_be_read_is_an_empty_view(store: Store) -> None:
    store.write("a", records.create, SavedView, {"target": "customers", "name": "x", "query": "[1"})
    assert store.read(saved_views.of, "customers")[0].body == {}


def test_a_filter_by_a_record_that_was_merged_means_the_one_that_stayed(store: Store) -> None:
    one, two, three = store.write("c", records.create_many, Customer, [{"name": f"{n}厂"} for n in "甲乙丙"]).value
    body = {"wishes": [["customer_id", "in", [two.hex, one.hex]], ["name", "contains", [two.hex]], "odd"], "text": ""}
    store.write("a", saved_views.add, "contacts", "甲乙的人", body)
    store.write("m", merge.merge, Customer, one, two)
    store.write("m", merge.merge, Customer, three, one)
    (view,) = store.read(saved_views.of)
    assert view.body == {**body, "wishes": [["customer_id", "in", [three.hex]], *body["wishes"][1:]]}
    store.undo()
    store.undo()
    assert store.read(saved_views.of)[0].body == body
