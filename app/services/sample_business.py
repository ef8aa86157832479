"""The sample company's two years of business: products with cost and price, orders, returns, invoices, payments early and late,
what serving cost; somebody who loses money, somebody who stopped buying, two gradings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.models import Product
from app.models.cost import Cost
from app.models.order import Order, OrderLine, ProductPrice
from app.models.receivable import Allocation, Invoice, Receipt
from app.services.sample_customers import Client
from app.services.sample_tools import Sampler, keep

Row = dict[str, Any]
_DAYS = 730
_RHYTHM = {"gold": 32, "silver": 61, "ordinary": 115, "watch": 140}
_SIZE = {"gold": 1.0, "silver": 0.45, "ordinary": 0.14, "watch": 0.12}
_TERMS = {"gold": 60, "silver": 30, "ordinary": 15, "watch": 15}
_HABITS = {"prompt": (-6, 2), "slow": (4, 26), "late": (35, 120)}
_PRICES = (86, 120, 460, 980, 640, 28, 95, 42, 18, 95, 520, 12, 150, 210)
_WON_AGO = 320
_TAX = Decimal("0.13")
_CHANNEL = {"gold": ("直销", "Direct sale"), "silver": ("直销", "Direct sale"), "ordinary": ("经销商", "Dealer"),
            "watch": ("网店", "Web shop")}  # fmt: skip
_UNIT = ("件", "pcs")
_SERVICE = ("上门调试与培训", "Fitting and training on site")
_FREIGHT = ("送货运费", "Freight")
_WINNING = ("行业展会与样品试用", "Trade fair and samples to try")
_GIFTS = ("节日礼品", "Presents at the festivals")
_STOPPED, _COSTLY, _WON = 3, 2, (6, 12)
"""Of the watched, so many stopped buying; so many of the silver ones cost more than they bring; these of the ordinary ones, by
their place, ordered for the first time within the year."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What was traded with one customer, and how it pays."""

    client: Client
    trend: float
    habit: str
    stopped: bool
    costly: bool
    won: bool


def make_business(sampler: Sampler, clients: Sequence[Client]) -> list[Trade]:
    """Everything but the gradings; who traded."""
    products = _products(sampler)
    trades = [_trade(sampler, client, place) for client, place in _ranked(clients)]
    orders, lines = _orders(sampler, trades, products)
    keep(sampler, Order, orders)
    keep(sampler, OrderLine, lines)
    _money(sampler, orders, {trade.client.id: trade for trade in trades})
    keep(sampler, Cost, [row for trade in trades for row in _costs(sampler, trade)])
    return trades


def _ranked(clients: Sequence[Client]) -> Iterator[tuple[Client, int]]:
    """Each customer that buys, with its place among those of its grade."""
    places: dict[str, int] = {}
    for client in clients:
        if not client.prospect:
            places[client.grade] = places.get(client.grade, 0) + 1
            yield client, places[client.grade]


