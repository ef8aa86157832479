"""The three ABC matrices and the grade they give (domain/30 C06; inventory I-078 to I-080)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from app.analysis.figures import NEW, NO_DATA, NOT_APPLICABLE, SAMPLE_TOO_SMALL, Figure, growth, optional, ratio, undefined
from app.analysis.pareto_classes import C07, Item, class_a

COMPANY, FIXED, MEDIAN = "company", "fixed", "median"
POINTS = {"A": 3, "B": 2, "C": 1}
_A_FROM, _C_BELOW = Decimal("2.5"), Decimal("1.5")


@dataclass(frozen=True, slots=True)
class Account:
    """A customer in the period, in cents: net sales, those of the period before, gross profit, cost to serve. None: not known
    (a cost that nobody recorded is not 0)."""

    code: str
    sales: int
    previous: int | None = None
    gross_profit: int | None = None
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on an axis is favourable: sales and contribution in cents, the others as fractions; cost at most. A threshold
    that is None leaves its matrix open."""

    sales: Decimal | None = None
    growth: Decimal | None = None
    margin: Decimal | None = None
    contribution: Decimal | None = None
    cost: Decimal | None = None
    net: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Axes:
    """A customer's place on the axes (fractions); undefined with a reason where sales are ≤ 0 or something is missing."""

    growth: Figure
    margin: Figure
    cost: Figure
    net: Figure


@dataclass(frozen=True, slots=True)
class Rating:
    """One customer: `cells` are the letters of M1, M2, M3 (None: undefined), `mean` their points (A 3, B 2, C 1). `grade` is None
    with `reason` where there are fewer than two cells or one customer only. Fewer than three: provisional, at most B."""

    code: str
    axes: Axes
    cells: tuple[str | None, str | None, str | None]
    mean: Figure
    grade: str | None
    provisional: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Matrices:
    """`cuts`: the company's ratios (or the medians, or the fixed ones); `big_…`: the codes that count as 大."""

    cuts: Thresholds
    big_sales: frozenset[str]
    big_contribution: frozenset[str]
    ratings: tuple[Rating, ...]


def matrices(
    accounts: Iterable[Account], mode: str = COMPANY, fixed: Thresholds | None = None, gone: int = 0
) -> Matrices:  # fmt: skip
    """C06 over the customers, in their order of code.

    M1: sales 大 × growth 高. M2: gross margin 高 × gross profit 大. M3: cost / sales 小 × (gross profit - cost) / sales 高.
    Both favourable A, one B, none C; equal to the cut is favourable. `mode` company: 大 by C07 (share before it < 80 %), the
    rest against the company's own ratio; `gone` is what customers who bought nothing in the period bought before it, part of
    the base of the company's growth. Sales ≤ 0: no cell at all. Base of growth ≤ 0: no M1. Costs missing: no M3.
    """
    listed = sorted(accounts, key=lambda account: account.code)
    cuts = _cuts(listed, mode, fixed, gone)
    sales = _big({account.code: account.sales for account in listed}, cuts.sales, mode)
    profits = {account.code: account.gross_profit for account in listed if account.gross_profit is not None}
    contribution = _big(profits, cuts.contribution, mode)
    ratings = tuple(_rating(account, cuts, sales, contribution, len(listed) == 1) for account in listed)
    return Matrices(cuts, sales or frozenset(), contribution or frozenset(), ratings)


def axes(account: Account) -> Axes:
    """The four ratios of one customer; every one but growth divides by net sales, and none is defined where those are ≤ 0."""
    if account.sales <= 0:
        return Axes(*(undefined(NOT_APPLICABLE),) * 4)
    net = None if account.gross_profit is None or account.cost is None else account.gross_profit - account.cost
    return Axes(
        undefined(NEW) if account.previous is None else growth(account.sales, account.previous),
        *(ratio(part, account.sales) for part in (account.gross_profit, account.cost, net)),
    )


