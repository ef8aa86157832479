"""客户盈利性分析 (R-07): what is left of the year's sales, who earns it, who eats it up, customers and products (C10, C11)."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.analysis.customer_pyramid import Tier
from app.analysis.figures import Figure
from app.analysis.profitability import COST_KINDS, Profit
from app.formats import money_text, percent_text, today
from app.i18n import N_, language, ngettext_text
from app.i18n import gettext_text as _
from app.reports import curves
from app.reports.document import Block, Cell, ChartBlock, Column, Document, Empty, Heading, Paragraph, Table, quietly
from app.reports.heading import firm, joined, printed_text
from app.reports.money_scale import BESIDE, scaled
from app.reports.profit_products import mark_blocks, product_blocks
from app.reports.profit_words import KINDS, cause, nobody_lost, summary
from app.services.business import worth
from app.services.business.clients import Analysed, Line
from app.services.business.labels import LABELS
from app.services.business.other_moneys import SALES, cost_words, told
from app.services.business.period import Period, ending
from app.services.business.profit_basis import Basis, basis_of
from app.services.business.worth import Company, Earned

_MOST, _LOSERS, _DRAWN = 20, 30, 3
_DEFINITIONS = N_(
    "Net sales: before discounts, less discounts and returns, without tax. Gross profit: net sales less cost of the goods. "
    "Cost to serve: visits, service, logistics, complaints, gifts, financing, bad debt, as far as they are recorded. Profit: "
    "gross profit less cost to serve. What nobody recorded is not known and stands as —; it never counts as 0."
)


def build(session: Session, day: date | None = None) -> Document:
    """The twelve months up to a day, today unless said."""
    period, ours = ending(day or today()), firm(session)
    found = worth.profits(session, period)
    others = quietly((*told(SALES, found.left_out), *cost_words(session, period)))
    blocks = _blocks(session, period, found, others) if found.lines else others or (Empty(_("No orders in this period.")),)
    return Document(
        title=_("Customer profitability"), blocks=blocks, company=ours.name, logo=ours.logo,
        meta=(_("{first} to {last}").format(first=period.first, last=period.last), "", _("Amounts without tax, CNY")),
        number=f"KHYL-{period.last:%Y%m%d}", signatures=(_("Prepared by"), _("Accounts"), _("Approved by")),
        footer=(_("Figures as of {moment}").format(moment=period.last), printed_text()), language=language(),
    )  # fmt: skip


def _blocks(session: Session, period: Period, found: Analysed[Earned, Company], others: tuple[Block, ...]) -> tuple[Block, ...]:
    lines, company = found.lines, found.company
    whale, pyramid = worth.whale(session, period), worth.pyramid(session, period)
    clear, basis = [line for line in lines if line.row.sales.cogs is not None], basis_of(line.row.profit for line in lines)
    known = sorted(((left, line) for line in lines if (left := basis.of(line.row.profit)) is not None), key=_first)
    earners, losers = [line for left, line in reversed(known) if left > 0], [line for left, line in known if left < 0]
    by_tier, earn_most = (
        (_("III Customers and gross profit by tier"), _("IV Customers with the most gross profit")) if basis.gross else
        (_("III Customers and profit by tier"), _("IV Customers that earn most")))  # fmt: skip
    return (
        Heading(_("I Summary")), Paragraph(summary(whale.company, losers, len(lines), company, basis)), *others,
        *_waterfall(clear, company),
        Heading(_("II Whale curve")), *whale_chart([point.row.cumulative for point in whale.lines], whale.company.peak, basis),
        Heading(by_tier), _tiers(pyramid.company.tiers, lines, basis),
        Heading(earn_most), _customers(earners, basis),
        Heading(_("V Customers that lose money")), *_losers(losers, company, basis, bool(known)),
        Heading(_("VI Products")), *product_blocks(session, period), *mark_blocks(session, period),
        Paragraph(_(_DEFINITIONS), quiet=True),
    )  # fmt: skip


def _first(pair: tuple[int, Line[Earned]]) -> int:
    return pair[0]


def _waterfall(lines: Sequence[Line[Earned]], company: Company) -> tuple[Block, ...]:
    """From sales before discounts to profit, of the customers whose cost of goods is known; costs of the kinds recorded."""
    if not lines:
        return ()
    gross, discounts, returns = (sum(getattr(line.row.sales, key) for line in lines) for key in ("gross", "discounts", "returns"))
    costs: dict[str, int] = {}
    for line in lines:
        for kind, amount in line.row.costs.items():
            costs[kind] = costs.get(kind, 0) + amount
    labels, amounts, sums = steps(gross, discounts, returns, company.known, costs)
    table = Table((Column(_("Step"), weight=1), Column(_("Amount"), kind="number")),
                  tuple((label, money_text(amount)) for label, amount in zip(labels, amounts, strict=True)))  # fmt: skip
    shown, unit = scaled(amounts)
    caption = _("From sales to profit ({unit}), of the customers whose costs are known") if company.unknown else _(
        "From sales to profit ({unit})")  # fmt: skip
    return (ChartBlock(lambda width, height: curves.waterfall(labels, shown, sums, size=(width, height)), 174, 58,
                       caption=caption.format(unit=unit), table=table),)  # fmt: skip


def steps(
    gross: int, discounts: int, returns: int, profit: Profit, costs: Mapping[str, int]
) -> tuple[list[str], list[int], list[int]]:
    """Labels, amounts in fen and the places of sums of a waterfall; what is not known is left out with what follows."""
    labels = [_("Before discounts"), _("Discounts"), _("Returns"), _("Net sales")]
    amounts, sums = [gross, -discounts, -returns, profit.net], [0, 3]
    if profit.gross_profit.value is not None:
        earned = int(profit.gross_profit.value)
        labels += [_("Cost of the goods"), _("Gross profit")]
        amounts += [earned - profit.net, earned]
        sums.append(5)
        shown = sorted((kind for kind in costs if kind in COST_KINDS), key=lambda kind: -costs[kind])[:_DRAWN]
        rest = sum(amount for kind, amount in costs.items() if kind in COST_KINDS and kind not in shown)
        labels += [*(_(KINDS[kind]) for kind in shown), *((_("Other costs"),) if rest else ())]
        amounts += [*(-costs[kind] for kind in shown), *((-rest,) if rest else ())]
        if profit.profit.value is not None:
            labels.append(_("Profit"))
            amounts.append(int(profit.profit.value))
            sums.append(len(amounts) - 1)
    return labels, amounts, sums


def whale_chart(cumulative: list[int], peak: int, basis: Basis) -> tuple[Block, ...]:
    """The curve with what it adds up; a sentence where no profit is known."""
    if not cumulative:
        return (Empty(_("No profit is known: cost of the goods or costs to serve are missing.")),)
    caption = _("Gross profit added up from the best customer to the worst; the line is the total") if basis.gross else (
        _("Profit added up from the best customer to the worst; the line is the total"))  # fmt: skip
    shown, unit = scaled(cumulative, BESIDE)
    if cumulative[-1] <= 0:  # amounts stand at the dots then, no shares
        caption = _("{caption} ({unit})").format(caption=caption, unit=unit)
    return (ChartBlock(lambda width, height: curves.whale(shown, peak, size=(width, height)), 174, 52, caption=caption),)


def _tiers(tiers: Sequence[Tier], lines: Sequence[Line[Earned]], basis: Basis) -> Table:
    """The tiers, then those that bought nothing and cost something: together they are all customers and their profit."""
    columns = (
        Column(_("Tier"), weight=1), Column(_("Customers"), kind="number"), Column(_("Share of the customers"), kind="number"),
        Column(basis.noun, kind="number"), Column(basis.share, kind="number"), Column(_("Added up"), kind="number"),
    )  # fmt: skip
    rows = tuple(
        (_(LABELS[tier.name]), len(tier.codes), _share(tier.customers), money_text(tier.profit), _share(tier.profit_share),
         _share(tier.cumulative_profit))
        for tier in tiers
    )  # fmt: skip
    ranked = {code for tier in tiers for code in tier.codes}
    others = [line.row.profit.best_known for line in lines if line.client.key not in ranked]
    known = [one for one in others if one is not None]
    rest = (_("Without sales in the period"), len(others), None, money_text(sum(known) if known else None), None, None)
    return Table(columns, (*rows, rest) if others else rows)


def _columns(basis: Basis, *more: Column) -> tuple[Column, ...]:
    """Without costs to serve there are no columns of them."""
    left = (Column(_("Gross profit"), kind="number"),) if basis.gross else (
        Column(_("Cost to serve"), kind="number"), Column(_("Profit"), kind="number"))  # fmt: skip
    first = (Column(_("Customer"), weight=1), Column(_("Net sales"), kind="number"), Column(_("Gross margin"), kind="number"))
    return *first, *left, *more


def _cells(line: Line[Earned], basis: Basis) -> tuple[Cell, ...]:
    one = line.row.profit
    left = (_money(one.gross_profit),) if basis.gross else (_money(one.cost), _money(one.profit))
    return line.client.name, money_text(one.net), _share(one.margin), *left


def _not_listed(basis: Basis) -> tuple[str, ...]:
    """Whose gross profit is in the curve and the tiers though no profit of theirs is in the lists below."""
    said = ngettext_text(
        "Of {count} customer no cost to serve is recorded: it counts above with its gross profit and is not listed here.",
        "Of {count} customers no cost to serve is recorded: they count above with their gross profit and are not listed here.",
        basis.mixed,
    )
    return (said.format(count=basis.mixed),) if basis.mixed else ()


def _customers(lines: Sequence[Line[Earned]], basis: Basis) -> Block:
    notes = _not_listed(basis)
    if not lines:
        return Empty(joined([_("No customer is known to earn anything."), *notes]))
    ratio = () if basis.gross else (Column(_("Profit ratio"), kind="number"),)
    rows = tuple((*_cells(line, basis), *(_share(line.row.profit.profit_ratio) for _column in ratio)) for line in lines[:_MOST])
    return Table(_columns(basis, *ratio), rows, notes=notes)


def _losers(lines: Sequence[Line[Earned]], company: Company, basis: Basis, known: bool) -> tuple[Block, ...]:
    if not lines:
        return (Empty(nobody_lost(known, basis)),)
    columns = _columns(basis, Column(_("Why, and what to do"), weight=2))
    shown = lines[:_LOSERS]
    notes = (_("{count} more are not shown.").format(count=len(lines) - len(shown)),) if len(lines) > len(shown) else ()
    rows = tuple((*_cells(line, basis), cause(line.row, company.profit)) for line in shown)
    return (Table(columns, rows, notes=notes),)


def _money(figure: Figure) -> str | None:
    return None if figure.value is None else money_text(int(figure.value))


def _share(figure: Figure) -> str | None:
    return None if figure.value is None else percent_text(figure.value)
