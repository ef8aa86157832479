"""One customer back out of a backup, with all that belongs to it, as one step that can be undone."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.errors import ConflictError
from app.models import Complaint, Contact, Customer, Employee, Visit, entities, fields_of
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.firm_lists import CustomField
from app.models.own import own_fields
from app.safety.bringing import bring_back
from app.safety.comeback import compare
from app.safety.erasing import Wish, erase_person
from app.safety.looking import find_in, open_backup
from app.safety.making import make_backup
from app.services import attachments, records
from app.store.archive import Backup
from app.store.backup import back_up
from app.store.changes import recorded_keys
from app.store.search import rebuild
from app.store.store import Store, open_file
from app.store.verify import verify

LOOSE = (
    ("improvement_cases", "complaint_id"), ("phone_memos", "complaint_id"), ("phone_memos", "customer_id"),
    ("phone_memos", "contact_id"), ("costs", "customer_id"), ("grades", "customer_id"),
)  # fmt: skip
"""Links of records that are not the customer's."""
RELEASED = sorted((Path(__file__).resolve().parent.parent / "fixtures/databases").glob("*.db.gz"))


@pytest.fixture
def company(sample_file: Callable[[str, date], Path], tmp_path: Path) -> Iterator[Store]:
    store = open_file(Path(shutil.copy(sample_file("zh", date(2026, 7, 20)), tmp_path / "data.db")))
    yield store
    store.close()


def richest(store: Store) -> UUID:
    """The customer with most complaints, visits and people."""

    def read(session: Any) -> UUID:
        counts: dict[UUID, int] = {}
        for entity, worth in ((Contact, 1), (Visit, 1), (Complaint, 1000)):
            link = table_of(entity).c.customer_id
            for customer, count in session.execute(sa.select(link, sa.func.count()).group_by(link)):
                counts[customer] = counts.get(customer, 0) + count * worth
        return max(counts, key=lambda key: (counts[key], key))

    return store.read(read)


def belonging(connection: Any, customer: bytes) -> list[bytes]:
    """The customer's id and those of everything that belongs to them, through any number of steps."""
    found, fresh = [customer], [customer]
    while fresh:
        owner, fresh = fresh, []
        for entity in entities():
            for column in (key for key, field in fields_of(entity).items() if field.owned):
                for one in owner:
                    rows = connection.exec_driver_sql(f"SELECT id FROM {entity.entity} WHERE {column} = ?", (one,))
                    fresh += [row[0] for row in rows if row[0] not in found]
        found += fresh
    return found


def erase(store: Store, customer: UUID) -> None:
    """Make it as if they had never been, past every rule: the customer, and what belongs to them."""

    def wipe(session: Any) -> None:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        gone = belonging(connection, customer.bytes)
        for table, column in LOOSE:
            for one in gone:
                connection.exec_driver_sql(f"UPDATE {table} SET {column} = NULL WHERE {column} = ?", (one,))
        for entity in entities():
            for one in gone:
                connection.exec_driver_sql(f"DELETE FROM {entity.entity} WHERE id = ?", (one,))
        rebuild(session)

    store.quietly(wipe)


