"""Erasing a person (faults F88b, R13): 0 of 20 tokens in any byte of any file, complaints kept with their reason, old backups."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlcipher3 import dbapi2

from app.errors import ConflictError, ValidationError
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.models.attachment import Attachment
from app.models.employment import Employment
from app.models.firm_lists import SavedView
from app.models.privacy import Consent, Erasure
from app.paths import erased_list
from app.safety.catalogue import backups
from app.safety.erase_places import places
from app.safety.erased_list import is_erased
from app.safety.erasing import Wish, erase_person, settle
from app.safety.making import make_backup
from app.safety.purging import purge_backups, still_holding
from app.safety.restore import restore, restore_file
from app.services import attachments, complaints, records
from app.services.lists import ListQuery, page
from app.store import archive, drafts, snapshot
from app.store.archive import Backup, never, unheard
from app.store.backup import backup_folder
from app.store.store import Store, open_file
from app.store.verify import verify

TODAY = date(2026, 11, 22)
TOKENS = [f"ZQ{number:02d}XV{number * 7919 % 9973:04d}K" for number in range(20)]
PHONE = "13877665544"


def made(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Made", records.create, entity, values).value


@pytest.fixture
def person(store: Store) -> UUID:
    """A decision-maker with a token in every place that there is."""
    t = iter(TOKENS)
    firm = made(store, Customer, name="华信钢构有限公司", notes="A firm")
    key = made(
        store, Contact, customer_id=firm, name=next(t), phone=PHONE, email=f"{next(t)}@example.com", wechat=next(t),
        interests=next(t), family=next(t), notes=next(t), address=next(t),
    )  # fmt: skip
    made(store, Employment, contact_id=key, employer=next(t), title=next(t))
    made(store, Consent, contact_id=key, purpose=next(t), given_on=TODAY, wording=next(t))
    fresh = attachments.Fresh(f"{next(t)}.txt", f"content {next(t)}".encode())
    store.write("File", attachments.add, "contacts", key, fresh)
    store.write("Once", records.update, Contact, key, {"taboos": next(t), "qq": next(t)})
    store.write("Later", records.update, Contact, key, {"taboos": None, "qq": None, "name": f"{next(t)}"})
    met = f"Met {TOKENS[0]} ({PHONE[:3]} {PHONE[3:]})"
    visit = made(store, Visit, customer_id=firm, contact_id=key, purpose="回访", content=met)
    store.write("Text", records.update, Visit, visit, {"content": f"Rang {TOKENS[0]} and {TOKENS[2]} at 138-7766-5544, well"})
    made(store, SavedView, target="contacts", name="Mine", query=json.dumps({"text": TOKENS[0]}))
    store.quietly(drafts.keep, f"contacts:{key}", {"notes": next(t)})
    store.quietly(drafts.keep, "visits:new", {"content": f"for {TOKENS[0]}", "purpose": "left"})
    store.write("Filled", records.update, Contact, key, {"workplace": next(t)})
    store.write("Binned", records.delete, Contact, [made(store, Contact, customer_id=firm, name="Z", notes="-")])
    store.write("Changed", records.update, Contact, key, {"workplace": next(t), "department": next(t)})
    assert next(t, None) is None
    return key


def bytes_of(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def found_in(folder: Path, tokens: list[str]) -> set[tuple[str, str]]:
    """(token, file) of every token in any byte of any file, also without its first letter, and as UTF-16."""
    return {
        (token, path.name)
        for path, content in bytes_of(folder)
        for token in tokens
        for form in (token.encode(), token.lower().encode(), token[1:].encode(), token.encode("utf-16-le"))
        if form in content
    }


def test_every_token_is_there_before(store: Store, person: UUID) -> None:
    assert {token for token, _file in found_in(store.path.parent, TOKENS)} == set(TOKENS)


def test_not_one_byte_is_left(store: Store, person: UUID) -> None:
    folder = store.path.parent
    done = erase_person(store, Wish("contacts", person))
    assert done.unfinished is None
    assert found_in(folder, [*TOKENS, PHONE, "138 77665544", "138-7766-5544"]) == set()  # also while the program is open
    assert verify(store).whole
    store.close()
    assert found_in(folder, [*TOKENS, PHONE]) == set()


def test_without_secure_delete_and_compaction_tokens_stay(store: Store, person: UUID) -> None:
    """The control: the same rows deleted by plain SQL leave their bytes in the file."""
    path = store.path
    store.close()
    raw = dbapi2.connect(str(path))
    raw.execute("PRAGMA secure_delete=OFF")
    for table in ("contacts", "employments", "consents", "attachments", "visits", "changes", "drafts", "search_contacts"):
        raw.execute(f"DELETE FROM {table}")
    raw.commit()
    raw.close()
    assert len({token for token, _file in found_in(path.parent, TOKENS)}) >= 2


def test_what_others_said_stays_without_the_person(store: Store, person: UUID) -> None:
    erase_person(store, Wish("contacts", person))
    (row,) = store.read(page, ListQuery("visits", ("number",), "number"), 0, 9)
    visit = store.read(records.get, Visit, row.id)
    assert visit["content"] == "Rang ** and ** at **, well"
    assert visit["contact_id"] is None
    assert store.read(drafts.find, "visits:new") == {"content": "for **", "purpose": "left"}
    assert store.read(page, ListQuery("contacts", ("name",), "name", text=TOKENS[0]), 0, 9) == ()
    with pytest.raises(ConflictError):
        store.read(records.get, Contact, person)


def test_undo_passes_over_the_erased(store: Store, person: UUID) -> None:
    kept = made(store, Customer, name="Later")
    erase_person(store, Wish("contacts", person))
    while store.undo() is not None:
        pass
    assert store.read(page, ListQuery("customers", ("name",), "name"), 0, 9) == ()
    while store.redo() is not None:
        pass
    assert store.read(records.get, Customer, kept)["name"] == "Later"
    assert verify(store).whole
    assert found_in(store.path.parent, TOKENS) == set()


def test_the_erasure_is_noted_without_the_data(store: Store, person: UUID) -> None:
    erase_person(store, Wish("contacts", person, reason="withdrawn"))
    (row,) = store.read(lambda session: [(one.target, one.reason, one.removed) for one in session.query(Erasure)])
    assert row[:2] == ("contacts", "withdrawn")
    assert json.loads(row[2])["attachments"] == 1
    beside = erased_list(store.path).read_text(encoding="utf-8")
    assert person.hex not in beside
    assert str(person) not in beside
    assert is_erased(store, "contacts", person)


def test_places_tell_everything_first(store: Store, person: UUID) -> None:
    found = store.read(places, "contacts", person, TODAY)
    assert found.gone == {"contacts": 1, "employments": 1, "attachments": 1, "consents": 1}
    assert {one.entity for one in found.texts} == {"visits", "saved_views"}
    assert all(one.sure for one in found.texts)
    assert (found.contents, found.drafts, found.steps > 6, found.held) == (1, 2, True, ())


def test_a_restored_old_file_is_erased_again(store: Store, person: UUID, tmp_path: Path) -> None:
    path, old = store.path, tmp_path / "old.db"
    snapshot.copy_into(path, old, unheard, never)
    erase_person(store, Wish("contacts", person))
    store.close()
    old.replace(path)  # as a restore brings the older state into place
    assert len({token for token, _file in found_in(path.parent, TOKENS)}) >= 18
    again = open_file(path)
    assert settle(again) == 1
    assert settle(again) == 0
    assert verify(again).whole
    again.close()
    assert found_in(path.parent, TOKENS) == set()


def test_an_erasing_that_was_ended_is_finished(store: Store, person: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step is done as one; what is left then (contents, the file written anew) is done at the next start."""
    from app.bootstrap import _open
    from app.safety import erasing

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "settle", lambda _store: 0)
        erase_person(store, Wish("contacts", person))
    path = store.path
    store.close()
    assert found_in(path.parent, TOKENS) != set()
    _open(path).close()  # as the window does at a start
    assert found_in(path.parent, TOKENS) == set()


