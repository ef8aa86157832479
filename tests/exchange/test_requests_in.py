"""Service requests from a file: by their dates and states, and what only their steps change stays."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.exchange.listing import listing
from app.exchange.mapping import likely_entity
from app.i18n import use_language
from app.models import Customer
from app.models.request import ServiceRequest
from app.models.types import now_utc
from app.services import records, requests
from tests.exchange.test_import import bring_in
from tests.exchange.test_mapping import fields, sheet_of

HEADER = ("报修单号", "客户名称", "报修人", "报修日期", "服务类型", "故障描述", "状态", "完成日期", "满意度", "工程师")
ROWS = (
    ("R-1", "甲厂", "王工", "2026-03-02 09:00", "维修", "主轴异响\n下午停机", "已完成", "2026-03-03", "", ""),
    ("R-2", "乙厂", "", "2026-03-04 10:00", "咨询", "怎么换刀", "处理中", "", "", ""),
    ("R-3", "甲厂", "", "2026-03-05", "维修", "漏油", "已完成", "2026-03-06", "满意", ""),
    ("R-4", "甲厂", "", "2026-03-05", "维修", "不转", "处理中", "2026-03-01", "", "无此人"),
    ("", "", "散客一位", "2026-03-07", "建议", "加个把手", "转投诉", "", "", ""),
)
ENGLISH = ("Number", "Customer", "Caller", "Date received", "Kind", "Subject", "State")


def _all(store):
    return {row["subject"]: row for row in store.read(_rows)}


def _rows(session):
    return [records.get(session, ServiceRequest, key) for key in session.scalars(sa.select(ServiceRequest.id))]


def test_requests_come_in_with_their_states_and_dates_and_come_in_once(store):
    store.write("Added", records.create, Customer, {"name": "甲厂", "grade": "gold"})
    counts, problems = bring_in(store, "requests", HEADER, *ROWS)
    assert counts == [5, 0, 0, 0, 0]
    found = _all(store)
    done, asked, rated, late, idea = (found[name] for name in ("主轴异响", "怎么换刀", "漏油", "不转", "加个把手"))
    assert [one["state"] for one in (done, asked, rated, late, idea)] == ["done", "working", "rated", "working", "registered"]
    assert (done["number"], done["caller"], done["kind"], done["level"]) == ("R-1", "王工", "repair", "4")
    assert done["received_at"] == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert done["done_at"] == done["responded_at"] == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert done["arrive_due"] is not None
    assert (asked["arrive_due"], asked["entitlement"]) == (None, "included")
    assert asked["respond_due"] > asked["received_at"]
    assert (rated["rating"], late["done_at"]) == ("4", None)
    assert late["notes"].splitlines() == ["工程师: 无此人", "完成日期: 2026-03-01"]
    assert (idea["number"][:2], idea["notes"]) == ("FW", "状态: 转投诉")
    assert {one["field"] for one in problems} >= {"done_at", "handler", "state"}
    assert bring_in(store, "requests", HEADER, *ROWS)[0] == [0, 0, 5, 0, 0]
    store.undo()
    assert store.read(listing, "requests") == []


def test_a_number_that_is_here_keeps_its_state_and_dates(store):
    key = store.write("Recorded", requests.register, {"caller": "王工", "text": "漏油", "kind": "repair", "number": "R-1"}).value
    before = store.read(records.get, ServiceRequest, key)
    row = ("R-1", "", "王工", "2026-03-01", "Enquiry", "漏得厉害", "Completed")
    counts, problems = bring_in(store, "requests", ENGLISH, row)
    after = store.read(records.get, ServiceRequest, key)
    assert counts == [0, 1, 0, 0, 0]
    assert [(one["field"], one["message"][:40]) for one in problems] == [("state", "The service request was there already: w")]
    assert (after["kind"], after["subject"], after["arrive_due"]) == ("enquiry", "漏得厉害", None)
    assert all(after[name] == before[name] for name in ("state", "received_at", "done_at", "number", "first_owner_id"))
    tomorrow = (now_utc() + timedelta(days=2)).strftime("%Y-%m-%d")
    problems = bring_in(store, "requests", ENGLISH, ("R-2", "", "李", tomorrow, "", "x", ""))[1]
    assert [one["field"] for one in problems] == ["received_at"]


def test_an_export_of_requests_comes_back_unchanged(store):
    bring_in(store, "requests", HEADER, *ROWS)
    names = ("number", "customer", "caller", "received_at", "kind", "subject", "text", "state", "done_at", "rating")
    rows = [tuple(str(one.get(name) or "") for name in names) for one in store.read(listing, "requests")]
    assert bring_in(store, "requests", names, *rows)[0] == [0, 0, 5, 0, 0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_file_of_requests_is_taken_for(tmp_path, language):
    with use_language(language):
        assert likely_entity(sheet_of(tmp_path, HEADER, *ROWS)) == "requests"
        header = ("投诉编号", "客户名称", "投诉人", "投诉日期", "结案日期", "产品", "投诉类别", "投诉内容", "严重程度", "状态")
        assert likely_entity(sheet_of(tmp_path, header)) == "complaints"
        assert likely_entity(sheet_of(tmp_path, ("编号", "客户", "日期", "内容", "状态", "处理人"))) == "complaints"
    assert fields(tmp_path, "requests", *HEADER) == [
        "number", "customer", "caller", "received_at", "kind", "text", "state", "done_at", "rating", "handler",
    ]  # fmt: skip
