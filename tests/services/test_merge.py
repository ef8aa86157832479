"""Merging: nothing refers to the other record any more, nothing typed is lost, and undo brings every row back as it was."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.models import Complaint, Contact, Customer, Entity, Visit, entities, fields_of
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.customer_parts import Competitor, Need
from app.models.employment import Employment
from app.models.firm_lists import CustomField, DistinctPair
from app.services import complaint_people, complaints, duplicates, merge, merge_view, merged, records
from app.services.lists import ListQuery, page
from app.store.store import Store, open_file


def dump(session: Session) -> dict[Any, Any]:
    """Every declared value of every record, those in the recycle bin included."""
    found = {}
    for entity in entities():
        table = table_of(entity)
        columns = [table.c[key] for key in (*fields_of(entity), "deleted_at")]
        for row in session.execute(sa.select(table.c.id, *columns)):
            found[(entity.entity, row[0])] = tuple(row[1:])
    return found


def references(session: Session, entity: type[Entity], record_id: UUID) -> list[str]:
    """Where a record is referred to, by any link of any record, and by pairs."""
    found = []
    for part in entities():
        for key, field in fields_of(part).items():
            if field.link == entity.entity:
                where = sa.select(part.id).where(table_of(part).c[key] == record_id)
                found += [f"{part.entity}.{key}" for _row in session.execute(where)]
    pairs = sa.select(DistinctPair.id).where(DistinctPair.pair.contains(record_id.hex), DistinctPair.deleted_at.is_(None))
    return found + ["distinct" for _row in session.execute(pairs)]


def make(store: Store, entity: type[Entity], **values: Any) -> UUID:
    return store.write("make", records.create, entity, values).value


@pytest.fixture
def two(store: Store) -> tuple[UUID, UUID]:
    kept = make(store, Customer, name="国元证券", phone="0551-62207968", tags="重点", notes="老客户")
    other = make(
        store, Customer, name="国元证券股份有限公司", phone="0551-62207000", email="a@gyzq.cn", tags="上市, 重点", notes="已上市"
    )
    return kept, other


def hang_everything(store: Store, kept: UUID, other: UUID) -> None:
    boss = make(store, Contact, name="蔡咏", customer_id=other)
    make(store, Contact, name="俞仕新", customer_id=other, reports_to_id=boss)
    make(store, Customer, name="国元期货", parent_id=other, referred_by_id=other)
    visit = make(
        store, Visit, customer_id=other, contact_id=boss, purpose="回访", happened_at=datetime(2026, 5, 4, 2, tzinfo=UTC)
    )
    case = store.write("case", complaints.register, {
        "customer_id": other, "subject": "对账单有误", "text": "金额不符", "severity": "S2", "contact_id": boss,
    }).value  # fmt: skip
    for link in ({"customer_id": other}, {"visit_id": visit}, {"complaint_id": case if isinstance(case, UUID) else case.id}):
        make(store, Attachment, name="合同.pdf", digest="0" * 64, size=1, added_at=datetime(2026, 5, 4, tzinfo=UTC), **link)
    make(store, Need, customer_id=other, name="行情终端")
    make(store, Competitor, customer_id=other, name="同花顺")
    gone = make(store, Contact, name="离职者", customer_id=other)
    store.write("bin", records.delete, Contact, [gone])
    make(store, Employment, contact_id=gone, customer_id=other, employer="国元证券股份有限公司")
    third = make(store, Customer, name="国元信托")
    store.write("two", duplicates.distinct, "customers", [(other, third)])


def test_everything_moves_in_one_step_that_comes_back(store: Store, two: tuple[UUID, UUID]) -> None:
    kept, other = two
    hang_everything(store, kept, other)
    before = store.read(dump)
    written = store.write("merge", merge.merge, Customer, kept, other)
    assert written.changes is not None
    assert store.read(references, Customer, other) == []
    after = store.read(dump)
    assert len(after) == len(before)
    row = store.read(records.get, Customer, other)
    assert row["deleted_at"] is not None
    assert row["merged_into_id"] == kept
    assert store.read(records.get, Customer, kept)["last_contact_at"] == datetime(2026, 5, 4, 2, tzinfo=UTC)
    store.undo()
    assert store.read(dump) == before
    assert store.read(records.get, Customer, other)["last_contact_at"] == datetime(2026, 5, 4, 2, tzinfo=UTC)
    store.redo()
    assert store.read(dump) == after
    assert store.read(references, Customer, other) == []


def test_both_numbers_stay_where_somebody_says_so(store: Store, two: tuple[UUID, UUID]) -> None:
    kept, other = two
    store.write("merge", merge.merge, Customer, kept, other, {"phone": merge.BOTH})
    assert store.read(records.get, Customer, kept)["phone"] == "0551-62207968, 0551-62207000"
    for number in ("62207968", "62207000", "055162207000"):
        query = ListQuery("customers", ("name",), "name", text=number)
        assert [row.id for row in store.read(page, query, 0, 5)] == [kept], number


def test_the_kept_value_stays_and_nothing_typed_is_lost(store: Store, two: tuple[UUID, UUID]) -> None:
    kept, other = two
    code = store.read(records.get, Customer, other)["code"]
    store.write("merge", merge.merge, Customer, kept, other)
    values = store.read(records.get, Customer, kept)
    assert (values["name"], values["phone"], values["email"], values["tags"]) == (
        "国元证券", "0551-62207968", "a@gyzq.cn", "重点, 上市",
    )  # fmt: skip
    assert values["notes"].startswith("老客户\n已上市\nMerged with 国元证券股份有限公司")
    for word in (code, "0551-62207000", "国元证券股份有限公司"):
        assert word in values["notes"]


@pytest.mark.parametrize("word", ["KH000002", "国元证券股份", "62207000"])
def test_the_old_number_name_and_phone_find_the_kept_record(store: Store, two: tuple[UUID, UUID], word: str) -> None:
    store.write("merge", merge.merge, Customer, *two)
    rows = store.read(page, ListQuery("customers", ("name",), "name", text=word), 0, 10)
    assert [row.id for row in rows] == [two[0]]


def test_a_person_chooses_what_stays(store: Store, two: tuple[UUID, UUID]) -> None:
    kept, other = two
    store.write("merge", merge.merge, Customer, kept, other, {"name": "other", "phone": "other", "notes": "kept", "tags": "kept"})
    values = store.read(records.get, Customer, kept)
    assert (values["name"], values["phone"], values["tags"]) == ("国元证券股份有限公司", "0551-62207000", "重点")
    assert "已上市" not in values["notes"]
    assert "Name 国元证券" not in values["notes"]


def test_links_between_the_two_end(store: Store) -> None:
    kept = make(store, Customer, name="母公司")
    other = make(store, Customer, name="母公司二", parent_id=kept)
    child = make(store, Customer, name="子公司", parent_id=other)
    store.write("link", records.update, Customer, kept, {"parent_id": child})
    store.write("merge", merge.merge, Customer, kept, other)
    assert store.read(records.get, Customer, kept)["parent_id"] is None
    assert store.read(records.get, Customer, child)["parent_id"] == kept


def test_who_stood_above_the_record_taken_in_stands_above_the_one_that_stayed(store: Store) -> None:
    top, other = store.write("x", records.create_many, Customer, [{"name": "集团"}, {"name": "华信有限公司"}]).value
    kept = store.write("x", records.create, Customer, {"name": "华信", "parent_id": other}).value
    store.write("x", records.update, Customer, other, {"parent_id": top})
    store.write("x", merge.merge, Customer, kept, other)
    assert store.read(records.get, Customer, kept)["parent_id"] == top
    store.undo()
    assert store.read(records.get, Customer, kept)["parent_id"] == other


def test_a_person_at_two_firms_keeps_the_former_post(store: Store) -> None:
    old, new = make(store, Customer, name="旧东家"), make(store, Customer, name="新东家")
    present = make(store, Contact, name="王伟", customer_id=new, title="总监")
    former = make(store, Contact, name="王伟", customer_id=old, title="经理", phone="13800138000", in_post_since=date(2019, 3, 1))
    below = make(store, Contact, name="李娜", customer_id=old, reports_to_id=former)
    store.write("merge", merge.merge, Contact, present, former)
    (post,) = store.read(lambda session: session.execute(sa.select(table_of(Employment))).mappings().all())
    assert (post["contact_id"], post["customer_id"], post["employer"], post["title"]) == (present, old, "旧东家", "经理")
    assert post["since"] == date(2019, 3, 1)
    assert store.read(records.get, Contact, present)["customer_id"] == new
    assert store.read(records.get, Contact, present)["phone"] == "13800138000"
    assert store.read(records.get, Contact, below)["reports_to_id"] is None


def test_merged_twice_still_leads_to_the_one_that_stayed(store: Store) -> None:
    a, b, c = (make(store, Customer, name=name) for name in ("甲", "乙", "丙"))
    store.write("merge", merge.merge, Customer, b, a)
    store.write("merge", merge.merge, Customer, c, b)
    assert store.read(merged.final, Customer, a) == c
    assert store.read(merged.final, Customer, c) == c
    assert {key for key, _values in store.read(merged.merged_away, Customer, ("code",))} == {c}


def test_what_cannot_be_merged_is_refused(store: Store, two: tuple[UUID, UUID]) -> None:
    with pytest.raises(ValidationError, match="itself"):
        store.write("merge", merge.merge, Customer, two[0], two[0])
    walk_in = store.write("walk-in", complaint_people.walk_in).value
    with pytest.raises(ValidationError, match="walk-in"):
        store.write("merge", merge.merge, Customer, two[0], walk_in)
    store.write("bin", records.delete, Customer, [two[1]])
    with pytest.raises(ConflictError):
        store.write("merge", merge.merge, Customer, *two)


def test_a_merge_of_long_ago_is_taken_back_without_what_came_after(store: Store, two: tuple[UUID, UUID]) -> None:
    kept, other = two
    person = make(store, Contact, name="蔡咏", customer_id=other)
    store.write("merge", merge.merge, Customer, kept, other)
    store.write("later", records.update, Customer, kept, {"email": "new@gyzq.cn", "grade": "gold"})
    later = make(store, Contact, name="新人", customer_id=kept)
    assert store.take_back(other, "merged_into_id") is not None
    values, came_back = store.read(records.get, Customer, kept), store.read(records.get, Customer, other)
    assert (values["email"], values["grade"], values["notes"]) == ("new@gyzq.cn", "gold", "老客户")
    assert came_back["deleted_at"] is None
    assert came_back["merged_into_id"] is None
    assert came_back["email"] == "a@gyzq.cn"
    assert store.read(records.get, Contact, person)["customer_id"] == other
    assert store.read(records.get, Contact, later)["customer_id"] == kept
    assert store.take_back(other, "merged_into_id") is None


def test_of_two_merges_either_is_taken_back(store: Store) -> None:
    a, b, c = (make(store, Customer, name=name) for name in ("甲", "乙", "丙"))
    people = {name: make(store, Contact, name=name, customer_id=owner) for name, owner in (("a", a), ("b", b), ("c", c))}

    def owners() -> list[Any]:
        return [store.read(records.get, Contact, key)["customer_id"] for key in people.values()]

    store.write("merge", merge.merge, Customer, b, a)
    store.write("merge", merge.merge, Customer, c, b)
    assert owners() == [c, c, c]
    store.take_back(a, "merged_into_id")
    assert owners() == [a, c, c]
    first = store.read(records.get, Customer, a)
    assert (first["deleted_at"], first["merged_into_id"]) == (None, None)
    store.take_back(b, "merged_into_id")
    assert owners() == [a, b, c]
    assert store.read(records.get, Customer, b)["deleted_at"] is None
    assert store.read(merged.merged_away, Customer, ("code",)) == []


def test_side_by_side(store: Store, two: tuple[UUID, UUID]) -> None:
    make(store, Contact, name="蔡咏", customer_id=two[1])
    found = store.read(merge_view.comparison, Customer, *two)
    lines = {line.key: line for line in found.lines}
    assert found.numbers == ("KH000001", "KH000002")
    assert (lines["phone"].kept, lines["phone"].other, lines["phone"].default) == ("0551-62207968", "0551-62207000", "kept")
    assert (lines["email"].default, lines["tags"].default, lines["notes"].default) == ("other", "both", "both")
    assert "code" not in lines
    assert "merged_into_id" not in lines
    assert found.hanging == ((), (("People", 1),))


def test_more_hangs_on_the_one_that_stays_and_a_customer_takes_in_its_prospect(store: Store, two: tuple[UUID, UUID]) -> None:
    one, other = two
    assert store.read(merge_view.side_by_side, Customer, one, other)[:2] == (one, other)
    assert store.read(merge_view.side_by_side, Customer, one, other, other)[:2] == (other, one)
    make(store, Visit, customer_id=other)
    assert store.read(merge_view.side_by_side, Customer, one, other)[:2] == (other, one)
    store.write("mark", records.update, Customer, other, {"status": "prospect"})
    assert store.read(merge_view.side_by_side, Customer, one, other)[:2] == (one, other)


def test_a_birthday_brings_its_calendar(store: Store) -> None:
    one, other = make(store, Customer, name="王伟", kind="person"), make(store, Customer, name="王伟", kind="person")
    store.write("born", records.update, Customer, one, {"birthday": "1980-05-01", "birthday_calendar": "solar"})
    store.write("born", records.update, Customer, other, {"birthday": "1980-03-17", "birthday_calendar": "lunar"})
    store.write("merge", merge.merge, Customer, one, other, {"birthday": "other"})
    values = store.read(records.get, Customer, one)
    assert (str(values["birthday"]), values["birthday_calendar"]) == ("1980-03-17", "lunar")


VALUES = st.fixed_dictionaries({}, optional={
    "phone": st.text("0123456789 -", max_size=12), "email": st.just("a@b.cn"), "tags": st.text("甲乙,， ", max_size=8),
    "notes": st.text("甲乙\n ", max_size=8), "grade": st.sampled_from(["gold", "watch"]), "starred": st.booleans(),
    "founded": st.dates(date(1950, 1, 1), date(2026, 1, 1)), "registered_capital": st.integers(0, 10**12),
    "roles": st.sampled_from(["payer", "payer,user"]), "short_name": st.text("甲乙", max_size=4),
})  # fmt: skip
LINKS = st.lists(st.tuples(st.sampled_from(["contact", "visit", "child", "need", "referred"]), st.booleans()), max_size=6)
CHOICES = st.dictionaries(st.sampled_from(["phone", "tags", "notes", "name", "starred"]), st.sampled_from(["kept", "other"]))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@settings(max_examples=9, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=VALUES, theirs=VALUES, links=LINKS, choice=CHOICES)
def test_any_merge_comes_back_whole(
    template: Path,
    folder: Path,
    mine: dict[str, Any],
    theirs: dict[str, Any],
    links: list[tuple[str, bool]],
    choice: dict[str, str],
) -> None:
    path = folder / "merge.db"
    for old in folder.glob("merge.db*"):
        old.unlink()
    shutil.copy(template, path)
    store = open_file(path)
    try:
        ids = [make(store, Customer, name=name, **values) for name, values in (("甲公司", mine), ("乙公司", theirs))]
        for kind, to_other in links:
            _hang(store, kind, ids[to_other])
        before = store.read(dump)
        store.write("merge", merge.merge, Customer, *ids, choice)
        after = store.read(dump)
        assert store.read(references, Customer, ids[1]) == []
        store.undo()
        assert store.read(dump) == before
        store.redo()
        assert store.read(dump) == after
    finally:
        store.close()


def _hang(store: Store, kind: str, customer: UUID) -> None:
    entity, values = {
        "contact": (Contact, {"name": "王伟", "customer_id": customer}),
        "visit": (Visit, {"customer_id": customer}),
        "child": (Customer, {"name": "子公司", "parent_id": customer}),
        "need": (Need, {"name": "钢材", "customer_id": customer}),
        "referred": (Customer, {"name": "朋友", "referred_by_id": customer}),
    }[kind]
    make(store, entity, **values)  # type: ignore[arg-type]


PEOPLE = st.lists(st.none() | st.integers(0, 5), min_size=2, max_size=6)


@settings(max_examples=9, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(above=PEOPLE, data=st.data())
def test_reporting_lines_never_close_by_a_merge(
    template: Path, folder: Path, above: list[int | None], data: st.DataObject
) -> None:
    path = folder / "lines.db"
    for old in folder.glob("lines.db*"):
        old.unlink()
    shutil.copy(template, path)
    store = open_file(path)
    try:
        firm = make(store, Customer, name="甲公司")
        people: list[UUID] = []
        for place, boss in enumerate(above):  # whoever came earlier: a forest
            to = people[boss] if boss is not None and boss < place else None
            people.append(make(store, Contact, name=f"人{place}", customer_id=firm, reports_to_id=to))
        kept, other = data.draw(st.permutations(people))[:2]
        before = store.read(dump)
        store.write("merge", merge.merge, Contact, kept, other)
        assert store.read(references, Contact, other) == []
        lines = dict(
            store.read(lambda session: [tuple(row) for row in session.execute(sa.select(Contact.id, Contact.reports_to_id))])
        )
        for person in set(people) - {other}:
            seen, current = {person}, lines[person]
            while current is not None:
                assert current not in seen
                seen.add(current)
                current = lines[current]
        store.undo()
        assert store.read(dump) == before
    finally:
        store.close()


def test_fields_of_the_firms_own_are_merged_and_come_back(store: Store, two: tuple[UUID, UUID]) -> None:
    first, second = (make(store, CustomField, target="customers", name=name, kind="line") for name in ("渠道", "片区"))
    keys = [f"own.{key.hex}" for key in (first, second)]
    store.write("fill", records.update, Customer, two[0], {keys[0]: "直销"})
    store.write("fill", records.update, Customer, two[1], {keys[0]: "代理", keys[1]: "华东"})
    store.write("merge", merge.merge, Customer, *two)
    values = store.read(records.get, Customer, two[0])
    assert [values[key] for key in keys] == ["直销", "华东"]
    store.undo()
    values = store.read(records.get, Customer, two[0])
    assert [values[key] for key in keys] == ["直销", None]
    store.redo()
    store.undo()
    store.write("merge", merge.merge, Customer, *two, {keys[0]: "other"})
    assert store.read(records.get, Customer, two[0])[keys[0]] == "代理"


def test_complaints_keep_their_log(store: Store, two: tuple[UUID, UUID]) -> None:
    hang_everything(store, *two)
    events = store.read(lambda session: session.execute(sa.text("SELECT * FROM complaint_events ORDER BY id")).all())
    store.write("merge", merge.merge, Customer, *two)
    assert store.read(lambda session: session.execute(sa.text("SELECT * FROM complaint_events ORDER BY id")).all()) == events
    cases = store.read(lambda session: session.execute(sa.select(Complaint.customer_id)).scalars().all())
    assert cases == [two[0]]


def test_what_the_kept_record_says_stays_and_what_it_lacks_comes(store: Store) -> None:
    kept = make(store, Customer, name="国元证券", region="安徽省合肥市", region_code="340100")
    other = make(store, Customer, name="国元证券股份", short_name="国元", region="上海市", region_code="310000")
    store.write("merge", merge.merge, Customer, kept, other)
    values = store.read(records.get, Customer, kept)
    assert (values["short_name"], values["region"], values["region_code"]) == ("国元", "安徽省合肥市", "340100")
    third = make(store, Customer, name="国元证券公司", short_name="国元证", region="上海市", region_code="310000")
    store.write("merge", merge.merge, Customer, kept, third)
    assert store.read(records.get, Customer, kept)["short_name"] == "国元"


def test_the_code_of_a_place_goes_with_the_place(store: Store) -> None:
    kept = make(store, Customer, name="国元证券", region="安徽省合肥市", region_code="340100")
    other = make(store, Customer, name="国元证券股份", region="上海市", region_code="310000")
    store.write("merge", merge.merge, Customer, kept, other, {"region": "other"})
    values = store.read(records.get, Customer, kept)
    assert (values["region"], values["region_code"]) == ("上海市", "310000")


def test_an_old_file_that_says_has_left_ends_no_present_post(store: Store) -> None:
    here, there = make(store, Customer, name="今"), make(store, Customer, name="昔")
    kept = make(store, Contact, name="蔡咏", customer_id=here)
    other = make(store, Contact, name="蔡咏", customer_id=there, has_left=True)
    store.write("merge", merge.merge, Contact, kept, other)
    assert store.read(records.get, Contact, kept)["has_left"] is False
