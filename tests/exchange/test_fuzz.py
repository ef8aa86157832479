"""Spoilt and monstrous files through the real reading process (faults R8, F29–F32, F40–F48, F52).

``python3 run.py bench fuzz`` reads 100,000 of the first kind; here are 500.
"""

import io
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from app.errors import AppError, ValidationError
from app.exchange.bundle_out import write_changes
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.reading import read_sheet
from app.exchange.sheet import Sheet
from app.models import Customer
from app.models.types import now_utc
from app.services import records
from app.store.since import touched_since
from benchmarks import fuzz
from benchmarks.mutants import mutants, seeds

ROOT = Path(__file__).resolve().parents[2]
FILES = 500
SECONDS = 10.0


# spoilt files ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def whole(tmp_path: Path, store) -> dict[str, bytes]:
    """A small file of each kind: also an old workbook, a file of changes and a backup."""
    began = now_utc()
    store.write("A", records.create, Customer, {"name": "甲公司", "notes": "一\n二"})
    bundle = tmp_path / "changes.xlsx"
    store.read(write_changes, bundle, store.read(touched_since, began, None))
    changes = tmp_path / "seed.bundle"
    bundle.rename(changes)
    return seeds(fuzz.further_seeds(tmp_path, [ROOT / "tests/fixtures/several_sheets.xls", changes]))


