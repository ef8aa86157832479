"""The papers about visits: what is planned and recorded, read back from the pages; the oracle C36."""

import io
import re
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from app import cli
from app.errors import ValidationError
from app.formats import from_local, today
from app.i18n import gettext_text, use_language
from app.models import Contact, Customer, Employee, Visit, entity_named
from app.models.memo import PhoneMemo
from app.reports import build
from app.reports.document import Heading, Table
from app.reports.pdf import render_bytes
from app.services import complaints, dunning_steps, receipts, records, settings, visit_performance, visit_promises, visits
from tests.reports.reading import squeezed

DAY = date(2026, 7, 6)
LANGUAGES = ("zh", "en")


def paper(store, key, language="en", **parameters):
    """The text of each page, without white space, and the document."""
    document = store.read(lambda session: build(session, key, language, **parameters))
    data, _result = render_bytes(document)
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages], document


def said(language, text):
    with use_language(language):
        return squeezed(gettext_text(text))


def at(day, hour=10):
    return from_local(datetime(day.year, day.month, day.day, hour))


def oracle(session):
    """C36 (domain/30, 05): 24 due, 2 of them called off by the customer, 17 of 22 done in time, 2 more without a plan; 20
    customers with a plan, 16 of them visited; 12 of 19 with their purpose achieved."""
    who = records.create(session, Employee, {"name": "张伟"})
    firms = [records.create(session, Customer, {"name": f"客户{number:02d}号"}) for number in range(20)]
    plans = [*((firm, DAY + timedelta(days=index)) for index, firm in enumerate(firms)), *((firm, DAY) for firm in firms[:2])]
    mine = {"owner_id": who, "purpose": "谈续约"}
    made = [visits.plan(session, {**mine, "customer_id": firm, "planned_on": day}) for firm, day in plans]
    done = [*made[:15], *made[20:]]
    for place, one in enumerate(done):
        day = records.get(session, Visit, one)["planned_on"]
        visits.record(session, {"content": "好", "result": "reached" if place < 11 else "partly", "happened_at": at(day)}, one)
    for place, firm in enumerate((firms[15], firms[0])):
        visits.record(session, {"customer_id": firm, "content": "路过", "owner_id": who, "happened_at": at(DAY),
                                "result": "reached" if not place else None})  # fmt: skip
    for _time in range(2):
        off = visits.plan(session, {"customer_id": firms[0], "planned_on": DAY, "owner_id": who})
        visits.cancel(session, off, "客户出差", missed="customer")
    phone = {"customer_id": firms[19], "content": "x", "purpose": "打过去", "kind": "phone", "owner_id": who}
    visits.record(session, {**phone, "happened_at": at(DAY)})


def test_plan_and_performance_of_a_month_is_the_oracle(store, tmp_path, capfd):
    store.write("Oracle", oracle)
    for language in LANGUAGES:
        pages, document = paper(store, "visits", language, month="2026-07")
        text = pages[0]
        for figure, times in (("77.3%", 6), ("80.0%", 5), ("63.2%", 5)):
            assert text.count(figure) == times  # the overview (completion in its sentence too), by person, by level, both sums
        assert said(language, "By person") in text
        assert "张伟" in text
        assert "打过去" not in "".join(pages)
        assert re.findall(r"客户\d\d号", "".join(pages[1:]))[:2] != []
        assert document.subject == ""
    row = ("张伟", 22, 2, 17, "77.3%", "80.0%", 19, 2, "63.2%")
    with use_language("en"):
        table = document.blocks[4]
    assert table.rows[0][:9] == row
    assert "Preparedby" in pages[0]  # what is signed are the figures
    assert "notdueyet" not in pages[0]
    soon = today() + timedelta(days=400)
    someone = store.read(lambda session: session.scalars(sa.select(Customer.id)).first())
    store.write("Soon", visits.plan, {"customer_id": someone, "planned_on": soon})
    assert store.read(visit_performance.month, soon.year, soon.month).ahead == 1
    (text, *_lines), _document = paper(store, "visits", month=f"{soon:%Y-%m}")
    assert "0visitsweredue" in text
    assert f"1moreareplannedfordaysafter{today()}:theyarenotdueyetandcountinnofigure." in text
    store.close()
    for arguments, code in ((("--person", "张伟"), 0), (("--person", "李四"), 1), ((), 0)):
        out = tmp_path / "r08.pdf"
        asked = ["report", "visits", "--month", "2026-07", *arguments, "--lang", "en"]
        command = ["--data", str(store.path), *asked, "--out", str(out)]
        assert cli.main(command) == code
        assert code == 0 or "There is no colleague named “李四”." in capfd.readouterr().err
    assert "77.3%" in PdfReader(out).pages[0].extract_text()


