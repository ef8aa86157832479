"""The product × customer profitability matrix (domain/30 C11, I-077; Kotler, Petro). In cents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import filterfalse, islice
from typing import NamedTuple

VERY_GOOD, GOOD, EVEN, BAD = "++", "+", "0", "-"
RAISE_PRICE, SELL_BETTER, CROSS_SELL, KEEP = "raise_price", "sell_better", "cross_sell", "keep"
"""提价或取消 (a product) · 推销高利润产品或转由其他供应商 (a customer) · cross-sell (mixed) · nothing to do."""


class Cell(NamedTuple):
    """What a product earns with a customer: profit, and the sales it is measured against."""

    product: str
    customer: str
    profit: int
    sales: int


@dataclass(frozen=True, slots=True)
class Line:
    """A product (row) or customer (column): its profit, the suggestion, and for a customer the profitable products it has not
    bought, best first."""

    code: str
    profit: int
    suggestion: str
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductMatrix:
    """`marks` by (product, customer); a pair never traded is absent. Products and customers by profit descending."""

    marks: dict[tuple[str, str], str]
    products: tuple[Line, ...]
    customers: tuple[Line, ...]
    total: int


def product_matrix(cells: Iterable[Cell], most_offers: int = 10) -> ProductMatrix:
    """C11; several cells of one pair are added. Each customer is offered at most `most_offers` products.

    Marks: ++ the ⌈n/4⌉ largest of the n positive cells, equal ones too (domain/05); 0 where |profit| < 1 % of the cell's sales;
    + above 0; - below. A product < 0 in total: raise its price or drop it (exactly 0: nothing). A customer ≤ 0:
    sell it better products. Both profits and losses in a customer that earns: cross-sell.
    """
    pairs = _added(cells)
    floor = _very_good_from([cell for cell in pairs if _is_positive(cell)])
    marks = {(cell.product, cell.customer): _mark(cell, floor) for cell in pairs}
    products = _sums((cell.product, cell.profit) for cell in pairs)
    customers = _sums((cell.customer, cell.profit) for cell in pairs)
    rows = tuple(Line(code, profit, RAISE_PRICE if profit < 0 else KEEP) for code, profit in products)
    good = [code for code, profit in products if profit > 0]
    own = _by_customer(pairs)
    columns = tuple(_column(code, profit, own[code], good, most_offers) for code, profit in customers)
    return ProductMatrix(marks, rows, columns, sum(cell.profit for cell in pairs))


def _added(cells: Iterable[Cell]) -> list[Cell]:
    listed = list(cells)
    if len({(cell.product, cell.customer) for cell in listed}) == len(listed):
        return listed
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for cell in listed:
        profit, sales = sums.get((cell.product, cell.customer), (0, 0))
        sums[cell.product, cell.customer] = profit + cell.profit, sales + cell.sales
    return [Cell(*pair, *own) for pair, own in sums.items()]


def _is_even(cell: Cell) -> bool:
    return cell.profit == 0 or abs(cell.profit) * 100 < cell.sales


def _is_positive(cell: Cell) -> bool:
    return cell.profit > 0 and not _is_even(cell)


def _very_good_from(positive: list[Cell]) -> int | None:
    """The least profit of the ⌈n/4⌉ largest; None where no cell is positive."""
    profits = sorted((cell.profit for cell in positive), reverse=True)
    return profits[(len(profits) + 3) // 4 - 1] if profits else None


def _mark(cell: Cell, floor: int | None) -> str:
    if _is_even(cell):
        return EVEN
    if cell.profit < 0:
        return BAD
    return VERY_GOOD if floor is not None and cell.profit >= floor else GOOD


def _sums(parts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for code, profit in parts:
        sums[code] = sums.get(code, 0) + profit
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


def _by_customer(pairs: list[Cell]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for cell in pairs:
        found.setdefault(cell.customer, []).append(cell)
    return found


def _column(code: str, profit: int, own: list[Cell], good: list[str], most: int) -> Line:
    bought = {cell.product for cell in own}
    offers = tuple(islice(filterfalse(bought.__contains__, good), most))
    if profit <= 0:
        return Line(code, profit, SELL_BETTER, offers)
    mixed = any(cell.profit < 0 for cell in own)
    return Line(code, profit, CROSS_SELL if mixed else KEEP, offers)
