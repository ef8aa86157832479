"""What of an analysis is drawn: made of the rows that are shown, so that a filter narrows the drawing too."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from app.formats import DASH, money_text, percent_text
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.business.words import BUCKETS, LEVELS, STATUS, TIERS, YEARS
from app.ui.kit.delegates import tone_of
from app.ui.screens.analysis import goods, moved
from app.ui.screens.analysis.credit import HOLD
from app.ui.screens.analysis.drawings import Cells, Columns, Curve, Item, Twin
from app.ui.screens.analysis.figure import UNKNOWN, Drawing, plain_number
from app.ui.screens.analysis.money import BY_AGE, TREND
from app.ui.screens.analysis.scatter import Axis, Scatter
from app.ui.screens.analysis.shown import Row, Shown

Rows = Sequence[Row]
Draw = Callable[[Rows, Shown, str], Drawing]
_MOST = 40
"""Columns side by side at most: the first ones."""
_POINTS = 400
_TONES = {"A": "good", "B": "warning", "C": "danger", "gold": "warning", "silver": "secondary", "ordinary": "accent",
          "watch": "danger"}  # fmt: skip

_FULL = frozenset(("good", "warning", "danger"))
"""Badge tones that are colours in full too."""
MATRICES = (("M1", N_("M1: sales and growth")), ("M2", N_("M2: gross profit and margin")), ("M3", N_("M3: cost and profit")))


def _tip(row: Row, shown: Shown, *places: int) -> str:
    """The customer's name and some of its figures."""
    said = [f"{_(shown.columns[place].label)} {row.cells[place].text}" for place in places]
    return "\n".join((row.cells[1].text, *said))


def _keys(row: Row) -> tuple[Any, ...]:
    return (row.customer,) if row.customer is not None else ()


_SIDES = {"M1": (6, 7, 3), "M2": (9, 8, 4), "M3": (10, 11, 5)}
"""The columns across, upwards, and of the letter."""


def matrix(rows: Rows, shown: Shown, which: str) -> Drawing:
    """One of the three matrices."""
    across, up, letter = _SIDES.get(which or "M1", _SIDES["M1"])
    known = [row for row in rows if row.raw[across] is not None and row.raw[up] is not None]
    known.sort(key=lambda row: -plain_number(row.raw[6]))
    items = [
        Item(_keys(row), str(row.raw[1]), plain_number(row.raw[across]), plain_number(row.raw[up]),
             _TONES.get(row.raw[letter] or "", "secondary"), partial(_tip, row, shown, across, up, letter))
        for row in known
    ]  # fmt: skip
    cuts = _cuts(shown.chart, which or "M1")
    x, y = shown.columns[across], shown.columns[up]
    return Scatter(items, Axis(_(x.label), x.kind, cuts[0], which == "M3"), Axis(_(y.label), y.kind, cuts[1]))


def _cuts(whole: Any, which: str) -> tuple[float | None, float | None]:
    """Where the halves part: amounts at the smallest of the large ones, shares at the firm's."""
    company, lines = whole.company, whole.lines
    big = company.big_sales if which == "M1" else company.big_contribution
    values = [line.row[0].sales if which == "M1" else line.row[0].gross_profit for line in lines if line.row[0].code in big]
    amount = float(min(values)) if values and which != "M3" else None
    first, second = {"M1": (amount, company.cuts.growth), "M2": (amount, company.cuts.margin),
                     "M3": (company.cuts.cost, company.cuts.net)}[which]  # fmt: skip
    return (None if first is None else float(first), None if second is None else float(second))


def pyramid(rows: Rows, shown: Shown, _which: str) -> Drawing:
    """Each tier's share of the customers and of the profit."""
    ids = {row.made_of.client.key: row.customer for row in rows if row.customer is not None}
    items = []
    for tier in shown.chart.company.tiers:
        keys = tuple(ids[code] for code in tier.codes if code in ids)
        words = _("{name}: {count} customers, {share} of the profit")
        tip = words.format(name=_(TIERS[tier.name]), count=len(tier.codes), share=percent_text(tier.profit_share.value))
        one, two = plain_number(tier.customers.value), plain_number(tier.profit_share.value, UNKNOWN)
        items.append(Item(keys, _(TIERS[tier.name]), one, two, tip=tip))
    return Twin(items, _("Share of the customers"), _("Share of the profit"))


def first_words(drawn: int, known: int) -> str:
    """Whom the columns leave out: the first so many are drawn; "" where all of them are."""
    if drawn == known:
        return ""
    return _("Drawn are the first {count} of {all}.").format(count=drawn, all=f"{known:,}")


