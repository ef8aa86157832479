"""The recycle bin (faults F89, §5.6): everything comes back whole before it is emptied, and only what a backup holds goes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.errors import ConflictError, StorageError, ValidationError
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.firm_lists import CustomField
from app.models.types import moment_text, now_utc
from app.safety import emptying, purging
from app.safety.catalogue import backups
from app.safety.places import places
from app.safety.restore import restore
from app.services import attachments, complaints, merge, records, settings
from app.store import drafts
from app.store.changes import Label
from app.store.store import Store
from app.store.tables import operations
from app.store.verify import verify

Dump = Callable[[Store], dict[str, list[tuple[Any, ...]]]]
VISITS, FILES, MANY = 200, 12, 200
WORD = "ZQXVK"


def made(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Made", records.create, entity, values).value


def delete(store: Store, entity: Any, *ids: UUID) -> None:
    store.write("Deleted", records.delete, entity, ids)


def state(store: Store, entity: Any, key: UUID) -> dict[str, Any]:
    return store.read(records.get, entity, key)


def there(store: Store, entity: Any) -> set[UUID]:
    table = table_of(entity)
    return set(store.read(lambda session: session.scalars(sa.select(table.c.id)).all()))


def living(store: Store, entity: Any) -> int:
    table = table_of(entity)
    counted = sa.select(sa.func.count()).select_from(table).where(table.c.deleted_at.is_(None))
    return int(store.read(lambda session: session.execute(counted).scalar_one()))


def _full(session: Any) -> UUID:
    firm = records.create(session, Customer, {"name": f"华信钢构 {WORD}"})
    person = records.create(session, Contact, {"name": "王芳", "customer_id": firm})
    one = {"customer_id": firm, "contact_id": person}
    visits = [{**one, "purpose": f"回访 {index}", "planned_on": date(2025, 1, 1) + timedelta(index)} for index in range(VISITS)]
    records.create_many(session, Visit, visits)
    for index in range(FILES):
        attachments.add(session, "customers", firm, attachments.Fresh(f"合同 {index}.txt", f"内容 {index}".encode()))
    return firm


def test_a_customer_with_everything_and_two_hundred_at_once_come_back_whole(store: Store, dump: Dump) -> None:
    firm = store.write("Made", _full).value
    many = store.write("Many", records.create_many, Customer, [{"name": f"客户 {index}"} for index in range(MANY)]).value
    before = dump(store)
    for entity, ids in ((Customer, (firm,)), (Customer, many)):
        delete(store, entity, *ids)
        store.undo()
        assert dump(store) == before
    delete(store, Customer, firm)
    delete(store, Customer, *many)
    assert (living(store, Customer), living(store, Visit), living(store, Attachment)) == (0, 0, 0)
    store.write("Restored", lambda session: [records.restore(session, Customer, key) for key in (firm, *many)])
    assert dump(store) == before
    assert store.blobs.has(state(store, Attachment, min(there(store, Attachment)))["digest"])


def test_nothing_comes_back_without_what_it_belongs_to(store: Store) -> None:
    firm = made(store, Customer, name="华信")
    person = made(store, Contact, name="王芳", customer_id=firm)
    delete(store, Contact, person)
    delete(store, Customer, firm)
    with pytest.raises(ConflictError) as error:
        store.write("Restored", records.restore, Contact, person)
    assert error.value.sentence.startswith("“王芳” belongs to “华信”")
    for entity, key in ((Customer, firm), (Contact, person)):
        store.write("Restored", records.restore, entity, key)
        assert state(store, entity, key)["deleted_at"] is None


def test_emptied_after_a_backup_that_holds_it(store: Store, dump: Dump) -> None:
    firm, other = store.write("Made", _full).value, made(store, Customer, name="留下")
    delete(store, Customer, firm)
    whole = dump(store)
    assert store.read(emptying.contents) == {"customers": 1, "contacts": 1, "visits": VISITS, "attachments": FILES}
    done = emptying.empty(store)
    assert done.count == VISITS + FILES + 2
    assert there(store, Customer) == {other}
    assert there(store, Visit) == set()
    assert store.read(emptying.contents) == {}
    assert verify(store).whole
    store.undo()  # passes over it: the step before was another one
    assert there(store, Visit) == set()
    store.redo()
    (backup,) = backups(places(store.path).folder)
    assert (backup.reason, backup.verified) == (emptying.BEFORE, True)
    restore(store, backup)
    assert dump(store) == whole


def test_nothing_of_it_is_left_in_the_log_or_the_index(store: Store) -> None:
    firm = made(store, Customer, name=WORD, notes=f"about {WORD}")
    delete(store, Customer, firm)
    emptying.empty(store)
    store.close()
    assert WORD.encode() not in store.path.read_bytes()


def test_what_others_need_stays_with_all_that_is_its_own(store: Store) -> None:
    firm = made(store, Customer, name="有投诉")
    person = made(store, Contact, name="王芳", customer_id=firm)
    given = {"customer_id": firm, "subject": "漏水", "severity": "S3", "received_at": datetime(2026, 7, 1, tzinfo=UTC)}
    case = store.write("Complaint", complaints.register, given).value
    delete(store, Customer, firm)
    assert store.read(emptying.contents) == {}
    assert emptying.empty(store).count == 0
    assert there(store, Contact) == {person}
    assert state(store, Complaint, case)["customer_id"] == firm
    assert backups(places(store.path).folder) == ()


def test_links_of_those_that_stay_are_cut(store: Store) -> None:
    firm = made(store, Customer, name="甲")
    person = made(store, Contact, name="王芳", customer_id=firm)
    visit = made(store, Visit, customer_id=firm, contact_id=person, purpose="回访")
    delete(store, Contact, person)
    assert emptying.empty(store).gone == {"contacts": 1}
    assert state(store, Visit, visit)["contact_id"] is None
    assert verify(store).whole


def test_the_merged_stay_so_that_old_numbers_lead_on(store: Store) -> None:
    one, other = made(store, Customer, name="甲"), made(store, Customer, name="乙")
    store.write("Merged", merge.merge, Customer, one, other)
    assert emptying.empty(store).count == 0
    assert there(store, Customer) == {one, other}


def test_without_a_backup_nothing_goes(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    firm = made(store, Customer, name="甲")
    delete(store, Customer, firm)
    places(store.path).folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(StorageError):
        emptying.empty(store)
    assert there(store, Customer) == {firm}


def test_only_who_may_erase_empties(store: Store) -> None:
    firm = made(store, Customer, name="甲")
    delete(store, Customer, firm)
    made(store, Employee, name="陈立", role="owner")
    seller = made(store, Employee, name="王强", role="salesperson")
    store.write("me", settings.change, "me", str(seller))
    with pytest.raises(ValidationError):
        emptying.empty(store)
    assert there(store, Customer) == {firm}


def aged(store: Store, entity: Any, key: UUID, days: int) -> None:
    """As if it had been deleted so long ago."""
    table = table_of(entity)
    moment = now_utc() - timedelta(days=days)
    store.write("Aged", lambda session: session.get(entity, key).__setattr__("deleted_at", moment))
    assert table.c.deleted_at is not None


def worked(store: Store, days: int) -> None:
    """As if somebody had done a step on each of so many days."""
    steps = store.read(lambda session: session.scalars(sa.select(operations.c.seq)).all())
    for _number in range(days - len(steps)):
        made(store, Customer, name="x")

    def spread(session: Any) -> None:
        for number, seq in enumerate(session.scalars(sa.select(operations.c.seq)).all()):
            moment = moment_text(now_utc() - timedelta(days=number % days))
            session.execute(sa.update(operations).where(operations.c.seq == seq).values(at=moment))

    store.quietly(spread)


def test_after_thirty_days_it_goes_by_itself(store: Store) -> None:
    old, young = made(store, Customer, name="旧"), made(store, Customer, name="新")
    delete(store, Customer, old)
    delete(store, Customer, young)
    aged(store, Customer, old, 31)
    aged(store, Customer, young, 29)
    assert emptying.expire(store).count == 0  # nobody worked on twenty days: who knows about the clock
    worked(store, 40)
    assert emptying.expire(store).gone == {"customers": 1}
    assert old not in there(store, Customer)
    assert young in there(store, Customer)
    assert emptying.expire(store).count == 0


def test_a_clock_set_ahead_empties_nothing(store: Store) -> None:
    old = made(store, Customer, name="旧")
    worked(store, 40)
    delete(store, Customer, old)
    aged(store, Customer, old, 3650)
    store.quietly(lambda session: session.execute(sa.update(operations).values(at=moment_text(now_utc() - timedelta(days=3652)))))
    assert emptying.expire(store).count == 0
    assert old in there(store, Customer)


def test_no_word_of_it_is_left_in_labels_drafts_or_steps_of_others(store: Store) -> None:
    boss_word, draft_word = f"{WORD}B", f"{WORD}D"
    stays = made(store, Customer, name="留下")
    firm = store.write(Label("Added {name}", {"name": WORD}), records.create, Customer, {"name": WORD, "notes": WORD}).value
    label = Label("{name} reports to {boss}", {"name": "留下", "boss": boss_word})
    store.write(Label("Saved {name}", {"name": boss_word}), records.update, Customer, firm, {"name": boss_word})
    store.write(label, records.update, Customer, stays, {"phone": "1"})
    store.quietly(drafts.keep, f"customers:{firm}", {"name": draft_word})
    store.quietly(drafts.keep, f"customers:{stays}", {"name": "留下", "parent_id": firm})
    delete(store, Customer, firm)
    emptying.empty(store)
    assert store.read(drafts.find, f"customers:{stays}") == {"name": "留下", "parent_id": None}
    labels = store.read(lambda session: session.scalars(sa.select(operations.c.label_values)).all())
    assert any("留下" in text for text in labels)
    store.close()
    assert WORD.encode() not in store.path.read_bytes()


def test_a_name_that_one_who_stays_has_too_is_left_in_their_steps(store: Store) -> None:
    gone, stays = made(store, Customer, name="华信"), made(store, Customer, name="华信")
    store.write(Label("Saved {name}", {"name": "华信"}), records.update, Customer, stays, {"phone": "1"})
    delete(store, Customer, gone)
    emptying.empty(store)
    labels = store.read(lambda session: session.scalars(sa.select(operations.c.label_values)).all())
    assert any("华信" in text for text in labels)


def test_what_own_fields_are_called_stays_with_their_values(store: Store) -> None:
    field = made(store, CustomField, name="车", kind="line", target="customers")
    firm = made(store, Customer, name="甲", **{f"own.{field.hex}": "Porsche"})
    delete(store, CustomField, field)
    assert emptying.empty(store).count == 0
    store.write("Restored", records.restore, CustomField, field)
    assert state(store, Customer, firm)[f"own.{field.hex}"] == "Porsche"


def test_the_backup_made_before_is_not_one_that_holds_somebody_erased(store: Store) -> None:
    gone = store.write("Made", records.create, Customer, {"name": "去也"}).value
    store.write("Deleted", records.delete, Customer, [gone])
    emptying.empty(store)
    assert purging.still_holding(store) == ()
