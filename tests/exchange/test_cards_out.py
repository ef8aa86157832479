"""People as vCards: correct lines, and what goes out comes in again equal (RFC 6350, RFC 2426)."""

import shutil
import unicodedata
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.errors import StorageError, ValidationError
from app.exchange.apply import apply
from app.exchange.card_writer import FIELDS, VERSIONS, export_cards, folded
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.vcard_cards import cards
from app.models import Contact, Customer
from app.services import lists, records
from app.store.store import open_file
from tests.exchange.card_text import sheet_here


def people_of(store):
    return [store.read(records.get, Contact, one) for one in store.read(lists.ids, lists.ListQuery("contacts", (), sort="name"))]


def comes_back(store, data):
    sheet = sheet_here(data)
    made = store.read(plan, "contacts", sheet, propose("contacts", sheet))
    return made.counts["unchanged"], len(made.outcomes), made.problems


@pytest.fixture
def ann(store):
    customer = store.write("C", records.create, Customer, {"name": "甲公司; Ltd"}).value
    values = {"customer_id": customer, "name": "王小明", "title": "采购, 经理", "phone": "13800138000", "office_phone": "95588",
              "email": "a@b.cn, c@d.cn", "wechat": "wx", "qq": "10001", "birthday": date(1980, 5, 6), "notes": "一\n\\n; 二" * 20,
              "residence": "深圳;福田", "attitude": "-2"}  # fmt: skip
    return store.write("P", records.create, Contact, values).value


@pytest.mark.parametrize("version", VERSIONS)
def test_a_card_is_what_the_standard_says(store, ann, tmp_path, version):
    assert store.read(export_cards, tmp_path / "out.vcf", version) == 1
    data = (tmp_path / "out.vcf").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    text = data.replace(b"\r\n ", b"").decode()
    assert text.startswith(
        f"BEGIN:VCARD\r\nVERSION:{version}\r\nUID:urn:uuid:{ann}\r\nFN:王小明\r\nN:王;小明;;;\r\nORG:甲公司\\; Ltd\r\n"
    )
    assert ("BDAY:19800506\r\n" if version == "4.0" else "BDAY:1980-05-06\r\n") in text
    assert "attitude" not in text.casefold()
    assert comes_back(store, data) == (1, 1, ())


def test_lunar_birthdays_stay_lunar(store, ann, tmp_path):
    for calendar in ("lunar", "lunar_leap"):
        store.write("x", records.update, Contact, ann, {"birthday_calendar": calendar})
        store.read(export_cards, tmp_path / "out.vcf")
        data = (tmp_path / "out.vcf").read_bytes()
        assert b"BDAY" not in data
        assert next(cards(data)).calendar == calendar
        assert comes_back(store, data) == (1, 1, ())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("day", "calendar"), [("--08-15", None), ("--02-29", "solar"), ("1985-02-30", "lunar"), ("--06-30", "lunar_leap")]
)
def test_days_without_year_and_of_the_lunar_calendar_come_back(store, ann, tmp_path, version, day, calendar):
    store.write("x", records.update, Contact, ann, {"birthday": day, "birthday_calendar": calendar})
    store.read(export_cards, tmp_path / "out.vcf", version)
    data = (tmp_path / "out.vcf").read_bytes()
    assert (next(cards(data)).birthday, comes_back(store, data)) == (day, (1, 1, ()))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_sample_company_comes_back(sample_file, tmp_path, version):
    store = open_file(shutil.copy(sample_file("zh", date(2026, 11, 22)), tmp_path / "sample.db"))
    count = store.read(export_cards, tmp_path / "out.vcf", version)
    unchanged, rows, problems = comes_back(store, (tmp_path / "out.vcf").read_bytes())
    store.close()
    assert count > 50
    assert (unchanged, rows, problems) == (count, count, ())


def test_what_cannot_be_written_is_said(store, tmp_path):
    with pytest.raises(ValidationError):
        store.read(export_cards, tmp_path / "out.txt")
    with pytest.raises(ValidationError):
        store.read(export_cards, tmp_path / "out.vcf", "2.1")
    with pytest.raises(StorageError):
        store.read(export_cards, tmp_path / "nowhere" / "out.vcf")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=300))
def test_folding_keeps_every_character(text):
    written = folded(text)
    assert all(len(line.decode()) and len(line) <= 75 for line in written.removesuffix(b"\r\n").split(b"\r\n") if text)
    assert written.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode() == text


WORD = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30)
LINE = WORD.map(str.strip).filter(lambda text: text and not text.startswith("#") and "\ufffd" not in text)
NUMBER = st.text(alphabet="0123456789+-() ", min_size=1, max_size=20).map(str.strip).filter(bool)
NOTE = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"], include_characters="\n\t"), max_size=300)
BIRTHS = st.dates(date(1605, 1, 1), date(2008, 1, 1)).filter(lambda day: day.day <= 30)
"""Of nobody who may be under fourteen: those go out only when asked for (see app/services/sensitive.py)."""
PERSON = st.fixed_dictionaries(
    {"name": LINE},
    optional={
        "title": LINE, "department": LINE, "phone": NUMBER, "office_phone": NUMBER, "wechat": NUMBER, "residence": LINE,
        "qq": NUMBER, "workplace": LINE, "gender": st.sampled_from(["1", "2"]),
        "birthday": st.builds(lambda day, known: str(day) if known else f"-{str(day)[4:]}", BIRTHS, st.booleans()),
        "birthday_calendar": st.sampled_from(["lunar", "lunar_leap"]), "email": st.sampled_from(["a@b.cn", "a@b.cn, c.d@e.org"]),
        "notes": NOTE.map(str.rstrip).filter(lambda text: text and not text.startswith("#") and "\ufffd" not in text),
    },
)  # fmt: skip


def _namesake(person: dict[str, str]) -> str:
    """Two people of one name and one phone at one customer are one record: see app/exchange/joined.py."""
    return unicodedata.normalize("NFKC", person["name"]).casefold()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PERSON, min_size=1, max_size=3, unique_by=_namesake), LINE, st.sampled_from(VERSIONS))
@example([{"name": "总计"}], "C", "4.0")
def test_people_go_out_and_come_in_equal(template, tmp_path, several, firm, version):
    first, second = (open_file(shutil.copy(template, tmp_path / f"{uuid4()}.db")) for _ in range(2))
    customer = first.write("C", records.create, Customer, {"name": firm}).value
    for one in several:
        if "birthday" not in one:
            one.pop("birthday_calendar", None)
    first.write("P", records.create_many, Contact, [{**one, "customer_id": customer} for one in several])
    out = tmp_path / "out.vcf"
    first.read(export_cards, out, version)
    sheet = sheet_here(out.read_bytes())
    assert first.read(plan, "contacts", sheet, propose("contacts", sheet)).counts["unchanged"] >= len(
        {str(one) for one in several}
    )
    made = second.read(plan, "contacts", sheet, propose("contacts", sheet))
    second.write("In", apply, made)
    there, back = ([{key: one[key] for key in FIELDS if key not in ("customer_id", "name")} for one in people_of(store)]
                   for store in (first, second))  # fmt: skip
    first.close()
    second.close()
    assert len(back) + made.counts["duplicates"] == len(there)
    assert all(one in there for one in back)