def recorded(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every record of every kind, with the columns the log knows; of LOOSE it is theirs what they are about."""

    def read(session: Any) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for entity in (each for each in entities() if each.entity not in dict(LOOSE)):
            table = table_of(entity)
            columns = [table.c[key] for key in ("id", *recorded_keys(entity))]
            found[entity.entity] = [tuple(row) for row in session.execute(sa.select(*columns).order_by(table.c.id))]
        return found

    return store.read(read)


def test_an_erased_customer_comes_back_whole_under_its_ids(company: Store) -> None:
    customer = richest(company)
    company.write("File", attachments.add, "customers", customer, attachments.Fresh("合同.txt", b"text"))
    before, made = recorded(company), make_backup(company, "auto")
    erase(company, customer)
    assert recorded(company) != before
    shutil.rmtree(company.blobs.folder)
    with open_backup(company, made) as opened:
        name = opened.read(records.titles, Customer, [customer])[customer]
        assert (customer, "missing") in [(one.id, one.state) for one in find_in(opened, company, name)]
        done = bring_back(company, opened, "customers", [customer])
    assert recorded(company) == before
    assert (done.restored, done.changed, done.lost) == (0, 0, ())
    assert done.made > 5
    entry = company.read(attachments.listed, "customers", customer)[0]
    assert company.read(attachments.content, entry.id)[1] == b"text"
    assert [one for one in verify(company).rows if not one.startswith(tuple(dict(LOOSE)))] == []
    company.undo()
    assert company.read(records.get, Customer, customer)["deleted_at"] is not None


def test_a_binned_customer_comes_out_of_the_bin_in_one_step(company: Store) -> None:
    customer = _without_complaints(company)
    made = make_backup(company, "auto")
    before = recorded(company)
    company.write("Deleted", records.delete, Customer, [customer])
    binned = recorded(company)
    with open_backup(company, made) as opened:
        assert [one.state for one in find_in(opened, company, "") if one.id == customer] == ["bin"]
        done = bring_back(company, opened, "customers", [customer])
    assert recorded(company) == before
    assert done.restored >= 1
    company.undo()
    assert recorded(company) == binned


def _without_complaints(store: Store) -> UUID:
    def read(session: Any) -> UUID:
        busy = sa.select(table_of(Complaint).c.customer_id)
        people = table_of(Contact)
        return session.execute(sa.select(people.c.customer_id).where(people.c.customer_id.not_in(busy))).scalars().first()

    return store.read(read)


def test_what_was_changed_since_is_listed_and_taken_only_where_asked(filled: Store, backup: Backup) -> None:
    customer = _first(filled)
    filled.write("x", records.update, Customer, customer, {"notes": "新的备注", "name": "新名字", "phone": "1"})
    with open_backup(filled, backup) as opened:
        plan = compare(filled, opened, "customers", [customer])
        assert {(line.key, line.here, line.there) for line in plan.differing} == {
            ("name", "新名字", "客户 0"), ("notes", "新的备注", ""), ("phone", "1", ""),
        }  # fmt: skip
        assert (plan.missing, plan.binned) == ((), ())
        assert bring_back(filled, opened, "customers", [customer]).changed == 0
        done = bring_back(filled, opened, "customers", [customer], {(customer, "name")})
    assert done.changed == 1
    assert _values(filled, customer) == ("客户 0", "新的备注", "1")
    filled.undo()
    assert _values(filled, customer) == ("新名字", "新的备注", "1")


def _values(store: Store, customer: UUID) -> tuple[Any, ...]:
    found = store.read(records.get, Customer, customer)
    return found["name"], found["notes"], found["phone"]


def _first(store: Store) -> UUID:
    return store.read(lambda s: s.execute(sa.select(table_of(Customer).c.id).where(Customer.name == "客户 0")).scalar_one())


def test_a_number_somebody_else_has_by_now_is_given_anew(filled: Store, backup: Backup) -> None:
    customer = _first(filled)
    code = filled.read(records.get, Customer, customer)["code"]
    erase(filled, customer)
    other = filled.write("x", records.create, Customer, {"name": "另一家", "code": code}).value
    with open_backup(filled, backup) as opened:
        bring_back(filled, opened, "customers", [customer])
    assert filled.read(records.get, Customer, other)["code"] == code
    fresh = filled.read(records.get, Customer, customer)["code"]
    assert fresh.startswith("KH")
    assert fresh != code


def test_a_link_that_leads_nowhere_stays_empty(filled: Store) -> None:
    colleague = filled.write("x", records.create, Employee, {"name": "小王"}).value
    customer = filled.write("x", records.create, Customer, {"name": "有负责人", "owner_id": colleague}).value
    made = make_backup(filled, "auto")
    erase(filled, customer)
    filled.quietly(lambda s: s.connection().exec_driver_sql("DELETE FROM employees WHERE id = ?", (colleague.bytes,)) and None)
    with open_backup(filled, made) as opened:
        assert [(key, one) for _entity, one, key in compare(filled, opened, "customers", [customer]).cut] == [
            ("owner_id", customer)
        ]
        bring_back(filled, opened, "customers", [customer])
    assert filled.read(records.get, Customer, customer)["owner_id"] is None


def test_a_person_whose_customer_is_gone_is_refused(filled: Store, backup: Backup) -> None:
    customer = _first(filled)
    person = filled.read(lambda s: s.execute(sa.select(table_of(Contact).c.id)).scalar_one())
    erase(filled, customer)
    with open_backup(filled, backup) as opened, pytest.raises(ConflictError):
        bring_back(filled, opened, "contacts", [person])


def test_a_record_the_backup_does_not_have_is_told(filled: Store, backup: Backup) -> None:
    later = filled.write("x", records.create, Customer, {"name": "后来"}).value
    with open_backup(filled, backup) as opened, pytest.raises(ConflictError):
        bring_back(filled, opened, "customers", [later])


def test_a_content_that_is_nowhere_is_named(filled: Store, backup: Backup) -> None:
    customer = _first(filled)
    erase(filled, customer)
    shutil.rmtree(filled.blobs.folder)
    shutil.rmtree(backup.path.parent / "files")
    with open_backup(filled, backup) as opened:
        assert bring_back(filled, opened, "customers", [customer]).lost == ("合同.txt",)
    assert filled.read(lambda s: s.scalar(sa.select(sa.func.count()).select_from(Attachment))) == 1


def test_a_closed_backup_leaves_nothing_and_own_fields_stay_those_of_the_file(filled: Store, tmp_path: Path) -> None:
    filled.write("x", records.create, CustomField, {"target": "customers", "name": "爱好"})
    path = tmp_path / "old" / "old.db"
    path.parent.mkdir()
    path.write_bytes(gzip.decompress(RELEASED[0].read_bytes()))
    before = sorted(filled.path.parent.iterdir())
    opened = open_backup(filled, back_up(path, "before-upgrade"))
    assert [one.name for one in find_in(opened, filled, "hxgg")] == ["华信钢构有限公司"]
    assert [field.label for field in own_fields(Customer).values()] == ["爱好"]
    opened.close()
    opened.close()
    assert sorted(filled.path.parent.iterdir()) == before


def test_nobody_who_was_erased_comes_back(company: Store) -> None:
    customer = richest(company)
    people = company.read(lambda s: list(s.scalars(sa.select(Contact.id).where(Contact.customer_id == customer))))
    made = make_backup(company, "auto")
    erase_person(company, Wish("contacts", people[0]))
    with open_backup(company, made) as opened:
        with pytest.raises(ConflictError, match="erased"):
            bring_back(company, opened, "contacts", people[:1])
        erase(company, customer)
        bring_back(company, opened, "customers", [customer])
    back = company.read(lambda s: set(s.scalars(sa.select(Contact.id).where(Contact.customer_id == customer))))
    assert back == set(people[1:])
