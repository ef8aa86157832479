"""The analyses of sales as tables (C06 to C10, C12, C13, C22, C38): which columns, which figures of the firm."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.analysis import customer_pyramid, scorecard
from app.analysis.pareto_classes import C07, parse_cut
from app.errors import ValidationError
from app.i18n import N_
from app.services.business import loyalty, money, scores, won_back, worth
from app.services.business.clients import Analysed, Line
from app.services.business.period import Period
from app.services.business.tables import MONEY, PERCENT, TEXT, WORD, Column, Shape, plain, yuan

_PRESETS = {
    customer_pyramid.CUMULATIVE: customer_pyramid.CURRY, customer_pyramid.LAYERED: customer_pyramid.LAYERS,
    "profit": customer_pyramid.PROFIT,
}  # fmt: skip


def _matrices(session: Session, period: Period, mode: str) -> worth.Matrices:
    return worth.matrices(session, period, mode)


def _rating(row: Any) -> tuple[Any, ...]:
    account, rating = row
    axes = rating.axes
    return (account.sales, axes.growth, axes.margin, account.gross_profit, axes.cost, axes.net, *rating.cells, rating.mean,
            rating.grade, rating.provisional)  # fmt: skip


def _cuts(found: worth.Matrices) -> Mapping[str, Any]:
    cuts = found.company.cuts
    return {"growth": plain(cuts.growth, PERCENT), "GM": plain(cuts.margin, PERCENT), "cost": plain(cuts.cost, PERCENT),
            "net": plain(cuts.net, PERCENT)}  # fmt: skip


def _pareto(session: Session, period: Period, mode: str) -> Analysed[Any, Any]:
    try:
        return worth.pareto(session, period, parse_cut(mode) if ":" in mode else replace(C07, mode=mode))
    except ValueError:
        raise ValidationError(
            N_("“{value}” is no mode such as before:80/95 or within:55/85."), value=mode
        ) from None  # fmt: skip


def _pyramid(session: Session, period: Period, mode: str) -> worth.Pyramids:
    return worth.pyramid(session, period, _PRESETS[mode], "profit" if mode == "profit" else "sales")


def _tiers(found: worth.Pyramids) -> Mapping[str, Any]:
    tiers = [
        {"tier": tier.name, "customers": len(tier.codes), "customer_share": plain(tier.customers, PERCENT),
         "profit": None if tier.profit is None else yuan(tier.profit), "profit_share": plain(tier.profit_share, PERCENT),
         "cumulative_profit": plain(tier.cumulative_profit, PERCENT), "without_profit": tier.without_profit}
        for tier in found.company.tiers
    ]  # fmt: skip
    return {"tiers": tiers, "ranked": found.company.ranked, "small_sample": found.company.small}


def _scores(session: Session, period: Period, mode: str) -> Analysed[Any, Any]:
    return scores.scores(session, period, scorecard.SEED if mode == "seed" else None)


def _judged(row: scores.Judged) -> tuple[Any, ...]:
    score = row.score
    points = (row.points[key] for key in (scorecard.PAYMENT, scorecard.MARGIN, scorecard.VOLUME, scorecard.GROWTH,
                                          scorecard.RELATION))  # fmt: skip
    return (row.place, *points, score.points, score.value, score.coverage, score.band or None, score.provisional)


def _bands(found: Analysed[scores.Judged, Mapping[str, int]]) -> Mapping[str, Any]:
    return {"bands": {band or "none": count for band, count in found.company.items()}}


def _profits(session: Session, period: Period, _mode: str) -> Analysed[Any, Any]:
    return worth.profits(session, period)


def _earned(row: worth.Earned) -> tuple[Any, ...]:
    sales, profit = row.sales, row.profit
    return (sales.gross, sales.discounts, sales.returns, profit.net, sales.cogs, profit.gross_profit, profit.margin, profit.cost,
            profit.cost_ratio, profit.profit, profit.profit_ratio, sales.orders)  # fmt: skip


def _firm(found: Analysed[worth.Earned, worth.Company]) -> Mapping[str, Any]:
    profit = found.company.profit
    kinds = {kind: yuan(amount) for kind, amount in found.company.unallocated.items()}
    return {
        "net": yuan(profit.net), "gross_profit": plain(profit.gross_profit, MONEY), "gross_margin": plain(profit.margin, PERCENT),
        "cost_to_serve": plain(profit.cost, MONEY), "cost_ratio": plain(profit.cost_ratio, PERCENT),
        "profit": plain(profit.profit, MONEY), "profit_ratio": plain(profit.profit_ratio, PERCENT),
        "unallocated": kinds, "unknown_cost": found.company.unknown,
    }  # fmt: skip


def _worth(row: loyalty.Worth) -> tuple[Any, ...]:
    return (row.margin.cents, row.retention.rate, row.retention.source, row.value, row.margin.provisional, row.loss)


def _rfm(row: loyalty.Scored) -> tuple[Any, ...]:
    marks = (row.recency, row.frequency, row.monetary)
    whole = None if None in marks else "".join(map(str, marks))
    return (row.days, row.orders, row.sales, *marks, whole, row.segment)


def _segments(found: Analysed[loyalty.Scored, bool]) -> Mapping[str, Any]:
    counts: dict[str, int] = {}
    for line in found.lines:
        counts[line.row.segment] = counts.get(line.row.segment, 0) + 1
    return {"segments": counts, "provisional": found.company}


def _statuses(session: Session, period: Period, _mode: str) -> Analysed[Any, Any]:
    found = loyalty.statuses(session, period.last)
    standing, again = loyalty.standing(session, period), won_back.won_back(session, period)
    company = {
        "counts": dict(found.company), "new": standing.new, "start": standing.churn.start, "lost": standing.churn.lost,
        "churn": plain(standing.churn.churn, PERCENT), "retention": plain(standing.churn.retention, PERCENT),
        "GRR": plain(standing.revenue.gross_retention, PERCENT), "NRR": plain(standing.revenue.net_retention, PERCENT),
        "lost_contacted": len(again.contacted), "won_back": len(again.back), "win_back": plain(again.rate, PERCENT),
    }  # fmt: skip
    said = {**found.parameters, "first": period.first.isoformat(), "months": period.months}
    return Analysed(found.lines, company, said, found.left_out)


def _concentration(session: Session, period: Period, _mode: str) -> Analysed[Any, Any]:
    """The largest first; shares are of the sales above 0, as those the function gives."""
    found = money.concentration(session, period)
    shares, together = found.company.shares, Decimal(0)
    lines: list[Line[Any]] = []
    for place, line in enumerate(found.lines):
        share = shares[place] if place < len(shares) and line.row > 0 else None
        together += share or 0
        lines.append(Line(line.client, (line.row, share, None if share is None else together)))
    return Analysed(tuple(lines), found.company, found.parameters, found.left_out)


def _shares(found: Analysed[Any, Any]) -> Mapping[str, Any]:
    done = found.company
    return {"CR1": plain(done.cr(1), PERCENT), "CR3": plain(done.cr(3), PERCENT), "HHI": plain(done.hhi, "number"),
            "warns_largest": done.warns_largest, "warns_hhi": done.warns_hhi}  # fmt: skip


_VALUE = Column("value", N_("Value"), MONEY)
_SHARE, _CUMULATIVE = Column("share", N_("Share"), PERCENT), Column("cumulative", N_("Cumulative"), PERCENT)
_PROVISIONAL = Column("provisional", N_("Provisional"), "flag")

SALES: dict[str, Shape] = {
    "abc": Shape((
        Column("sales", N_("Net sales"), MONEY), Column("growth", N_("Growth"), PERCENT),
        Column("GM", N_("Gross margin"), PERCENT),
        Column("contribution", N_("Gross profit"), MONEY), Column("cost", N_("Cost to serve"), PERCENT),
        Column("net", N_("Profit ratio"), PERCENT), Column("M1", "M1", TEXT), Column("M2", "M2", TEXT), Column("M3", "M3", TEXT),
        Column("mean", N_("Mean")), Column("overall", N_("Grade"), TEXT), _PROVISIONAL,
    ), _matrices, _rating, _cuts, ("company", "median")),
    "pareto": Shape(
        (_VALUE, _SHARE, _CUMULATIVE, Column("class", N_("Class"), TEXT)), _pareto,
        lambda row: (row.value, row.share, row.cumulative, row.letter), lambda found: {"total": yuan(found.company)},
        ("before:80/95", "within:55/85"), "before:80/95",
    ),
    "pyramid": Shape((Column("tier", N_("Tier"), WORD), _VALUE), _pyramid, lambda row: row, _tiers, tuple(_PRESETS)),
    "score": Shape((
        Column("rank", N_("Place in the ranking")), Column("payment", N_("Payment")), Column("margin", N_("Margin")),
        Column("volume", N_("Volume")), Column("growth", N_("Growth")),
        Column("relation", N_("Relation")),
        Column("points", N_("Points")), Column("score", N_("Score")), Column("coverage", N_("Coverage"), PERCENT),
        Column("band", N_("Band"), WORD), _PROVISIONAL,
    ), _scores, _judged, _bands, ("five", "seed")),
    "profit": Shape((
        Column("gross", N_("Before discounts"), MONEY), Column("discounts", N_("Discounts"), MONEY),
        Column("returns", N_("Returns"), MONEY), Column("net", N_("Net sales"), MONEY),
        Column("cogs", N_("Cost of the goods"), MONEY), Column("gross_profit", N_("Gross profit"), MONEY),
        Column("gross_margin", N_("Gross margin"), PERCENT), Column("cost_to_serve", N_("Cost to serve"), MONEY),
        Column("cost_ratio", N_("Cost ratio"), PERCENT), Column("profit", N_("Profit"), MONEY),
        Column("profit_ratio", N_("Profit ratio"), PERCENT), Column("orders", N_("Orders")),
    ), _profits, _earned, _firm),
    "clv": Shape((
        Column("m", N_("Margin a year"), MONEY), Column("r", N_("Retention"), PERCENT),
        Column("source", N_("Retention from"), WORD), Column("clv", N_("Lifetime value"), MONEY), _PROVISIONAL,
        Column("loss", N_("Loss"), "flag"),
    ), lambda session, period, _mode: loyalty.lifetime(session, period), _worth,
        lambda found: {"clv": plain(found.company, MONEY)}),
    "rfm": Shape((
        Column("days", N_("Days since the last order")), Column("orders", N_("Orders")), Column("sales", N_("Net sales"), MONEY),
        Column("R", "R"), Column("F", "F"), Column("M", "M"), Column("RFM", "RFM", TEXT),
        Column("segment", N_("Segment"), WORD),
    ), lambda session, period, mode: loyalty.rfm(session, period, mode), _rfm, _segments, ("fixed", "quintile", "published")),
    "status": Shape((
        Column("status", N_("Status"), WORD), Column("days", N_("Days since the last order")),
        Column("interval", N_("Usual days between orders")), Column("measured", N_("Measured"), "flag"),
        Column("active_until", N_("Active until"), TEXT), Column("at_risk_until", N_("At risk until"), TEXT),
    ), _statuses, lambda row: (row.code, row.days, row.interval, row.measured, row.active_until, row.risk_until),
        lambda found: found.company),
    "concentration": Shape((_VALUE, _SHARE, _CUMULATIVE), _concentration, lambda row: row, _shares),
}  # fmt: skip
"""Name on the command line -> its table."""
