"""Dates, amounts, protected text and choices as people write them (faults F33–F35, domain/60 §6.8)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.errors import ValidationError
from app.exchange import dates, numbers
from app.exchange.mapping import Column
from app.exchange.protect import protect, unprotect
from app.exchange.tables import choice_words
from app.exchange.values import ValueContext, reader
from app.i18n import gettext_text, use_language
from app.models import BY_KEY, fields_of
from tests.hostile import HOSTILE

TODAY = date(2026, 11, 22)


def read_all(column, **how):
    order = dates.settle(column, TODAY, **how)
    found = []
    for text in column:
        try:
            found.append(dates.read_day(text, order, TODAY).isoformat())
        except ValidationError:
            found.append("refused")
    return found


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["9/24/19", "10/5/19"], ["2019-09-24", "2019-10-05"]),
        (["13/2/26", "1/2/26"], ["2026-02-13", "2026-02-01"]),
        (["1/2/26", "3/4/2025"], ["refused", "refused"]),
        (["5/5/2026", "1/2/2026"], ["2026-05-05", "refused"]),
        (["13/1/2026", "1/13/2026", "2/3/2026"], ["2026-01-13", "2026-01-13", "refused"]),
        (["26/1/5"], ["2026-01-05"]),
        (["99/12/31", "25/12/2023", "03-05-12"], ["1999-12-31", "2023-12-25", "2012-05-03"]),
        (["30.02.2026", "1.2.2026"], ["refused", "2026-02-01"]),
        (["1/20/98", "1/20/26"], ["1998-01-20", "2026-01-20"]),
        (["12/31/26"], ["1926-12-31"]),
        (["2026年1月5日", "2026/1/5", "2026.1.5", "2026-01-05", "20260105", "46027"], ["2026-01-05"] * 6),
        (["Jan 5, 2026", "5 Jan 2026", "5-Jan-26"], ["2026-01-05"] * 3),
        (["0000-00-00", "2026-13-45", "9999-99-99", "1e308", "soon", "29/2/2025"], ["refused"] * 6),
    ],
)
def test_columns_settle_their_order(column, expected):
    assert read_all(column) == expected


def test_a_word_from_the_person_decides():
    assert read_all(["1/2/26"], choice="dmy") == ["2026-02-01"]
    assert read_all(["1/2/26"], choice="mdy") == ["2026-01-02"]
    assert read_all(["1/2/26"], choice="ymd") == ["2001-02-26"]


def test_birthdays_are_those_of_grown_people():
    assert read_all(["1/20/85", "1/20/05", "1/20/15"], birthday=True) == ["1985-01-20", "2005-01-20", "1915-01-20"]


def test_times_are_kept():
    order = dates.DateOrder()
    for text in ("2026-01-05 15:20", "2026年1月5日 下午3:20", "2026/1/5 3:20 PM", "2026-01-05T15:20:00"):
        assert dates.read_moment(text, order, TODAY) == datetime(2026, 1, 5, 15, 20)
    assert dates.read_moment("2026-01-05T15:20:00+08:00", order, TODAY).utcoffset() == timedelta(hours=8)


@given(st.dates(date(1950, 1, 1), TODAY), st.sampled_from(["dmy", "mdy"]))
def test_a_known_order_reads_every_day(day, order):
    first, second = (day.day, day.month) if order == "dmy" else (day.month, day.day)
    assert read_all([f"{first}/{second}/{day.year}"], choice=order) == [day.isoformat()]


@given(st.lists(st.dates(date(2001, 1, 1), TODAY), min_size=1), st.sampled_from(["dmy", "mdy"]))
def test_an_order_found_is_never_the_wrong_one(days, order):
    shape = "{d}/{m}/{y}" if order == "dmy" else "{m}/{d}/{y}"
    texts = [shape.format(d=day.day, m=day.month, y=day.year) for day in days]
    for text, day in zip(read_all(texts), days, strict=True):
        assert text in ("refused", day.isoformat())


@pytest.mark.parametrize(
    ("column", "fen"),
    [
        (["1,234.56", "1.234"], [123456, 123]),
        (["1.234,56", "1.234"], [123456, 123400]),
        (["1.234"], ["refused"]),
        (["1,234"], [123400]),
        (["￥1,234", "(500)", "500-", "-3.5", "RMB 5,000"], [123400, -50000, -50000, -350, 500000]),
        (["12.5万元", "3亿元", "12 万", "100元"], [12500000, 30000000000, 12000000, 10000]),
        (["abc", "1 234,5x", "1,2,3", "--5", "1e308", "９９"], ["refused"] * 5 + [9900]),
    ],
)
def test_amounts(column, fen):
    sign = numbers.decimal_sign(column)
    found = []
    for text in column:
        try:
            found.append(numbers.read_money(text, sign))
        except ValidationError:
            found.append("refused")
    assert found == fen


def test_the_header_may_name_the_unit():
    assert numbers.read_money("500", ".", numbers.unit_of("注册资本（万元）")) == 500_000_000
    assert numbers.unit_of("万元户") == 1


@given(st.integers(-(10**15), 10**15))
def test_amounts_come_back(fen):
    text = f"{Decimal(fen).scaleb(-2):,}"
    assert numbers.read_money(text, numbers.decimal_sign([text, "0.05"])) == fen


@given(st.text())
def test_protected_text_comes_back(text):
    assert unprotect(protect(text)) == text
    assert protect(text).lstrip()[:1] not in ("=", "@")


@pytest.mark.parametrize("text", [*HOSTILE, "=1+1", "'=1", "''=1", "'007", "\t=1", " =1", "-5+cmd|x"])
def test_hostile_text_is_protected_and_comes_back(text):
    assert unprotect(protect(text)) == text


@pytest.mark.parametrize("text", ["+86 755 8888 0000", "-12.5", "007", "(0755) 1", "A=1", "-", "+"])
def test_plain_numbers_and_phones_stay(text):
    assert protect(text) == text


def value_of(entity, key, text, column=None):
    field = fields_of(BY_KEY[entity])[key]
    return reader(field, Column(key), column or [text], ValueContext(entity, TODAY))(text)


@pytest.mark.parametrize("text", ["1.38E+10", "1.38001E+10", "4.40300199001011E+17", "#REF!", "#N/A"])
def test_damaged_numbers_are_not_guessed(text):
    with pytest.raises(ValidationError):
        value_of("customers", "phone", text)


@pytest.mark.parametrize("text", ["007", "+86 138", "０７５５", "13800138000"])
def test_numbers_stay_as_typed(text):
    assert value_of("customers", "phone", text) == text


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [("severity", "严重", "S3"), ("severity", "High", "S3"), ("severity", "s4", "S4"), ("severity", "Critical", "S4"),
     ("state", "已结案", "S80"), ("state", "closed", "S80"), ("state", "In progress", "S40"), ("state", "Open", "S10"),
     ("state", "处理中", "S40"), ("state", "S45", "S45")],
)  # fmt: skip
def test_complaint_words(key, text, code):
    assert value_of("complaints", key, text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("企业", "company"), ("个人", "person"), ("Company", "company"), ("1", "company"), ("0", "person")]
)
def test_kinds_of_customers(text, code):
    assert value_of("customers", "kind", text) == code
    with pytest.raises(ValidationError):
        value_of("customers", "kind", "banana")


@pytest.mark.parametrize("entity", ["customers", "contacts", "complaints"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_label_of_every_choice_is_read_again(entity, language):
    for field in fields_of(BY_KEY[entity]).values():
        for choice in field.choices:
            with use_language(language):
                label = gettext_text(choice.label)
            read = reader(field, Column(field.key), [label], ValueContext(entity, TODAY))
            assert read(label) == read(choice.code) == choice.code, (field.key, label)
            assert choice_words(entity, field)


@given(st.text(max_size=30), st.sampled_from(["customers", "contacts", "complaints"]))
def test_any_text_is_a_value_or_a_sentence(text, entity):
    assume("\0" not in text)
    for field in fields_of(BY_KEY[entity]).values():
        try:
            found = value_of(entity, field.key, text)
        except ValidationError as error:
            found = error.sentence
        assert found != ""


@pytest.mark.parametrize("text", ["2003", "2003.12", "2020.5"])
def test_a_year_and_month_is_no_day_of_1905(text):
    with pytest.raises(ValidationError):
        value_of("customers", "founded", text)
