"""The customer analysis and the customer file: what is recorded of one customer, read back from the pages."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from app import formats
from app.errors import ValidationError
from app.i18n import gettext_text, use_language
from app.models import Contact, Customer, Employee
from app.models.account_plan import DevelopmentPlan, PlanYear, PortfolioDecision
from app.models.cost import Cost
from app.models.customer_parts import Competitor
from app.models.order import Order, OrderLine
from app.models.receivable import Dunning
from app.models.types import now_utc
from app.reports import build, document, file_name
from app.reports.cjk import collect_missing, printable
from app.reports.pdf import render_bytes
from app.services import complaints, lists, receipts, records, visits
from app.services.lists import ListQuery
from tests.hostile import FORMULAS, HOSTILE, MARKUP, SQL, TEMPLATES
from tests.reports.reading import poppler_text, squeezed

LANGUAGES = ("zh", "en")
NASTY = tuple(dict.fromkeys(text.strip() for text in (*MARKUP, *TEMPLATES, *FORMULAS, *SQL)))


def said(language, text):
    with use_language(language):
        return gettext_text(text)


def shown(text):
    with collect_missing():
        return squeezed(printable(text))


def pages(store, tmp_path, key, language, **parameters):
    data, result = render_bytes(store.read(build, key, language, **parameters))
    return poppler_text(data, tmp_path), result


def fill(session):
    """A firm with a chain of three, a visit done and one planned, an overdue complaint and a promise not kept."""
    owner = records.create(session, Employee, {"name": "王敏"})
    values = {"name": "苏州精密轴承有限公司", "code": "KH000007", "industry": "C", "owner_id": owner, "source": "fair",
              "company_type": "company", "terms_days": 45}  # fmt: skip
    firm = records.create(session, Customer, values)
    boss = person(session, firm, "李总", role="decider", weight=50, attitude="2")
    below = person(session, firm, "赵工", role="user", weight=30, attitude="0", reports_to_id=boss)
    person(session, firm, "钱采购", role="buyer", weight=20, attitude="-1", reports_to_id=below)
    today = now_utc().date()
    visits.record(session, {"customer_id": firm, "contact_id": boss, "content": "谈了新产线的轴承选型", "promise": "寄样品",
                            "promise_due": today - timedelta(days=3), "happened_at": now_utc() - timedelta(days=10)})  # fmt: skip
    visits.plan(session, {"customer_id": firm, "planned_on": today + timedelta(days=20), "purpose": "确认样品"})
    late = {"customer_id": firm, "subject": "尺寸超差", "severity": "S3", "received_at": now_utc() - timedelta(days=60)}
    complaints.import_cases(session, [late, {**late, "subject": "包装破损", "closed_at": now_utc(), "satisfaction": "4"}])
    return firm


def person(session, firm, name, **values):
    return records.create(session, Contact, {"customer_id": firm, "name": name, **values})


def trade(session, firm):
    """C10's year, the year before, an invoice paid late and one open, costs, a promise of payment, a plan, a decision."""
    today = formats.today()
    owner = records.get(session, Customer, firm)["owner_id"]
    for back, gross, cost in ((40, 1_000_000_00, 690_000_00), (420, 600_000_00, 400_000_00)):
        day = today - timedelta(days=back)
        order = {"customer_id": firm, "ordered_on": day, "state": "delivered", "gross": gross, "net": gross, "cost": cost}
        key = records.create(session, Order, order)
        line = {"order_id": key, "name": "轴承", "quantity": Decimal(1), "amount": gross, "cost": cost}
        records.create(session, OrderLine, line)
        bill = {"customer_id": firm, "issued_on": day, "due_on": day + timedelta(days=30), "total": gross}
        receipts.save_invoice(session, bill)
    receipts.save_receipt(session, {"customer_id": firm, "received_on": today - timedelta(days=380), "amount": 600_000_00})
    spent = {"customer_id": firm, "kind": "service", "spent_on": today - timedelta(days=30), "amount": 67_000_00}
    records.create(session, Cost, spent)
    promise = {"customer_id": firm, "step": "call", "done_on": today - timedelta(days=5), "promised": 1_000_000_00,
               "promised_on": today + timedelta(days=5)}  # fmt: skip
    records.create(session, Dunning, promise)
    plan = {"customer_id": firm, "first_year": today.year, "owner_id": owner}
    plan = records.create(session, DevelopmentPlan, plan)
    records.create(session, PlanYear, {"plan_id": plan, "year": today.year, "volume": 1_200_000_00})
    decided = {"customer_id": firm, "decision": "raise", "reason": "钱包份额低", "decided_on": today, "decided_by_id": owner}
    records.create(session, PortfolioDecision, decided)


