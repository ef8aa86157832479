"""Records are found by what their parts say: names of attachments, competitors, needs, standards, traits, own fields."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.models import BY_KEY, Complaint, Contact, Customer, Visit
from app.models.attachment import Attachment
from app.models.customer_parts import Competitor, Standard
from app.models.firm_lists import CustomField
from app.models.session import Way
from app.services import attachments, customer_parts, lists, merge, records
from app.services.attachments import Fresh
from app.services.lists import ListQuery
from app.store import search
from app.store.store import Store, open_file
from app.store.verify import verify

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
WAYS: tuple[Way, ...] = ("found", "walked", "asked")


def found(store: Store, text: str, entity: str = "customers") -> list[UUID]:
    return store.read(lists.ids, ListQuery(entity, (), BY_KEY[entity].titles[0], text=text))


def documents(store: Store, entity: type[Any] = Customer) -> dict[UUID, tuple[str, ...]]:
    """What the index holds of each living record."""

    def read(session: Any) -> dict[UUID, tuple[str, ...]]:
        index = sa.table(search.index_of(entity), *map(sa.column, ("rowid", "words", "sounds", "digits")))
        joined = sa.select(entity.id, index.c.words, index.c.sounds, index.c.digits).join(index, index.c.rowid == entity.doc)
        return {row[0]: tuple(row[1:]) for row in session.execute(joined)}

    return store.read(read)


@pytest.fixture
def firm(store: Store) -> UUID:
    return store.write("c", records.create, Customer, {"name": "华信钢构"}).value


def attach(store: Store, owner: str, owner_id: UUID, name: str) -> UUID:
    return store.write("Attached", attachments.add, owner, owner_id, Fresh(name, b"%PDF-1.4 " + name.encode())).value


def test_a_customer_is_found_by_an_attachments_name_from_adding_to_removing(store: Store, firm: UUID) -> None:
    paper = attach(store, "customers", firm, "框架合同2024.pdf")
    assert found(store, "框架合同") == found(store, "kjht") == found(store, "2024") == [firm]
    store.write("Renamed", attachments.rename, paper, "报价单.pdf")
    assert (found(store, "框架"), found(store, "报价")) == ([], [firm])
    store.undo()
    assert (found(store, "框架"), found(store, "报价")) == ([firm], [])
    store.write("Removed", attachments.delete, [paper])
    assert found(store, "框架") == []
    store.undo()
    assert found(store, "框架") == [firm]
    store.write("Removed", attachments.delete, [paper])
    store.write("Restored", records.restore, Attachment, [paper])
    assert found(store, "框架 华信") == [firm]
    assert verify(store).whole


def test_people_visits_and_complaints_are_found_by_theirs(store: Store, firm: UUID) -> None:
    person = store.write("p", records.create, Contact, {"name": "王工", "customer_id": firm}).value
    visit = store.write("v", records.create, Visit, {"customer_id": firm, "purpose": "试车"}).value
    values = {"customer_id": firm, "subject": "渗漏", "state": "S10", "received_at": NOON}
    complaint = store.write("k", records.create, Complaint, values).value
    for owner, record in (("contacts", person), ("visits", visit), ("complaints", complaint)):
        attach(store, owner, record, "现场照片.jpg")
        assert found(store, "现场照片", owner) == [record]
    assert found(store, "现场照片") == []


PARTS = {
    "competitors": {"name": "泰德泵业", "products": "离心机", "counter": "两小时到场"},
    "needs": {"name": "耐腐蚀阀门"},
    "standards": {"name": "排放标准", "issuer": "生态环境部"},
    "traits": {"name": "付款及时", "kind": "strength"},
    "capabilities": {"name": "自动焊接"},
    "shareholders": {"name": "江岸投资"},
    "agreements": {"name": "年度框架合同", "number": "HT-2026-017", "kind": "contract"},
}


@pytest.mark.parametrize("kind", PARTS)
def test_a_customer_is_found_by_every_line_of_its_file(store: Store, firm: UUID, kind: str) -> None:
    part = store.write("part", customer_parts.add, kind, firm, PARTS[kind]).value
    for text in (text for key, text in PARTS[kind].items() if key != "kind"):
        assert found(store, text) == [firm]
    store.write("part", customer_parts.change, kind, part, {"name": "别的"})
    assert (found(store, PARTS[kind]["name"]), found(store, "别的")) == ([], [firm])
    store.write("part", customer_parts.remove, kind, part)
    assert found(store, "别的") == []


def test_a_firms_own_field_finds_its_record(store: Store, firm: UUID) -> None:
    field = store.write("f", records.create, CustomField, {"target": "customers", "name": "车间"}).value
    store.write("x", records.update, Customer, firm, {f"own.{field.hex}": "三号车间"})
    assert found(store, "三号") == [firm]


def test_no_phrase_reaches_from_one_part_into_another(store: Store, firm: UUID) -> None:
    for name in ("铸铁", "管件"):
        store.write("part", customer_parts.add, "needs", firm, {"name": name})
    query = ListQuery("customers", (), "name", text="铁管")
    assert store.read(lists.ids, query) == []
    for way in WAYS:

        def read(session: Any, way: Way = way) -> int:
            matching = session.info["finder"].matches(Customer, "铁管", way)
            return int(session.scalar(sa.select(sa.func.count()).select_from(Customer).where(matching)))

        assert store.read(read) == 0


def test_a_merge_takes_the_words_along_and_its_undoing_gives_them_back(store: Store, firm: UUID) -> None:
    other = store.write("c", records.create, Customer, {"name": "华鑫钢构"}).value
    attach(store, "customers", other, "营业执照.pdf")
    store.write("part", customer_parts.add, "competitors", other, {"name": "泰德泵业"})
    store.write("Merged", merge.merge, Customer, firm, other)
    assert found(store, "营业执照") == found(store, "泰德") == [firm]
    store.undo()
    assert found(store, "营业执照") == found(store, "泰德") == [other]


def test_a_file_indexed_before_catches_up_when_it_is_opened(store: Store, firm: UUID, tmp_path: Path) -> None:
    attach(store, "customers", firm, "框架合同.pdf")
    store.write("part", customer_parts.add, "competitors", firm, {"name": "泰德泵业"})
    store.quietly(_as_before)
    assert found(store, "泰德") == []
    store.close()
    old = Path(shutil.copy(store.path, tmp_path / "old.db"))
    opened = open_file(old)
    assert found(opened, "泰德") == found(opened, "框架合同") == [firm]
    assert opened.read(search.is_up_to_date)
    assert verify(opened).whole
    opened.close()


def _as_before(session: Any) -> None:
    """The index as the version before made it: the words of a customer alone, and no note of what it holds."""
    table = Customer.__table__
    session.execute(sa.text("DELETE FROM search_customers"))
    for row in session.execute(sa.select(table)).mappings().all():
        values = {"d": row["doc"], "w": " " + search.document(Customer, dict(row)).words}
        session.execute(sa.text("INSERT INTO search_customers(rowid, words, sounds, digits) VALUES (:d, :w, '', '')"), values)
    session.execute(sa.text("DELETE FROM file_facts WHERE key = 'search'"))


NAMES = st.sampled_from(("合同.pdf", "泰德泵业", "GB 150", "照片2024.jpg"))


class Telling(RuleBasedStateMachine):
    """Whatever is added, renamed, moved, removed, undone and redone: the index is what a rebuild would make of the records."""

    template: Path
    folder: Path

    @initialize()
    def begin(self) -> None:
        self.store = open_file(Path(shutil.copy(self.template, self.folder / f"{id(self)}.db")))
        rows = [{"name": name} for name in ("甲厂", "乙厂")]
        self.firms = self.store.write("c", records.create_many, Customer, rows).value
        self.parts: list[tuple[type[Any], UUID]] = []

    @rule(name=NAMES, at=st.integers(0, 1), kind=st.sampled_from((Competitor, Standard, Attachment)))
    def add(self, name: str, at: int, kind: type[Any]) -> None:
        values: dict[str, Any] = {"customer_id": self.firms[at], "name": name}
        if kind is Attachment:
            values |= {"digest": "0" * 64, "size": 1, "added_at": NOON}
        self.parts.append((kind, self.store.write("part", records.create, kind, values).value))

    @rule(data=st.data(), name=NAMES, at=st.integers(0, 1))
    def change(self, data: st.DataObject, name: str, at: int) -> None:
        if living := [part for part in self.parts if not self._binned(part)]:
            kind, key = data.draw(st.sampled_from(living))
            self.store.write("changed", records.update, kind, key, {"name": name, "customer_id": self.firms[at]})

    @rule(data=st.data())
    def bin_or_bring_back(self, data: st.DataObject) -> None:
        if self.parts:
            kind, key = data.draw(st.sampled_from(self.parts))
            self.store.write("bin", records.restore if self._binned((kind, key)) else records.delete, kind, [key])

    def _binned(self, part: tuple[type[Any], UUID]) -> bool:
        return self.store.read(records.get, part[0], part[1])["deleted_at"] is not None

    @rule()
    def undo(self) -> None:
        if len(self.parts) and not all(map(self._binned, self.parts)):
            self.store.undo()

    @rule()
    def redo(self) -> None:
        self.store.redo()

    @invariant()
    def the_index_is_what_a_rebuild_makes(self) -> None:
        if hasattr(self, "store"):
            before = documents(self.store)
            self.store.quietly(search.rebuild)
            assert documents(self.store) == before

    def teardown(self) -> None:
        self.store.close()
        self.store.path.unlink()


def test_the_index_follows_its_parts(template: Path, tmp_path: Path) -> None:
    Telling.template, Telling.folder = template, tmp_path
    from hypothesis.stateful import run_state_machine_as_test

    few = settings(max_examples=5, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Telling, settings=few)


def test_a_part_that_goes_over_to_another_record_is_told_of_that_one_only(store: Store, firm: UUID) -> None:
    other = store.write("c", records.create, Customer, {"name": "乙厂"}).value
    part = store.write("part", customer_parts.add, "competitors", firm, {"name": "泰德泵业"}).value
    store.write("moved", records.update, Competitor, part, {"customer_id": other})
    assert found(store, "泰德") == [other]
    store.undo()
    assert found(store, "泰德") == [firm]
