"""Hostile texts through every report and every export (faults R9, F77): each stands there as stored, nothing is opened.

A report or an exporter that is not held to it fails ``test_every_paper_and_every_export_is_held_to_it`` by its name.
"""

import ast
import csv
import dataclasses
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app import cli
from app.exchange.bundle_out import write_changes
from app.exchange.calendar_events import events
from app.exchange.calendar_writer import export_calendar
from app.exchange.card_writer import export_cards
from app.exchange.export import export
from app.models.memo import PhoneMemo
from app.models.types import moment_value, now_utc
from app.reports import REPORTS, build
from app.reports.cjk import collect_missing, printable
from app.reports.lines import clean
from app.reports.pdf import render_bytes
from app.services import lists, records
from app.store.since import touched_since
from app.store.store import Store, open_file
from tests.hostile_company import folded, make, marked, numbers_in, stored, wrong
from tests.watching import nothing_opened

APP = Path(__file__).resolve().parents[2] / "app"
ENTITIES = ("customers", "contacts", "visits", "complaints")


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("canary") / "canary.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    return path


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, canary: Path) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    make(path, canary)
    return path


@pytest.fixture
def hostile(company: Path, tmp_path: Path) -> Iterator[Store]:
    opened = open_file(Path(shutil.copy(company, tmp_path / "hostile.db")))
    yield opened
    opened.close()


def parameters(store: Store, key: str) -> dict[str, Any]:
    customer = store.read(lists.ids, lists.ListQuery("customers", ("code",), "name"), limit=1)[0]
    person = store.read(lists.ids, lists.ListQuery("contacts", ("name",), "name"), limit=1)[0]
    complaint = store.read(lists.ids, lists.ListQuery("complaints", ("number",), "number"), limit=1)[0]
    query = lists.ListQuery("customers", ("code", "name", "address", "notes"), "name")
    called = {"caller": "Ann", "subject": "Delivery", "called_at": now_utc()}
    memo = store.write("Memo", records.create, PhoneMemo, called).value
    given = {"month": "2026-07", "customer": customer, "person": person, "complaint": complaint, "query": query, "memo": memo}
    return {name: given[name] for name in next(one for one in REPORTS if one.key == key).parameters if name in given}


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a document, whatever block holds it."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for one in (each for each in dataclasses.fields(value) if each.name != "keys"):  # for screens, never printed
            yield from texts_in(getattr(value, one.name))
    elif isinstance(value, dict):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from texts_in(one)


SILENT = {"blank-customer", "blank-person", "blank-prospect", "blank-contact", "blank-visit", "blank-complaint", "handover",
          "blank-memo", "phone-memo", "dunning-letter", "complaint-notice", "visit-week", "visit-route"}  # fmt: skip
"""Empty forms; a list that names nobody before somebody handed something over; a letter to who owes nothing; plans of a day
on which nothing is planned."""


@pytest.mark.parametrize("key", [one.key for one in REPORTS])
def test_a_report_says_what_is_stored_and_its_pages_too(hostile: Store, canary: Path, key: str) -> None:
    known = {number: {*texts, *(folded(clean(text)) for text in texts)} for number, texts in hostile.read(stored).items()}
    with nothing_opened(canary) as opened:
        document = hostile.read(lambda session: build(session, key, "en", **parameters(hostile, key)))
        data, result = render_bytes(document)
    said = list(texts_in(document))
    assert {text[:200]: found for text in said if (found := wrong(text, known))} == {}
    assert opened == []
    assert result.pages == len(PdfReader(io.BytesIO(data)).pages)
    if key not in SILENT:
        assert len(numbers_in(said)) > 3
        _pages_say(data, said)


def _pages_say(data: bytes, said: list[str]) -> None:
    """Of the texts short enough for one line, what two readers find on the pages."""
    shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    page = "".join(shown.split())
    wanted = [text for text in said if numbers_in([text]) and len(text) <= 24 and text.isascii()]
    with collect_missing():
        short = {text: "".join(printable(text).split()) for text in wanted}
    lost = [text for text, wanted in short.items() if wanted not in page]
    assert len(lost) <= 0.1 * len(short), lost  # a cell that is cut, a chart that is drawn small