def company_cuts(accounts: Iterable[Account], gone: int = 0) -> Thresholds:
    """The company's ratios: growth over customers with a base > 0 only (like for like), those who are `gone` with them; each
    other one over the customers whose parts are known."""
    listed = list(accounts)
    based = [account for account in listed if account.previous is not None and account.previous > 0]
    earned = [account for account in listed if account.gross_profit is not None]
    full = [account for account in earned if account.cost is not None]
    costed = [account for account in listed if account.cost is not None]
    return Thresholds(
        growth=growth(_sales(based), gone + sum(account.previous or 0 for account in based)).value if based else None,
        margin=_of_sales(sum(account.gross_profit or 0 for account in earned), earned),
        cost=_of_sales(sum(account.cost or 0 for account in costed), costed),
        net=_of_sales(sum((account.gross_profit or 0) - (account.cost or 0) for account in full), full),
    )


def _sales(accounts: Iterable[Account]) -> int:
    return sum(account.sales for account in accounts)


def _of_sales(part: int, accounts: list[Account]) -> Decimal | None:
    total = _sales(accounts)
    return Decimal(part) / total if total > 0 else None


def _cuts(accounts: list[Account], mode: str, fixed: Thresholds | None, gone: int) -> Thresholds:
    if mode == FIXED:
        if fixed is None:
            raise ValueError("Fixed thresholds are missing")
        return fixed
    if mode not in (COMPANY, MEDIAN):
        raise ValueError(f"No such mode: {mode}")
    return company_cuts(accounts, gone) if mode == COMPANY else _medians(accounts)


def _medians(accounts: list[Account]) -> Thresholds:
    selling = [account for account in accounts if account.sales > 0]
    places = [axes(account) for account in selling]
    return Thresholds(
        _middle(Decimal(account.sales) for account in selling),
        _middle(place.growth.value for place in places),
        _middle(place.margin.value for place in places),
        _middle(None if account.gross_profit is None else Decimal(account.gross_profit) for account in selling),
        _middle(place.cost.value for place in places),
        _middle(place.net.value for place in places),
    )


def _middle(values: Iterable[Decimal | None]) -> Decimal | None:
    there = [value for value in values if value is not None]
    return median(there) if there else None


Big = frozenset[str] | None
"""The codes that count as 大; None where no threshold says from when."""


def _big(values: dict[str, int], cut: Decimal | None, mode: str) -> Big:
    if mode == COMPANY:
        return class_a((Item(code, value) for code, value in values.items()), C07)
    return None if cut is None else frozenset(code for code, value in values.items() if value >= cut)


def _rating(account: Account, cuts: Thresholds, sales: Big, contribution: Big, alone: bool) -> Rating:
    place = axes(account)
    cells = (
        _cell(_is_big(account.code, sales), _at_least(place.growth, cuts.growth)),
        _cell(_at_least(place.margin, cuts.margin), _is_big(account.code, contribution)),
        _cell(_at_most(place.cost, cuts.cost), _at_least(place.net, cuts.net)),
    )
    if alone:
        return Rating(account.code, place, cells, undefined(SAMPLE_TOO_SMALL), None, False, SAMPLE_TOO_SMALL)
    return _graded(account.code, place, cells)


def _graded(code: str, place: Axes, cells: tuple[str | None, str | None, str | None]) -> Rating:
    points = [POINTS[cell] for cell in cells if cell is not None]
    mean = ratio(sum(points), len(points)) if points else optional(None)
    if len(points) < 2 or mean.value is None:
        reason = place.margin.reason or NO_DATA
        return Rating(code, place, cells, mean, None, False, reason)
    letter = "A" if mean.value >= _A_FROM else "C" if mean.value < _C_BELOW else "B"
    provisional = len(points) < 3
    return Rating(code, place, cells, mean, "B" if provisional and letter == "A" else letter, provisional)


def _at_least(figure: Figure, cut: Decimal | None) -> bool | None:
    return None if figure.value is None or cut is None else figure.value >= cut


def _at_most(figure: Figure, cut: Decimal | None) -> bool | None:
    return None if figure.value is None or cut is None else figure.value <= cut


def _is_big(code: str, big: Big) -> bool | None:
    return None if big is None else code in big


def _cell(first: bool | None, second: bool | None) -> str | None:
    if first is None or second is None:
        return None
    return "CBA"[first + second]
