"""Matrices, Pareto, pyramid, scorecard, profit, whale curve and concentration as tables."""

from decimal import Decimal
from typing import Any

from app.analysis import customer_pyramid, value_matrices
from app.analysis.pareto_classes import BEFORE, C07, Cut
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.business import money, scores, worth
from app.services.business.behind import ORDERS, SERVING, UNSHARED
from app.services.business.clients import Line
from app.services.business.other_moneys import cost_words
from app.services.business.profit_basis import basis_of, without_cost
from app.services.business.trends import short_base
from app.services.business.words import BANDS, TIERS
from app.ui.screens.analysis.shown import (
    CODE,
    LIKE_FOR_LIKE,
    NAME,
    NO_COSTS,
    Column,
    Row,
    Shown,
    Wanted,
    fact,
    left_out_words,
    row_of,
)

PRESETS = {"cumulative": customer_pyramid.CURRY, "layered": customer_pyramid.LAYERS, "profit": customer_pyramid.PROFIT}
WITHIN = Cut("within", Decimal("0.55"), Decimal("0.85"))


def _money(label: str, behind: str = "") -> Column:
    return Column(label, "money", 112, behind)


def _percent(label: str) -> Column:
    return Column(label, "percent", 84)


def _letter(label: str, counted: str = "") -> Column:
    return Column(label, "badge", 56, counted=counted)


SALES = Column(N_("Net sales"), "money", 116, ORDERS)
MATRICES = (
    CODE, NAME, _letter(N_("Grade"), N_("Grade {code}")), _letter("M1"), _letter("M2"), _letter("M3"), SALES,
    _percent(N_("Growth")), _percent(N_("Gross margin")), _money(N_("Gross profit"), ORDERS), _percent(N_("Cost to serve")),
    _percent(N_("Profit ratio")),
)  # fmt: skip


def matrices(session: Any, wanted: Wanted) -> Shown:
    """C06: what each customer came to on the three matrices, and its grade."""
    found = worth.matrices(session, wanted.period, wanted.mode or value_matrices.COMPANY)
    rows = tuple(_matrix_row(line) for line in found.lines)
    cuts = found.company.cuts
    facts = (
        fact(LIKE_FOR_LIKE, "percent", cuts.growth), fact(N_("Gross margin of the firm"), "percent", cuts.margin),
        fact(N_("Cost to serve of the firm"), "percent", cuts.cost), fact(N_("Profit ratio of the firm"), "percent", cuts.net),
        *((_("Grade {code}").format(code=letter), str(_graded(found.lines, letter))) for letter in "ABC"),
    )  # fmt: skip
    return Shown(MATRICES, rows, facts, (*short_base(session, wanted.period), *left_out_words(found.left_out)), found)


def _matrix_row(line: Line[Any]) -> Row:
    account, rating = line.row
    axes = rating.axes
    figures = (account.sales, axes.growth, axes.margin, account.gross_profit, axes.cost, axes.net)
    values = (rating.grade, *rating.cells, *figures)
    return row_of(MATRICES, line.client, values, line)


def _graded(lines: Any, letter: str) -> int:
    return sum(line.row[1].grade == letter for line in lines)


PYRAMID = (CODE, NAME, Column(N_("Tier"), "badge", 110, words=TIERS), _money(N_("Value"), ORDERS))


def pyramid(session: Any, wanted: Wanted) -> Shown:
    """C08: the tier of each customer, and both sides of the twin chart."""
    preset = PRESETS.get(wanted.mode)
    basis = "profit" if wanted.mode == "profit" else wanted.basis
    found = worth.pyramid(session, wanted.period, preset, basis)
    rows = tuple(row_of(PYRAMID, line.client, line.row, line) for line in found.lines)
    facts = tuple((_(TIERS[tier.name]), _tier_words(tier)) for tier in found.company.tiers)
    small = (_("Fewer than 20 customers: the scorecard says more than tiers do."),) if found.company.small else ()
    return Shown(PYRAMID, rows, facts, (*small, *left_out_words(found.left_out)), found)


def _tier_words(tier: customer_pyramid.Tier) -> str:
    share = fact("", "percent", tier.profit_share)[1]
    return _("{count}, {share} of the profit").format(count=len(tier.codes), share=share)


PARETO = (
    CODE, NAME, _money(N_("Value"), ORDERS), _percent(N_("Share")), _percent(N_("Cumulative")),
    _letter(N_("ABC class"), N_("Class {code}")),
)  # fmt: skip


def pareto(session: Any, wanted: Wanted) -> Shown:
    """C07: classes by cumulative share, the largest first."""
    cut = {BEFORE: C07, "within": WITHIN}.get(wanted.mode)
    found = worth.pareto(session, wanted.period, cut, wanted.basis)
    rows = tuple(
        row_of(PARETO, line.client, (line.row.value, line.row.share, line.row.cumulative, line.row.letter), line)
        for line in found.lines
    )
    counts = tuple(
        (_("Class {code}").format(code=letter), str(sum(line.row.letter == letter for line in found.lines)))
        for letter in "ABC"
    )
    return Shown(PARETO, rows, (fact(N_("Together"), "money", found.company), *counts), left_out_words(found.left_out), found)


