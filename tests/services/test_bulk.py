"""One change on many records: what it does, that one undo takes all of it back, that stopping leaves nothing."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled, ConflictError, ValidationError
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.models.firm_lists import CustomField
from app.models.own import own_fields
from app.services import bulk, complaints, lists, records, tags
from app.services.bulk_rules import changeable
from app.services.filtering import Filter, parts_of
from app.services.lists import ListQuery
from app.store.store import Store, open_file
from app.store.verify import verify

MANY = 1200


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[UUID]]:
    """A closed file of many customers, made once and copied for each test, and their ids."""
    path = Path(shutil.copy(template, tmp_path_factory.mktemp("many") / "data.db"))
    store = open_file(path)
    rows = [{"name": f"华信{n}", "tags": "VIP" if n % 3 == 0 else None, "grade": "gold"} for n in range(MANY)]
    ids = store.write("rows", records.create_many, Customer, rows).value
    store.close()
    return path, ids


@pytest.fixture
def ids(filled: tuple[Path, list[UUID]]) -> list[UUID]:
    """The customers in ``store``: whoever asks for them gets a file that has them."""
    return list(filled[1])


@pytest.fixture
def data_file(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Path:
    source = request.getfixturevalue("filled")[0] if "ids" in request.fixturenames else template
    return Path(shutil.copy(source, tmp_path / "data.db"))


def values(store: Store, ids: Sequence[UUID], key: str) -> list[Any]:
    return [store.read(records.get, Customer, each)[key] for each in ids[:: MANY // 20]]


def found(store: Store, text: str) -> int:
    return store.read(lists.count, ListQuery("customers", ("name",), "name", text=text))


def test_a_field_changes_everywhere_and_one_undo_takes_it_back(store: Store, ids: list[UUID]) -> None:
    assert store.write("grade", bulk.change, "customers", ids, "grade", "silver").value == MANY
    assert set(values(store, ids, "grade")) == {"silver"}
    assert store.write("again", bulk.change, "customers", ids, "grade", "silver").changes is None
    store.undo()
    assert set(values(store, ids, "grade")) == {"gold"}
    assert store.write("empty", bulk.change, "customers", ids[:10], "grade", None).value == 10


def test_an_own_field_changes_without_touching_the_others(store: Store, ids: list[UUID]) -> None:
    for name in ("Route", "Depot"):
        store.write("own", records.create, CustomField, {"target": "customers", "name": name, "kind": "line"})
    route, depot = own_fields(Customer)
    store.write("one", records.update, Customer, ids[0], {depot: "东"})
    assert store.write("many", bulk.change, "customers", ids, route, "A 7").value == MANY
    assert store.read(records.get, Customer, ids[0])[depot] == "东"
    assert found(store, "A 7") == MANY
    store.undo()
    assert store.read(records.get, Customer, ids[0])[depot] == "东"
    assert found(store, "A 7") == 0


def test_tags_are_added_once_and_taken_off_again(store: Store, ids: list[UUID]) -> None:
    assert store.write("tag", bulk.add_tags, "customers", ids, ["重点", "VIP"]).value == MANY
    assert values(store, ids, "tags")[:2] == ["VIP, 重点", "VIP, 重点"]
    assert store.read(tags.in_use, "customers") == [("VIP", MANY), ("重点", MANY)]
    assert found(store, "重点") == MANY
    assert store.write("untag", bulk.remove_tags, "customers", ids, ["VIP"]).value == MANY
    assert set(values(store, ids, "tags")) == {"重点"}
    assert store.write("same", bulk.remove_tags, "customers", ids, ["nothing"]).changes is None
    store.undo()
    store.undo()
    assert store.read(tags.in_use, "customers") == [("VIP", MANY // 3)]
    assert found(store, "重点") == 0


WORDS = st.lists(st.sampled_from(("VIP", "重点", "a b", "老")), min_size=1, max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(st.sampled_from(("VIP", "重点", "a b", "x")), unique=True), words=WORDS)
def test_adding_then_removing_tags_is_set_arithmetic(before: list[str], words: list[str]) -> None:
    text = "，".join(before) or None
    added = tags.with_tags(text, words)
    assert set(parts_of(added)) == set(before) | set(words)
    assert len(parts_of(added)) == len(set(before) | set(words))
    assert set(parts_of(tags.without_tags(added, words))) == set(before) - set(words)


def test_a_tag_too_long_for_its_field_is_refused_and_nothing_is_kept(store: Store, ids: list[UUID]) -> None:
    with pytest.raises(ValidationError) as refused:
        store.write("tag", bulk.add_tags, "customers", ids, ["长" * 600])
    assert refused.value.field == "tags"
    assert store.read(tags.in_use, "customers") == [("VIP", MANY // 3)]


def test_stopping_leaves_nothing(store: Store, ids: list[UUID]) -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        seen.append((done, of))
        if done >= 1000:
            raise Cancelled

    with pytest.raises(Cancelled):
        store.write("star", bulk.star, "customers", ids, True, stop)
    assert seen == [(500, MANY), (1000, MANY)]
    assert set(values(store, ids, "starred")) == {False}


def test_customers_go_to_the_bin_with_all_that_belongs_to_them_and_come_back(store: Store, ids: list[UUID]) -> None:
    person = store.write("p", records.create, Contact, {"name": "王强", "customer_id": ids[0]}).value
    store.write("v", records.create, Visit, {"customer_id": ids[0], "contact_id": person, "purpose": "看货"})
    assert store.write("bin", bulk.remove, "customers", ids).value == MANY
    assert found(store, "华信") == 0
    with pytest.raises(ConflictError):
        store.write("x", records.update, Contact, person, {"title": "x"})
    store.undo()
    assert found(store, "华信") == MANY
    assert store.write("x", records.update, Contact, person, {"title": "主管"}).value


def test_people_who_stay_report_to_nobody_who_went(store: Store, ids: list[UUID]) -> None:
    boss = store.write("p", records.create, Contact, {"name": "王强", "customer_id": ids[0]}).value
    aide = store.write("p", records.create, Contact, {"name": "李平", "customer_id": ids[0], "reports_to_id": boss}).value
    assert store.write("bin", bulk.remove, "contacts", [boss]).value == 1
    assert store.read(records.get, Contact, aide)["reports_to_id"] is None
    store.undo()
    assert store.read(records.get, Contact, aide)["reports_to_id"] == boss


def test_the_state_of_complaints_and_numbers_are_never_changed_so(store: Store, ids: list[UUID]) -> None:
    offered = {entity: set(changeable(entity)) for entity in ("customers", "contacts", "visits", "complaints")}
    assert not offered["complaints"] & {"state", "number", "closed_at", "received_at", "first_owner_id", "severity"}
    assert not offered["visits"] & {"state", "number", "happened_at", "customer_id"}
    assert not offered["customers"] & {"code", "name", "credit_code", "merged_into_id"}
    with pytest.raises(ValidationError):
        store.write("x", bulk.change, "complaints", ids, "state", "S80")
    with pytest.raises(ValidationError):
        store.write("x", bulk.remove, "complaints", ids)


def test_complaints_change_hands_by_their_own_rules(store: Store, ids: list[UUID]) -> None:
    chen = store.write("e", records.create, Employee, {"name": "陈立"}).value
    given_ = {"customer_id": ids[0], "subject": "漏水", "severity": "S2", "received_at": datetime(2026, 7, 1, tzinfo=UTC)}
    made = store.write("c", complaints.register, given_).value
    assert store.write("assign", bulk.assign, "complaints", [made], chen).value == 1
    assert store.read(records.get, Complaint, made)["handler_id"] == chen
    assert "T29" in [entry.action for entry in store.read(complaints.log, made)]


def test_the_change_log_stays_whole(store: Store, ids: list[UUID]) -> None:
    store.write("star", bulk.star, "customers", ids, True)
    store.write("bin", bulk.remove, "customers", ids[:700])
    starred = ListQuery("customers", ("name",), "name", filters=(Filter("starred", "in", (True,)),))
    assert store.read(lists.count, starred) == MANY - 700
    assert verify(store).whole


def test_a_step_over_many_is_not_undone_where_one_moved_on(store: Store, ids: list[UUID]) -> None:
    store.write("grade", bulk.change, "customers", ids, "grade", "silver")
    store.write("one", records.update, Customer, ids[7], {"grade": "never"})
    store.undo()
    store.undo()
    assert set(values(store, ids, "grade")) == {"gold"}
    store.redo()
    assert set(values(store, ids, "grade")) == {"silver"}
    assert verify(store).whole