def private(store: Store, name: str = "欧阳静怡") -> UUID:
    return made(store, Customer, name=name, kind="person", mobile=PHONE, id_number="440301198508150011", birthday="1985-08-15")


def complaint(store: Store, customer: UUID, closed: datetime | None = None, **values: Any) -> UUID:
    received = datetime(2020, 1, 2, tzinfo=UTC)
    given = {"severity": "S2", "customer_id": customer, "subject": "漏水", "text": "欧阳静怡说漏水", "received_at": received}
    key = store.write("Complaint", complaints.register, given | values).value
    if closed is not None:
        store.write("Closed", lambda session: setattr(session.get(Complaint, key), "closed_at", closed))
    return key


def test_a_complaint_within_its_time_stays_with_its_reason(store: Store) -> None:
    key = private(store)
    case = complaint(store, key)
    found = store.read(places, "customers", key, TODAY)
    assert [one.id for one in found.held] == [case]
    done = erase_person(store, Wish("customers", key))
    kept = store.read(records.get, Complaint, case)
    assert (kept["complainant"], kept["text"], kept["customer_id"]) == ("欧阳静怡", "欧阳静怡说漏水", key)
    shell = store.read(records.get, Customer, key)
    assert (shell["name"], shell["mobile"], shell["id_number"], shell["birthday"]) == ("Erased customer", None, None, None)
    assert shell["deleted_at"] is not None
    assert [one.split(":")[0] for one in done.kept] == [kept["number"]]
    assert verify(store).whole
    store.close()
    assert found_in(store.path.parent, ["440301198508150011"]) == set()


