"""Sections IV to VII of the report on the whole base: value, growth and potential, profit, credit and payment."""

from sqlalchemy.orm import Session

from app.analysis.figures import half_up
from app.formats import money_text
from app.i18n import gettext_text as _
from app.reports import charts
from app.reports.base_figures import Figures
from app.reports.customer_dealings import one_row
from app.reports.customer_profit import whale_chart
from app.reports.document import Block, Cell, ChartBlock, Column, Empty, Heading, Paragraph, Table, quietly
from app.reports.heading import joined
from app.reports.money_scale import BESIDE, scaled
from app.reports.money_words import about, money, number, share, yuan
from app.reports.profit_products import product_blocks
from app.reports.profit_words import cause, nobody_lost
from app.reports.receivables import BUCKETS
from app.services.business.dso_trend import dso_trend
from app.services.business.labels import LABELS
from app.services.business.other_moneys import cost_words, owed_words
from app.services.business.profit_basis import without_cost
from app.services.business.trends import short_base

_TOP = 10
_POTENTIAL = 20


def value_blocks(session: Session, found: Figures) -> tuple[Block, ...]:
    """The four sections."""
    return (
        Heading(_("IV Value")), *_value(session, found), Heading(_("V Growth and potential")), *_growth(session, found),
        Heading(_("VI Profit")), *_profit(session, found), Heading(_("VII Credit and payment")), *_credit(session, found),
    )  # fmt: skip


def _value(session: Session, found: Figures) -> list[Block]:
    firm, whole, basis = found.profits.company, found.concentration, found.basis
    facts = one_row({
        _("Net sales"): money_text(firm.profit.net), _("Gross profit"): money(firm.known.gross_profit),
        _("Gross margin"): share(firm.known.margin), _("Cost to serve"): money(firm.profit.cost),
        _("Profit"): money(firm.known.profit), _("Lifetime value"): about(found.lifetime),
    })  # fmt: skip
    said = (*without_cost(firm.unknown), *basis.words, *cost_words(session, found.period))
    shares = one_row({
        "CR1": share(whole.cr(1)), "CR3": share(whole.cr(3)), "CR10": share(whole.cr(10)),
        _("Herfindahl index"): number(whole.hhi, 0), _("Share of wallet"): share(found.wallets.company),
        _("Room left"): yuan(_room(found)),
    })  # fmt: skip
    warned = whole.warns_largest or whole.warns_hhi
    much = [Paragraph(_("Much hangs on few customers."))] if warned else []
    return [facts, *quietly(said), shares, *much, _tiers(found)]


def _room(found: Figures) -> int | None:
    """What customers whose purchases are known buy elsewhere; None where nobody's are."""
    known = [int(line.row.wallet.potential.value) for line in found.wallets.lines if line.row.wallet.potential.value is not None]
    return sum(known) if known else None


def _tiers(found: Figures) -> Table:
    """Sales, margin, cost and profit of each tier."""
    by_key = {line.client.key: line.row for line in found.profits.lines}
    columns = (
        Column(_("Tier"), weight=1), Column(_("Customers"), kind="number"), Column(_("Net sales"), kind="number"),
        Column(_("Cost to serve"), kind="number"), Column(found.basis.noun, kind="number"),
        Column(found.basis.share, kind="number"),
    )  # fmt: skip
    rows = []
    for tier in found.pyramid.tiers:
        mine = [by_key[code] for code in tier.codes if code in by_key]
        costs = [int(one.profit.cost.value) for one in mine if one.profit.cost.value is not None]
        spent = money_text(sum(costs) if costs or not mine else None)
        rows.append((_(LABELS[tier.name]), len(tier.codes), money_text(sum(one.profit.net for one in mine)), spent,
                     money_text(tier.profit), share(tier.profit_share)))  # fmt: skip
    return Table(columns, (*rows, *_without_sales(found)), caption=_("By tier"))


def _without_sales(found: Figures) -> list[tuple[Cell, ...]]:
    """Customers that bought nothing and cost something: with the tiers they are all of them and their profit."""
    ranked = {code for tier in found.pyramid.tiers for code in tier.codes}
    profits = [line.row.profit for line in found.profits.lines if line.client.key not in ranked]
    costs = [one.spent for one in profits if one.spent is not None]
    known = [one.best_known for one in profits if one.best_known is not None]
    rest = (_("Without sales in the period"), len(profits), money_text(sum(one.net for one in profits)),
            yuan(sum(costs) if costs else None), yuan(sum(known) if known else None), None)  # fmt: skip
    return [rest] if profits else []


