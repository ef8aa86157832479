"""The state of the customer base (R-03) and its segments (R-04): over the sample company; a base without orders."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app import reports
from app.models import Customer
from app.models.order import Order
from app.reports.document import Block, Document, SideBySide, Table
from app.reports.pdf import render_bytes
from app.services import base_counts, records
from app.store.store import Store, open_file
from tests.reports.reading import pypdf_text, squeezed

AS_OF = date(2026, 11, 20)
NUMERALS = {"zh": ("一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、", "十一、", "十二、", "十三、"),
            "en": ("IOverview", "IINumber", "IIIStructure", "IVValue", "VGrowth", "VIProfit", "VIICredit", "VIIIRelations",
                   "IXSatisfaction", "XChurn", "XIQuality", "XIIStrengths", "XIIIMeasures")}  # fmt: skip


@pytest.fixture(scope="module")
def company(sample_file: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_file(Path(shutil.copy(sample_file("zh", AS_OF), tmp_path_factory.mktemp("base") / "sample.db")))
    yield store
    store.close()


def paper(store: Store, language: str) -> Document:
    document: Document = store.read(reports.build, "customers", language, day=AS_OF)
    return document


@pytest.mark.parametrize("language", ["zh", "en"])
def test_thirteen_sections_print(company: Store, language: str) -> None:
    content, result = render_bytes(paper(company, language))
    text = squeezed(pypdf_text(content))
    places = [text.index(numeral) for numeral in NUMERALS[language]]
    assert places == sorted(places)
    assert "凯达自动化" in text
    assert 6 <= result.pages <= 12
    assert "■" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_segments_of_the_base_fill_four_pages_at_most(company: Store, language: str) -> None:
    content, result = render_bytes(company.read(reports.build, "segments", language, day=AS_OF))
    assert (result.pages, "■" in pypdf_text(content)) == (4, False)


def test_its_figures_are_those_of_the_base(company: Store) -> None:
    document = paper(company, "en")
    tables = [block for block in document.blocks if isinstance(block, Table)]
    movement = next(table for table in tables if table.columns[0].label == "At the start")
    assert movement.rows[0][-1] == 60
    start, won, back, gone, end = (int(str(cell)) for cell in movement.rows[0][:5])
    assert start + won + back - gone == end > 0
    tiers = next(table for table in tables if table.caption == "By tier")
    assert sum(int(str(row[1])) for row in tiers.rows if row[0] != "Without sales in the period") == sum(
        len(line.client.key) > 0 for line in company.read(_ranked).lines)  # fmt: skip
    listed = tables[-1]
    assert [str(row[0]) for row in listed.rows] == sorted(
        (str(row[0]) for row in listed.rows), key=["Gold", "Silver", "Ordinary", "Watch", "None"].index)  # fmt: skip


def test_who_came_and_went_adds_up(store: Store) -> None:
    """Two that stayed, one lost, one won new and one won and lost again: the four say how the first number became the last."""
    ordered = {
        "stays": (date(2025, 10, 1), date(2026, 11, 1)), "stays too": (date(2025, 11, 1), date(2026, 10, 20)),
        "gone": (date(2025, 6, 1), date(2025, 7, 1)), "new": (date(2026, 10, 1), date(2026, 11, 10)),
        "passed": (date(2025, 12, 1), date(2025, 12, 20)),
    }  # fmt: skip
    for name, days in ordered.items():
        firm = store.write("x", records.create, Customer, {"name": name}).value
        for day in days:
            store.write("x", records.create, Order, {"customer_id": firm, "ordered_on": day, "net": 100_000})
    blocks = paper(store, "en").blocks
    movement = next(block for block in blocks if isinstance(block, Table) and block.columns[0].label == "At the start")
    assert movement.rows[0][:5] == (3, 1, 0, 1, 3)
    assert "1 more was won and lost again" in str(blocks)


def _ranked(session):  # type: ignore[no-untyped-def]
    from app.services.business import worth
    from app.services.business.period import ending

    return worth.pyramid(session, ending(AS_OF))


def test_parts_are_counted_with_those_not_filled_in_last(store: Store) -> None:
    for values in ({"size": "S"}, {"size": "S", "region_code": "440300"}, {"size": "L"}, {}):
        store.write("x", records.create, Customer, {"name": "甲", **values})
    assert [(part.name, part.count) for part in store.read(base_counts.parts, "size")] == [("Small", 2), ("Large", 1), ("", 1)]
    assert [(part.name, part.count) for part in store.read(base_counts.parts, "region")] == [("South China", 1), ("", 3)]
    assert store.read(base_counts.total) == 4


def test_types_and_sizes_are_those_of_the_segments(company: Store) -> None:
    """R-03 II and R-04 III count the same, private customers apart."""
    base, segments = (company.read(reports.build, kind, "en", day=AS_OF).blocks for kind in ("customers", "segments"))
    for title in ("Company type", "Industry", "Size", "Region"):
        ours, theirs = (dict(_counted(_by(blocks, title))) for blocks in (base, segments))
        both = {*ours} & {*theirs} - {"All others"}  # the smallest are put together, in one paper more of them
        assert len(both) > 1, title
        assert {name: ours[name] for name in both} == {name: theirs[name] for name in both}, title


def _counted(table: Table) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1]).split(" ")[0]) for row in table.rows]


def _by(blocks: tuple[Block, ...], title: str) -> Table:
    flat = [each for block in blocks for each in (block.blocks if isinstance(block, SideBySide) else (block,))]
    return next(each for each in flat if isinstance(each, Table) and each.columns[0].label == title)


def test_a_base_without_orders_says_so(store: Store) -> None:
    assert "There are no customers yet." in str(paper(store, "en").blocks)
    store.write("x", records.create, Customer, {"name": "新客"})
    content, result = render_bytes(paper(store, "zh"))
    assert result.pages >= 3
    assert "一、" in pypdf_text(content)
