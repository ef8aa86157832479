"""What a number finds: a column that numbers the lines finds nobody, and a record of quite another name is told."""

from app.exchange.listing import listing
from tests.exchange.test_import import bring_in

FIRST = [("序号", "名称", "电话"), ("1", "甲公司", "1"), ("4", "乙公司", "2"), ("9", "丙公司", "3"), ("17", "丁公司", "4")]
SECOND = [("序号", "名称", "电话"), ("2", "戊公司", "5"), ("9", "己公司", "6"), ("17", "庚公司", "7")]


def names(store):
    return [one["name"] for one in store.read(listing, "customers")]


def test_lines_numbered_with_gaps_find_nobody_of_another_file(store):
    assert bring_in(store, "customers", *FIRST)[0] == [4, 0, 0, 0, 0]
    counts, problems = bring_in(store, "customers", *SECOND)
    assert counts == [3, 0, 0, 0, 0]
    assert names(store) == ["甲公司", "乙公司", "丙公司", "丁公司", "戊公司", "己公司", "庚公司"]
    assert [one["field"] for one in problems] == ["序号"]
    assert store.read(listing, "customers")[1]["notes"] == "序号: 4"
    assert bring_in(store, "customers", *FIRST)[0] == [0, 0, 4, 0, 0]


def test_a_number_that_somebody_chose_and_finds_quite_another_name_is_told(store):
    chosen = [("序号", "code")]
    bring_in(store, "customers", *FIRST, choices=chosen)
    counts, problems = bring_in(store, "customers", *SECOND, choices=chosen)
    assert counts == [1, 2, 0, 0, 0]
    assert [(one["row"], one["field"]) for one in problems] == [(3, "name"), (4, "name")]
    assert "“丙公司”" in problems[0]["message"]


def test_a_name_mended_under_its_number_is_not_told(store):
    bring_in(store, "customers", ("Customer no", "Name"), ("K1", "华信机械"), ("K2", "Acme"))
    rows = [("Customer no", "Name"), ("K1", "深圳市华信机械有限公司"), ("K2", "ACME Ltd.")]
    assert bring_in(store, "customers", *rows) == ([0, 2, 0, 0, 0], [])


def test_a_credit_code_that_brings_a_longer_name_is_told_with_both_names(store):
    header, code = ("客户名称", "统一社会信用代码"), "91440300708461136T"
    bring_in(store, "customers", header, ("上海浦东汇通物流有限公司", code))
    counts, problems = bring_in(store, "customers", header, ("上海浦东汇通物流（宁波办）", code))
    assert counts == [0, 1, 0, 0, 0]
    assert [(one["row"], one["field"]) for one in problems] == [(2, "name")]
    assert "“上海浦东汇通物流有限公司”" in problems[0]["message"]
    assert "“上海浦东汇通物流（宁波办）”" in problems[0]["message"]
    assert bring_in(store, "customers", header, ("上海浦东汇通物流(宁波办)有限公司", code)) == ([0, 1, 0, 0, 0], [])


def test_the_number_of_another_customers_visit_is_told(store):
    rows = [("Visit no", "Customer", "Date", "Purpose"), ("V1", "甲", "2026-01-05", "x")]
    bring_in(store, "visits", *rows)
    counts, problems = bring_in(store, "visits", rows[0], ("V1", "乙", "2026-01-05", "x"))
    assert counts == [0, 1, 0, 0, 0]
    assert any(one["message"].startswith("The number finds a record of another customer.") for one in problems)
