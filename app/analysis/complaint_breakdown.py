"""New (net) complaints by category and by every other dimension (domain/50 §5.3 sections 3 and 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from app.analysis.complaint_case import OURS, VALID
from app.analysis.complaint_flow import Population
from app.analysis.complaint_story import Story, compensation_cents
from app.analysis.figures import Figure, growth_of, known, ratio
from app.analysis.month_parameters import MonthParameters
from app.analysis.month_types import OTHERS, UNKNOWN, Breakdown, BreakdownRow, CategoryDetail, CategoryRow, GridRow
from app.analysis.pareto import Bar, pareto
from app.analysis.priorities import SEVERITIES, URGENCIES

DIMENSIONS = (
    "severity", "priority", "product", "region", "salesperson", "channel", "department", "grade", "cause", "party", "escape",
)


def key_of(story: Story, dimension: str) -> str:
    """The case's attribute, or "unknown"."""
    value: str | None = attrgetter(dimension)(story.case)
    return value or UNKNOWN


def answerable(story: Story) -> bool:
    """Whether the department is answerable for it: it is justified, and nobody else's doing was found (domain/40 §4.8: a case
    that is not our fault stays in the volume, not in the department's count)."""
    return story.case.validity == VALID and story.case.party in (None, OURS)


def of_dimension(stories: Sequence[Story], dimension: str) -> Sequence[Story]:
    """The stories that a dimension counts: all of them, but for departments those that these are answerable for."""
    return [each for each in stories if answerable(each)] if dimension == "department" else stories


def tally(stories: Iterable[Story], dimension: str) -> Counter[str]:
    """How many stories have each key of a dimension."""
    return Counter(key_of(each, dimension) for each in stories)


def category_rows(now: Population, last: Population | None, parameters: MonthParameters) -> tuple[CategoryRow, ...]:
    """The Pareto table by L1; `last` None: nothing was recorded last month yet."""
    before = None if last is None else tally(last.net, "category")
    spent: Counter[str] = Counter()
    for each in now.net:
        spent[key_of(each, "category")] += compensation_cents(each)
    bars = [Bar(key, count, spent[key]) for key, count in tally(now.net, "category").items()]
    rows = pareto(bars, parameters.vital_share, parameters.max_categories, frozenset(parameters.other_categories))
    return tuple(
        CategoryRow(row.key, row.count, row.share, row.cumulative, *_compared(row.count, before, row.keys), row.vital)
        for row in rows
    )


def category_details(
    categories: Sequence[CategoryRow], now: Population, last: Population | None
) -> tuple[CategoryDetail, ...]:
    """L2 of the vital few, in their order; "others" has no detail."""
    return tuple(
        CategoryDetail(row.key, _rows(_of(now.net, row.key), None if last is None else _of(last.net, row.key), "l2"))
        for row in categories
        if row.vital and row.key != OTHERS
    )


def _of(stories: Iterable[Story], category: str) -> tuple[Story, ...]:
    return tuple(each for each in stories if key_of(each, "category") == category)


def breakdown(
    dimension: str, now: Population, last: Population | None, hide_below: int = 0
) -> Breakdown:
    """One dimension by count, then key; rows under `hide_below` are put together as "others" at the end. Departments count
    what they are answerable for (有责件数)."""
    before = None if last is None else of_dimension(last.net, dimension)
    return Breakdown(dimension, _rows(of_dimension(now.net, dimension), before, dimension, hide_below))


def breakdowns(now: Population, last: Population | None, parameters: MonthParameters) -> tuple[Breakdown, ...]:
    """All dimensions; those named in `hidden_dimensions` hide their small rows."""
    hidden = parameters.hidden_dimensions
    return tuple(
        breakdown(name, now, last, parameters.hide_below if name in hidden else 0) for name in DIMENSIONS
    )


def _rows(
    now: Sequence[Story], last: Sequence[Story] | None, dimension: str, hide_below: int = 0
) -> tuple[BreakdownRow, ...]:
    counts = tally(now, dimension)
    before = None if last is None else tally(last, dimension)
    shown = sorted((key for key in counts if counts[key] >= hide_below), key=lambda key: _order(key, counts))
    rows = [_row(key, (key,), counts, before) for key in shown]
    small = tuple(key for key in counts if counts[key] < hide_below)
    return (*rows, _row(OTHERS, small, counts, before)) if small else tuple(rows)


def _order(key: str, counts: Mapping[str, int]) -> tuple[bool, int, str]:
    return key == UNKNOWN, -counts[key], key


def _row(key: str, keys: tuple[str, ...], counts: Counter[str], before: Counter[str] | None) -> BreakdownRow:
    count = sum(counts[each] for each in keys)
    return BreakdownRow(key, count, ratio(count, counts.total()), *_compared(count, before, keys))


def _compared(count: int, before: Counter[str] | None, keys: tuple[str, ...]) -> tuple[Figure, Figure]:
    last = ratio(None, 1) if before is None else known(sum(before[key] for key in keys))
    return last, growth_of(known(count), last)


def severity_grid(now: Population) -> tuple[GridRow, ...]:
    """Severity × urgency, S4 first; a last row for cases not assessed where there are any."""
    cells = Counter((key_of(each, "severity"), key_of(each, "urgency")) for each in now.net)
    keys = [*reversed(SEVERITIES), *([UNKNOWN] if any(key == UNKNOWN for key, _ in cells) else [])]
    return tuple(GridRow(key, *(cells[key, urgency] for urgency in (*URGENCIES, UNKNOWN))) for key in keys)
