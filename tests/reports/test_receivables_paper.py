"""应收账龄与催收表 (R-12) and the letters of the ladder, read back from their pages in both languages."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from app import cli
from app.i18n import gettext_text, use_language
from app.models import Contact, Customer
from app.models.receivable import Invoice, Receipt
from app.reports import build, dunning_letter, file_name
from app.reports.document import Document, Table
from app.reports.dunning_words import LETTERS
from app.reports.pdf import render_bytes
from app.services import dunning_steps, receipts, records, settings
from app.store.store import Store
from tests.reports.reading import squeezed

AS_OF = date(2026, 6, 30)
DAY = timedelta(days=1)
LANGUAGES = ("zh", "en")


def read(document: Document) -> tuple[str, int]:
    """The text of a document's pages without blanks, and how many pages."""
    pages = PdfReader(io.BytesIO(render_bytes(document)[0])).pages
    return squeezed("".join(page.extract_text() for page in pages)), len(pages)


def said(language: str, text: str) -> str:
    with use_language(language):
        return squeezed(gettext_text(text))


def bill(store: Store, firm: UUID, late: int, total: int, **values: Any) -> UUID:
    due = AS_OF - late * DAY
    given = {"customer_id": firm, "issued_on": due - 30 * DAY, "due_on": due, "total": total, **values}
    key: UUID = store.write("x", receipts.save_invoice, given).value
    return key


@pytest.fixture
def firm(store: Store) -> UUID:
    """C25's oracle: 500 000 in seven ages, 180 000 of it overdue, 17 400 to be provided for."""
    ours = {"name": "启明工业", "bank": "工商银行南山支行", "bank_account": "4000020109200123456"}
    store.write("x", settings.save_company, ours)
    given = {"name": "华信钢构有限公司", "short_name": "华信", "address": "深圳市南山区 1 号"}
    key: UUID = store.write("x", records.create, Customer, given).value
    for late, total in ((-10, 320_000), (20, 90_000), (45, 40_000), (75, 25_000), (120, 15_000), (300, 7_000), (400, 3_000)):
        bill(store, key, late, total * 100, number=f"FP-{late}")
    return key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ageing_the_ladder_and_the_promises_stand_on_paper(store: Store, firm: UUID, language: str) -> None:
    disputed = bill(store, firm, 10, 8_000_00, number="FP-ZY")
    store.write("x", receipts.dispute, disputed, "尺寸不对")
    step = {"customer_id": firm, "step": "call", "promised": 10_000_00}
    store.write("x", dunning_steps.save, {**step, "done_on": AS_OF - 20 * DAY, "promised_on": AS_OF - 10 * DAY})
    store.write("x", dunning_steps.save, {**step, "done_on": AS_OF - 5 * DAY, "promised_on": AS_OF + 3 * DAY})
    document = store.read(lambda session: build(session, "receivables", language, day=AS_OF))
    text, _pages = read(document)
    for figure in ("¥508,000.00", "¥188,000.00", "37.0%", "¥8,000.00", "¥17,560.00", "FP-ZY", "尺寸不对", "¥180,000.00"):
        assert figure in text, figure
    for words in ("Receivables and dunning", "Over, not settled", "Approved by", "91–180 days"):
        assert said(language, words) in text, words
    assert said(language, "waits until {day}").replace("{day}", "2026-07-03") in text
    assert "2029-06-25" in text  # until when can be sued: three years from the last promise
    with use_language(language):
        rate = gettext_text("Kept {kept}, broken {broken}, over {over}, open {open}; {rate} of those that fell due were kept.")
        came = gettext_text("Of what customers promised for days since {day}, {rate} came in by the day promised.")
    assert squeezed(rate.format(kept=0, broken=0, over=1, open=1, rate="0.0%")) in text
    assert squeezed(came.format(day=date(2026, 4, 1), rate="0.0%")) in text


def test_who_only_paid_too_much_owes_nothing(store: Store, firm: UUID) -> None:
    """It is no debtor and no empty line; each figure over a window says since when."""
    other = store.write("x", records.create, Customer, {"name": "多付"}).value
    store.write("x", records.create, Receipt, {"customer_id": other, "received_on": AS_OF, "amount": 5_000_00})
    text, _pages = read(store.read(lambda session: build(session, "receivables", "en", day=AS_OF)))
    assert "1customersowe¥500,000.00" in text
    assert "¥5,000.00" in text
    assert "多付" not in text
    assert ("salessince2026-04-01/mean" in text, "bothsince2026-04-01" in text or "bothsince2026-03-31" in text) == (True, True)


