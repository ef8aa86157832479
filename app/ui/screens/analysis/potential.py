"""Growth, share of wallet, relationship level and what winning customers costs, as tables with their reasons."""

from collections.abc import Mapping
from typing import Any

from app.analysis.figures import Figure
from app.errors import ValidationError
from app.formats import DASH, money_text, number_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.business import levels, trends, wallet, winning
from app.services.business.behind import ACQUISITION, ORDERS
from app.services.business.clients import Line
from app.services.business.trends import short_base
from app.services.business.words import LEVELS, REASONS, TIERS
from app.ui.screens.analysis.numbers import MONEY, Number
from app.ui.screens.analysis.shown import CODE, LIKE_FOR_LIKE, NAME, Column, Shown, Wanted, fact, left_out_words, row_of

GROWTH = (
    CODE, NAME, Column(N_("Net sales"), "money", 116, ORDERS), Column(N_("Months before"), "money", 116),
    Column(N_("Change"), "money", 112), Column(N_("Growth"), "percent", 84), Column(N_("Same months last year"), "money", 124),
    Column(N_("On last year"), "percent", 96), Column(N_("Share in the growth"), "percent", 110),
)  # fmt: skip


def growth(session: Any, wanted: Wanted) -> Shown:
    """C05: who buys more, who less, and what that is in the growth of all."""
    found = trends.grown(session, wanted.period)
    rows = tuple(
        row_of(GROWTH, line.client, (one.now, one.before, one.now - (one.before or 0), one.growth, one.year_ago,
                                     one.year_on_year, one.share), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    firm = found.company
    facts = (
        fact(N_("Net sales"), "money", firm.now), fact(N_("Months before"), "money", firm.before),
        fact(N_("Growth"), "percent", firm.growth), fact(LIKE_FOR_LIKE, "percent", firm.like_for_like),
        (_("Bought for the first time or again"), number_text(firm.came)), (_("Bought nothing any more"), number_text(firm.went)),
    )  # fmt: skip
    return Shown(GROWTH, rows, facts, (*short_base(session, wanted.period), *left_out_words(found.left_out)), found)


WALLET_SOURCES: Mapping[str, str] = {wallet.NEEDS: N_("Its needs"), wallet.PURCHASES: N_("Yearly purchases")}
WALLET = (
    CODE, NAME, Column(N_("Net sales"), "money", 116, ORDERS), Column(N_("Buys altogether"), "money", 124),
    Column(N_("Known from"), "badge", 120, words=WALLET_SOURCES), Column(N_("Share of wallet"), "percent", 100),
    Column(N_("Potential"), "money", 116), Column(N_("Doubt"), "text", 180),
)  # fmt: skip


def wallets(session: Any, wanted: Wanted) -> Shown:
    """C21: what customers buy elsewhere."""
    found = wallet.wallets(session, wanted.period)
    rows = tuple(
        row_of(WALLET, line.client, (one.ours, one.total, one.source or None, one.wallet.share, one.wallet.potential,
                                     _("We sold more than that") if one.wallet.doubtful else ""), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    known = [line.row for line in found.lines if line.row.wallet.potential.value is not None]
    facts = (
        fact(N_("Share of wallet, where it is known"), "percent", found.company),
        fact(N_("Potential"), "money", sum(int(row.wallet.potential.value or 0) for row in known) if known else None),
        (_("Customers whose purchases are known"), number_text(len(known))),
        (_("Not known"), number_text(len(found.lines) - len(known))),
    )  # fmt: skip
    return Shown(WALLET, rows, facts, left_out_words(found.left_out), found)


LEVEL = (
    CODE, NAME, Column(N_("Relationship level"), "badge", 130, words=LEVELS), Column(N_("Tier"), "badge", 110, words=TIERS),
    Column(N_("Customers in the tier"), "number", 120), Column(N_("Margin of the tier"), "percent", 110),
    Column(N_("Raised by its own grade"), "text", 140),
)  # fmt: skip


def relations(session: Any, wanted: Wanted) -> Shown:
    """C23: how much relationship each customer is worth."""
    found = levels.levels(session, wanted.period)
    rows = tuple(
        row_of(LEVEL, line.client, (None if one.level is None else str(one.level), one.tier, one.customers, one.margin,
                                    _("Yes") if one.raised else ""), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    counts = tuple((_(LEVELS[str(level)]), number_text(found.company.get(level, 0))) for level in (5, 4, 3, 2, 1))
    return Shown(LEVEL, rows, counts, left_out_words(found.left_out), found)


def _percent(figure: Figure) -> str:
    return percent_text(figure.value) if figure.value is not None else _unknown(figure)


def _unknown(figure: Figure) -> str:
    """A dash and why nobody knows."""
    sentence = REASONS[figure.reason or "no_data"]
    return f"{DASH} ({_(sentence)})"


WON = (
    CODE, NAME, Column(N_("First order"), "day", 96), Column(N_("Spent on winning it"), "money", 124, ACQUISITION),
    Column(N_("Cost of winning"), "money", 116), Column(N_("Lifetime value"), "money", 124),
    Column(N_("Value to cost"), "decimal", 96), Column(N_("Paid back after (months)"), "decimal", 130),
)  # fmt: skip


HANDLING = (Number("handling", N_("Handling each lost one"), kind=MONEY, hint=N_("nothing")),)
"""What a customer that is lost costs beside its lifetime value: letters, credit notes, hours."""


def won(session: Any, wanted: Wanted) -> Shown:
    """C28: the new customers of the period, and what each of them cost."""
    found = winning.winning(session, wanted.period)
    rows = tuple(
        row_of(WON, line.client, (one.first, one.spent, one.figures.cost, one.lifetime, one.figures.worth, one.figures.payback),
               line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    firm, handling = found.company, _handling(wanted)
    facts = (
        (_("New customers"), number_text(firm.new)), fact(N_("Spent on winning customers"), "money", firm.spent),
        fact(N_("For each new customer"), "money", firm.figures.cost), fact(N_("Value to cost"), "decimal", firm.figures.worth),
        fact(N_("Paid back after (months)"), "decimal", firm.figures.payback),
        fact(N_("Return on what was spent"), "percent", firm.earned),
        (_("Lost customers"), number_text(firm.lost)), fact(N_("What losing them costs"), "money", firm.losses(handling)),
    )  # fmt: skip
    return Shown(WON, rows, facts, _won_notes(firm), found)


def _handling(wanted: Wanted) -> int:
    """What handling a lost customer costs, nothing unless typed."""
    handling = int(wanted.more.get("handling", 0))
    if handling < 0:
        raise ValidationError(N_("Handling a lost customer costs nothing or more."))
    return handling


def _won_notes(firm: winning.Winning) -> tuple[str, ...]:
    missing = _("Nobody wrote down what winning customers cost: enter costs of the kind “Winning customers”.")
    return (missing,) if firm.spent is None else ()


def by_winning(line: Line[winning.Won], whole: Any) -> list[str]:
    """Whose cost it is, and what it is set against."""
    one = line.row
    own = _("Spent on winning it: {amount}.").format(amount=money_text(one.spent)) if one.spent is not None else _(
        "Nothing is written down for it alone: the firm's cost for each new customer, {amount}.").format(
            amount=_money(whole.company.figures.cost))  # fmt: skip
    return [_("First order on {day}.").format(day=one.first.isoformat()), own,
            _("Lifetime value: {amount}.").format(amount=_money(one.lifetime))]  # fmt: skip


def _money(figure: Figure) -> str:
    return money_text(int(figure.value)) if figure.value is not None else _unknown(figure)


def by_growth(line: Line[trends.Grown], _whole: Any) -> list[str]:
    """Both periods, and the part in the growth of all."""
    one = line.row
    then = money_text(one.before) if one.before is not None else DASH
    found = [_("{before} in the months before, {now} now: {growth}.").format(before=then, now=money_text(one.now),
                                                                              growth=_percent(one.growth))]  # fmt: skip
    ago = money_text(one.year_ago) if one.year_ago is not None else DASH
    found.append(_("In the same months last year {amount}: {growth}.").format(amount=ago, growth=_percent(one.year_on_year)))
    return [*found, _("Of the sales of all customers before, its change is {share}.").format(share=_percent(one.share))]


def by_wallet(line: Line[wallet.Share], _whole: Any) -> list[str]:
    """What is known of its purchases, and what follows."""
    one = line.row
    if one.total is None:
        return [_("Nobody knows what it buys altogether: write its yearly purchases or the amounts of its needs into its file.")]
    said = _("It buys {total} in this period ({source}), {ours} of it from us: {share}.")
    found = [said.format(total=money_text(one.total), source=_(WALLET_SOURCES[one.source]), ours=money_text(one.ours),
                         share=_percent(one.wallet.share))]  # fmt: skip
    if one.wallet.doubtful:
        return [*found, _("We sold more than it is said to buy: the figure in its file is too low.")]
    return [*found, _("Still to be won: {amount}.").format(amount=_money(one.wallet.potential))]
