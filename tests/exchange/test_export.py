"""What goes out comes in again equal, in either language and format (faults F76, F77d, F77e)."""

import csv
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import StorageError, ValidationError
from app.exchange.apply import apply
from app.exchange.csvtext import parse, separator_of
from app.exchange.decode import decode
from app.exchange.export import export
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.reading import build_sheet, read_sheet
from app.exchange.spreadsheet import LONGEST, write_workbook
from app.exchange.workbook import page as workbook_page
from app.exchange.workbook import rows as workbook_rows
from app.i18n import use_language
from app.models import BY_KEY, Contact, Customer
from app.services import records
from app.store.store import open_file
from tests.hostile import HOSTILE

TODAY = date(2026, 11, 22)


def read_here(path):
    """Reading without the child process: properties run it hundreds of times."""
    if path.suffix == ".xlsx":
        return build_sheet(path, list(workbook_rows(workbook_page(path).table)), {}, [])
    text = decode(path.read_bytes())
    return build_sheet(path, list(parse(text.text, separator_of(text.text))), {"encoding": text.encoding}, [])


def comes_back(store, entity, path):
    """The counts of importing an export into the file it came from, and its problems."""
    sheet = read_here(path)
    made = store.read(plan, entity, sheet, propose(entity, sheet))
    return made.counts["unchanged"], len(made.outcomes), made.problems


@pytest.fixture(scope="module")
def sample(sample_file, tmp_path_factory):
    path = Path(shutil.copy(sample_file("zh", TODAY), tmp_path_factory.mktemp("sample") / "sample.db"))
    store = open_file(path)
    yield store
    store.close()


@pytest.mark.parametrize("entity", ["customers", "contacts", "complaints"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sample_company_comes_back(sample, tmp_path, entity, suffix, language):
    path = tmp_path / f"out{suffix}"
    with use_language(language):
        count = sample.read(export, entity, path)
    unchanged, rows, problems = comes_back(sample, entity, path)
    assert (unchanged, rows) == (count, count)
    assert problems == ()


def test_visits_go_out(sample, tmp_path):
    count = sample.read(export, "visits", tmp_path / "visits.csv")
    sheet = read_sheet(tmp_path / "visits.csv")
    assert len(sheet.rows) == count > 100
    assert sheet.header[:3] == ("Visit no.", "Customer", "Whom")


def test_an_empty_file_goes_out_with_its_headers(store, tmp_path):
    assert store.read(export, "contacts", tmp_path / "none.csv") == 0
    written = (tmp_path / "none.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b",") == 5
    assert written.count(b"\r\n") == 1


def test_what_cannot_be_written_is_said(store, tmp_path):
    with pytest.raises(StorageError):
        store.read(export, "customers", tmp_path / "nowhere" / "out.csv")
    with pytest.raises(ValidationError, match=r"\.csv or \.xlsx"):
        store.read(export, "customers", tmp_path / "out.pdf")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_hostile_names_are_text_and_come_back(store, tmp_path, suffix):
    names = [text for text in HOSTILE if records.tidied(records_field("name"), text) and "\ufffd" not in text]
    # control characters fit no workbook, and a carriage return none of its cells
    names = [text for text in names if text.isprintable() and len(text) < 200 and not text.startswith("#")]
    store.write("Names", records.create_many, Customer, [{"name": name, "code": f"H{n}"} for n, name in enumerate(names)])
    path = tmp_path / f"hostile{suffix}"
    store.read(export, "customers", path)
    unchanged, rows, problems = comes_back(store, "customers", path)
    assert (unchanged, rows, problems) == (len(names), len(names), ())
    if suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "@")]


def records_field(key):
    from app.models import fields_of

    return fields_of(BY_KEY["customers"])[key]


def test_people_of_namesake_customers_stay_with_their_own(store, tmp_path):
    first, second = store.write(
        "Two", records.create_many, Customer, [{"name": "IT", "code": "A1"}, {"name": "IT", "code": "A2"}]
    ).value
    store.write(
        "People", records.create_many, Contact, [{"name": "P", "customer_id": first}, {"name": "Q", "customer_id": second}]
    )
    store.read(export, "contacts", tmp_path / "out.csv")
    assert comes_back(store, "contacts", tmp_path / "out.csv") == (2, 2, ())


def test_a_link_to_one_of_two_namesakes_is_no_change(store, tmp_path):
    from app.models import Complaint

    (customer,) = store.write("C", records.create_many, Customer, [{"name": "A"}]).value
    people = [{"name": "Wu Yan", "customer_id": customer, "title": title} for title in ("Buyer", "Fitter")]
    _first, second = store.write("P", records.create_many, Contact, people).value
    row = {
        "customer_id": customer,
        "subject": "S",
        "text": "T",
        "contact_id": second,
        "received_at": datetime(2026, 1, 5, tzinfo=UTC),
    }
    store.write("Row", records.create_many, Complaint, [row])
    store.read(export, "complaints", tmp_path / "out.csv")
    assert comes_back(store, "complaints", tmp_path / "out.csv") == (1, 1, ())


TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=25)
NOTE = st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs", "Cn"))
ROW = st.fixed_dictionaries(
    {"name": TEXT.map(lambda text: f"N{text}")},
    optional={
        "short_name": TEXT, "address": TEXT, "phone": TEXT.map(lambda text: f"={text}"), "fax": TEXT,
        "notes": st.text(NOTE, max_size=40),
        "founded": st.dates(date(1900, 1, 1), date(2100, 1, 1)), "employees": st.integers(0, 10**6),
        "registered_capital": st.integers(0, 10**14), "internal": st.booleans(),
        "gender": st.sampled_from(["0", "1", "2", "9"]), "consent_channels": st.sampled_from(["phone", "phone,sms", "email"]),
    },
)  # fmt: skip


