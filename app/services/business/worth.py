"""ABC matrices, Pareto, pyramid, profitability, whale curve of the customers in a period (C06, C07, C08, C10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import customer_pyramid, pareto_classes, profitability, value_matrices, whale_curve
from app.analysis.pareto_classes import Classed, Cut, Item
from app.analysis.profitability import Profit
from app.services.business import chosen
from app.services.business.clients import Analysed, Client, Line, clients
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.serving import serving
from app.services.business.sums import Sales, left_out, sales

EMPTY = Sales(0, 0, 0, 0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class Earned:
    """One customer's period: what it bought, what was left of it, by which costs to serve (kind -> fen)."""

    sales: Sales
    profit: Profit
    costs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Company:
    """All customers together, and those whose cost of goods is ``known``: ``unknown`` customers have orders whose cost nobody
    knows, and with them nobody knows the profit of all. ``unallocated``: costs to serve that no customer carries, by kind."""

    profit: Profit
    known: Profit
    unallocated: Mapping[str, int]
    unknown: int


def parameters(period: Period, **more: Any) -> dict[str, Any]:
    """The plain values a result says it was made with."""
    return {"first": period.first.isoformat(), "as_of": period.last.isoformat(), "months": period.months, **more}


def profits(session: Session, period: Period) -> Analysed[Earned, Company]:
    """C10 of every customer with an order or a cost in the period, by number."""
    return kept(session, ("profits", period), lambda: _profits(session, period))


def _profits(session: Session, period: Period) -> Analysed[Earned, Company]:
    bought, served, known = sales(session, period), serving(session, period), clients(session)
    keys = [key for key in {*bought, *served.customers} if key in known]
    lines = [Line(known[key], _earned(bought.get(key, EMPTY), served.customers.get(key, {}))) for key in keys]
    lines.sort(key=lambda line: line.client.key)
    clear = [line for line in lines if line.row.sales.cogs is not None]
    together = Company(_total(lines), _total(clear), served.unallocated, len(lines) - len(clear))
    return Analysed(tuple(lines), together, parameters(period), left_out(session, period))


def _earned(one: Sales, costs: Mapping[str, int]) -> Earned:
    return Earned(one, profitability.profitability(one, costs), costs)


def _total(lines: list[Line[Earned]]) -> Profit:
    """Of several customers together; the cost of goods of one of them not known is no profit, not 0."""
    costs: dict[str, int] = {}
    for line in lines:
        for kind, amount in line.row.costs.items():
            costs[kind] = costs.get(kind, 0) + amount
    whole = profitability.total_trade(line.row.sales for line in lines) if lines else profitability.Trade(0)
    return profitability.profitability(whole, costs)


def accounts(session: Session, period: Period) -> list[tuple[Client, value_matrices.Account]]:
    """The customers with orders in the period as the matrices see them; the period before is their base of growth."""
    before = sales(session, period.before())
    return [
        (line.client, _account(line, before.get(line.client.id)))
        for line in profits(session, period).lines
        if line.row.sales.orders or line.row.sales.returns
    ]


def _account(line: Line[Earned], before: Sales | None) -> value_matrices.Account:
    profit = line.row.profit
    previous = None if before is None else before.net
    return value_matrices.Account(line.client.key, profit.net, previous, profit.earned, profit.spent)


Matrices = Analysed[tuple[value_matrices.Account, value_matrices.Rating], value_matrices.Matrices]


def matrices(session: Session, period: Period, mode: str = value_matrices.COMPANY) -> Matrices:
    """C06: each customer's account with its rating; ``company`` holds the cuts."""
    return kept(session, ("matrices", period, mode), lambda: _matrices(session, period, mode))


def _matrices(session: Session, period: Period, mode: str) -> Matrices:
    found = accounts(session, period)
    done = value_matrices.matrices((account for _client, account in found), mode, gone=_gone(session, period, found))
    by_code = {client.key: (client, account) for client, account in found}
    lines = tuple(Line(by_code[one.code][0], (by_code[one.code][1], one)) for one in done.ratings)
    return Analysed(lines, done, parameters(period, mode=mode), left_out(session, period))


def _gone(session: Session, period: Period, found: list[tuple[Client, value_matrices.Account]]) -> int:
    """What customers bought before the period who bought nothing in it: lost ones are part of the growth of the firm."""
    known, here, before = clients(session), {client.id for client, _account in found}, sales(session, period.before())
    return sum(one.net for key, one in before.items() if key in known and key not in here and one.net > 0)


