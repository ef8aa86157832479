"""Attachments as services: every kind of record, names of any sort, found by name and by whose they are, undone and restored."""

import shutil
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis import filetypes
from app.analysis.complaint_states import READ_ONLY
from app.analysis.filenames import LONGEST, safe_name, shown_name, split_ending
from app.errors import ConflictError, StorageError, ValidationError
from app.models import Complaint, Contact, Customer, Visit
from app.models.attachment import Attachment
from app.models.improvement import Improvement
from app.models.issued import IssuedReport
from app.models.receivable import Dunning
from app.models.request import ServiceRequest
from app.models.types import now_utc
from app.services import attachments, lists, records
from app.services import settings as firm
from app.services.attachments import Fresh
from app.services.lists import ListQuery
from app.services.merge import merge
from app.store.store import Store, open_file
from tests.hostile import HOSTILE

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40
STRANGE = (
    "../../x", "/etc/passwd", "C:\\x", "\\\\srv\\x", "a:ads", "CON.txt", "con", "aux.", "nul .pdf", "COM1.tar.gz", "lpt¹.doc",
    "trailing dot.", "trailing space ", " leading", "a" * 300 + ".pdf", "客" * 100, "客" * 300 + ".docx", "fdp\u202egpj.exe", ".",
    "..", "", "   ", "...", "\ud800lone.txt", "<b>bold</b>.txt", "😀👩‍👩‍👧.png", "new\nline.txt", "a\x00b", "a.b.c", ".hidden",
    "x." + "y" * 200, "a?*|\"<>.txt", "-rf", "~", "%2e%2e%2f", "CONIN$", "🇨🇳" * 60 + ".pdf",
)  # fmt: skip


def fill(store: Store) -> dict[str, UUID]:
    """A record of every kind that has attachments."""
    customer = store.write("a", records.create, Customer, {"name": "华信钢构有限公司"}).value
    contact = store.write("b", records.create, Contact, {"name": "王芳", "customer_id": customer}).value
    visit = store.write("c", records.create, Visit, {"customer_id": customer, "purpose": "送样", "kind": "visit"}).value
    case = {"customer_id": customer, "subject": "漏水", "text": "x", "received_at": now_utc(), "state": "S10"}
    complaint = store.write("d", records.create, Complaint, case).value
    asked = {"customer_id": customer, "subject": "询价", "received_at": now_utc()}
    request = store.write("e", records.create, ServiceRequest, asked).value
    improvement = store.write("f", records.create, Improvement, {"name": "加装防错夹具"}).value
    report = {"number": "TSYB-202607-1", "kind": "complaints", "period": "2026-07", "revision": 1}
    issued = store.write("g", records.create, IssuedReport, report).value
    asked_for = {"customer_id": customer, "step": "letter", "done_on": date(2026, 7, 20)}
    dunning = store.write("h", records.create, Dunning, asked_for).value
    return {
        "customers": customer, "contacts": contact, "visits": visit, "complaints": complaint, "requests": request,
        "improvements": improvement, "issued_reports": issued, "dunnings": dunning,
    }  # fmt: skip


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, UUID]]:
    """A closed file with them, made once and copied for each test, and their ids."""
    path = Path(shutil.copy(template, tmp_path_factory.mktemp("owned") / "data.db"))
    store = open_file(path)
    ids = fill(store)
    store.close()
    return path, ids


@pytest.fixture
def owned(filled: tuple[Path, dict[str, UUID]]) -> dict[str, UUID]:
    """The records in ``store``: whoever asks for them gets a file that has them."""
    return dict(filled[1])