def _products(sampler: Sampler) -> list[tuple[UUID, int, int]]:
    """Each product with its price and cost in fen; the prices rose a year ago."""
    keys = sampler.session.scalars(sa.select(Product.id).where(Product.deleted_at.is_(None)).order_by(Product.id)).all()
    found = [(key, price * 100, round(price * sampler.dice.uniform(58, 78))) for key, price in zip(keys, _PRICES, strict=True)]
    keep(sampler, ProductPrice, [
        {"id": sampler.key(), "product_id": key, "begins_on": begins, "unit": sampler.text(_UNIT),
         "price": Decimal(price * share // 100) / 100, "cost": Decimal(cost * share // 100) / 100}
        for key, price, cost in found
        for begins, share in ((sampler.today - timedelta(days=800), 96), (sampler.today - timedelta(days=365), 100))
    ])  # fmt: skip
    return found


def _trade(sampler: Sampler, client: Client, place: int) -> Trade:
    habit = sampler.weighted({"prompt": 0.62, "slow": 0.28, "late": 0.1})
    return Trade(
        client, sampler.dice.uniform(0.75, 1.5), "late" if client.grade == "watch" else habit,
        client.grade == "watch" and place <= _STOPPED, client.grade == "silver" and place <= _COSTLY,
        client.grade == "ordinary" and place in _WON,
    )  # fmt: skip


def _orders(sampler: Sampler, trades: Sequence[Trade], products: Sequence[tuple[UUID, int, int]]) -> tuple[list[Row], list[Row]]:
    made = [_order(sampler, trade, day, products) for trade in trades for day in _order_days(sampler, trade)]
    return _numbered(Order.prefix, "ordered_on", [order for order, _lines in made]), [
        line for _order, lines in made for line in lines
    ]


def _numbered(prefix: str, day: str, rows: Sequence[Row]) -> list[Row]:
    """The rows by their day, numbered month by month."""
    ordered = sorted(rows, key=lambda row: (row[day], row["id"]))
    for month, group in groupby(ordered, key=lambda row: f"{row[day]:%Y%m}"):
        for number, row in enumerate(group, 1):
            row["number"] = f"{prefix}{month}-{number:04d}"
    return ordered


def _order_days(sampler: Sampler, trade: Trade) -> list[date]:
    """Working days on which it ordered, in its rhythm; whoever stopped did so some thirteen months ago."""
    step, last = _RHYTHM[trade.client.grade], sampler.today - timedelta(days=400 if trade.stopped else 1)
    day, found = sampler.today - timedelta(days=_DAYS - sampler.dice.randrange(step)), []
    while day <= last:
        found.append(sampler.workday(day))
        day += timedelta(days=max(6, round(step * sampler.dice.uniform(0.6, 1.4))))
    first = sampler.today - timedelta(days=_WON_AGO if trade.won else _DAYS)
    return sorted({day for day in found if first <= day <= last})


def _order(
    sampler: Sampler, trade: Trade, day: date, products: Sequence[tuple[UUID, int, int]]
) -> tuple[Row, list[Row]]:
    key, back = sampler.key(), sampler.chance(0.02)
    age = (sampler.today - day).days
    size = _SIZE[trade.client.grade] * (trade.trend if age < 365 else 1.0) * (0.15 if back else 1.0)
    lines = [_line(sampler, key, place, size, product, age) for place, product in enumerate(
        sampler.dice.sample(products, sampler.dice.choice((1, 1, 2, 3))))]  # fmt: skip
    net = sum(line["amount"] for line in lines)
    gross = sum(round(line["price"] * 100 * line["quantity"]) for line in lines)
    tax = round(net * _TAX)
    return {
        "id": key, "customer_id": trade.client.id, "ordered_on": day, "kind": "return" if back else "sale",
        "state": "delivered" if age > 9 else "confirmed", "owner_id": trade.client.owner, "gross": gross,
        "discount": gross - net, "net": net, "tax": tax, "total": net + tax, "cost": sum(line["cost"] for line in lines),
        "delivered_on": sampler.workday(day + timedelta(days=5)) if age > 9 else None,
        "channel": sampler.text(_CHANNEL[trade.client.grade]),
    }, lines  # fmt: skip


def _line(sampler: Sampler, order: UUID, place: int, size: float, product: tuple[UUID, int, int], age: int) -> Row:
    key, price, cost = product
    share = 100 if age < 365 else 96
    price, cost = price * share // 100, cost * share // 100
    quantity = max(1, round(size * sampler.dice.uniform(2_000_000, 7_000_000) / price))
    discount = sampler.dice.choice((0, 0, 400, 800))
    gross = price * quantity
    return {
        "id": sampler.key(), "order_id": order, "position": place, "product_id": key, "quantity": Decimal(quantity),
        "unit": sampler.text(_UNIT), "price": Decimal(price) / 100, "discount": discount,
        "amount": gross - gross * discount // 10_000, "cost": cost * quantity,
    }  # fmt: skip


def _money(sampler: Sampler, orders: Sequence[Row], trades: Mapping[UUID, Trade]) -> None:
    """Each delivered sale is billed, and paid as its customer pays; what is not due long is open."""
    billed = [order for order in orders if order["kind"] == "sale" and order["delivered_on"]]
    bills = _numbered(Invoice.prefix, "issued_on", [_bill(sampler, order, trades[order["customer_id"]]) for order in billed])
    paid = [(bill, _payment(sampler, bill, trades[bill["customer_id"]])) for bill in bills]
    there = [(bill, receipt) for bill, receipt in paid if receipt["received_on"] < sampler.today]
    keep(sampler, Invoice, bills)
    keep(sampler, Receipt, _numbered(Receipt.prefix, "received_on", [receipt for _bill, receipt in there]))
    keep(sampler, Allocation, [
        {"id": sampler.key(), "receipt_id": receipt["id"], "invoice_id": bill["id"], "amount": receipt["amount"]}
        for bill, receipt in there
    ])  # fmt: skip


def _bill(sampler: Sampler, order: Row, trade: Trade) -> Row:
    issued: date = order["delivered_on"]
    return {
        "id": sampler.key(), "customer_id": order["customer_id"],
        "order_id": order["id"], "kind": "invoice", "issued_on": issued, "total": order["total"], "tax": order["tax"],
        "due_on": issued + timedelta(days=_TERMS[trade.client.grade]),
    }  # fmt: skip


def _payment(sampler: Sampler, bill: Row, trade: Trade) -> Row:
    """The day it is paid; nine in ten pay at once, the others leave a third open."""
    late = sampler.dice.randint(*_HABITS[trade.habit])
    day: date = sampler.workday(max(bill["issued_on"], bill["due_on"] + timedelta(days=late)))
    part = trade.habit != "prompt" and sampler.chance(0.1) and (sampler.today - day).days < 200
    return {
        "id": sampler.key(), "customer_id": bill["customer_id"],
        "received_on": day, "amount": bill["total"] * 2 // 3 if part else bill["total"], "method": "transfer",
    }  # fmt: skip


def _costs(sampler: Sampler, trade: Trade) -> Iterator[Row]:
    """Freight and service through both years; presents for the best ones."""
    each = {"gold": 14, "silver": 9, "ordinary": 4, "watch": 3}[trade.client.grade]
    for _place in range(each * (3 if trade.costly else 1)):
        service = sampler.chance(0.4)
        most = 900_000 if trade.costly else 260_000 * _SIZE[trade.client.grade] + 20_000
        yield {
            "id": sampler.key(), "customer_id": trade.client.id, "kind": "service" if service else "logistics",
            "spent_on": sampler.workday_before(sampler.today - timedelta(days=sampler.dice.randrange(1, _DAYS))),
            "amount": round(sampler.dice.uniform(0.3, 1.0) * most), "name": sampler.text(_SERVICE if service else _FREIGHT),
            "owner_id": trade.client.owner,
        }  # fmt: skip
    if trade.client.grade == "gold":
        yield {
            "id": sampler.key(), "customer_id": trade.client.id, "kind": "gifts", "amount": 60_000, "name": sampler.text(_GIFTS),
            "spent_on": sampler.workday_before(sampler.today - timedelta(days=60)), "owner_id": trade.client.owner,
        }  # fmt: skip
    if trade.won:
        yield {
            "id": sampler.key(), "customer_id": trade.client.id, "kind": "acquisition", "amount": 180_000,
            "name": sampler.text(_WINNING), "spent_on": sampler.workday_before(sampler.today - timedelta(days=_WON_AGO + 14)),
            "owner_id": trade.client.owner,
        }  # fmt: skip
