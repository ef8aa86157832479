"""Sections IV to VI of the customer analysis: what it buys, what is left of it, how it pays (交易, 盈利与价值, 信用与回款)."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.analysis.figures import Figure
from app.analysis.periods import YearMonth
from app.analysis.share_of_wallet import Wallet
from app.formats import money_text, number_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.reports import charts, curves
from app.reports.customer_dealings import one_row
from app.reports.customer_profit import steps
from app.reports.customer_space import space_blocks
from app.reports.document import Block, ChartBlock, Column, Empty, Heading, Paragraph, SideBySide, Table, quietly
from app.reports.money_scale import BESIDE, scaled
from app.reports.money_words import about
from app.services import credit_words
from app.services.account_view import AccountView
from app.services.business.profit_basis import basis_of

_PROMISES = 6
_STATES = {"kept": N_("Kept"), "broken": N_("Broken"), "over": N_("Overdue"), "open": N_("Not due yet")}
BUCKETS = {
    "not_due": N_("Not yet due"), "d1_30": N_("1–30 days"), "d31_60": N_("31–60 days"), "d61_90": N_("61–90 days"),
    "d91_180": N_("91–180 days"), "d181_365": N_("181–365 days"), "over_365": N_("Over a year"),
}  # fmt: skip


def trade_blocks(view: AccountView, grades: Sequence[Block], today: date) -> tuple[Block, ...]:
    """The three sections, ``grades`` with their reasons at the end of the second; one sentence where nothing was ever sold."""
    if not view.traded:
        none = _("No orders are recorded, so there are no figures on sales, profit and payment.")
        told = quietly((*view.others.sales, *view.others.costs, *view.others.owed)) or (Empty(none),)
        return Heading(_("IV Business: what it buys")), *told
    return (
        Heading(_("IV Business: what it buys")), *_bought(view, today),
        Heading(_("V Business: profit and value")), *_worth(view), *grades,
        Heading(_("VI Transactions: credit and payment")), *_paid(view),
    )  # fmt: skip


def money(figure: Figure) -> str | None:
    """An amount in fen; None where it is not known."""
    return None if figure.value is None else money_text(int(figure.value))


def share(figure: Figure | None) -> str | None:
    """A fraction in percent; None where it is not known."""
    return None if figure is None or figure.value is None else percent_text(figure.value)


# IV ------------------------------------------------------------------------------------------------------------------


def _bought(view: AccountView, today: date) -> list[Block]:
    earned, grown, status = view.dealings.earned, view.growth, view.status
    orders = earned.sales.orders if earned is not None else 0
    facts = one_row({
        _("Net sales, 12 months"): money_text(earned.profit.net if earned is not None else 0), _("Orders"): orders,
        _("Growth"): share(grown.growth) if grown is not None else None,
        _("Usual days between orders"): number_text(status.interval, 0) if status is not None and status.measured else None,
        _("Last order"): today - timedelta(days=status.days) if status is not None and status.days is not None else None,
    })  # fmt: skip
    said = quietly((*view.short, *view.others.sales))
    return [facts, *said, _months_chart(view, today), *_mix(view, today), *space_blocks(view.space)]


def _months_chart(view: AccountView, today: date) -> ChartBlock:
    """Twelve months as columns, the same months a year before as ticks across them."""
    last = YearMonth(today.year, today.month)
    months = [last.plus(-back) for back in range(11, -1, -1)]
    amounts, unit = scaled([view.months.get(month.plus(-back), 0) for back in (0, 12) for month in months])
    now, before = amounts[:12], amounts[12:]
    names = (_("Net sales"), "", _("a year before"))
    labels = [str(month) for month in months]
    return ChartBlock(
        lambda width, height: charts.trend(labels, now, line2=before, names=names, size=(width, height)), 174, 52,
        caption=_("Net sales by month ({unit})").format(unit=unit),
    )  # fmt: skip


def _mix(view: AccountView, today: date) -> list[Block]:
    """Products by their share; what was bought in which half of the year shows in the chart above."""
    earned = view.dealings.earned
    whole = earned.profit.net if earned is not None else 0
    if earned is None or not earned.sales.orders:
        return [Paragraph(_("It bought nothing in the last twelve months."), quiet=True)]
    if whole <= 0 or not view.products:
        return [Paragraph(_("The orders have no lines, so nothing is known of products."), quiet=True)]
    columns = (Column(_("Product"), weight=1), Column(_("Net sales"), kind="number"), Column(_("Share"), kind="number"))
    rows = tuple((one.name or _("All others"), money_text(one.net), percent_text(one.net / whole)) for one in view.products)
    if bare := whole - sum(one.net for one in view.products):
        rows += ((_("Orders without lines"), money_text(bare), percent_text(bare / whole)),)
    return [SideBySide((Table(columns, rows, caption=_("Products, 12 months")), _season(view, today)))]


def _season(view: AccountView, today: date) -> Block:
    """The last eight quarters, the one under way so far: seasons, and which way it goes."""
    last = YearMonth(today.year, today.month)
    begun = last.plus(-((last.month - 1) % 3))  # the quarter under way
    quarters = [begun.plus(-3 * back) for back in range(7, -1, -1)]
    so_far = _("{quarter} so far")
    rows = []
    for first in quarters:
        amount = sum(view.months.get(first.plus(month), 0) for month in range(3))
        name = f"{first.year} Q{first.month // 3 + 1}"
        rows.append((so_far.format(quarter=name) if first == begun else name, money_text(amount)))
    columns = (Column(_("Quarter"), weight=1), Column(_("Net sales"), kind="number"))
    return Table(columns, tuple(rows), caption=_("By quarter, 24 months"))


# V -------------------------------------------------------------------------------------------------------------------


def _worth(view: AccountView) -> list[Block]:
    earned = view.dealings.earned
    if earned is None:
        return [Empty(_("It bought nothing in the last twelve months."))]
    sold, profit = earned.sales, earned.profit
    labels, amounts, sums = steps(sold.gross, sold.discounts, sold.returns, profit, earned.costs)
    shown, unit = scaled(amounts)
    drawn = ChartBlock(lambda width, height: curves.waterfall(labels, shown, sums, size=(width, height)), 174, 52,
                       caption=_("From sales to profit ({unit})").format(unit=unit))  # fmt: skip
    gaps = [_("The cost of some goods is not known, so neither is the profit.")] if profit.gross_profit.value is None else []
    gaps += basis_of([profit]).words or ([_("No costs to serve are recorded.")] if profit.cost.value is None else [])
    return [drawn, *quietly((*gaps, *view.others.costs)), _value_facts(view)]


def _value_facts(view: AccountView) -> Block:
    earned, worth, wallet = view.dealings.earned, view.lifetime, view.wallet
    profit = earned.profit if earned is not None else None
    return one_row({
        _("Gross margin"): share(profit.margin) if profit is not None else None,
        _("Cost ratio"): share(profit.cost_ratio) if profit is not None else None,
        _("Profit"): money(profit.profit) if profit is not None else None,
        _("Profit ratio"): share(profit.profit_ratio) if profit is not None else None,
        _("Lifetime value"): about(worth.value) if worth is not None else None,
        _("Share of wallet"): _wallet(wallet.wallet) if wallet is not None else None,
    })  # fmt: skip


def _wallet(one: Wallet) -> str | None:
    """Beyond the whole it is capped and said to be doubtful: the customer buys more than is written down (C21)."""
    text = share(one.share)
    return _("{share}, doubtful").format(share=text) if one.doubtful and text is not None else text


# VI ------------------------------------------------------------------------------------------------------------------


def _paid(view: AccountView) -> list[Block]:
    owed, days = view.dealings.owed, view.days
    facts = one_row({
        _("Open amount"): money_text(owed.total), _("Overdue amount"): money_text(owed.overdue),
        _("Overdue rate"): share(owed.overdue_rate), _("DSO"): _number(days.family.simple) if days is not None else None,
        _("Paid in time"): share(view.on_time), _("Oldest (days)"): view.standing.oldest_overdue or None,
    })  # fmt: skip
    lines = [credit_words.standing_line(view.standing), *credit_words.held_words(view.standing)]
    return [facts, *quietly(view.others.owed), *map(Paragraph, filter(None, lines)), *_aged(view), *_promised(view)]


def _number(figure: Figure) -> str | None:
    return None if figure.value is None else number_text(figure.value, 1)


def _aged(view: AccountView) -> list[Block]:
    """Where something is past its day, how long."""
    owed = view.dealings.owed
    if not owed.overdue:
        return []
    values, unit = scaled([one.amount for one in owed.rows], BESIDE)
    labels = [_(BUCKETS[one.key]) for one in owed.rows]
    return [ChartBlock(lambda width, height: charts.bars(labels, values, size=(width, height)), 120, 44,
                       caption=_("Open by days past due ({unit})").format(unit=unit))]  # fmt: skip


def _promised(view: AccountView) -> list[Block]:
    if not view.promises:
        return []
    due = [one.state for one in view.promises if one.state != "open"]
    columns = (Column(_("Promised on"), "left", kind="number"), Column(_("Due on"), kind="number"),
               Column(_("Amount"), kind="number"), Column(_("To whom"), weight=1), Column(_("State")))  # fmt: skip
    rows = tuple(
        (one.made_on, one.due, None if one.amount is None else money_text(one.amount), one.who or None, _(_STATES[one.state]))
        for one in view.promises[:_PROMISES]
    )  # fmt: skip
    told = _("{kept} of {count} promises were kept.").format(kept=due.count("kept"), count=len(due))
    return [Table(columns, rows, caption=_("Promises of payment"), notes=(told,) if due else ())]

