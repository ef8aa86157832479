"""The sentences of R-07: its summary, what a loss comes from and what to do about it, and what stands where no loss is known."""

from collections.abc import Mapping, Sequence

from app.analysis.profitability import Profit
from app.analysis.whale_curve import Whale
from app.formats import money_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models.trade_choices import COST_KIND
from app.reports.heading import joined
from app.reports.money_words import money, share
from app.services.business.clients import Line
from app.services.business.profit_basis import Basis
from app.services.business.worth import Company, Earned

_LOW_MARGIN, _HIGH_COST, _HIGH_DISCOUNT = 0.15, 0.15, 0.08
KINDS: Mapping[str, str] = {choice.code: choice.label for choice in COST_KIND}


def summary(whale: Whale, losers: Sequence[Line[Earned]], count: int, company: Company, basis: Basis) -> str:
    """What is left of the sales of ``count`` customers, who earns it, what is not known."""
    mixed = "" if basis.gross else "".join(basis.words)
    return joined([_earned(count, company, basis), mixed, _peak(whale, losers, basis), _gaps(company)])


def _earned(count: int, company: Company, basis: Basis) -> str:
    net, profit = money_text(company.profit.net), money(basis.figure(company.known))
    if profit is None:
        return _("{count} customers, net sales {net}; the profit of none of them is known.").format(count=count, net=net)
    if basis.gross:
        return _gross(count, company)
    ratio = share(company.known.profit_ratio) or "—"
    if company.unknown:
        words = _("{count} customers, net sales {net}; the {known} whose costs are known earn {profit} ({ratio} of theirs).")
        return words.format(count=count, net=net, known=count - company.unknown, profit=profit, ratio=ratio)
    words = _("{count} customers, net sales {net}, profit {profit} ({ratio} of net sales).")
    return words.format(count=count, net=net, profit=profit, ratio=ratio)


def _gross(count: int, company: Company) -> str:
    """Where no cost to serve is recorded."""
    if not company.unknown:
        plain = _("{count} customers, net sales {net}, gross profit {profit} ({ratio} of net sales). No costs to serve are "
                  "recorded, so the profit is not known and the gross profit stands below.")  # fmt: skip
        return plain.format(count=count, net=money_text(company.profit.net), profit=money(company.known.gross_profit),
                            ratio=share(company.known.margin) or "—")  # fmt: skip
    words = _("{count} customers, net sales {net}; the goods sold to {known} of them leave a gross profit of {profit} ({ratio}). "
              "No costs to serve are recorded, so the profit is not known and the gross profit stands below.")  # fmt: skip
    return words.format(count=count, net=money_text(company.profit.net), known=count - company.unknown,
                        profit=money(company.known.gross_profit), ratio=share(company.known.margin) or "—")  # fmt: skip


def _peak(whale: Whale, losers: Sequence[Line[Earned]], basis: Basis) -> str:
    losses = money_text(-sum(basis.of(line.row.profit) or 0 for line in losers))
    if not whale.peak:
        return _("{lost} lose {losses}, and nobody earns anything.").format(lost=len(losers), losses=losses) if losers else ""
    words = _("The best {count} customers bring a gross profit of {profit}, {share} of the total.") if basis.gross else (
        _("The best {count} customers earn {profit}, {share} of the total."))  # fmt: skip
    best = words.format(count=whale.peak, profit=money_text(whale.peak_profit), share=share(whale.peak_share) or "—")
    lost = ngettext_text("{count} customer loses {amount}.", "{count} customers lose {amount} together.", len(losers))
    return joined([best, lost.format(count=len(losers), amount=losses) if losers else ""])


def _gaps(company: Company) -> str:
    if not company.unknown:
        return ""
    return ngettext_text(
        "{count} customer has orders whose cost nobody knows.", "{count} customers have orders whose cost nobody knows.",
        company.unknown,
    ).format(count=company.unknown)  # fmt: skip


def nobody_lost(known: bool, basis: Basis) -> str:
    """Said where no loss is found; ``known``: the profit of anybody is."""
    if not known:
        return _("Nobody's profit is known: costs are not recorded.")
    if basis.gross:
        return _("No customer's goods cost more than it paid; what serving them cost is not recorded.")
    return _("No customer lost money in this period.")


def cause(one: Earned, company: Profit) -> str:
    """What a loss comes from, by rules, and the action that follows from it."""
    margin, cost, profit = one.profit.margin.value, one.profit.cost_ratio.value, []
    biggest = max(one.costs, key=lambda kind: one.costs[kind], default="")
    if one.profit.net <= 0:
        profit.append(_("No sales: stop what is spent, or win orders back."))
    if cost is not None and float(cost) > max(_HIGH_COST, 2 * float(company.cost_ratio.value or 0)) and biggest:
        words = _("{kind} costs too much for what it buys: charge for it, or serve it more simply.")
        profit.append(words.format(kind=_(KINDS[biggest])))
    if margin is not None and float(margin) < _LOW_MARGIN:
        profit.append(_("Low margin: raise the price, or sell it better products."))
    if one.sales.gross > 0 and one.sales.discounts / one.sales.gross > _HIGH_DISCOUNT:
        profit.append(_("High discounts: tie them to volume."))
    return joined(profit) or _("Costs above the gross profit: look at each of them.")
