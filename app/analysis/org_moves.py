"""Going through an org chart with the arrow keys: by the reporting line where there is one, else to the nearest card."""

from __future__ import annotations

from collections.abc import Iterable

from app.analysis.org_chart import OrgChart, Seat

UP, DOWN, LEFT, RIGHT = "up", "down", "left", "right"


def neighbour(chart: OrgChart, person: str, way: str) -> str:
    """Whom an arrow key leads to: up to the boss (in a hanging column first to the one above), down to the nearest of
    one's people, left and right to the next card at the same height. The same person where nobody is there."""
    seat = chart.seat(person)
    if seat is None:
        return chart.seats[0].id if chart.seats else person
    chosen = _by_line(chart, seat, way) if way in (UP, DOWN) else None
    return (chosen or _nearest(seat, _beyond(chart, seat, way), way) or seat).id


def _by_line(chart: OrgChart, seat: Seat, way: str) -> Seat | None:
    column = _column(chart, seat)
    place = column.index(seat) + (1 if way == DOWN else -1)
    if 0 <= place < len(column):
        return column[place]
    if way == UP:
        boss = chart.forest.above[seat.id]
        return chart.seat(boss) if boss is not None else None
    people = set(chart.forest.below[seat.id])
    return _nearest(seat, (each for each in chart.seats if each.id in people), way)


def _column(chart: OrgChart, seat: Seat) -> list[Seat]:
    """The hanging column somebody is in, from the top; only themself where it is none."""
    if not seat.hangs:
        return [seat]
    boss = chart.forest.above[seat.id]
    same = [each for each in chart.seats if each.hangs and each.x == seat.x and chart.forest.above[each.id] == boss]
    return sorted(same, key=lambda each: each.y)


def _beyond(chart: OrgChart, seat: Seat, way: str) -> list[Seat]:
    if way in (LEFT, RIGHT):
        level = [each for each in chart.seats if abs(each.y - seat.y) < chart.sizes.height]
        return [each for each in level if (each.x < seat.x if way == LEFT else each.x > seat.x)]
    return [each for each in chart.seats if (each.y < seat.y if way == UP else each.y > seat.y)]


def _nearest(seat: Seat, found: Iterable[Seat], way: str) -> Seat | None:
    """Straight ahead counts before aside."""
    aside = 2 if way in (UP, DOWN) else 4
    ahead, across = (1, aside) if way in (LEFT, RIGHT) else (aside, 1)
    return min(
        found,
        key=lambda each: (ahead * abs(each.x - seat.x) + across * abs(each.y - seat.y), each.y, each.x),
        default=None,
    )