def ends_words(drawn: int, known: int) -> str:
    """The same where the best and the worst are drawn."""
    if drawn == known:
        return ""
    return _("Drawn are the first {count} and the last {count} of {all}.").format(count=drawn // 2, all=f"{known:,}")


def _legend(rows: Rows, shown: Shown, tone: int | None) -> tuple[tuple[str, str], ...]:
    """The words of the codes that give the columns their colours, where there is more than one."""
    if tone is None:
        return ()
    there = {str(row.raw[tone]) for row in rows}
    words = shown.columns[tone].words
    found = tuple((colour, _(words[code]) if code in words else code) for code, colour in _TONES.items() if code in there)
    return found if len(found) > 1 else ()


def _columns(value: int, tone: int | None = None, kind: str = "money") -> Draw:
    """Columns of what a column of the table holds."""

    def draw(rows: Rows, shown: Shown, _which: str) -> Drawing:
        known = [row for row in rows if row.raw[value] is not None]
        items = [
            Item(_keys(row), row.cells[1].text, plain_number(row.raw[value]), 0,
                 _TONES.get(str(row.raw[tone]), "accent") if tone is not None else "accent", _tip(row, shown, value))
            for row in known[:_MOST]
        ]  # fmt: skip
        return Columns(items, kind, note=first_words(len(items), len(known)), legend=_legend(known[:_MOST], shown, tone))

    return draw


def _rising(value: int, share: int, marks: tuple[float, ...], tone: int | None = None) -> Draw:
    """Columns with the cumulative share above them."""

    def draw(rows: Rows, shown: Shown, _which: str) -> Drawing:
        known = [row for row in rows if row.raw[value] is not None]
        items = [
            Item(_keys(row), row.cells[1].text, plain_number(row.raw[value]), plain_number(row.raw[share]),
                 _TONES.get(str(row.raw[tone]), "accent") if tone is not None else "accent", _tip(row, shown, value, share))
            for row in known[:_MOST]
        ]  # fmt: skip
        told = first_words(len(items), len(known))
        return Columns(items, "money", True, marks, told, _legend(known[:_MOST], shown, tone))

    return draw


def profit(rows: Rows, shown: Shown, _which: str) -> Drawing:
    """The best and the worst customers by what is left of their sales."""
    known = sorted((row for row in rows if row.raw[6] is not None or row.raw[3] is not None), key=lambda row: -_left(row))
    chosen = known if len(known) <= _MOST else [*known[: _MOST // 2], *known[-_MOST // 2 :]]
    items = [Item(_keys(row), row.cells[1].text, _left(row), tip=_tip(row, shown, 2, 3, 6)) for row in chosen]
    return Columns(items, note=ends_words(len(items), len(known)))


def _left(row: Row) -> float:
    """The profit, gross where the cost to serve is not known."""
    return plain_number(row.raw[6] if row.raw[6] is not None else row.raw[3])


def whale(rows: Rows, shown: Shown, _which: str) -> Drawing:
    """The cumulative profit, the best customer first."""
    step = max(len(rows) // _POINTS, 1)
    chosen = [row for place, row in enumerate(rows) if place % step == 0 or place == len(rows) - 1]
    items = [
        Item(_keys(row), row.cells[1].text, plain_number(row.raw[3]), plain_number(row.raw[5]), tip=_tip(row, shown, 2, 3))
        for row in chosen
    ]
    return Curve(items, shown.facts[1][1])


def rfm(rows: Rows, _shown: Shown, _which: str) -> Drawing:
    """How many customers bought how lately and how often."""
    scored = [row for row in rows if row.raw[5] is not None]
    items = []
    for recency in (5, 4, 3, 2, 1):
        for frequency in (1, 2, 3, 4, 5):
            found = [row for row in scored if (row.raw[5], row.raw[6]) == (recency, frequency)]
            items.append(_group(found, f"R{recency} F{frequency}"))
    return Cells(items, tuple(f"R {score}" for score in (5, 4, 3, 2, 1)), tuple(f"F {score}" for score in (1, 2, 3, 4, 5)),
                 _("Lately and often"))  # fmt: skip


def _group(rows: Rows, name: str, tone: str = "accent") -> Item:
    """Several customers as one column or cell."""
    words = ngettext_text("{name}: {count} customer", "{name}: {count} customers", len(rows))
    keys = tuple(row.customer for row in rows if row.customer is not None)
    return Item(keys, name, len(rows), tone=tone, tip=words.format(name=name, count=len(rows)))


def _by_code(place: int, words: Mapping[str, str], tones: str = "") -> Draw:
    """How many customers have which code; in the colour its badge has, where ``tones`` names it."""

    def draw(rows: Rows, _shown: Shown, _which: str) -> Drawing:
        items = [
            _group([row for row in rows if row.raw[place] == code], _(word), painted(tones, code))
            for code, word in words.items()
        ]
        return Columns([item for item in items if item.value], "number")

    return draw


def painted(tones: str, code: str) -> str:
    """The colour of a code's badge, as a column is painted in it; accent where it has none."""
    tone = tone_of(tones, code) if tones else ""
    return tone if tone in _FULL else "secondary" if tone == "neutral" else "accent"


def ageing(rows: Rows, shown: Shown, _which: str) -> Drawing:
    """What is open, by how late it is or how long ago it was billed."""
    items = []
    for place, word in enumerate((YEARS if shown.columns is BY_AGE else BUCKETS).values(), start=3):
        keys = tuple(row.customer for row in rows if row.raw[place] and row.customer is not None)
        together = sum(plain_number(row.raw[place]) for row in rows)
        items.append(Item(keys, _(word), together, tone="good" if place == 3 else "warning", tip=_(word)))
    return Columns(items)


def growth(rows: Rows, shown: Shown, which: str) -> Drawing:
    """Who buys more and who less; or the firm month by month."""
    if which == "months":
        return Columns([_month(one) for one in shown.chart.company.months])
    known = sorted(rows, key=lambda row: -plain_number(row.raw[4]))
    chosen = known if len(known) <= _MOST else [*known[: _MOST // 2], *known[-_MOST // 2 :]]
    names = ((row, row.cells[1].text, plain_number(row.raw[4])) for row in chosen)
    items = [Item(_keys(row), name, change, tip=_tip(row, shown, 2, 3, 4)) for row, name, change in names]
    return Columns(items, note=ends_words(len(items), len(known)))


def _month(one: Any) -> Item:
    words = _("{month}: {amount}; on the month before {month_rate}, on last year {year_rate}, year so far {so_far}")
    rates = (percent_text(figure.value) if figure.value is not None else DASH
             for figure in (one.month_on_month, one.year_on_year, one.year_to_date))  # fmt: skip
    first, second, third = rates
    amount = money_text(int(one.current.value)) if one.current.value is not None else DASH
    tip = words.format(month=one.month, amount=amount, month_rate=first, year_rate=second, so_far=third)
    if one.complete:
        return Item((), str(one.month), plain_number(one.current.value), tip=tip)
    said = "\n".join((tip, _("This month is not over.")))
    return Item((), str(one.month), plain_number(one.current.value), tone="secondary", tip=said)


def before_and_after(_rows: Rows, shown: Shown, _which: str) -> Drawing:
    """The lifetime value at both rates."""
    _assumed, done = shown.chart
    values = ((_("Now"), done.before), (_("Then"), done.after))
    return Columns([Item((), name, plain_number(figure.value), tip=name) for name, figure in values])


def dso(rows: Rows, shown: Shown, which: str) -> Drawing:
    """By customer, or of the firm month by month."""
    if shown.columns is not TREND:
        return _columns(4, kind="number")(rows, shown, which)
    known = [row for row in shown.rows if row.raw[3] is not None]
    return Columns([Item((), row.cells[0].text, plain_number(row.raw[3]), tip=_tip(row, shown, 3)) for row in known], "number")


DRAWINGS: Mapping[str, Draw] = {
    "matrices": matrix, "pyramid": pyramid, "pareto": _rising(2, 4, (0.8, 0.95), 5), "score": _columns(3, 4, "number"),
    "profit": profit, "whale": whale, "concentration": _rising(2, 4, ()), "clv": _columns(5), "rfm": rfm,
    "status": _by_code(2, STATUS, "status"), "what_if": before_and_after, "dso": dso, "ageing": ageing,
    "credit": _by_code(11, HOLD, "hold"),
    "movement": moved.matrix, "products": goods.drawn, "growth": growth, "wallet": _columns(6), "level": _by_code(2, LEVELS),
    "winning": _columns(5), "collection": _columns(5),
}  # fmt: skip
NOTHING: Mapping[str, str] = {
    "wallet": N_("Nobody wrote down what these customers buy altogether: write their yearly purchases or the amounts of their "
                 "needs into their files."),
    "level": N_("No tier has a margin: the orders do not say what their goods cost."),
    "winning": N_("It is not known what winning these customers cost: enter costs of the kind “Winning customers”."),
    "clv": N_("No customer has a margin: the orders do not say what their goods cost."),
    "whale": N_("No customer has a profit: the orders do not say what their goods cost."),
    "profit": N_("No customer has a profit: the orders do not say what their goods cost."),
    "products": N_("No product has a margin: the orders do not say what their goods cost."),
}  # fmt: skip
"""Why a drawing can be empty although there are rows."""
VIEWS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "matrices": MATRICES, "growth": (("customers", N_("Change by customer")), ("months", N_("Month by month"))),
}
"""(code, msgid) of an analysis that is drawn in several ways."""