def _growth(session: Session, found: Figures) -> list[Block]:
    whole = found.grown.company
    words = _("Net sales went from {before} to {now}, {growth}; with customers of both periods {like}. {came} came, {went} went.")
    said = words.format(before=money_text(whole.before), now=money_text(whole.now), growth=share(whole.growth) or "—",
                        like=share(whole.like_for_like) or "—", came=whole.came, went=whole.went)  # fmt: skip
    columns = (Column(_("Customer"), weight=1), Column(_("Earlier"), kind="number"), Column(_("Now"), kind="number"),
               Column(_("Growth"), kind="number"))  # fmt: skip
    moved = [(one.client.name, yuan(one.row.before), money_text(one.row.now), share(one.row.growth))
             for one in found.grown.lines[:_TOP]]  # fmt: skip
    blocks: list[Block] = [Paragraph(joined([said, *short_base(session, found.period)]))]
    if moved:
        blocks.append(Table(columns, tuple(moved), caption=_("Largest changes")))
    return [*blocks, *_potential(found)]


def _potential(found: Figures) -> list[Block]:
    lines = [line for line in found.wallets.lines if line.row.wallet.potential.value]
    if not lines:
        return [Empty(_("Nobody knows what customers buy elsewhere: yearly purchases and needs are not filled in."))]
    columns = (Column(_("Customer"), weight=1), Column(_("From us"), kind="number"), Column(_("Buys in all"), kind="number"),
               Column(_("Share of wallet"), kind="number"), Column(_("Room left"), kind="number"))  # fmt: skip
    rows = tuple(
        (line.client.name, money_text(line.row.ours), yuan(line.row.total), share(line.row.wallet.share),
         money(line.row.wallet.potential))
        for line in lines[:_POTENTIAL]
    )  # fmt: skip
    return [Table(columns, rows, caption=_("Most room left"))]


def _profit(session: Session, found: Figures) -> list[Block]:
    basis, company = found.basis, found.profits.company.profit
    drawn = whale_chart([point.cumulative for point in found.whale.points], found.whale.peak, basis) if found.whale.points else ()
    known = [(left, line) for line in found.profits.lines if (left := basis.of(line.row.profit)) is not None]
    losers = sorted((pair for pair in known if pair[0] < 0), key=lambda pair: pair[0])
    if not losers:
        return [*drawn, Empty(nobody_lost(bool(known), basis)), *product_blocks(session, found.period)]
    columns = (Column(_("Customer"), weight=1), Column(_("Net sales"), kind="number"), Column(basis.noun, kind="number"),
               Column(_("Why, and what to do"), weight=2))  # fmt: skip
    rows = tuple((line.client.name, money_text(line.row.profit.net), money_text(left), cause(line.row, company))
                 for left, line in losers[:_TOP])  # fmt: skip
    caption = _("{count} customers lose money").format(count=len(losers))
    return [*drawn, Table(columns, rows, caption=caption), *product_blocks(session, found.period)]


def _dso(session: Session, found: Figures) -> list[Block]:
    """Days of sales at the end of each month; nothing where fewer than two are known."""
    known = [(str(one.month), one.dso.value) for one in dso_trend(session, found.period.last) if one.dso.value is not None]
    labels, values = [month for month, _days in known], [int(half_up(days)) for _month, days in known]
    if len(known) < 2:
        return []
    return [ChartBlock(lambda width, height: charts.trend(labels, values, size=(width, height)), 174, 42,
                       caption=_("Days of sales at the end of each month"))]  # fmt: skip


def _credit(session: Session, found: Figures) -> list[Block]:
    aged, family, others = found.ageing.company, found.days.family, quietly(owed_words(session, found.period.last))
    if not found.ageing.lines:
        return list(others) or [Empty(_("No customer owes anything on this day."))]
    limited = [line.row for line in found.credit.lines if line.row.limit.value]
    used, most = sum(one.use.receivables for one in limited), sum(int(one.limit.value or 0) for one in limited)
    facts = one_row({
        _("Open amount"): money_text(aged.total), _("Overdue amount"): money_text(aged.overdue),
        _("Overdue rate"): share(aged.overdue_rate), _("DSO"): number(family.simple),
        _("Best possible"): number(family.best_possible), _("Limits used"): f"{100 * used / most:.0f}%" if most else None,
    })  # fmt: skip
    values, unit = scaled([one.amount for one in aged.rows], BESIDE)
    labels = [_(BUCKETS[one.key]) for one in aged.rows]
    chart = ChartBlock(lambda width, height: charts.bars(labels, values, size=(width, height)), 130, 46,
                       caption=_("Open by days past due ({unit})").format(unit=unit))  # fmt: skip
    late = [line for line in found.ageing.lines if line.row.overdue > 0][:_TOP]
    numbers = (_("Open amount"), _("Overdue amount"), _("Overdue rate"))
    columns = (Column(_("Customer"), weight=1), *(Column(word, kind="number") for word in numbers))
    rows = tuple(
        (one.client.name, money_text(one.row.total), money_text(one.row.overdue), share(one.row.overdue_rate)) for one in late
    )
    return [facts, *others, *_dso(session, found), chart, *([Table(columns, rows, caption=_("Most overdue"))] if rows else [])]