@pytest.mark.parametrize("language", LANGUAGES)
def test_thirteen_sections_tell_a_customer_that_buys(store, tmp_path, language):
    firm = store.write("Filled", fill).value
    store.write("Traded", trade, firm)
    text, result = pages(store, tmp_path, "customer", language, customer="KH000007")
    captions = {"zh": "一二三四五六七八九十", "en": ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")}[language]
    assert all(f"{caption}{'、' if language == 'zh' else ''}" in text for caption in captions)
    for figure in ("¥1,000,000.00", "31.0%", "66.7%", "轴承", "¥1,200,000.00"):
        assert figure in text, figure
    assert squeezed(said(language, "{amount} is overdue.").format(amount="¥1,000,000.00")) in text
    assert squeezed(said(language, "Check the promised payment")) in text
    assert "钱包份额低" in text
    for words in ("Volume: net sales {value}", "M1 {letter}: net sales {first}, growth {second} (firm {cut})",
                  "Active until {active}, at risk until {risk}, then lost."):  # fmt: skip
        assert squeezed(said(language, words).partition("{")[0]) in text, words
    assert 3 <= result.pages <= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_neither_nought_nor_left_out(store, tmp_path, language):
    """Sold in dollars only; a promise of payment without an amount, not due yet; more steps than a page should hold."""

    def sparse(session):
        firm, today = records.create(session, Customer, {"name": "孤单", "code": "S1"}), formats.today()
        order = {"customer_id": firm, "ordered_on": today, "state": "delivered", "net": 5_000_00, "currency": "USD"}
        records.create(session, Order, order)
        promise = {"customer_id": firm, "step": "call", "done_on": today, "promised_on": today + timedelta(days=1)}
        records.create(session, Dunning, promise)
        for place in range(12):
            visits.plan(session, {"customer_id": firm, "planned_on": today + timedelta(days=2), "purpose": f"{place}"})

    store.write("Sparse", sparse)
    text, _result = pages(store, tmp_path, "customer", language, customer="S1")
    assert squeezed(said(language, "Other currencies are in no sum: {amounts}.").format(amounts="USD 5,000.00")) in text
    assert squeezed(said(language, "No orders are recorded, so there are no figures on sales, profit and payment.")) not in text
    assert squeezed(said(language, "Check the promised payment")) in text
    assert "¥0.00" not in text.rpartition(squeezed(said(language, "Check the promised payment")))[2]
    assert squeezed(said(language, "{count} later ones are not shown.").format(count=3)) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_order_has_no_usual_interval(store, tmp_path, language):
    def once(session):
        firm = records.create(session, Customer, {"name": "一次", "code": "O1"})
        order = {"customer_id": firm, "ordered_on": formats.today() - timedelta(days=10), "state": "delivered", "net": 100_00}
        records.create(session, Order, order)

    store.write("Once", once)
    text, _result = pages(store, tmp_path, "customer", language, customer="O1")
    last, few = said(language, "The last one was {days} days ago: {status}."), said(
        language, "Counted on orders every {days} days: too few of its own.")  # fmt: skip
    assert squeezed(last.format(days=10, status=said(language, "Newly won"))) in text
    assert squeezed(few.format(days=90)) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_analysis_says_what_is_recorded(store, tmp_path, language):
    store.write("Filled", fill)
    text, result = pages(store, tmp_path, "customer", language, customer="KH000007")
    for word in ("苏州精密轴承有限公司", "李总", "└赵工", "└钱采购", "谈了新产线的轴承选型", "确认样品", "尺寸超差", "包装破损",
                 "寄样品", "王敏"):  # fmt: skip
        assert word in text
    for sentence in ("No orders are recorded, so there are no figures on sales, profit and payment.", "Conclusion and measures",
                     "Legal representative", "Prepared by", "Whole file"):  # fmt: skip
        assert squeezed(said(language, sentence)) in text
    assert "+0.40" in text  # domain/20 F-04: weights 50/30/20, attitudes +2/0/−1
    assert "50.0%" in text  # only the head of the chain was contacted
    assert result.pages <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_analysis_warns_and_says_what_comes_next(store, tmp_path, language):
    store.write("Filled", fill)
    text, _result = pages(store, tmp_path, "customer", language, customer="kh000007")
    late = said(language, "Complaint {number} is overdue: {subject}").partition("{")[0]
    assert squeezed(late) in text
    assert squeezed(said(language, "A promise of {day} is not kept: {promise}").partition("{")[0]) in text
    for step in ("Handle complaint {number}", "Keep a promise", "Visit"):
        assert squeezed(said(language, step).partition("{")[0]) in text
    steps = text.partition(squeezed(said(language, "What to do")))[2]
    assert steps.count(squeezed(said(language, "Overdue"))) == 2  # the complaint and the promise, not the visit to come
    assert "尺寸超差王敏" in steps  # nobody handles it: who looks after the customer does


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_analysis_has_the_four_classic_blocks(store, tmp_path, language):
    store.write("Filled", fill)
    store.write("Traded", trade, store.read(lists.ids, ListQuery("customers", ("name",), "name"))[0])
    text, _result = pages(store, tmp_path, "customer", language, customer="KH000007")
    captions = {"zh": ("基础资料", "客户特征", "业务状况", "交易现状"),
                "en": ("IIBasicdata", "IIIWhodecides", "IVBusiness", "VITransactions")}  # fmt: skip
    places = [text.index(caption) for caption in captions[language]]
    assert places == sorted(places)


@pytest.mark.parametrize("key", ["customer", "customer-file"])
@pytest.mark.parametrize("kind", ["company", "person"])
def test_a_bare_customer_prints(store, tmp_path, key, kind):
    store.write("x", records.create, Customer, {"name": "新客户", "kind": kind})
    text, result = pages(store, tmp_path, key, "zh", customer="KH000001")
    assert "新客户" in text
    assert result.pages <= 3


def test_no_chinese_page_has_english_words(store, tmp_path):
    store.write("Filled", fill)
    for key in ("customer", "customer-file"):
        text, _result = pages(store, tmp_path, key, "zh", customer="KH000007")
        letters = "".join(each if each.isascii() and each.isalpha() else " " for each in text).split()
        assert {word for word in letters if len(word) > 1} <= {"KH", "TS", "BF", "QQ"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_ticks_what_is_chosen(store, language):
    store.write("Filled", fill)
    paper = store.read(build, "customer-file", language, customer="KH000007")
    grids = [block for block in paper.blocks if isinstance(block, document.FormGrid)]
    boxes = {box.label.removesuffix(" *"): box for grid in grids for box in grid.fields}
    source = boxes[said(language, "Source")]
    assert source.chosen == {said(language, "Trade fair")}
    assert len(source.choices) == 8
    assert boxes[said(language, "Salesperson")].value == "王敏"
    assert boxes[said(language, "Internal customer")].chosen == {said(language, "No")}
    (signing,) = [block for block in paper.blocks if isinstance(block, document.Signatures)]
    assert said(language, "Customer's seal") in signing.labels


def test_the_file_prints_boxes_with_their_ticks(store, tmp_path):
    store.write("Filled", fill)
    text, _result = pages(store, tmp_path, "customer-file", "zh", customer="KH000007")
    for word in ("☑展会", "□网络", "☑企业", "项目编号", "填表人*", "业务员*", "客户签字（公章）", "李总", "45"):
        assert word in text


@pytest.mark.parametrize("key", ["customer", "customer-file"])
def test_texts_from_people_print_as_typed(store, tmp_path, key):
    def hostile(session):
        for index, name in enumerate(NASTY):
            firm = records.create(session, Customer, {"name": name, "address": name, "notes": name, "code": f"N{index}"})
            person(session, firm, name, title=name, role="decider")

    store.write("x", hostile)
    lost = []
    for index, name in enumerate(NASTY):
        text, _result = pages(store, tmp_path, key, "en", customer=f"N{index}")
        lost += [name] if shown(name) not in text else []
    assert lost == []


def test_any_text_at_all_prints(store):
    firm = store.write("x", records.create, Customer, {"name": "x", "notes": "\n".join(HOSTILE).replace("\ud800", "")}).value
    data, result = render_bytes(store.read(build, "customer-file", "zh", customer=firm))
    assert data.startswith(b"%PDF")
    assert result.pages >= 3


def test_a_circle_in_the_chain_prints(store, tmp_path):
    def circle(session):
        firm = records.create(session, Customer, {"name": "C", "code": "C1"})
        one = person(session, firm, "Anna")
        two = person(session, firm, "Bert", reports_to_id=one)
        records.update(session, Contact, one, {"reports_to_id": two})

    store.write("x", circle)
    text, _result = pages(store, tmp_path, "customer", "en", customer="C1")
    assert "Anna" in text
    assert "Bert" in text


@pytest.mark.parametrize("key", ["customer", "customer-file"])
def test_a_customer_who_is_not_there(store, key):
    firm = store.write("x", records.create, Customer, {"name": "Gone", "code": "G1"}).value
    store.write("x", records.delete, Customer, [firm])
    for customer in ("KH999999", "", "G1", firm, uuid4(), str(uuid4()), "' OR 1=1"):
        with pytest.raises(ValidationError) as caught:
            store.read(build, key, "en", customer=customer)
        assert caught.value.field == "customer"


def test_a_file_name_leaves_out_what_no_system_takes(store):
    store.write("x", records.create, Customer, {"name": 'a/b\\c:d*e?f"g<h>i|j' + "k" * 180, "code": "A/1"})
    name = file_name(store.read(build, "customer", "en", customer="A/1"))
    assert not set(name) & set('\\/:*?"<>|')
    assert name.endswith(".pdf")
    assert len(name) <= 84
    assert name.startswith("A 1 a b c d e f g")
    assert name.endswith(" Customer Analysis.pdf")


def test_a_file_is_named_by_number_short_name_and_paper(store):
    values = {"name": "华信钢构有限公司", "short_name": "华信", "code": "KH000003"}
    firm = store.write("x", records.create, Customer, values).value
    store.write("x", records.create, Contact, {"name": "王芳", "customer_id": firm})
    wanted = {"customer-file": "KH000003 华信 客户档案表（企业）.pdf", "customer": "KH000003 华信 客户分析.pdf",
              "decision-chain": "KH000003 华信 决策链.pdf"}  # fmt: skip
    for key, name in wanted.items():
        found = file_name(store.read(build, key, "zh", customer="KH000003"))
        assert found.split()[:2] == name.split()[:2]
        assert len(found.split()) == 3
    assert file_name(store.read(build, "decision-maker", "en", person="王芳")) == "王芳 Decision-maker card.pdf"


def test_reports_see_the_present_day(store):
    store.write("Filled", fill)
    paper = store.read(build, "customer", "en", customer="KH000007")
    day = date.fromisoformat(paper.meta[2].removeprefix("As of "))
    assert abs((day - now_utc().date()).days) <= 1


def test_shares_that_are_more_than_everything_are_told(store):
    """Ours and the competitors' contradict each other: a sentence below the competitors says so, and how much."""

    def made(session, theirs):
        firm = records.create(session, Customer, {"name": "甲", "yearly_purchases": 50_000})
        records.create(session, Order, {"customer_id": firm, "ordered_on": formats.today(), "net": 50_000})
        records.create(session, Competitor, {"customer_id": firm, "name": "乙", "share": theirs})
        return records.get(session, Customer, firm)["code"]

    for theirs, told in ((4300, True), (0, False)):
        code = store.write("x", made, theirs).value
        blocks = store.read(build, "customer", "en", customer=code).blocks
        (rivals,) = [one for one in blocks if isinstance(one, document.Table) and one.columns[0].label == "Competitor"]
        assert ["100.0% and their 43.0%" in note for note in rivals.notes] == [True] * told
