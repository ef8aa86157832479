"""Names, phones, ages, the decision chain and the completeness of a file."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import age, decision_chain, figures, names, phones
from app.analysis.completeness import FileField, Section, completeness, is_stale
from app.analysis.decision_chain import Alert, Node

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
TODAY = date(2026, 7, 31)


@pytest.mark.parametrize(("full", "parts"), [
    ("王伟", ("王", "伟")), ("欧阳娜娜", ("欧阳", "娜娜")), ("欧阳", ("欧", "阳")), ("单于丹", ("单于", "丹")),
    ("买买提·艾力", ("", "买买提·艾力")), ("John  Smith", ("", "John Smith")), ("王", ("", "王")), ("", ("", "")),
    (" 张 三 ", ("张", "三")),
])
def test_names_are_split(full, parts):
    assert names.split_name(full) == parts


@pytest.mark.parametrize(("full", "surname", "parts"), [
    ("Helen He", "He", ("He", "Helen")), ("Lisa Li", "Li", ("Li", "Lisa")), ("Li Lisa", "Li", ("Li", "Lisa")),
    ("Anna An", "An", ("An", "Anna")), ("He", "He", ("He", "")), ("Helena", "He", ("", "Helena")),
    ("John von Neumann", "von Neumann", ("von Neumann", "John")), ("单于丹", "单", ("单", "于丹")),
    ("欧阳锋", None, ("欧阳", "锋")),
])
def test_a_surname_in_other_letters_is_cut_off_as_whole_words(full, surname, parts):
    assert names.name_parts(full, surname) == parts


@pytest.mark.parametrize(("full", "post", "courtesy", "expected"), [
    ("王伟", "副总经理", "", "王总"), ("李强", "采购部经理", "先生", "李经理"), ("张工", "高级工程师", "", "张工"),
    ("刘洋", "办公室副主任", "", "刘主任"), ("陈静", "", "女士", "陈女士"), ("陈静", "", "", "陈静"),
    ("欧阳锋", "总经理", "", "欧阳总"), ("John Smith", "经理", "", "John Smith"), ("赵云", "总工程师", "", "赵总工"),
])
def test_people_are_addressed_by_post_then_courtesy_and_never_guessed(full, post, courtesy, expected):
    assert names.form_of_address(full, post, courtesy) == expected


def test_english_address():
    assert names.english_address("Chen", "Ms") == "Ms Chen"
    assert names.english_address("Chen", "", "Chen Jing") == "Chen Jing"


@pytest.mark.parametrize(("one", "other"), [
    ("深圳市华信机械有限公司", "深圳市华信机械股份有限公司"), ("华信（深圳）机械有限责任公司", "华信(深圳)机械"),
    ("Ａcme Co., Ltd.", "ACME"), ("Acme Corporation", "acme inc"), ("华信 机械集团有限公司", "华信机械集团"),
])
def test_the_same_company_in_other_words(one, other):
    assert names.same_company_key(one) == names.same_company_key(other) != ""


def test_other_companies_stay_different_and_an_ending_alone_stays():
    assert names.same_company_key("华信机械") != names.same_company_key("华兴机械")
    assert names.same_company_key("Costco") == "costco"
    assert names.same_company_key("有限公司") == "有限公司"
    assert names.same_company_key("Limited") == "limited"
    assert names.same_company_key("！？") == ""


@given(st.text(max_size=30))
def test_a_company_key_is_its_own_key(name):
    key = names.same_company_key(name)
    assert names.same_company_key(key).startswith(key[:1])
    assert " " not in key


@pytest.mark.parametrize(("typed", "kind", "digits", "shown"), [
    ("138 0013-8000", "mobile", "13800138000", "138 0013 8000"),
    ("+86 138 0013 8000", "mobile", "13800138000", "138 0013 8000"),
    ("013800138000", "mobile", "13800138000", "138 0013 8000"),
    ("１３８００１３８０００", "mobile", "13800138000", "138 0013 8000"),
    ("0755-88888888转801", "landline", "075588888888", "0755-8888 8888 转 801"),
    ("(0755) 8888 8888 ext. 801", "landline", "075588888888", "0755-8888 8888 转 801"),
    ("0755-88888888-801", "landline", "075588888888", "0755-8888 8888 转 801"),
    ("+86 10 8888 8888", "landline", "01088888888", "010-8888 8888"),
    ("0086-411-88888888", "landline", "041188888888", "0411-8888 8888"),
    ("0716-8888888", "landline", "07168888888", "0716-888 8888"),
    ("4008888888", "service", "4008888888", "400-888-8888"),
    ("95588", "short", "95588", "95588"),
    ("+852 2888 8888", "regional", "+85228888888", "+852 28888888"),
    ("ask Ms Chen", "unknown", "askMsChen", "ask Ms Chen"),
    ("+1 (503) 555-9931", "unknown", "+15035559931", "+1 (503) 555-9931"),
])
def test_phones(typed, kind, digits, shown):
    phone = phones.read_phone(typed)
    assert (phone.kind, phone.digits, phone.raw) == (kind, digits, typed)
    assert phones.show_phone(typed) == shown


@given(st.text(max_size=30))
def test_any_text_is_a_phone_without_a_crash(text):
    assert phones.read_phone(text).raw == text
    assert phones.read_phone(phones.show_phone(text)).digits == phones.read_phone(text.strip()).digits


def test_age_counts_completed_years_and_leap_days():
    assert age.age(date(1990, 7, 31), TODAY) == 36
    assert age.age(date(1990, 8, 1), TODAY) == 35
    assert age.age(date(2004, 2, 29), date(2026, 2, 28)) == 21
    assert age.age(date(2004, 2, 29), date(2026, 3, 1)) == 22
    assert age.age(date(2027, 1, 1), TODAY) is None


def test_birthdays_come_round():
    assert age.birthday_in(2026, 2, 29) == date(2026, 2, 28)
    assert age.birthday_in(2026, 2, 29, (3, 1)) == date(2026, 3, 1)
    assert age.birthday_in(2028, 2, 29) == date(2028, 2, 29)
    with pytest.raises(ValueError):
        age.birthday_in(2026, 2, 30)


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2040, 12, 31)))
def test_age_only_grows(born, today):
    assert age.age(born, today) <= age.age(born, today + timedelta(days=1)) <= age.age(born, today) + 1


def test_support_matches_the_oracle():
    chain = [Node("a", ("decider",), 50, 2, TODAY), Node("b", (), 30, 0), Node("c", (), 20, -1, date(2026, 4, 1))]
    view = decision_chain.chain_view(chain, TODAY)
    assert float(view.support.value) == ORACLES["F04_chain"]["support"]
    assert figures.percent(view.coverage) == 50
    assert view.alerts == ()


def test_the_chain_says_what_is_wrong():
    chain = [Node("a", ("approver",), 50, None, date(2026, 5, 1)), Node("b", ("user",), 30)]
    view = decision_chain.chain_view(chain, TODAY)
    assert view.support.reason == "no_data"
    assert view.coverage.value == 0
    assert view.alerts == (Alert("no_decider"), Alert("approver_not_contacted", "a"), Alert("weights_not_100"))
    assert decision_chain.chain_view([], TODAY).alerts == ()
    assert decision_chain.coverage([Node("a")], TODAY).reason == "no_data"
    assert decision_chain.contacted(Node("a", last_contact=date(2026, 5, 2)), TODAY)


def fields(weight, applicable, filled):
    return tuple(FileField(f"{weight}{number}", weight, number < filled) for number in range(applicable))


def test_completeness_matches_the_oracle():
    oracle = ORACLES["C39_profile"]
    parts = [(weight, oracle["applicable"][weight], oracle["filled"][weight]) for weight in oracle["applicable"]]
    fresh = sum((fields(weight, *(counts)) for weight, *counts in parts), ())
    old, rest = fresh[0], fresh[1:]
    result = completeness([Section("old", (old,), stale=True), Section("rest", rest)])
    assert float(figures.percent(result.overall)) == oracle["score"]
    assert result.missing[0] == "required7"
    assert len(result.missing) == 6
    assert result.stale == ("old",)
    assert dict(result.sections)["old"].value == figures.half_up("0.5", 1)


def test_a_file_without_fields_has_no_completeness():
    assert completeness([]).overall.reason == "not_applicable"
    assert is_stale(date(2026, 2, 1), TODAY, 179)
    assert not is_stale(date(2026, 2, 1), TODAY)
    assert not is_stale(None, TODAY)


@given(st.integers(0, 8), st.booleans())
def test_filling_a_field_never_lowers_completeness(filled, stale):
    before = completeness([Section("s", fields("important", 9, filled), stale)]).overall.value
    assert completeness([Section("s", fields("important", 9, filled + 1), stale)]).overall.value > before


@pytest.mark.parametrize(
    ("full", "split"),
    [("单于丹", ("单于", "丹")), ("单 于丹", ("单", "于丹")), ("第五 伦", ("第五", "伦")), ("欧 阳修", ("欧", "阳修")),
     ("张 三", ("张", "三")), ("王 小 明", ("王", "小明")), ("John Smith", ("", "John Smith"))],
)  # fmt: skip
def test_a_blank_in_a_chinese_name_says_where_the_surname_ends(full: str, split: tuple[str, str]) -> None:
    assert names.split_name(full) == split


@pytest.mark.parametrize(
    ("post", "plain", "kept"),
    [("副总经理", "王总", "王副总"), ("常务副厂长", "王厂长", "王副厂长"), ("总经理", "王总", "王总"), ("副手", "王某", "王某")]
)
def test_a_vice_post_is_addressed_as_the_firm_likes_it(post: str, plain: str, kept: str) -> None:
    assert names.form_of_address("王某", post) == plain
    assert names.form_of_address("王某", post, vice=True) == kept