def test_a_complaint_kept_long_enough_stays_without_the_person(store: Store) -> None:
    key = private(store)
    case = complaint(store, key, closed=datetime(2022, 5, 1, tzinfo=UTC), complainant="欧阳静怡", complainant_phone=PHONE)
    assert store.read(places, "customers", key, TODAY).held == ()
    erase_person(store, Wish("customers", key))
    left = store.read(records.get, Complaint, case)
    assert (left["complainant"], left["complainant_phone"], left["text"]) == (None, None, "**说漏水")
    assert left["masked_on"] is not None
    assert verify(store).whole
    store.close()
    assert found_in(store.path.parent, ["欧阳静怡", PHONE]) == set()


def test_a_critical_complaint_is_kept_two_years_longer(store: Store) -> None:
    key = private(store)
    complaint(store, key, closed=datetime(2022, 5, 1, tzinfo=UTC), severity="S4")
    assert len(store.read(places, "customers", key, TODAY).held) == 1
    assert store.read(places, "customers", key, date(2027, 5, 2)).held == ()


def test_a_name_that_others_have_is_only_proposed(store: Store) -> None:
    firm = made(store, Customer, name="甲公司")
    key = made(store, Contact, customer_id=firm, name="王芳", phone=PHONE)
    other = made(store, Contact, customer_id=firm, name="王芳", phone="13900001111")
    named = made(store, Visit, customer_id=firm, purpose="见王芳")
    sure = made(store, Visit, customer_id=firm, purpose=f"电话 {PHONE}")
    found = {one.id: one.sure for one in store.read(places, "contacts", key, TODAY).texts}
    assert found == {other: False, named: False, sure: True}
    erase_person(store, Wish("contacts", key))
    assert store.read(records.get, Contact, other)["name"] == "王芳"
    assert store.read(records.get, Visit, named)["purpose"] == "见王芳"
    assert store.read(records.get, Visit, sure)["purpose"] == "电话 **"
    while store.undo() is not None:  # nothing in the log of the other one was changed
        pass
    assert verify(store).whole


