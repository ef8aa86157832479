"""Windows of a list: whatever way a filter is answered, the rows are those of a plain sort of everything."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.models import Customer, Employee
from app.models.session import finder
from app.services import lists, records
from app.services.lists import Filter, ListQuery
from app.store.store import Store, open_file

QUERY = ListQuery("customers", ("name", "code", "grade", "owner_id"), "name")
PLACES, TRADES = "华东南西北", ("钢构", "泵业", "物流")


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One file for all questions: nothing here changes it."""
    store = open_file(Path(shutil.copy(template, tmp_path_factory.mktemp("lists") / "data.db")))
    rng = random.Random(5)
    owners = [store.write("e", records.create, Employee, {"name": name}).value for name in ("陈立", "周敏")]
    rows = [
        {
            "name": f"{rng.choice(PLACES)}{rng.choice(PLACES)}{rng.choice(TRADES)}{number}",
            "grade": rng.choice(("gold", "silver", None)),
            "owner_id": rng.choice((*owners, None)),
            "birthday": rng.choice(("--08-15", "1985-08-15", "1990-01-02", None, None)),
        }
        for number in range(400)
    ]
    store.write("Import", records.create_many, Customer, rows)
    store.write("Deleted", records.delete, Customer, store.read(lists.ids, QUERY)[::7])
    yield store
    store.close()


def everything(store: Store, query: ListQuery) -> list[Any]:
    """All ids in order by the shortest way that cannot be wrong: read all, sort in Python."""

    def read(session: Any) -> list[Any]:
        condition = finder(session).matches(Customer, query.text) if query.text else sa.true()
        owner = sa.select(Employee.name_key).where(Employee.id == Customer.owner_id).scalar_subquery()
        wanted = sa.select(Customer.id, Customer.name_key, Customer.code, Customer.grade, Customer.birthday, owner)
        rows = session.execute(wanted.where(condition, Customer.deleted_at.is_(None))).all()
        for wish in query.filters:
            rows = [row for row in rows if getattr(row, wish.field) in wish.values]
        key = {"name": 1, "code": 2, "grade": 3, "birthday": 4, "owner_id": 5}[query.sort]
        ordered = sorted(rows, key=lambda row: (row[key] is not None, row[key] or "", row[0].bytes), reverse=query.descending)
        return [row[0] for row in ordered]

    return store.read(read)


def by_windows(store: Store, query: ListQuery, size: int) -> list[Any]:
    found: list[Any] = []
    while rows := store.read(lists.page, query, len(found), size):
        found += [row.id for row in rows]
    return found


LIMITS = {  # up to so many hits are sorted, from so many on rows are asked; rows asked, rows walked; the farthest walk
    "sorted": (2500, 20_000, 1000, 8000, 20_000),
    "gathered": (5, 20_000, 1000, 8000, 0),
    "near": (5, 20_000, 1000, 60, 20_000),
    "near at first": (5, 20_000, 1000, 60, 100),
    "past the empty ones": (5, 20_000, 1000, 190, 20_000),
    "too near": (5, 20_000, 1000, 3, 20_000),
    "asked": (5, 5, 150, 8000, 20_000),
    "asked, then near": (5, 5, 3, 60, 20_000),
    "asked, all too near": (5, 5, 3, 4, 20_000),
}
NAMES = ("FEW", "MANY", "CLOSE", "NEAR", "FAR")


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("text", ["", "华", "hd", "泵业", "b", "南 物流", "nothing"])
@pytest.mark.parametrize("sort", ["name", "code", "grade", "birthday"])
@pytest.mark.parametrize("descending", [False, True])
def test_windows_are_the_sorted_whole(
    filled: Store, monkeypatch: pytest.MonkeyPatch, limits: tuple[int, ...], text: str, sort: str, descending: bool
) -> None:
    for name, limit in zip(NAMES, limits, strict=True):
        monkeypatch.setattr(lists, name, limit)
    query = replace(QUERY, text=text, sort=sort, descending=descending)
    whole = everything(filled, query)
    assert by_windows(filled, query, 37) == whole
    assert filled.read(lists.count, query) == len(whole)
    assert filled.read(lists.ids, query) == whole


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("text", ["", "华"])
@pytest.mark.parametrize(("sort", "descending"), [("name", False), ("birthday", False), ("birthday", True), ("owner_id", False)])
@pytest.mark.parametrize(("field", "value"), [("grade", "gold"), ("grade", "watch"), ("birthday", "1990-01-02")])
def test_filtered_windows_are_the_sorted_whole(
    filled: Store, monkeypatch: pytest.MonkeyPatch, limits: tuple[int, ...], text: str, sort: str, descending: bool,
    field: str, value: str,
) -> None:  # fmt: skip
    for name, limit in zip(NAMES, limits, strict=True):
        monkeypatch.setattr(lists, name, limit)
    query = replace(QUERY, text=text, sort=sort, descending=descending, filters=(Filter(field, "in", (value,)),))
    whole = everything(filled, query)
    assert by_windows(filled, query, 23) == whole
    assert filled.read(lists.count, query) == len(whole)
    assert (filled.read(lists.ids, query), filled.read(lists.ids, query, 9)) == (whole, whole[:9])


def test_a_filter_that_finds_few_walks_little_and_then_reads_the_table_once(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "NEAR", 30)
    query = replace(QUERY, filters=(Filter("grade", "in", ("watch",)), Filter("region", "contains", ("西藏",))))
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        seen.append((statement, parameters))

    with filled._reader.connect() as connection:
        sa.event.listen(filled._reader, "before_cursor_execute", note)
        assert filled.read(lists.page, query, 0, 40) == ()
        sa.event.remove(filled._reader, "before_cursor_execute", note)
        raw: Any = connection.connection.driver_connection
        plans = [" ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", values)) for text, values in seen]
    near, whole = (plan for plan, (text, _values) in zip(plans, seen, strict=True) if "grade" in text)
    assert "USING INDEX ix_customers_live_name_key (name_key<" in near
    assert "SCAN customers" in whole
    assert "live" not in whole


def test_filters_narrow_what_is_found(filled: Store) -> None:
    query = replace(QUERY, text="华", filters=(Filter("grade", "in", ("gold",)),))
    assert by_windows(filled, query, 10) == everything(filled, query)
    assert filled.read(lists.count, query) == len(everything(filled, query))


def test_links_read_as_names_and_sort_by_them(filled: Store) -> None:
    rows = filled.read(lists.page, replace(QUERY, sort="owner_id", descending=True), 0, 400)
    names = [row.texts[3] for row in rows]
    assert names == sorted(names, key=lambda name: {"周敏": 0, "陈立": 1, "": 2}[name])
    assert set(names) == {"陈立", "周敏", ""}


def test_the_recycle_bin_is_a_list_too(filled: Store) -> None:
    shown, binned = (filled.read(lists.count, replace(QUERY, binned=binned)) for binned in (False, True))
    assert (shown + binned, binned) == (400, 58)