@pytest.fixture
def data_file(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Path:
    source = request.getfixturevalue("filled")[0] if "owned" in request.fixturenames else template
    return Path(shutil.copy(source, tmp_path / "data.db"))


def attach(store: Store, owner: str, owner_id: UUID, name: str = "合同.pdf", data: bytes = b"%PDF-1.7") -> UUID:
    made: UUID = store.write("add", attachments.add, owner, owner_id, Fresh(name, data)).value
    return made


def found(store: Store, text: str) -> list[str]:
    rows = store.read(lists.page, ListQuery("attachments", ("name",), "name", text=text), 0, 50)
    return [row.texts[0] for row in rows]


def test_every_kind_of_record_has_attachments(store: Store, owned: dict[str, UUID]) -> None:
    assert set(attachments.owners()) == set(owned)
    for owner, key in owned.items():
        made = attach(store, owner, key)
        assert store.read(attachments.count, owner, key) == 1
        assert store.read(records.owner_of, Attachment, made) == (owner, key)
        (entry,) = store.read(attachments.listed, owner, key)
        assert (entry.id, entry.name, entry.mime, entry.size, entry.kind) == (made, "合同.pdf", "application/pdf", 8, None)
        assert store.read(attachments.content, made)[1] == b"%PDF-1.7"
    assert len(list(store.blobs.kept())) == 1


def test_files_come_from_paths_bytes_and_what_is_kept_already(store: Store, owned: dict[str, UUID], tmp_path: Path) -> None:
    path = tmp_path / "plan.png"
    path.write_bytes(PNG)
    kept = store.blobs.put(path, "plan.png", 1 << 20)
    files = [Fresh("plan.png", path), Fresh("copy.png", PNG), Fresh("third.png", kept, "drawing", "Erdgeschoss")]
    made = store.write("add", attachments.add_all, "visits", owned["visits"], files).value
    entries = {entry.id: entry for entry in store.read(attachments.listed, "visits", owned["visits"])}
    assert {entry.digest for entry in entries.values()} == {kept.digest}
    assert [entries[key].kind for key in made] == ["photo", "photo", "drawing"]
    assert entries[made[2]].notes == "Erdgeschoss"
    store.undo()
    assert store.read(attachments.count, "visits", owned["visits"]) == 0
    store.redo()
    assert store.read(attachments.count, "visits", owned["visits"]) == 3


def test_the_same_file_twice_on_one_record_is_one_attachment(store: Store, owned: dict[str, UUID]) -> None:
    kept = store.blobs.put(b"x", "a.txt", 10)
    for names, count in ((["a.txt"], 1), (["a.txt"], 1), (["b.txt"], 2)):
        files = [Fresh(name, kept) for name in names]
        store.write("add", attachments.add_all, "customers", owned["customers"], files)
        assert store.read(attachments.count, "customers", owned["customers"]) == count


@pytest.mark.parametrize("text", ["合同", "hetong", "ht", "扫描件", "华信", "hxgg", "pdf"])
def test_attachments_are_found_by_name_note_and_whose_they_are(store: Store, owned: dict[str, UUID], text: str) -> None:
    made = attach(store, "customers", owned["customers"], "合同_v2.pdf")
    store.write("note", attachments.change, made, {"notes": "盖章扫描件"})
    assert found(store, text) == ["合同_v2.pdf"]


def test_neither_hash_nor_media_type_is_found(store: Store, owned: dict[str, UUID]) -> None:
    made = attach(store, "customers", owned["customers"], "x.bin", b"abc")
    assert found(store, store.read(records.get, Attachment, made)["digest"][:6]) == []
    assert found(store, "application") == []


def test_a_renamed_owner_is_found_at_its_attachments(store: Store, owned: dict[str, UUID]) -> None:
    attach(store, "customers", owned["customers"])
    store.write("rename", records.update, Customer, owned["customers"], {"name": "宁江泵业"})
    assert (found(store, "宁江"), found(store, "华信")) == (["合同.pdf"], [])


def test_they_go_to_the_bin_with_their_record_and_come_back(store: Store, owned: dict[str, UUID]) -> None:
    made = attach(store, "contacts", owned["contacts"])
    store.write("bin", records.delete, Contact, [owned["contacts"]])
    assert store.read(attachments.count, "contacts", owned["contacts"]) == 0
    with pytest.raises(ConflictError):
        store.write("back", attachments.restore, made)
    store.write("back", records.restore, Contact, owned["contacts"])
    assert store.read(attachments.content, made)[1] == b"%PDF-1.7"
    store.write("bin", attachments.delete, [made])
    assert len(list(store.blobs.kept())) == 1
    store.write("back", attachments.restore, made)
    assert store.read(attachments.count, "contacts", owned["contacts"]) == 1


def test_nothing_is_attached_to_a_record_that_is_gone(store: Store, owned: dict[str, UUID]) -> None:
    store.write("bin", records.delete, Contact, [owned["contacts"]])
    for owner_id in (owned["contacts"], uuid4()):
        with pytest.raises(ConflictError):
            attach(store, "contacts", owner_id)


def test_the_limit_is_a_setting(store: Store, owned: dict[str, UUID]) -> None:
    store.write("limit", firm.change, "attachment.limit_mb", 1)
    with pytest.raises(ValidationError, match="at most 1 MB"):
        attach(store, "customers", owned["customers"], "large.bin", b"x" * 1_100_000)


def test_a_lost_content_is_told_by_name(store: Store, owned: dict[str, UUID]) -> None:
    made = attach(store, "customers", owned["customers"])
    ((_digest, path),) = store.blobs.kept()
    path.unlink()
    with pytest.raises(StorageError, match=r"“合同\.pdf” is missing"):
        store.read(attachments.content, made)


def test_an_empty_name_is_refused_beside_its_field(store: Store, owned: dict[str, UUID]) -> None:
    made = attach(store, "customers", owned["customers"])
    with pytest.raises(ValidationError) as told:
        store.write("rename", attachments.rename, made, "  ")
    assert told.value.field == "name"


def test_only_a_chosen_picture_is_the_portrait_and_only_one(store: Store, owned: dict[str, UUID]) -> None:
    attach(store, "customers", owned["customers"])
    first = attach(store, "customers", owned["customers"], "名片.png", PNG)
    second = attach(store, "customers", owned["customers"], "logo.png", PNG + b"y")
    assert store.read(attachments.portrait, "customers", owned["customers"]) is None
    store.write("a", attachments.change, first, {"kind": "portrait"})
    assert store.read(attachments.portrait, "customers", owned["customers"]) == PNG
    store.write("a", attachments.change, second, {"kind": "portrait"})
    assert store.read(attachments.portrait, "customers", owned["customers"]) == PNG + b"y"
    assert store.read(records.get, Attachment, first)["kind"] == "photo"
    store.undo()
    assert store.read(attachments.portrait, "customers", owned["customers"]) == PNG
    case = attach(store, "complaints", owned["complaints"], "x.png", PNG)
    store.write("a", attachments.change, case, {"kind": "portrait"})
    assert store.read(attachments.portrait, "complaints", owned["complaints"]) is None


def test_merged_records_have_the_attachments_of_both(store: Store, owned: dict[str, UUID]) -> None:
    other = store.write("a", records.create, Customer, {"name": "华信钢构"}).value
    attach(store, "customers", owned["customers"], "one.txt", b"1")
    attach(store, "customers", other, "two.txt", b"2")
    store.write("merge", merge, Customer, owned["customers"], other)
    assert {one.name for one in store.read(attachments.listed, "customers", owned["customers"])} == {"one.txt", "two.txt"}
    store.undo()
    assert [one.name for one in store.read(attachments.listed, "customers", other)] == ["two.txt"]


# names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*STRANGE, *HOSTILE])
def test_any_name_is_kept_and_shown_and_never_leads_out(store: Store, owned: dict[str, UUID], name: str) -> None:
    made = attach(store, "customers", owned["customers"], name, name.encode("utf-8", "replace"))
    kept = store.read(records.get, Attachment, made)["name"]
    assert kept == shown_name(name)
    assert {path.parent.parent for _digest, path in store.blobs.kept()} == {store.blobs.folder}


@pytest.mark.parametrize("name", ["<b>x</b>.pdf", "../../x", "a/b.txt", "😀.png", "CON.txt", "客" * 100 + ".pdf", "a & b"])
def test_ordinary_strangeness_is_shown_as_it_was(name: str) -> None:
    assert shown_name(name) == name


def test_a_name_cannot_pretend_to_be_another_kind_of_file() -> None:
    assert shown_name("invoice\u202efdp.exe") == "invoicefdp.exe"


NAMES = st.one_of(st.text(max_size=400), st.sampled_from([*STRANGE, *HOSTILE]), st.text("./\\ :CONUL1", max_size=12))


@given(name=NAMES)
def test_a_safe_name_is_one_that_every_disk_takes(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 151
    assert not set(safe) & set('<>:"/\\|?*\0\n')
    assert safe not in (".", "..")
    assert safe[-1] not in ". "
    assert safe.split(".", 1)[0].rstrip().upper() not in {"CON", "AUX", "NUL", "PRN", "COM1", "LPT¹"}
    assert safe_name(safe) == safe


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES)
def test_a_safe_name_is_a_file_in_its_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / safe_name(name)
    assert path.resolve().parent == tmp_path.resolve()
    path.write_bytes(b"x")
    path.unlink()


@given(name=NAMES)
def test_a_shown_name_is_one_line_that_can_be_stored(name: str) -> None:
    shown = shown_name(name)
    assert 0 < len(shown) <= LONGEST
    assert shown == shown.strip() != ""
    assert "\n" not in shown
    shown.encode()
    assert shown_name(shown) == shown


def test_a_name_cut_short_keeps_its_ending() -> None:
    for name in ("客" * 300 + ".docx", "a" * 300 + ".pdf"):
        assert split_ending(shown_name(name))[1] == split_ending(safe_name(name))[1] == split_ending(name)[1]


# kinds of files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("head", "name", "kind"), [
    (PNG, "x.pdf", "image/png"), (b"\xff\xd8\xff\xe0", "x", "image/jpeg"), (b"RIFF\0\0\0\0WEBPVP8 ", "x.webp", "image/webp"),
    (b"%PDF-1.4", "x.txt", "application/pdf"), (b"hello", "x.pdf", "text/plain"), (b"\0\1\2", "x.png", filetypes.UNKNOWN),
    ("会议".encode("gb18030"), "纪要.txt", "text/plain"), (b"a,b\n", "x.csv", "text/csv"), (b"MZ", "a.jpg", filetypes.PROGRAM),
    (b"PK\x03\x04", "x.doc", "application/msword"), (b"", "empty", "text/plain"), (b"PK\x03\x04", "x.png", "application/zip"),
    (b"BM is short for", "x.txt", "text/plain"), (b"AC1032\0\0", "x.dwg", "image/vnd.dwg"),
])  # fmt: skip
def test_a_file_is_known_by_its_content_first(head: bytes, name: str, kind: str) -> None:
    assert filetypes.type_of(head, name) == kind