@given(rows=st.lists(ROW, min_size=1, max_size=5), language=st.sampled_from(["zh", "en"]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_customers_come_back_from_csv(template, tmp_path, rows, language):
    store = open_file(Path(shutil.copy(template, tmp_path / f"{uuid4().hex}.db")))
    try:
        store.write("Rows", records.create_many, Customer, rows)
        before = store.read(listing, "customers")
        with use_language(language):
            store.read(export, "customers", tmp_path / "out.csv")
        unchanged, count, problems = comes_back(store, "customers", tmp_path / "out.csv")
    finally:
        store.close()
    assert (unchanged, count, problems) == (len(before), len(before), ())


def test_moments_come_back_to_the_second_fraction(store, tmp_path):
    from app.models import Complaint

    (customer,) = store.write("C", records.create_many, Customer, [{"name": "A"}]).value
    moment = datetime(2026, 1, 5, 1, 2, 3, 456789, tzinfo=UTC)
    row = {"customer_id": customer, "subject": "S", "text": "T", "received_at": moment}
    store.write("Row", records.create_many, Complaint, [row])
    for name in ("out.csv", "out.xlsx"):
        store.read(export, "complaints", tmp_path / name)
        assert comes_back(store, "complaints", tmp_path / name) == (1, 1, ())


def test_no_cell_stops_a_workbook(tmp_path):
    path = tmp_path / "bad.xlsx"
    rows = [["a\x0bb\0", "\ud800x", "y" * 40_000, "=1+1", "https://x.cn", datetime(1600, 1, 1), 10**16]]
    assert write_workbook(path, "Sheet", list("ABCDEFG"), rows) == 1
    (cells,) = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()[1:]
    assert cells[:2] == ["ab", "\ufffdx"]
    assert len(cells[2]) == LONGEST
    assert cells[3:] == ["=1+1", "https://x.cn", "1600-01-01 00:00:00", "10000000000000000"]


def test_a_note_that_a_sheet_cut_is_not_shortened_by_bringing_it_in_again(store, tmp_path):
    note = "长" * 40_000
    made = store.write("x", records.create, Customer, {"name": "甲", "notes": note}).value
    store.read(export, "customers", tmp_path / "out.xlsx")
    sheet = read_sheet(tmp_path / "out.xlsx")
    assert len(max(sheet.rows[0], key=len)) == LONGEST
    found = store.read(plan, "customers", sheet, propose("customers", sheet))
    assert found.counts["unchanged"] == 1
    store.write("x", apply, found)
    assert store.read(records.get, Customer, made)["notes"] == note


def test_service_requests_go_out_with_their_words(store, tmp_path):
    from app.services import requests

    store.write("x", requests.register, {"caller": "王女士", "subject": "怎么换刀", "kind": "repair"})
    target = tmp_path / "requests.csv"
    assert store.read(export, "requests", target) == 1
    (row,) = csv.DictReader(target.read_text("utf-8-sig").splitlines())
    assert (row["Caller"], row["Subject"], row["Kind"], row["State"]) == ("王女士", "怎么换刀", "Repair", "Registered")
    (one,) = store.read(listing, "requests", "换刀")
    assert (one["kind"], one["level"], one["entitlement"]) == ("repair", "2", "open")
