"""Birthdays by both calendars against the oracles of C04; ages; what the store keeps, refuses and shows."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.born import Born, typed_birthday
from app.errors import ValidationError
from app.i18n import set_language
from app.models import Contact, Customer
from app.services import contacts, customer_view, lists, present, records, settings, today_side
from app.services.birthdays import Rules, age_on, occurrences, solar_of_lunar
from app.services.lists import ListQuery
from app.store.store import Store

ORACLE = json.loads((Path(__file__).parent.parent / "oracles.json").read_text(encoding="utf-8"))["C04_lunar"]
FESTIVALS = {"春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中秋": (8, 15), "重阳": (9, 9)}
LEAPING = Rules("leap_if_exists")


def kept(text: str, year: int, by: Rules = Rules()) -> list[str]:  # noqa: B008
    stored, calendar = typed_birthday(text)
    return [day.isoformat() for day in occurrences(stored, calendar, date(year, 1, 1), date(year, 12, 31), by)]


@pytest.mark.parametrize(("lunar", "solar"), ORACLE["convert"])
def test_lunar_days_become_solar_ones(lunar: str, solar: str) -> None:
    year, month, day = lunar.replace("闰", "").split("-")
    assert solar_of_lunar(int(year), int(month), int(day), "闰" in lunar).isoformat() == solar


@pytest.mark.parametrize(("words", "year", "days"), ORACLE["occurrences"])
def test_a_lunar_birthday_is_kept_no_once_or_twice_in_a_solar_year(words: str, year: int, days: list[str]) -> None:
    text, _, rule = words.partition("(")
    assert kept(text, year, Rules(rule.rstrip(")") or "regular")) == days


@pytest.mark.parametrize(("year", "month"), ORACLE["leap_months"].items())
def test_only_the_leap_month_of_a_year_is_kept_by_that_rule(year: str, month: int) -> None:
    for each in range(1, 13):
        text, first, last = Born(None, each, 10).text(), date(int(year), 1, 25), date(int(year) + 1, 1, 19)
        plain, leap = (occurrences(text, "lunar_leap", first, last, by) for by in (Rules(), LEAPING))
        assert (plain != leap) == (each == month)


@pytest.mark.parametrize("year", ORACLE["festivals"])
def test_festivals_by_the_same_reckoning(year: str) -> None:
    given_days = ORACLE["festivals"][year]
    for name, (month, day) in FESTIVALS.items():
        assert solar_of_lunar(int(year), month, day).isoformat() == given_days[name]
    assert given_days["除夕"] in kept("腊月三十", int(year))


@given(st.integers(1, 12), st.integers(1, 30), st.sampled_from(["lunar", "lunar_leap"]), st.integers(1901, 2097), st.booleans())
def test_every_lunar_year_keeps_it_once(month: int, day: int, calendar: str, year: int, leaping: bool) -> None:
    by = LEAPING if leaping else Rules()
    first, last = solar_of_lunar(year, 1, 1), solar_of_lunar(year + 1, 1, 1)
    found = occurrences(Born(None, month, day).text(), calendar, first, date.fromordinal(last.toordinal() - 1), by)
    assert len(found) == 1


@pytest.mark.parametrize(("rule", "day"), [((2, 28), date(2026, 2, 28)), ((3, 1), date(2026, 3, 1))])
def test_29_february_in_a_common_year(rule: tuple[int, int], day: date) -> None:
    assert occurrences("--02-29", None, date(2026, 1, 1), date(2026, 12, 31), Rules(leap_day=rule)) == [day]


def test_age_is_that_of_the_solar_day_of_birth() -> None:
    assert age_on("1985-08-15", "lunar", date(2026, 9, 28)) == 40
    assert age_on("1985-08-15", "lunar", date(2026, 9, 29)) == 41
    assert age_on("1984-02-29", None, date(2026, 2, 28)) == 41
    assert age_on("1984-02-29", "solar", date(2026, 3, 1)) == 42
    assert age_on("--08-15", "solar", date(2026, 9, 29)) is None
    assert age_on(None, None, date(2026, 9, 29)) is None


# in the store ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def firm(store: Store) -> UUID:
    made: UUID = store.write("x", records.create, Customer, {"name": "华信"}).value
    return made


def person(store: Store, firm: UUID, **values: Any) -> UUID:
    made: UUID = store.write("x", records.create, Contact, {"customer_id": firm, "name": "王芳", **values}).value
    return made


def test_a_lunar_second_month_30th_and_a_day_without_year_are_kept(store: Store, firm: UUID) -> None:
    moon = person(store, firm, birthday="1985-02-30", birthday_calendar="lunar")
    bare = person(store, firm, birthday="--08-15")
    assert store.read(records.get, Contact, moon)["birthday"] == "1985-02-30"
    view = store.read(contacts.view, bare, date(2026, 8, 1))
    assert (view.values["birthday"], view.age, view.next_birthday) == ("--08-15", None, date(2026, 8, 15))
    assert store.read(contacts.view, moon, date(2026, 3, 1)).age == 40


@pytest.mark.parametrize(
    ("day", "calendar"),
    [("1985-02-30", None), ("1985-02-30", "solar"), ("--08-31", "lunar"), ("--13-01", None), ("1985-8-15", None)],
)
def test_days_that_do_not_exist_are_refused_at_their_field(store: Store, firm: UUID, day: str, calendar: str | None) -> None:
    with pytest.raises(ValidationError) as refused:
        person(store, firm, birthday=day, birthday_calendar=calendar)
    assert refused.value.field == "birthday"
    assert store.read(lambda session: session.query(Contact).count()) == 0


def test_the_calendar_alone_can_make_a_day_impossible(store: Store, firm: UUID) -> None:
    key = person(store, firm, birthday="--02-30", birthday_calendar="lunar")
    with pytest.raises(ValidationError):
        store.write("x", records.update, Contact, key, {"birthday_calendar": "solar"})
    store.write("x", records.update, Contact, key, {"birthday_calendar": "solar", "birthday": "--02-28"})
    assert store.read(records.get, Contact, key)["birthday_calendar"] == "solar"


def test_lists_show_the_day_with_its_calendar(store: Store, firm: UUID) -> None:
    person(store, firm, birthday="--08-15", birthday_calendar="lunar")
    person(store, firm, birthday="1970-01-02")
    query = ListQuery("contacts", ("birthday", "customer_id"), sort="birthday")
    set_language("zh")
    try:
        chinese = [row.texts for row in store.read(lists.page, query, 0, 10)]
    finally:
        set_language("en")
    assert chinese == [("农历八月十五", "华信"), ("1970-01-02", "华信")]
    assert [row.texts[0] for row in store.read(lists.page, query, 0, 10)] == [
        present.birthday_text("--08-15", "lunar"),
        "1970-01-02",
    ]
    assert present.birthday_text("--08-15", None) == "08-15"


def test_today_tells_birthdays_without_a_year_and_by_the_rule_of_the_firm(store: Store, firm: UUID) -> None:
    person(store, firm, name="无年", birthday="--07-20")
    person(store, firm, name="闰月", birthday="--06-15", birthday_calendar="lunar_leap")
    person(store, firm, name="三十", birthday="--05-30", birthday_calendar="lunar")
    found = {each.name: (each.day, each.turns) for each in store.read(today_side.birthdays, date(2025, 7, 8))}
    assert found == {"无年": (date(2025, 7, 20), None), "闰月": (date(2025, 7, 9), None)}
    store.write("x", settings.change, "birthday.leap_month", "leap_if_exists")
    assert [each.name for each in store.read(today_side.birthdays, date(2025, 7, 8))] == ["无年"]
    assert store.read(today_side.birthdays, date(2025, 8, 1))[0].day == date(2025, 8, 8)
    step = store.read(customer_view.next_step, store.read(records.get, Customer, firm), _noon(2025, 8, 1))
    assert step is not None
    assert (step.kind, step.due) == ("birthday", date(2025, 8, 8))


def test_29_february_is_told_by_the_rule_of_the_firm(store: Store, firm: UUID) -> None:
    person(store, firm, birthday="1984-02-29")
    assert store.read(today_side.birthdays, date(2026, 2, 20))[0].day == date(2026, 2, 28)
    store.write("x", settings.change, "birthday.leap_day", "03-01")
    assert store.read(today_side.birthdays, date(2026, 3, 1))[0].day == date(2026, 3, 1)


def _noon(year: int, month: int, day: int) -> Any:
    from datetime import UTC, datetime

    return datetime(year, month, day, 4, tzinfo=UTC)
