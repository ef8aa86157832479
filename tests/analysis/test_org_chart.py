"""The org chart: nobody lost, nothing overlapping, circles cut and told, the same every time, on sheets of paper too."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.org_chart import OrgChart, Sizes, layout
from app.analysis.org_lines import forest, makes_circle
from app.analysis.org_moves import neighbour
from app.analysis.org_pages import Paper, sheets

People = list[tuple[str, str | None]]
SIZES = Sizes()


@st.composite
def crowds(draw: st.DrawFn, most: int = 200) -> People:
    """1 to 200 people who report to anybody, themselves and strangers included."""
    count = draw(st.integers(1, most))
    bosses = draw(st.lists(st.one_of(st.none(), st.integers(0, count + 2)), min_size=count, max_size=count))
    return [(f"p{n}", None if boss is None else f"p{boss}") for n, boss in enumerate(bosses)]


@st.composite
def firms(draw: st.DrawFn, most: int = 200) -> People:
    """Trees as in life: everybody reports to one of the people before."""
    count = draw(st.integers(1, most))
    return [(f"p{n}", None if n == 0 else f"p{draw(st.integers(max(0, n - 40), n - 1))}") for n in range(count)]


def overlapping(chart: OrgChart) -> list[tuple[str, str]]:
    wide, high = chart.sizes.width, chart.sizes.height
    return [
        (one.id, other.id)
        for one, other in combinations(chart.seats, 2)
        if abs(one.x - other.x) < wide - 0.001 and abs(one.y - other.y) < high - 0.001
    ]


def crossed(chart: OrgChart) -> list[str]:
    """Whose card a line runs through; lines may end at an edge."""
    wide, high, near = chart.sizes.width, chart.sizes.height, 0.001
    return [
        seat.id
        for x, y, to_x, to_y in chart.lines
        for seat in chart.seats
        if max(x, to_x) > seat.x + near and min(x, to_x) < seat.x + wide - near
        and max(y, to_y) > seat.y + near and min(y, to_y) < seat.y + high - near
    ]  # fmt: skip


@given(st.one_of(crowds(), firms()), st.sampled_from([0, 300, 1000]))
def test_everybody_sits_once_and_nothing_overlaps(people: People, room: float) -> None:
    chart = layout(people, Sizes(room=room))
    assert sorted(seat.id for seat in chart.seats) == sorted({person for person, _boss in people})
    assert overlapping(chart) == []
    assert crossed(chart) == []
    assert min(seat.x for seat in chart.seats) >= 0
    assert min(seat.y for seat in chart.seats) == 0
    assert max(seat.x for seat in chart.seats) + SIZES.width == pytest.approx(chart.width)
    assert layout(people, Sizes(room=room)) == chart


@given(crowds())
def test_bosses_stand_above_and_only_circles_and_strangers_are_cut(people: People) -> None:
    chart = layout(people)
    seats = {seat.id: seat for seat in chart.seats}
    known = dict(reversed(people))
    for person, boss in chart.forest.above.items():
        if boss is not None:
            assert seats[boss].y < seats[person].y
            assert known[person] == boss
    cut = {person for person, boss in known.items() if boss is not None and chart.forest.above[person] is None}
    assert cut == set(chart.forest.circles) | set(chart.forest.strays)
    assert all(known[person] not in known for person in chart.forest.strays)


@given(firms(60))
def test_whole_lines_are_never_cut(people: People) -> None:
    found = forest(people)
    assert (found.circles, found.strays, dict(found.above)) == ((), (), dict(people))


def test_a_circle_is_cut_at_the_first_named_and_told() -> None:
    found = forest([("x", "c"), ("a", "b"), ("b", "c"), ("c", "a"), ("me", "me"), ("lost", "nobody")])
    assert (found.circles, found.strays) == (("a", "me"), ("lost",))
    assert dict(found.above) == {"x": "c", "a": None, "b": "c", "c": "a", "me": None, "lost": None}


def test_whether_a_new_line_would_come_back() -> None:
    found = forest([("boss", None), ("a", "boss"), ("b", "a")])
    assert makes_circle(found, "boss", "b")
    assert makes_circle(found, "a", "a")
    assert not makes_circle(found, "b", "boss")


def test_a_boss_stands_over_the_middle_of_the_people() -> None:
    chart = layout([("boss", None), ("a", "boss"), ("b", "boss")])
    a, b, boss = (chart.seat(person) for person in ("a", "b", "boss"))
    assert a
    assert b
    assert boss
    assert (a.x, b.x, boss.x) == (0, 220, 110)
    assert chart.at(boss.x + 5, 5) == "boss"
    assert chart.at(0, 0) is None


def test_many_hang_in_columns_below_their_boss() -> None:
    people: People = [("boss", None), *((f"p{n}", "boss") for n in range(9))]
    chart = layout(people)
    assert all(seat.hangs for seat in chart.seats if seat.id != "boss")
    assert len({seat.x for seat in chart.seats if seat.hangs}) == 3
    assert chart.width < 3 * 240


def test_those_without_lines_stand_in_rows_under_the_trees() -> None:
    chart = layout([("boss", None), ("a", "boss"), *((f"x{n}", None) for n in range(6))], Sizes(room=700))
    boss, a, last = chart.seat("boss"), chart.seat("a"), chart.seat("x5")
    assert boss
    assert a
    assert last
    assert last.y > a.y
    assert chart.width <= 700


@given(crowds(60))
def test_arrows_reach_the_boss_and_stay_inside(people: People) -> None:
    chart = layout(people)
    for seat in chart.seats:
        reached, steps = seat.id, 0
        while chart.forest.above[reached] is not None and steps <= len(people):
            reached, steps = neighbour(chart, reached, "up"), steps + 1
        assert chart.forest.above[reached] is None
        for way in ("up", "down", "left", "right"):
            assert chart.seat(neighbour(chart, seat.id, way)) is not None


def test_arrows_follow_the_lines() -> None:
    chart = layout([("boss", None), ("a", "boss"), ("b", "boss"), ("c", "b")])
    assert neighbour(chart, "boss", "down") in ("a", "b")
    assert neighbour(chart, "a", "right") == "b"
    assert neighbour(chart, "b", "left") == "a"
    assert neighbour(chart, "b", "down") == "c"
    assert neighbour(chart, "c", "up") == "b"
    assert neighbour(chart, "a", "left") == "a"
    assert neighbour(chart, "gone", "up") == "boss"


PAPER = Paper(700, 400, Sizes(width=150, height=54, across=14, down=24, stack=3, indent=12, hanging=6))


@given(st.one_of(crowds(), firms()))
def test_sheets_hold_everybody_at_a_legible_size(people: People) -> None:
    found = sheets(people, PAPER)
    shown = [seat.id for sheet in found for seat in sheet.chart.seats]
    assert set(shown) == {person for person, _boss in people}
    for place, sheet in enumerate(found):
        assert 0.7 - 1e-9 <= sheet.scale <= 1
        assert sheet.chart.width * sheet.scale <= PAPER.width + 0.01
        assert sheet.chart.height * sheet.scale <= PAPER.height + 0.01
        assert overlapping(sheet.chart) == []
        assert all(at > place and found[at].chart.seat(person) for person, at in sheet.goes_on)
    everybody = forest(people)
    drawn = {(person, boss) for sheet in found for person, boss in sheet.chart.forest.above.items() if boss is not None}
    assert drawn == {(person, boss) for person, boss in everybody.above.items() if boss is not None}


def test_a_small_chart_is_one_sheet_at_full_size_and_nobody_none() -> None:
    assert sheets([], PAPER) == ()
    only = sheets([("boss", None), ("a", "boss")], PAPER)
    assert [(sheet.scale, sheet.goes_on) for sheet in only] == [(1, ())]


def test_a_boss_with_two_hundred_goes_on_over_sheets() -> None:
    found = sheets([("boss", None), *((f"p{n}", "boss") for n in range(199))], PAPER)
    assert len(found) > 1
    assert all(sheet.chart.seat("boss") for sheet in found)
    assert found[0].goes_on == (("boss", 1),)


def test_somebody_without_lines_stands_beside_a_tree_and_not_below_it() -> None:
    chart = layout([("buyer", "boss"), ("boss", None), ("alone", None)])
    boss, alone = chart.seat("boss"), chart.seat("alone")
    assert boss is not None
    assert alone is not None
    assert alone.y == boss.y
    assert alone.x >= boss.x + SIZES.width
    narrow = layout([("buyer", "boss"), ("boss", None), ("alone", None)], Sizes(room=210))
    below = narrow.seat("alone")
    buyer = narrow.seat("buyer")
    assert below is not None
    assert buyer is not None
    assert below.y - buyer.y - SIZES.height == 2 * SIZES.down