@pytest.mark.parametrize("name", ["a.exe", "a.BAT", "a.pdf.lnk", "a.scr ", "a.js.", "x.desktop", "x.hta", "x.jar", "x.vbs"])
def test_programs_are_known_by_their_ending(name: str) -> None:
    assert filetypes.is_program("text/plain", name)
    assert filetypes.is_program(filetypes.type_of(b"MZ", "photo.jpg"), "photo.jpg")
    assert not filetypes.is_program("application/pdf", "exe.pdf")


@given(head=st.binary(max_size=200), name=NAMES)
def test_any_bytes_are_some_kind_of_file(head: bytes, name: str) -> None:
    assert "/" in filetypes.type_of(head, name)


def test_an_archived_complaint_takes_loses_and_renames_nothing(store: Store, owned: dict[str, UUID]) -> None:
    assert Complaint.sealed is not None
    assert Complaint.sealed[1] == READ_ONLY
    case = owned["complaints"]
    kept = attach(store, "complaints", case)
    store.write("shut", records.update, Complaint, case, {"state": "S90"})
    for act, args in (
        (attachments.add_all, ("complaints", case, [Fresh("新.pdf", b"%PDF-1.7 x")])), (attachments.delete, ([kept],)),
        (attachments.rename, (kept, "旧.pdf")),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            store.write("try", act, *args)
        assert refused.value.key == "An archived complaint is only read. Undo the archiving first."
    assert [entry.name for entry in store.read(attachments.listed, "complaints", case)] == ["合同.pdf"]
    store.write("open", records.update, Complaint, case, {"state": "S40"}, sealed=True)
    assert attach(store, "complaints", case, "新.pdf", b"%PDF-1.7 x")


def test_a_portrait_that_comes_back_does_not_displace_the_one_chosen_since(store: Store, owned: dict[str, UUID]) -> None:
    keys = [store.write("a", attachments.add, "customers", owned["customers"], Fresh(name, PNG)).value for name in "xy"]
    for restore in ((attachments.restore,), (records.restore, Attachment)):
        first, second = keys
        store.write("a", attachments.change, first, {"kind": "portrait"})
        store.write("b", attachments.delete, [first])
        store.write("c", attachments.change, second, {"kind": "portrait"})
        store.write("d", *restore, first)
        assert [store.read(attachments.entry, key).kind for key in keys] == ["photo", "portrait"]
    store.write("e", attachments.delete, [keys[1]])
    store.write("f", attachments.restore, keys[1])
    assert store.read(attachments.entry, keys[1]).kind == "portrait"