@pytest.mark.parametrize("seed", [1])
def test_every_spoilt_file_ends_in_rows_or_in_a_sentence(store, whole, tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "spoilt"
    folder.mkdir()
    tally = fuzz.run(store, whole, FILES, seed, folder)
    assert (tally.bugs, tally.faults) == ([], [])
    assert tally.ends.total() == FILES
    assert min(tally.ends["rows"], tally.ends["sentence"]) > FILES / 5, "the changes are too small, or too large"
    assert set(tally.kinds) == set(whole)
    assert tally.imported > 10
    assert tally.slowest < SECONDS
    assert tally.megabytes < 512
    assert len(tally.sentences) > 8


def test_a_bug_of_the_reading_process_is_seen(store, tmp_path: Path) -> None:
    """The control: what a parser raises that no sentence stands for reaches the tally."""
    tally = fuzz.Tally()
    (tmp_path / "a.csv").write_bytes(b"a")
    fuzz._guarded(tally, tmp_path / "a.csv", lambda: fuzz._take(store, tally, tmp_path / "a.csv", [b'{"bug": "Traceback: x"}']))
    assert (len(tally.bugs), tally.ends["bug"]) == (1, 1)
    fuzz._guarded(tally, tmp_path / "a.csv", lambda: fuzz._take(store, tally, tmp_path / "a.csv", []))
    assert tally.ends["sentence"] == 1


def test_the_same_seed_makes_the_same_files() -> None:
    from itertools import islice
    from random import Random

    first, again = (list(islice(mutants({"a": b"name,phone\nA,1\n"}, Random(5)), 50)) for _time in range(2))
    assert first == again
    assert len({data for _kind, data in first}) > 40


# monsters -------------------------------------------------------------------------------------------------------------

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = f'<?xml version="1.0"?><worksheet xmlns="{SPACE}"><sheetData>{{}}</sheetData></worksheet>'
STRING_LIST = f'<?xml version="1.0"?><sst xmlns="{SPACE}">{{}}</sst>'
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Phone</t></is></c></row>'


def book(rows: str = "", strings: str = "", **members: bytes) -> bytes:
    """A workbook with these rows of XML instead of its own; further members by their names."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as one:
        one.add_worksheet().write_row(0, 0, ("Name", "Phone"))
    changed = {SHEET: ROWS.format(HEAD + rows).encode()} if rows else {}
    changed |= {STRINGS: STRING_LIST.format(strings).encode()} if strings else {}
    changed |= {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in members.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name in archive.namelist():
            packed.writestr(name, changed.pop(name, None) or archive.read(name))
        for name, data in changed.items():
            packed.writestr(name, data)
    return out.getvalue()


def row_of(number: int, kind: str = "") -> str:
    return f'<row r="{number}"><c r="A{number}"{kind}><v>{number * 1000}</v></c></row>'


def lying(size: int) -> bytes:
    """A sheet of ``size`` bytes whose directory says 1,000."""
    data = bytearray(book(rows=" " * size))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(mark)
        while at >= 0:
            name = 46 if mark == b"PK\x01\x02" else 30
            if data[at + name : at + name + len(SHEET)] == SHEET.encode():
                data[at + place : at + place + 4] = struct.pack("<I", 1000)
            at = data.find(mark, at + 4)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(book())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]><sst><si><t>&j;</t></si></sst>"  # fmt: skip
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'
CARD = b"BEGIN:VCARD\r\nFN:A\r\n%s\r\nEND:VCARD\r\n"
MANY = "The file has more than {limit} rows. Split it and import the parts."
WIDE = "The file has {count} columns; at most {limit} can be read."
GAVE_UP = "Reading was given up: the file is damaged, or takes more memory or time than an import may."
UNPACKS = "The workbook would unpack to {size} MB, more than can be right. Save only the needed sheet."
NULS = "The file holds {count} empty characters (NUL): it is damaged or no text."
DEFINITIONS = "The workbook holds definitions that no spreadsheet program writes."
DAMAGED = "The workbook is damaged or cut short. Open it in its own program and save it again."
STRANGER = "This is a file of the kind {kind}, no table. Open it in its own program and save it as CSV or XLSX."
EMPTY = "The file is empty."

REFUSED: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "F29 a torn file of NULs": (lambda: b"name,phone\n" + b"\0" * 100_000, {NULS}),
    "F30 a quote never closed": (lambda: b"name,note\n" + b"A,b\n" * 50_000 + b'C,"open\n' + b"D,e\n" * 50_000,
                                 {"The quotation mark opened in line {line} is never closed."}),
    "F31 100,000 columns": (lambda: b",".join([b"h"] * 100_000) + b"\n" + b",".join([b"x"] * 100_000), {WIDE}),
    "F31 a mark and nothing": (lambda: b"\xef\xbb\xbf", {EMPTY}),
    "F31 blank lines": (lambda: b"\r\n" * 5_000, {EMPTY}),
    "F32 a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000), {STRANGER}),
    "F32 a page of the web": (lambda: b"\n <html><table><tr><td>1", {STRANGER}),
    "F36 a million rows": (lambda: b"name,phone\n" + b"A,1\n" * 1_000_000, {MANY}),
    "F40 a bomb of zeros": (lambda: book(rows="0" * 200_000_000), {UNPACKS}),
    "F40 a bomb that lies": (lambda: lying(600_000_000), {GAVE_UP, DAMAGED}),
    "F40 5,000 members": (lambda: book(**{f"x{n}": b"" for n in range(5_000)}), {UNPACKS}),
    "F41 all rows of a sheet": (lambda: book(rows="".join(map(row_of, range(2, 1_048_577)))), {MANY, UNPACKS, GAVE_UP}),
    "F42 a cell far away": (lambda: book(rows='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), {GAVE_UP, WIDE}),
    "F43 row 4,000,000,000": (lambda: book(rows=row_of(4_000_000_000)), {GAVE_UP, DAMAGED}),
    "F43 12 million strings": (lambda: book(strings="<si/>" * 12_000_000), {UNPACKS, GAVE_UP}),
    "F43 a string that is not there": (lambda: book(rows=row_of(2, ' t="s"')), {GAVE_UP, DAMAGED}),
    "F44 a billion laughs": (lambda: book(xl__sharedStrings_xml=LAUGHS.encode()), {DEFINITIONS}),
    "F44 a file from outside": (lambda: book(xl__sharedStrings_xml=XXE.encode()), {DEFINITIONS}),
    "F46 half a workbook": (lambda: book()[:3000], {DAMAGED}),
    "F46 a workbook with a password": (encrypted, {"The workbook is protected by a password. Save it without one."}),
    "F46 an old one of nothing": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), {DAMAGED}),
    "F46 an archive of something else": (lambda: book(xl__workbook_xml=b"<x/>"), {DAMAGED}),
    "F48 5,000 cards within each other": (lambda: b"BEGIN:VCARD\r\n" * 5_000, {
        "Line {line}: more than {limit} parts are begun inside one another and not ended."}),
}  # fmt: skip


def read_of(tmp_path: Path, data: bytes) -> Sheet:
    path = tmp_path / "monster.bin"
    path.write_bytes(data)
    began = time.monotonic()
    try:
        return read_sheet(path)
    finally:
        assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("name", REFUSED)
def test_a_monster_is_refused_in_time_by_its_name(tmp_path: Path, name: str) -> None:
    made, keys = REFUSED[name]
    with pytest.raises(ValidationError) as error:
        read_of(tmp_path, made())
    assert error.value.values["problem"].key in keys
    assert error.value.sentence.startswith("monster.bin: ")


NO_DAYS = (("n", "1e308"), ("d", "9999-99-99"), ("e", "#REF!"), ("n", "NaN"), ("n", "-1"))
TAMED: dict[str, tuple[Callable[[], bytes], int]] = {
    "F30 a cell of 10 MB": (lambda: b"name,note\nA," + b"x" * 10_000_000 + b"\nB,y\n", 2),
    "F47 numbers that are no days": (lambda: book(rows="".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="{kind}"><v>{value}</v></c></row>'
        for n, (kind, value) in enumerate(NO_DAYS, 2))), 5),
    "F48 60 kB of parameters": (lambda: CARD % (b"TEL" + b";TYPE=x" * 8_000 + b":1"), 1),
    "F48 a line of 40 MB": (lambda: CARD % (b"NOTE:" + b"x" * 40_000_000), 1),
    "F52 a minute of 30 February": (lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART:20260105\r\n"
                                    b"RRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", 1),
    "a number of 10,000 digits": (lambda: b"\xe5\xba\x8f\xe5\x8f\xb7,name\n" + b"9" * 10_000 + b",A\n", 1),
    "a zone in folders without end": (lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART;TZID=" + b"a/" * 3_000
                                      + b"a:20260105T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", 1),
    "F52 for ever": (lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART:20260105\r\n"
                     b"RRULE:FREQ=DAILY;INTERVAL=0;COUNT=1000000000000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMED)
def test_a_monster_that_holds_rows_gives_them(tmp_path: Path, store, name: str) -> None:
    made, rows = TAMED[name]
    sheet = read_of(tmp_path, made())
    assert len(sheet.rows) == rows
    planned = store.read(plan, sheet.entity or "customers", sheet, propose(sheet.entity or "customers", sheet))
    assert sum(planned.counts.values()) == rows
    assert store.read(listing, "customers") == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of memory")
def test_a_monster_kills_whoever_reads_it_himself(tmp_path: Path) -> None:
    """The control: without the process of its own, the far cell takes the program along."""
    path = tmp_path / "far.xlsx"
    path.write_bytes(REFUSED["F42 a cell far away"][0]())
    code = "import sys, python_calamine as p; p.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"
    import resource

    most = 1 << 30

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    ended = subprocess.run([sys.executable, "-c", code, path], preexec_fn=limited, capture_output=True, check=False, timeout=60)
    assert ended.returncode < 0
    with pytest.raises(AppError):
        read_sheet(path)


def test_a_formula_is_never_taken_along(tmp_path: Path) -> None:
    """Its value is (F45); a formula that a program is started by has none."""
    cells = '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>cmd|\'/C calc\'!A0</f><v></v></c>'
    sheet = read_of(tmp_path, book(rows=f'<row r="2">{cells}</row>'))
    assert sheet.rows == (("2", ""),)
