"""The papers about one complaint: sheet, process record, 8D, fishbone, and the notice for customers (domain/40, F-25 to F-27)."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader

from app.errors import ValidationError
from app.models import Complaint, Customer, Employee
from app.models.complaint_parts import EightD, Message, PossibleCause, Promise, Recovery, Transfer, Why
from app.reports import build, file_name
from app.reports.document import ChartBlock, FormGrid, Table
from app.reports.fishbone_drawing import Bone, fishbone, laid_out, wrapped
from app.reports.pdf import render_bytes
from app.services import complaints, records, settings
from tests.reports.reading import pypdf_text, squeezed

RECEIVED = datetime(2026, 7, 2, 2, tzinfo=UTC)
LONG = "现场反映货物晚到三天，工地停工待料，客户损失的吊车台班费要求我司承担，另有两件外包装破损需要换新"


@pytest.fixture
def made(store):
    def make(entity, **values):
        return store.write("Added", records.create, entity, values).value

    return make


@pytest.fixture
def case(store, made):
    people = [made(Employee, name=name) for name in ("陈立", "周敏")]
    customer = made(Customer, name="华信钢构有限公司")
    given = {"customer_id": customer, "subject": "货比约定晚到三天", "text": LONG, "received_at": RECEIVED, "severity": "S3",
             "category": "20.1", "product": "H 型钢", "demands": "apology,compensation", "first_owner_id": people[0],
             "complainant": "张伟", "complainant_phone": "13800138000"}  # fmt: skip
    key = store.write("Recorded", complaints.register, given).value
    store.write("Acknowledged", complaints.step, key, "T02", {}, "已电话告知")
    store.write("Changed", complaints.amend, key, {"cause": "method", "cause_text": "排程不看库存", "solution": "补发并赔偿"})
    store.write("Acknowledged again", complaints.step, key, "T28", {}, "客户再次来电")
    store.undo()
    made(Recovery, complaint_id=key, kind="cash", name="吊车台班", amount=120_000, responsible_id=people[1])
    made(Recovery, complaint_id=key, kind="apology", name="上门道歉")
    made(Transfer, complaint_id=key, from_id=people[0], to_id=people[1], asked_at=RECEIVED, reason="归物流部")
    made(Message, complaint_id=key, kind="progress", at=RECEIVED + timedelta(hours=5), by_id=people[1], text="已排车，明早到")
    made(Promise, complaint_id=key, name="周五前补发", due_at=RECEIVED + timedelta(days=2), by_id=people[1])
    for place, text in enumerate(("车没有按时出发", "排程没有看库存", "库存表一天更新一次"), 1):
        made(Why, complaint_id=key, side="occurrence", place=place, name=text)
    made(Why, complaint_id=key, side="escape", place=1, name="发货前没人核对")
    return key


def _number(store, key):
    return store.read(records.get, Complaint, key)["number"]


def _paper(store, key, case, language="en"):
    """(document, what stands on its pages without white space, pages)"""
    document = store.read(lambda session: build(session, key, language, complaint=case))
    data, result = render_bytes(document)
    return document, pypdf_text(data), result.pages


def test_the_sheet_has_everything_in_boxes_on_at_most_two_pages(store, case):
    document, text, pages = _paper(store, "complaint", _number(store, case).lower(), "zh")
    assert pages <= 2
    for said in ("投诉", "华信钢构有限公司", "H型钢", "排程不看库存", "吊车台班", "¥1,200.00", "张伟", "13800138000"):
        assert squeezed(said) in text
    boxes = [field for block in document.blocks if isinstance(block, FormGrid) for field in block.fields]
    assert any(field.choices and len(field.chosen) == 2 for field in boxes)  # the demands are ticked
    assert [field.value for field in boxes[-4:]] == ["", "", "", ""]  # four to sign
    assert file_name(document).startswith(_number(store, case))
    _document, english, _pages = _paper(store, "complaint", case)
    assert "First-contactowner" in english


def test_a_story_of_20_000_characters_is_cut_on_the_sheet_and_whole_in_the_record(store, case):
    store.write("Changed", complaints.amend, case, {"investigation": "查" * 19_990 + "真相在此处"})
    _document, text, pages = _paper(store, "complaint", case)
    assert pages <= 4
    assert "Shortenedhere:Findings" in text
    assert "真相在此处" not in text
    _document, text, _pages = _paper(store, "complaint-record", case)
    assert "真相在此处" in text


def test_the_process_record_tells_every_step_and_marks_what_was_taken_back(store, case):
    document, text, _pages = _paper(store, "complaint-record", case)
    steps, contacts, transfers, changes = (block for block in document.blocks if isinstance(block, Table))
    assert [row[3] for row in steps.rows] == ["T01 Register", "T02 Acknowledge receipt", "T28 Escalate (undone)",
                                              "Taken back: T28 Escalate"]  # fmt: skip
    assert steps.rows[1][4:7] == ("Registered", "Acknowledged", "已电话告知")
    assert steps.notes
    assert {row[3] for row in contacts.rows} >= {"已排车，明早到"}
    assert transfers.rows[0][1:4] == ("陈立", "周敏", "Not yet accepted")
    assert ("Root cause", None, "排程不看库存") in {row[3:] for row in changes.rows}
    assert "客户再次来电" in text
    for key in ("complaint-record", "complaint", "eight-d", "fishbone"):
        assert _paper(store, key, case, "zh")[2] <= 4


def test_the_8d_report_has_a_box_a_discipline_and_takes_what_is_known_already(store, made, case):
    document, _text, pages = _paper(store, "eight-d", case)
    boxes = [field for block in document.blocks if isinstance(block, FormGrid) for field in block.fields][:10]
    assert [box.label[:2] for box in boxes] == ["D0", "D1", "D2", "D3", "D4", "D4", "D5", "D6", "D7", "D8"]
    assert (boxes[4].value, boxes[6].value, boxes[0].value) == ("排程不看库存", "补发并赔偿", "")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [row[1] for row in table.rows] == [1, 2, 3, 1]
    made(EightD, complaint_id=case, problem="何时何地", occurrence="自己的说法")
    document, text, pages = _paper(store, "eight-d", case, "zh")
    assert "自己的说法" in text
    assert "何时何地" in text
    assert pages <= 2


def _bones(count, text=LONG):
    signs = ("yes", "no", None)
    return tuple(
        Bone(f"枝{place}", tuple((f"{place}-{number} {text}", signs[number % 3]) for number in range(count)))
        for place in range(9)
    )


def test_causes_of_a_fishbone_never_meet_with_eight_long_ones_a_branch(qapp):
    figure = fishbone(LONG * 2, _bones(8), "另有 {count} 条", (250, 132))
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in figure.axes[0].texts]
    width, height = figure.bbox.width, figure.bbox.height
    assert len(boxes) > 9 * 9
    for place, one in enumerate(boxes):
        assert one.x0 >= 0
        assert one.x1 <= width
        assert one.y0 >= 0
        assert one.y1 <= height
        for other in boxes[place + 1 :]:
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            down = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert across < 1.5 or down < 2.5, (one, other)


def test_what_a_branch_cannot_show_is_counted_and_stands_in_the_list(store, made, case):
    lines = laid_out(Bone("x", tuple((f"cause {number}", None) for number in range(11))), 90, 152, "and {count} more")
    assert lines[-1] == (["and 3 more"], None) or lines[-1][0][-1].endswith("3 more")
    assert wrapped("甲" * 50, 70, 2)[-1].endswith("…")
    for number in range(11):
        made(PossibleCause, complaint_id=case, branch="method", name=f"原因{number}", confirmed="yes" if number == 10 else None)
    document, text, _pages = _paper(store, "fishbone", case)
    assert isinstance(document.blocks[0], ChartBlock)
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert len(table.rows) == 11
    assert table.emphasis == {10}
    assert all(f"原因{number}" in text for number in range(11))


def test_an_empty_draft_has_its_papers_and_an_unknown_complaint_its_sentence(store, made):
    customer = made(Customer, name="x")
    key = made(Complaint, customer_id=customer, subject="y", received_at=RECEIVED, state="S00")
    for paper in ("complaint", "complaint-record", "eight-d", "fishbone"):
        data, _result = render_bytes(store.read(lambda session, paper=paper: build(session, paper, "zh", complaint=key)))
        assert len(PdfReader(io.BytesIO(data)).pages) >= 1
        with pytest.raises(ValidationError) as nothing:
            store.read(lambda session, paper=paper: build(session, paper, "zh", complaint="TS209901-0001"))
        assert nothing.value.field == "complaint"


def test_the_notice_promises_what_the_targets_say_in_the_firms_own_words(store):
    store.write("Firm", settings.save_company, {"name": "甲公司", "phone": "075588880001"})
    document = store.read(build, "complaint-notice", "zh")
    data, result = render_bytes(document)
    assert result.pages == 1
    assert "12315" in pypdf_text(data)
    steps = next(block for block in document.blocks if isinstance(block, Table))
    assert len(steps.rows) == 5
    store.write("Set", settings.change, "complaint.targets", {"P4": {"answer": [8, "working_days"]}})
    store.write("Set", settings.change, "complaint.notice", {"en": {"channels": "Ring the bell."}})
    text = pypdf_text(render_bytes(store.read(build, "complaint-notice", "en"))[0])
    assert "within8workingdays" in text
    assert "Ringthebell." in text
