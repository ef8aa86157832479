"""A month of a thousand complaints, and the month of files nobody here wrote: nothing on paper breaks badly."""

import io
import re
import time
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import mean, median

import pytest
from pypdf import PdfReader

from app.analysis.complaint_case import Case, CostLine, Event, FollowUp, Remedy
from app.analysis.complaint_month import month_report
from app.analysis.holidays_cn import default_calendar
from app.analysis.month_parameters import MonthParameters
from app.analysis.periods import YearMonth, month_of
from app.analysis.workdays import Calendar
from app.i18n import use_language
from app.reports import build as paper
from app.reports.complaints_month import Frame, document
from app.reports.heading import Firm
from app.reports.layout import build, paginate, setting
from app.reports.month_words import Words
from app.reports.pdf import render_bytes
from app.reports.pieces import Rows, Text, Turn
from app.services import complaints
from tests.exchange.test_import_shared import bring_in

MONTH, START = YearMonth(2026, 7), datetime(2026, 7, 1, 9)
NO_START = set("，。、；：！？）》」』】”’％%,.;:!?)")
LONG = "客户来电反映：设备运行时有异响，已停机；要求尽快派人处理，并说明原因。（第二次来电）"


def case(number):
    received = START + timedelta(minutes=40 * number)
    steps = [Event("T01", received, "S00", "S10")]
    if number % 4:
        steps.append(Event("T19", received + timedelta(days=number % 9), "S60", "S80"))
    if number % 50 == 1:
        steps.append(Event("T22", received + timedelta(days=9), "S80", "S40", reason=LONG * 3))
    return Case(
        id=f"{number:032x}", number=f"TS202607-{number:04d}", received_at=received, events=tuple(steps),
        customer_id=str(number % 90), customer=f"第{number % 90}客户（华东）机械设备有限公司", subject=LONG * (1 + number % 3),
        category=str(10 * (1 + number % 9)), l2=f"{10 * (1 + number % 9)}.{number % 5}", severity=f"S{1 + number % 4}",
        urgency=f"U{1 + number % 3}", priority=f"P{1 + number % 4}", product=f"产品{number % 40}", region=f"地区{number % 34}",
        salesperson=f"业务员{number % 20}", channel="phone", department=f"部门{number % 12}", grade="gold", handler="王小明",
        cause="method", escape="measurement", party="us", validity="valid", close_due=received + timedelta(days=5),
        followups=(FollowUp(received + timedelta(days=10), 1 + number % 5, LONG, (5, 4, 3), 4),),
        costs=(CostLine("compensation", 1000 * number),), remedies=(Remedy("cash", 1000 * number), Remedy("apology")),
        handling_hours=Decimal(2),
    )  # fmt: skip


def test_the_month_of_consumer_complaints(store, shared):
    """280 complaints of the CFPB: their days are those of its README, and the fullest month prints."""
    bring_in(store, "complaints", shared / "data/cfpb/complaints-subset.csv", [("date_sent_to_company", "closed_at")])
    found = store.read(complaints.cases, datetime(2000, 1, 1))
    days = [(case.events[-1].at.date() - case.received_at.date()).days for case in found]
    assert (len(days), round(mean(days), 3), median(days), max(days)) == (280, 1.979, 0, 72)
    ((fullest, count),) = Counter(month_of(case.received_at) for case in found).most_common(1)
    made = store.read(paper, "complaints", "en", month=fullest)
    data, result = render_bytes(made)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert f"{count} new complaints came in" in made.blocks[1].text
    assert result.pages >= 6
    assert "XV Focus and support needed next month" in text
    report = month_report([at_once(case) for case in found], MONTH, EVERY_DAY)
    data, _result = render_bytes(document(report, Frame(Firm("CFPB"), Words(), (2026,), datetime(2026, 8, 3, 9))))
    printed = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())
    assert "Closed in the month cases 280 " in printed
    assert re.search(r"Mean handling time work days (\S+)", printed)[1] == "2.0"  # 1.979 in the README
    assert re.search(r"Mean handling time (\S+) work days", printed)[1] == "2.0"
    assert re.search(r"Median (\S+) work days", printed)[1] == "0.0"


EVERY_DAY = Calendar({date(2026, 1, 1) + timedelta(days=each): "work" for each in range(365)}, frozenset({2026}))


def at_once(case):
    """The same case with the same days, moved so that it was sent on one day of July: all of them are one month's."""
    moved = datetime(2026, 7, 15, 12) - case.events[-1].at.replace(hour=12, minute=0, second=0, microsecond=0)
    events = tuple(replace(event, at=event.at + moved) for event in case.events)
    return replace(case, received_at=case.received_at + moved, events=events, close_due=None, answer_due=None, ack_due=None)


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    """(seconds, document, bytes) of a thousand complaints, in Chinese."""
    cases = [case(number) for number in range(1000)]
    began = time.perf_counter()
    with use_language("zh"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIENTELE_HOME", str(tmp_path_factory.mktemp("thousand")))
        report = month_report(cases, MONTH, default_calendar(), MonthParameters())
        made = document(report, Frame(Firm("示例公司"), Words(), (2026,), datetime(2026, 8, 3, 9)))
        data, result = render_bytes(made)
    return time.perf_counter() - began, made, data, result


def test_a_thousand_complaints_print_within_six_seconds(thousand):
    seconds, _made, data, result = thousand
    assert seconds < 6
    assert result.missing == ()
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) == result.pages > 10
    across = [page for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(across) > 3
    told = sum(page.extract_text().count("TS202607-") for page in across)
    assert told >= 250  # every open case is named


def test_no_table_breaks_badly(thousand):
    with use_language("zh"):
        pieces = build(thousand[1].blocks, setting(False, []))
        pages = paginate(pieces)
    whole = [row for piece in pieces if not isinstance(piece, Turn) for rows in _rows(piece) for row in rows.rows]
    placed = [(page, rows) for page in pages for piece, _top in page.placed for rows in _rows(piece)]
    assert sum(len(rows.rows) for _page, rows in placed) == len(whole)  # a row that is split is two
    assert all(rows.head for _page, rows in placed if rows.top_rule)  # the head stands on each page
    assert not any(page.placed[-1][0].keep for page in pages)  # no heading alone at the foot
    long = [rows for _page, rows in placed if len(rows.rows) > 3 and rows.head]
    assert len(long) > 20


def test_no_line_begins_with_a_closing_mark(thousand):
    made = thousand[1]
    with use_language("zh"):
        pages = paginate(build(made.blocks, setting(False, [])))
    lines = [line for page in pages for piece, _top in page.placed for text in _stacks(piece) for line in _lines(text)]
    assert len(lines) > 2000
    assert [line for line in lines if line[0] in NO_START] == []


def _rows(piece):
    return [each for each in _stacks(piece) if isinstance(each, Rows)]


def _stacks(piece):
    """The piece, or the pieces that stand beside each other in it."""
    stacks = getattr(piece, "stacks", None)
    return [piece] if stacks is None else [each for stack in stacks for each in stack]


def _lines(piece):
    """Lines after the first of each text: those that a break made."""
    if isinstance(piece, Text):
        yield from (line for line in piece.lines[1:] if line)
    if isinstance(piece, Rows):
        for row in piece.rows:
            for box in row.boxes:
                yield from (line for line in box.lines[1:] if line)
                yield from (line for line in box.lines[:1] if len(box.lines) > 1 and line)