SCORES = (
    CODE, NAME, Column(N_("Ranking no."), "number", 60), Column(N_("Score"), "decimal", 72),
    Column(N_("Band"), "badge", 90, words=BANDS, tones="grade"), *(Column(label, "number", 76) for label in (
        N_("Payment"), N_("Margin"), N_("Volume"), N_("Growth"), N_("Relation"))),
)  # fmt: skip


def scorecard(session: Any, wanted: Wanted) -> Shown:
    """C09: the ranking by score, with the points of each criterion."""
    found = scores.scores(session, wanted.period)
    rows = tuple(_score_row(line) for line in found.lines)
    facts = tuple((_(BANDS[band]), str(count)) for band, count in found.company.items())
    return Shown(SCORES, rows, facts, (*short_base(session, wanted.period), *left_out_words(found.left_out)), found)


def _score_row(line: Line[scores.Judged]) -> Row:
    judged = line.row
    points = [judged.points[key] for key in ("payment", "margin", "volume", "growth", "relation")]
    return row_of(SCORES, line.client, (judged.place, judged.score.value, judged.score.band or None, *points), line)


PROFIT = (
    CODE, NAME, SALES, _money(N_("Gross profit"), ORDERS), _percent(N_("Gross margin")), _money(N_("Cost to serve"), SERVING),
    _money(N_("Profit")), _percent(N_("Profit ratio")), _money(N_("Before discounts"), ORDERS), _money(N_("Returns"), ORDERS),
)  # fmt: skip


def profit(session: Any, wanted: Wanted) -> Shown:
    """C10: what is left of each customer's sales."""
    found = worth.profits(session, wanted.period)
    rows = tuple(_profit_row(line) for line in found.lines)
    firm, known = found.company, found.company.known
    facts = (
        fact(N_("Net sales"), "money", firm.profit.net), fact(N_("Gross profit"), "money", known.gross_profit),
        fact(N_("Gross margin"), "percent", known.margin), fact(N_("Cost to serve"), "money", firm.profit.cost),
        fact(N_("Profit"), "money", known.profit),
        fact(N_("Not shared out"), "money", sum(firm.unallocated.values())),
    )  # fmt: skip
    notes = (*without_cost(firm.unknown), *left_out_words(found.left_out), *cost_words(session, wanted.period))
    return Shown(PROFIT, rows, facts, notes, found, leads=((_("Not shared out"), UNSHARED),))


def _profit_row(line: Line[worth.Earned]) -> Row:
    bought, one = line.row.sales, line.row.profit
    values = (one.net, one.gross_profit, one.margin, one.cost, one.profit, one.profit_ratio, bought.gross, bought.returns)
    return row_of(PROFIT, line.client, values, line)


WHALE = (
    CODE, NAME, _money(N_("Profit")), _money(N_("Cumulative profit")), _percent(N_("Share of the profit")),
    _percent(N_("Share of the customers")),
)  # fmt: skip


def whale(session: Any, wanted: Wanted) -> Shown:
    """The whale curve: the cumulative profit, the best customer first."""
    found = worth.whale(session, wanted.period)
    rows = tuple(
        row_of(WHALE, line.client, (point.profit, point.cumulative, point.profit_share, point.customer_share), line)
        for line in found.lines for point in (line.row,)
    )  # fmt: skip
    curve = found.company
    facts = (
        fact(N_("Profit"), "money", curve.total), fact(N_("Peak"), "money", curve.peak_profit),
        fact(N_("Peak of the profit"), "percent", curve.peak_share), (_("Customers up to the peak"), str(curve.peak)),
        fact(N_("Losses"), "money", curve.losses),
    )  # fmt: skip
    basis = basis_of(line.row.profit for line in worth.profits(session, wanted.period).lines)
    notes = (*without_cost(found.parameters["unknown"]), *basis.words, *left_out_words(found.left_out),
             *cost_words(session, wanted.period))  # fmt: skip
    nobody = bool(found.parameters["unknown"]) and not rows
    return Shown(WHALE, rows, () if nobody else facts, notes, found, NO_COSTS if nobody else "")


CONCENTRATION = (CODE, NAME, SALES, _percent(N_("Share")), _percent(N_("Cumulative")))


def concentration(session: Any, wanted: Wanted) -> Shown:
    """C38: how much hangs on few customers."""
    found = money.concentration(session, wanted.period)
    shares, sums, together = found.company.shares, [], Decimal(0)
    for share in shares:
        together += share
        sums.append(together)
    gap = [None] * (len(found.lines) - len(shares))
    rows = tuple(
        row_of(CONCENTRATION, line.client, (line.row, share, up_to), line)
        for line, share, up_to in zip(found.lines, [*shares, *gap], [*sums, *gap], strict=True)
    )
    facts = (
        fact(N_("Largest customer"), "percent", found.company.cr(1)), fact(N_("Three largest"), "percent", found.company.cr(3)),
        fact(N_("Herfindahl index"), "number", found.company.hhi),
    )  # fmt: skip
    warned = found.company.warns_largest or found.company.warns_hhi
    warning = (_("Much hangs on few customers."),) if warned else ()
    return Shown(CONCENTRATION, rows, facts, (*warning, *left_out_words(found.left_out)), found)