def values(session: Session, period: Period, basis: str = "sales") -> dict[str, tuple[Client, int]]:
    """What customers are ranked by, in fen: net ``sales``, ``gross`` profit or ``profit``; unknown ones are left out."""
    if basis == "sales":
        return _nets(session, period)
    found: dict[str, tuple[Client, int]] = {}
    for line in profits(session, period).lines:
        profit = line.row.profit
        value = {"gross": profit.earned, "profit": profit.left}[basis]
        if value is not None and (line.row.sales.orders or line.row.sales.returns):
            found[line.client.key] = line.client, value
    return found


def _nets(session: Session, period: Period) -> dict[str, tuple[Client, int]]:
    """Net sales by themselves: no cost has to be known for them."""
    bought, known = sales(session, period), clients(session)
    mine = [(known[key], one.net) for key, one in bought.items() if key in known and (one.orders or one.returns)]
    return {client.key: (client, net) for client, net in sorted(mine, key=lambda pair: pair[0].key)}


def pareto(session: Session, period: Period, cut: Cut | None = None, basis: str = "sales") -> Analysed[Classed, int]:
    """C07, the largest first; ``company`` is the sum of the values above 0. At the firm's own cuts unless said."""
    ends = cut or chosen.cut(session)
    return kept(session, ("pareto", period, ends, basis), lambda: _pareto(session, period, ends, basis))


def _pareto(session: Session, period: Period, cut: Cut, basis: str) -> Analysed[Classed, int]:
    found = values(session, period, basis)
    done = pareto_classes.classify((Item(key, value) for key, (_client, value) in found.items()), cut)
    lines = tuple(Line(found[one.code][0], one) for one in done)
    said = parameters(period, mode=cut.mode, a=str(cut.a), b=str(cut.b), basis=basis)
    return Analysed(lines, sum(max(one.value, 0) for one in done), said, left_out(session, period))


Pyramids = Analysed[tuple[str, int], customer_pyramid.Pyramid]


def pyramid(
    session: Session, period: Period, preset: customer_pyramid.Preset | None = None, basis: str = "sales"
) -> Pyramids:
    """C08: each customer's tier and value, from the top; the other side of the twin chart is the profit, gross where the cost to
    serve is not known, of the customers where either is. The firm's own tiers unless said."""
    tiers = preset or chosen.preset(session)
    return kept(session, ("pyramid", period, tiers, basis), lambda: _pyramid(session, period, tiers, basis))


def _pyramid(session: Session, period: Period, preset: customer_pyramid.Preset, basis: str) -> Pyramids:
    found = values(session, period, basis)
    lines_of = (line for line in profits(session, period).lines if line.client.key in found)
    earned = {line.client.key: line.row.profit.best_known for line in lines_of}
    items = [Item(key, value) for key, (_client, value) in found.items()]
    done = customer_pyramid.pyramid(items, earned, preset)
    lines = tuple(Line(found[key][0], (tier.name, found[key][1])) for tier in done.tiers for key in tier.codes)
    said = parameters(period, mode=preset.mode, cuts=[str(cut) for cut in preset.cuts], basis=basis)
    return Analysed(lines, done, said, left_out(session, period))


def tiers(session: Session, period: Period) -> Mapping[str, str]:
    """The firm's tier of each customer that bought in the period, by key, without the other side of the chart."""
    preset = chosen.preset(session)
    return kept(session, ("tiers", period, preset), lambda: _tiers(session, period, preset))


def _tiers(session: Session, period: Period, preset: customer_pyramid.Preset) -> dict[str, str]:
    items = [Item(key, net) for key, (_client, net) in _nets(session, period).items()]
    return customer_pyramid.pyramid(items, None, preset).tier_of()


def whale(session: Session, period: Period) -> Analysed[whale_curve.WhalePoint, whale_curve.Whale]:
    """The whale curve over customers whose profit is known (gross where nobody recorded costs to serve)."""
    return kept(session, ("whale", period), lambda: _whale(session, period))


def _whale(session: Session, period: Period) -> Analysed[whale_curve.WhalePoint, whale_curve.Whale]:
    earned = {line.client.key: (line.client, line.row.profit.best_known) for line in profits(session, period).lines}
    known = {key: value for key, (_client, value) in earned.items() if value is not None}
    done = whale_curve.whale_curve(Item(key, value) for key, value in known.items())
    lines = tuple(Line(earned[point.code][0], point) for point in done.points)
    return Analysed(lines, done, parameters(period, unknown=len(earned) - len(known)), left_out(session, period))


def of_customer(session: Session, customer_id: UUID, period: Period) -> Earned | None:
    """One customer's period; None without an order or a cost in it."""
    return next((line.row for line in profits(session, period).lines if line.client.id == customer_id), None)