def test_nothing_owed_says_so(store: Store) -> None:
    text, pages = read(store.read(lambda session: build(session, "receivables", "en", day=AS_OF)))
    assert ("Nocustomerowesanything" in text, pages) == (True, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", list(LETTERS))
def test_every_step_has_its_letter_on_one_page(store: Store, firm: UUID, language: str, step: str) -> None:
    many = {"customer_id": firm, "issued_on": AS_OF - 35 * DAY, "due_on": AS_OF - 5 * DAY, "total": 100_00}
    store.write("x", records.create_many, Invoice, [{**many, "number": f"FP-{number:04d}"} for number in range(60)])
    who = store.write("x", records.create, Contact, {"customer_id": firm, "name": "钱会计"}).value
    key = store.write("x", dunning_steps.save, {"customer_id": firm, "step": step, "done_on": AS_OF, "contact_id": who}).value

    def make(session: Any) -> Document:
        with use_language(language):
            return dunning_letter.of_step(session, key)

    document = store.read(make)
    text, pages = read(document)
    assert pages == 1
    for words in ("华信钢构有限公司", "钱会计", "4000020109200123456", "工商银行南山支行", said(language, LETTERS[step].title)):
        assert words in text, words
    reminder = step == "reminder"
    assert ("人民币叁拾贰万元整" if reminder else "人民币壹拾捌万陆仟元整") in text
    assert ("¥320,000.00" if reminder else "¥186,000.00") in text
    assert (said(language, "Received by (signature, seal, day)") in text) == (not reminder and step != "call")
    assert (str(AS_OF + 7 * DAY) in text) == (not reminder)
    assert file_name(document).startswith("KH000001-20260630 华信 ")


def test_the_letter_of_a_customer_is_that_of_the_step_due(store: Store, firm: UUID) -> None:
    invoice = bill(store, firm, 30, 5_00, number="FP-OWN")
    document = store.read(lambda session: build(session, "dunning-letter", "en", customer="KH000001", day=AS_OF))
    assert document.title == "Demand for payment"
    sent = {"customer_id": firm, "step": "letter", "done_on": AS_OF - 10 * DAY, "method": "letter"}
    store.write("x", dunning_steps.save, sent)
    document = store.read(lambda session: build(session, "dunning-letter", "en", customer=firm, day=AS_OF))
    assert document.title == "Second demand for payment"
    assert "Wereferto" in (text := read(document)[0])
    assert "2026-06-20" in text
    own = store.write("x", dunning_steps.save, {**sent, "done_on": AS_OF, "invoice_id": invoice}).value
    table = next(block for block in store.read(dunning_letter.of_step, own).blocks if isinstance(block, Table))
    assert [row[1] for row in table.rows] == ["FP-OWN"]
    stranger = store.write("x", records.create, Customer, {"name": "别家"}).value
    empty = store.read(lambda session: build(session, "dunning-letter", "en", customer=stranger, day=AS_OF))
    assert "nothing to write about" in empty.blocks[0].text  # type: ignore[union-attr]


def test_both_are_printed_from_the_command_line(store: Store, firm: UUID, tmp_path: Any) -> None:
    place, paper = store.path, tmp_path / "paper.pdf"
    store.close()
    for words in (["receivables"], ["dunning-letter", "--customer", "KH000001"]):
        asked = ["report", *words, "--as-of", "2026-06-30"]
        assert cli.main(["--data", str(place), *asked, "--out", str(paper), "--lang", "en"]) == 0
        assert "180,000.00" in squeezed("".join(page.extract_text() for page in PdfReader(paper).pages))


def test_many_customers_leave_no_page_nearly_empty(store: Store) -> None:
    """Who is late stands in the ladder, who is about to be in a line; what follows the wide tables lies across with them."""
    for number in range(26):
        key = store.write("x", records.create, Customer, {"name": f"客户{number:02d}有限公司"}).value
        bill(store, key, -2 if number % 2 else 12, 1_000_00 + number)
    document = store.read(lambda session: build(session, "receivables", "en", day=AS_OF))
    pages = PdfReader(io.BytesIO(render_bytes(document)[0])).pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, *[True] * (len(pages) - 1)]
    last = squeezed(pages[-1].extract_text())
    assert "Reminderbeforeitisdue:客户01有限公司" in squeezed("".join(page.extract_text() for page in pages))
    assert ("VIDisputedinvoices" in last, "Approvedby" in last, len(pages)) == (True, True, 4)


def test_a_reminder_looks_as_far_ahead_as_the_ladder(store: Store) -> None:
    """Due in 3 and in 20 days: the reminder lists the first alone, as the ladder and R-12 do. Only the second: a statement."""
    key = store.write("x", records.create, Customer, {"name": "快到期"}).value
    for ahead in (3, 20):
        bill(store, key, -ahead, ahead * 100_00, number=f"FP-{ahead}")
    document = store.read(build, "dunning-letter", "en", customer=key, day=AS_OF)
    text, _pages = read(document)
    assert document.title == "Payment reminder"
    assert ("FP-3" in text, "FP-20" in text, "¥300.00" in text) == (True, False, True)
    before = store.read(build, "dunning-letter", "en", customer=key, day=AS_OF - 5 * DAY)
    assert (before.title, "FP-3" in read(before)[0]) == ("Statement of account", True)