@pytest.fixture
def road(store):
    """Three visits of two colleagues on two days, with everything somebody needs there."""

    def make(session):
        one, two = (records.create(session, Employee, {"name": name}) for name in ("张伟", "李娜"))
        firm = records.create(session, Customer, {"name": "华信钢构有限公司", "code": "KH000007", "address": "深圳市福田区 1 号"})
        other = records.create(session, Customer, {"name": "苏州轴承", "phone": "0512-88886666"})
        boss = records.create(session, Contact, {
            "customer_id": firm, "name": "王总", "role": "decider", "phone": "13800138000", "attitude": "2", "weight": 60,
        })  # fmt: skip
        records.create(session, Contact, {"customer_id": firm, "name": "赵工", "reports_to_id": boss, "weight": 40})
        last = visits.record(session, {
            "customer_id": firm, "contact_id": boss, "content": "谈了新产线", "result": "partly", "promise": "寄样品",
            "promise_due": date(2026, 5, 20), "happened_at": at(date(2026, 5, 3)), "next_step": "确认图纸", "owner_id": one,
        })  # fmt: skip
        visit_promises.add(session, last, {"side": "them", "name": "六月下订单", "due_on": date(2026, 6, 30)})
        kept = visit_promises.add(session, last, {"name": "报价"})
        visit_promises.keep(session, next(p for p in visit_promises.of_customer(session, firm) if p.id == kept))
        complaints.import_cases(session, [{"customer_id": firm, "subject": "尺寸超差", "received_at": at(date(2026, 6, 1))}])
        for owner, customer, clock, day in ((one, other, "14:00", DAY), (one, firm, "09:30", DAY), (two, firm, None, DAY)):
            visits.plan(session, {
                "customer_id": customer, "planned_on": day, "planned_time": clock, "owner_id": owner, "purpose": "谈续约",
                "contact_id": boss if customer == firm else None, "preparation": "带报价单",
            })  # fmt: skip
        return firm

    return store.write("Road", make).value