def cells_of(path: Path) -> list[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [cell for row in csv.reader(file) for cell in row]
    book = CalamineWorkbook.from_path(path)
    return [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]


def without_controls(known: dict[str, set[str]]) -> dict[str, set[str]]:
    """No workbook holds control characters; Excel's own writing of one is read as such."""
    gone = dict.fromkeys([*range(32), 0x7F, 0xFFFE, 0xFFFF])
    return {number: {*texts, *(text.translate(gone) for text in texts)} for number, texts in known.items()}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("entity", ENTITIES)
def test_a_table_that_goes_out_says_what_is_stored(hostile: Store, canary: Path, tmp_path: Path, entity: str, suffix: str):
    path = tmp_path / f"out{suffix}"
    with nothing_opened(canary) as opened:
        hostile.read(export, entity, path)
    known = without_controls(hostile.read(stored))
    cells = cells_of(path)
    assert {cell[:200]: found for cell in cells if (found := wrong(cell, known))} == {}
    assert len(numbers_in(cells)) > 20
    assert opened == []


def test_cards_that_go_out_say_what_is_stored(hostile: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.vcf"
    hostile.read(export_cards, path, "4.0")
    text = path.read_text(encoding="utf-8").replace("\n ", "")
    for escaped, plain in (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
        text = text.replace(escaped, plain)
    assert len(numbers_in([text])) > 20


def test_a_calendar_that_goes_out_says_what_is_stored(hostile: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    assert hostile.read(export_calendar, path, everything=True) > 20
    known = without_controls(hostile.read(stored))
    said = [text for one in events(path.read_bytes()) for text in (one.summary, one.place, one.description)]
    assert {text[:200]: found for text in said if (found := wrong(text, known))} == {}
    assert len(numbers_in(said)) > 20


def test_changes_that_go_out_say_what_is_stored(hostile: Store, tmp_path: Path) -> None:
    path = tmp_path / "changes.xlsx"
    hostile.read(write_changes, path, hostile.read(touched_since, moment_value("2020-01-01T00:00:00.000000Z"), None))
    known, book = without_controls(hostile.read(stored)), CalamineWorkbook.from_path(path)
    said = []
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python()[1:]:
            said += texts_in(json.loads("".join(str(cell) for cell in row[1:-3]))["fields"]) if row[0] else ()
    assert {text[:200]: found for text in said if (found := wrong(text, known))} == {}
    assert len(numbers_in(said)) > 60


@pytest.mark.parametrize("entity", ENTITIES)
def test_the_command_line_says_what_is_stored_and_commands_no_terminal(
    hostile: Store, capsys: pytest.CaptureFixture[str], entity: str
) -> None:
    known = hostile.read(stored)
    path = hostile.path
    hostile.close()
    assert cli.main(["--data", str(path), "list", entity, "--json"]) == 0
    said = list(texts_in(json.loads(capsys.readouterr().out)))
    assert {text[:200]: found for text in said if (found := wrong(text, known))} == {}
    assert len(numbers_in(said)) > 20
    assert cli.main(["--data", str(path), "list", entity]) == 0
    lines = capsys.readouterr().out
    assert len(numbers_in([lines])) > 10
    assert [letter for letter in lines if letter not in "\n\t" and (letter < " " or "\x7f" <= letter < "\xa0")] == []


EXPORTERS = {
    "exchange/calendar_writer.py:export_calendar": "here", "exchange/card_writer.py:export_cards": "here",
    "exchange/spreadsheet.py:write_csv": "export and write_refused write with it",
    "exchange/spreadsheet.py:write_pages": "export and write_changes write with it", "reports/pdf.py:render": "every report",
    "reports/sheet.py:write_sheet": "test_sheet.py, with every hostile text",
}  # fmt: skip


def test_every_paper_and_every_export_is_held_to_it() -> None:
    """Whatever writes a file for people in exchange, reports and safety."""
    found = set()
    for path in (one for folder in ("exchange", "reports") for one in (APP / folder).glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "atomic_write" in ast.unparse(node):
                found.add(f"{path.relative_to(APP).as_posix()}:{node.name}")
    assert found == EXPORTERS.keys()


def test_a_paper_that_escapes_is_seen(hostile: Store) -> None:
    """The control: one ``&lt;`` for ``<`` fails."""
    known = {"4": {"Q4q<b>bold</b>q4Q"}}
    assert [wrong(text, known) for text in marked(["x"] * 4 + ["<b>bold</b>"])[4:]] == [[]]
    assert wrong("Q4q&lt;b>bold</b>q4Q", known) != []