def test_a_merged_record_goes_with_it(store: Store) -> None:
    firm = made(store, Customer, name="甲公司")
    keep, lose = (made(store, Contact, customer_id=firm, name=name) for name in (TOKENS[0], TOKENS[1]))

    def merged(session: Any) -> None:
        records.delete(session, Contact, [lose])
        session.get(Contact, lose).merged_into_id = keep

    store.write("Merge", merged)
    erase_person(store, Wish("contacts", lose))  # asked by either of them
    store.close()
    assert found_in(store.path.parent, TOKENS[:2]) == set()


def test_contents_others_have_too_stay(store: Store) -> None:
    firm = made(store, Customer, name="甲公司")
    key = made(store, Contact, customer_id=firm, name="王小芳")
    for owner, owner_id in (("contacts", key), ("customers", firm)):
        store.write("File", attachments.add, owner, owner_id, attachments.Fresh("a.txt", b"shared by two"))
    erase_person(store, Wish("contacts", key))
    (left,) = store.read(attachments.listed, "customers", firm)
    assert store.read(attachments.content, left.id)[1] == b"shared by two"
    assert store.read(lambda session: session.query(Attachment).count()) == 1


def test_firms_and_those_on_hold_are_not_erased(store: Store) -> None:
    firm = made(store, Customer, name="甲公司")
    held = made(store, Contact, customer_id=firm, name="王芳", hold_reason="Court case 12")
    for entity, key in (("customers", firm), ("contacts", held)):
        with pytest.raises(ValidationError):
            erase_person(store, Wish(entity, key))
    assert store.read(records.get, Contact, held)["name"] == "王芳"


def test_colleagues_of_the_same_name_are_left_alone(store: Store) -> None:
    made(store, Employee, name="王芳")
    firm = made(store, Customer, name="甲公司")
    key = made(store, Contact, customer_id=firm, name="王芳")
    erase_person(store, Wish("contacts", key))
    while store.undo() is not None:
        pass
    while store.redo() is not None:
        pass
    assert store.read(lambda session: [one.name for one in session.query(Employee)]) == ["王芳"]
    assert verify(store).whole


def test_a_restored_backup_does_not_bring_them_back(store: Store, person: UUID) -> None:
    old = make_backup(store, "auto")
    erase_person(store, Wish("contacts", person))
    restore(store, old)
    with pytest.raises(ConflictError):
        store.read(records.get, Contact, person)
    assert verify(store).whole
    assert found_in(store.path.parent, TOKENS) - in_backups(store, old) == set()


def in_backups(store: Store, backup: Backup) -> set[tuple[str, str]]:
    """What is found in the folder of the backups."""
    return found_in(backup.path.parent, TOKENS)


def test_a_lost_file_put_back_is_without_them_before_it_is_opened(store: Store, person: UUID) -> None:
    made_before = make_backup(store, "auto")
    erase_person(store, Wish("contacts", person))
    store.close()
    store.path.unlink()
    restore_file(store.path, [made_before])
    assert found_in(store.path.parent, [*TOKENS, PHONE]) - in_backups(store, made_before) == set()
    assert found_in(store.blobs.folder, TOKENS) == set()
    opened = open_file(store.path)
    assert is_erased(opened, "contacts", person)
    opened.close()


def test_old_backups_are_purged_of_them(store: Store, person: UUID, tmp_path: Path) -> None:
    old = make_backup(store, "auto")
    erase_person(store, Wish("contacts", person))
    assert [one.number for one in still_holding(store)] == [old.number]
    assert purge_backups(store) == 1
    assert still_holding(store) == ()
    (left,) = backups(old.path.parent)
    assert (left.reason, left.verified) == ("after-erase", True)
    archive.unpack(left.path, tmp_path / "unpacked.db")
    assert found_in(tmp_path, TOKENS) == set()


def test_without_an_erasure_no_backup_is_purged(store: Store, person: UUID) -> None:
    make_backup(store, "auto")
    assert still_holding(store) == ()
    assert purge_backups(store) == 0
    assert len(backups(backup_folder(store.path))) == 1