@pytest.fixture
def week(store):
    """A week of sixteen visits of two colleagues, with long texts."""

    def make(session):
        two = [records.create(session, Employee, {"name": name}) for name in ("周一鸣", "安冉")]
        long = "确认年度框架合同的价格、账期与交货条件，了解竞争对手报价，约定下次评审会的时间和参加的人。" * 2
        made = []
        for number in range(16):
            where = {"name": f"客户{number:02d}有限公司", "address": f"深圳市深南大道 {number} 号"}
            firm = records.create(session, Customer, where)
            who = records.create(session, Contact, {"customer_id": firm, "name": f"王{number:02d}", "title": "采购经理"})
            made.append(visits.plan(session, {
                "customer_id": firm, "planned_on": DAY + timedelta(days=number // 4), "planned_time": f"{9 + number % 4:02d}:00",
                "owner_id": two[number % 2], "purpose": long, "preparation": long, "contact_id": who if number else None,
            }))  # fmt: skip
        records.update(session, Customer, records.get(session, Visit, made[0])["customer_id"], {"phone": "13900139000"})

    store.write("Week", make)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_taken_along_is_not_torn(store, week, language):
    for firm in store.read(lambda session: session.scalars(sa.select(Customer.id).order_by(Customer.code).limit(4)).all()):
        store.write("V", visits.plan, {"planned_on": DAY, "customer_id": firm})
    pages, document = paper(store, "visit-route", language, day=DAY)
    for text in pages:  # every visit whole on its page
        assert text.count(said(language, "What was said")) == text.count(said(language, "Next step and date"))
    heads = [block.text for block in document.blocks if isinstance(block, Heading)]
    with use_language(language):
        assert heads == ["周一鸣", "安冉", gettext_text("Nobody is named for these visits")]
    assert not any("周一鸣" in text and "安冉" in text for text in pages)
    pages, document = paper(store, "visit-week", language, day=DAY)
    rows = [len(block.rows) for block in document.blocks if isinstance(block, Table)]
    assert sum(rows) == 20
    assert len(rows) == len(pages)
    assert max(rows) - min(rows) <= 4


def test_the_sheet_names_whom_to_visit_and_the_last_three_visits(store, road):
    names = ("王总", "赵工")
    long = "很长的话，说了又说，还要再说一遍。" * 12
    for number in range(1, 18):
        store.write("V", visits.record, {"customer_id": road, "content": long, "happened_at": at(date(2026, 6, number))})
        store.write("P", records.create, Contact, {"customer_id": road, "name": f"某{number}", "title": long[:60]})
    boss = store.read(lambda session: session.scalars(sa.select(Contact.id).where(Contact.name == names[0])).one())
    store.write("T", records.update, Contact, boss, {"title": "总经理"})
    (text,), document = paper(store, "visit-sheet", customer=road)
    assert dict(document.blocks[0].items)["Whom"] == "王总, 总经理"
    deciders = next(block for block in document.blocks if isinstance(block, Table))
    assert "王总" in [row[0] for row in deciders.rows]  # whoever decides is not among those left out
    assert len(re.findall(r"2026-06-1[567]", text)) >= 3
    lone = store.write("C", records.create, Customer, {"name": "苏州风机", "phone": "0512-88886666"}).value
    store.write("V", visits.plan, {"customer_id": lone, "planned_on": DAY})
    _pages, document = paper(store, "visit-sheet", customer=lone)
    known = dict(document.blocks[0].items)
    assert (known["Whom"], known["Phone"]) == (None, "0512-8888 6666")


def test_the_sheet_tells_what_is_available_and_what_is_overdue(store, road):
    _pages, document = paper(store, "visit-sheet", customer=road)
    assert "Overdue" not in dict(document.blocks[1].items)
    due = today() - timedelta(days=40)
    bill = {"customer_id": road, "issued_on": due, "due_on": due, "total": 3_000_000}
    store.write("B", records.create, entity_named("invoices"), bill)
    store.write("L", records.update, Customer, road, {"credit_limit": 5_000_000})
    (text,), document = paper(store, "visit-sheet", "zh", customer=road)
    assert squeezed("¥20,000.00") in text
    _pages, document = paper(store, "visit-sheet", customer=road)
    told = dict(document.blocks[1].items)
    assert [told[key] for key in ("Credit available", "Overdue", "Supply")] == [
        "¥20,000.00 of ¥50,000.00", "¥30,000.00, the oldest 40 days", "Needs approval"]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_days_route_has_who_where_and_room_to_write(store, road, language):
    pages, document = paper(store, "visit-route", language, day="2026-07-06", colleague="张伟")
    text = "".join(pages)
    assert text.index("1.华信钢构有限公司") < text.index("2.苏州轴承")
    for words in ("深圳市福田区1号", "13800138000", "王总", "051288886666", "09:30", "谈续约", "带报价单", "六月下订单"):
        assert words in text.replace("-", "")
    assert text.count(said(language, "What was said")) == 2
    assert "李娜" not in text
    assert document.subject == "张伟"
    pages, _document = paper(store, "visit-route", language, day=DAY)
    assert "李娜" in "".join(pages)
    pages, _document = paper(store, "visit-route", language, day=date(2026, 7, 7))
    assert said(language, "No visit is planned.") in pages[0]


def test_a_joint_visit_is_on_the_route_of_both(store, road):
    boss = store.write("E", records.create, Employee, {"name": "周总"}).value
    store.write("J", visits.plan, {"customer_id": road, "planned_on": DAY, "purpose": "高层拜访"}, [{"employee_id": boss}])
    for key in ("visit-route", "visit-week"):
        text = "".join(paper(store, key, day=DAY, colleague="周总")[0])
        assert "高层拜访" in text
        assert "带报价单" not in text
    assert "周总" in "".join(paper(store, "visit-week", day=DAY)[0])


def test_the_weeks_plan_is_on_one_sheet_across(store, road):
    pages, document = paper(store, "visit-week", day=date(2026, 7, 9))
    (text,) = pages
    assert document.across
    assert document.title == "Week plan, 2026-07-06 to 2026-07-12"
    for words in ("Mon07-06", "09:30", "anytime", "华信钢构有限公司", "13800138000", "李娜", "谈续约", "带报价单"):
        assert words in text
    for wrong in ({"day": "gestern"}, {"colleague": "niemand"}):
        with pytest.raises(ValidationError):
            paper(store, "visit-week", **wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preparation_is_one_page_with_everything_that_matters(store, road, language):
    pages, document = paper(store, "visit-sheet", language, customer="KH000007")
    (text,) = pages
    for words in ("华信钢构", "王总", "└赵工", "13800138000", "谈了新产线", "寄样品", "六月下订单", "尺寸超差", "带报价单",
                  "确认图纸", "2026-07-06"):  # fmt: skip
        assert words in text
    for words in ("What to ask", "Notes of the talk", "Overdue", "Kept"):
        assert said(language, words) in text
    assert text.count("□") >= 4
    assert document.number == "KH000007"


def test_a_customer_of_a_thousand_things_still_has_one_page(store, road):
    long = "很长的话，说了又说，还要再说一遍。" * 12
    for number in range(1, 25):
        day = date(2026, 6, number)
        said = {"customer_id": road, "content": long, "promise": long[:300], "promise_due": day, "happened_at": at(day)}
        store.write("V", visits.record, said)
        store.write("P", records.create, Contact, {"customer_id": road, "name": f"某{number}", "title": long[:100]})
    pages, _document = paper(store, "visit-sheet", customer=road)
    assert len(pages) == 1
    assert "Notesofthetalk" in pages[0]
    new = store.write("E", records.create, Customer, {"name": "新客户"}).value
    (empty,), _document = paper(store, "visit-sheet", customer=new)
    assert "Novisitisplannedyet." in empty


def test_a_private_address_is_shown_only_in_clear(store):
    one = store.write("C", records.create, Customer, {"name": "林先生", "kind": "person", "address": "深圳市莲花路 7 号"}).value
    store.write("V", visits.plan, {"customer_id": one, "planned_on": DAY})
    for key, asked in (("visit-route", {"day": DAY}), ("visit-week", {"day": DAY}), ("visit-sheet", {"customer": one})):
        text = "".join(paper(store, key, **asked)[0])
        assert ("莲花路" in text, "•" in text) == (False, True)
        assert "莲花路" in "".join(paper(store, key, clear=True, **asked)[0])
        if key != "visit-sheet":
            assert "1addressofaprivatecustomerishidden.Printthisagain" in text
    owner = store.write("E", records.create, Employee, {"name": "老板", "role": "owner"}).value
    assert "Yourroledoesnotincludeseeingit." in paper(store, "visit-week", day=DAY)[0][0]
    store.write("x", settings.change, "me", str(owner))
    assert "Printthisagain" in paper(store, "visit-week", day=DAY)[0][0]
    store.write("x", records.update, Customer, one, {"kind": "company"})
    assert "hidden" not in paper(store, "visit-route", day=DAY)[0][0]


def test_a_phone_memo_is_a_slip_with_what_is_known(store, tmp_path):
    who = store.write("E", records.create, Employee, {"name": "张伟"}).value
    memo = store.write("M", records.create, PhoneMemo, {
        "caller": "王总", "caller_phone": "13800138000", "subject": "问交期", "called_at": at(DAY), "for_id": who,
        "call_back": True,
    }).value  # fmt: skip
    number = store.read(records.get, PhoneMemo, memo)["number"]
    for language in LANGUAGES:
        (text,), document = paper(store, "phone-memo", language, memo=number.lower())
        for words in ("王总", "13800138000", "问交期", "张伟", "2026-07-0610:00", number, "☑" + said(language, "Yes")):
            assert words in text
        assert document.number == number
    with pytest.raises(ValidationError, match="no phone memo"):
        paper(store, "phone-memo", memo="LY000000-0000")


@pytest.mark.parametrize("language", LANGUAGES)
def test_promised_money_stands_on_the_sheet_until_it_came(store, language):
    firm = store.write("x", records.create, Customer, {"name": "华信钢构有限公司"}).value
    day = today() + timedelta(days=3)
    step = {"customer_id": firm, "step": "call", "done_on": today(), "promised": 1_234_00, "promised_on": day}
    store.write("x", dunning_steps.save, step)
    (text,), _document = paper(store, "visit-sheet", language, customer=firm)
    assert said(language, "Payment of {amount}").replace("{amount}", "¥1,234.00") in text
    assert str(day) in text
    store.write("x", receipts.save_receipt, {"customer_id": firm, "amount": 1_234_00, "received_on": today()})
    (text,), _document = paper(store, "visit-sheet", language, customer=firm)
    assert "1,234.00" not in text
