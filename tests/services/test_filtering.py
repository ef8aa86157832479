"""Filters by any field find what a plain filter in Python finds."""

import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models import Customer
from app.models.firm_lists import CustomField
from app.models.own import own_fields
from app.services import lists, records
from app.services.filtering import Filter, parts_of
from app.services.lists import ListQuery
from app.store.store import Store, open_file

Row = dict[str, Any]
WORDS = ("VIP", "vip", "重点", "华东 区", "a%b", "a_b", "老客户")
COMMAS = (", ", "，", ",", " , ", ",   ")
TEXTS = (None, "钢结构 制造", "Pumps 100%", "pumps_100", "PUMPS", "O'Neill \\ Co", "华东", "100")
FIT = ("need", "budget", "power")
FIRST = date(2024, 1, 1)


def made_row(rng: random.Random, number: int) -> Row:
    return {
        "name": f"N{number}",
        "business": rng.choice(TEXTS),
        "tags": rng.choice(COMMAS).join(rng.sample(WORDS, rng.randint(0, 3))) or None,
        "founded": rng.choice((None, FIRST + timedelta(days=rng.randint(0, 40)))),
        "registered_capital": rng.choice((None, rng.randint(0, 50))),
        "employees": rng.choice((None, rng.randint(0, 12))),
        "grade": rng.choice((None, "gold", "silver")),
        "starred": rng.random() < 0.5,
        "touches": ",".join(rng.sample(FIT, rng.randint(0, 3))) or None,
        "own": rng.choice((None, Decimal(rng.randint(-2000, 2000)).scaleb(-1))),
    }


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Row], str]]:
    """One file of made-up customers for all questions, the same as plain values, the key of the firm's own number."""
    store = open_file(Path(shutil.copy(template, tmp_path_factory.mktemp("filters") / "data.db")))
    store.write("own", records.create, CustomField, {"target": "customers", "name": "Share", "kind": "number"})
    (own,) = own_fields(Customer)
    rng = random.Random(11)
    plain = [made_row(rng, number) for number in range(160)]
    rows = [{(own if key == "own" else key): value for key, value in row.items()} for row in plain]
    ids = store.write("rows", records.create_many, Customer, rows).value
    yield store, [{**row, "id": key} for row, key in zip(rows, ids, strict=True)], own
    store.close()


def lower(text: str) -> str:
    """What SQLite takes for the same: Latin letters of either case."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def passes(value: Any, wish: Filter) -> bool:
    """The condition said plainly."""
    first = wish.values[0] if wish.values else None
    if wish.operator in ("empty", "filled"):
        return (value is None) == (wish.operator == "empty")
    if wish.operator in ("not_in", "lacks", "none") and value is None:
        return True
    if value is None:
        return False
    return {
        "in": lambda: value in wish.values,
        "not_in": lambda: value not in wish.values,
        "before": lambda: value < first,
        "from": lambda: value >= first,
        "to": lambda: value <= first,
        "between": lambda: (wish.values[0] is None or value >= wish.values[0])
        and (wish.values[1] is None or value <= wish.values[1]),
        "contains": lambda: lower(first) in lower(value),
        "lacks": lambda: lower(first) not in lower(value),
        "is": lambda: lower(first) == lower(value),
        "any": lambda: bool({part.strip() for part in value.replace("，", ",").split(",")} & set(wish.values)),
        "none": lambda: not {part.strip() for part in value.replace("，", ",").split(",")} & set(wish.values),
    }[wish.operator]()


def bounds(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(st.none() | values, st.none() | values)


def compared(field: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Filter]:
    single = st.builds(lambda op, v: Filter(field, op, (v,)), st.sampled_from(("before", "from", "to")), values)
    return single | st.builds(lambda both: Filter(field, "between", both), bounds(values))


def several(field: str, operators: Sequence[Any], values: Sequence[Any]) -> st.SearchStrategy[Filter]:
    chosen = st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)
    return st.builds(lambda op, found: Filter(field, op, found), st.sampled_from(operators), chosen)


WISHES = st.one_of(
    st.builds(
        lambda op, text: Filter("business", op, (text,)),
        st.sampled_from(("contains", "lacks", "is")),
        st.sampled_from(("100%", "_", "pumps", "华东", "\\", "'", "100", "钢结构 制造")),
    ),
    several("tags", ("any", "none"), WORDS), several("touches", ("any", "none"), FIT),
    several("grade", ("in", "not_in"), ("gold", "silver")), several("starred", ("in",), (True, False)),
    compared("founded", st.dates(FIRST, FIRST + timedelta(days=45))), compared("employees", st.integers(0, 13)),
    compared("registered_capital", st.integers(-60, 60)),
    compared("own", st.integers(-2100, 2100).map(lambda number: Decimal(number).scaleb(-1))),
    st.builds(Filter, st.sampled_from(("business", "tags", "grade", "own", "founded")), st.sampled_from(("empty", "filled"))),
)  # fmt: skip


@settings(max_examples=150)
@given(wishes=st.lists(WISHES, min_size=1, max_size=3))
def test_filters_find_what_a_plain_filter_finds(filled: tuple[Store, list[Row], str], wishes: list[Filter]) -> None:
    store, rows, own = filled
    wishes = [Filter(own, wish.operator, wish.values) if wish.field == "own" else wish for wish in wishes]
    expected = {row["id"] for row in rows if all(passes(row.get(wish.field), wish) for wish in wishes)}
    query = ListQuery("customers", ("name",), "name", filters=tuple(wishes))
    assert set(store.read(lists.ids, query)) == expected
    assert store.read(lists.count, query) == len(expected)


def test_several_values_are_read_apart_at_commas_of_either_kind() -> None:
    assert parts_of("VIP, 重点，华东  区,,") == ["VIP", "重点", "华东 区"]
    assert parts_of(None) == []
