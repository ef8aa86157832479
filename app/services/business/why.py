"""Why a customer stands where it stands, in sentences: what was measured, against what, and what follows."""

from collections.abc import Callable, Mapping
from typing import Any

from app.analysis.customer_status import Status
from app.analysis.lifetime_value import life
from app.analysis.pareto_classes import Classed
from app.analysis.value_matrices import Account, Matrices, Rating
from app.formats import DASH, day_text, money_text, number_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.business.clients import Analysed, Line
from app.services.business.levels import Level
from app.services.business.loyalty import Scored, Worth
from app.services.business.scores import Judged
from app.services.business.words import BANDS, LEVELS, REASONS, RETENTION, SEGMENTS, STATUS, TIERS

Sentences = list[str]


def _figure(value: Any, text: Callable[[Any], str]) -> str:
    """A figure, or why there is none."""
    if value.value is not None:
        return text(value.value)
    return _("{dash} ({reason})").format(dash=DASH, reason=_reason(value))


def _reason(value: Any) -> str:
    """Why there is none, within a sentence: without its full stop."""
    return _(REASONS[value.reason]).rstrip(".。")


def _whole(value: Any) -> str:
    return money_text(int(value))


def _years(value: Any) -> str:
    return number_text(value, 1)


def _days(value: Any) -> str:
    return number_text(value, 1)


_INPUTS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "payment": (N_("Payment: {value} days late on average, by amount"), _days),
    "margin": (N_("Gross margin: {value}"), percent_text),
    "volume": (N_("Volume: net sales {value}"), _whole),
    "growth": (N_("Growth over the period before: {value}"), percent_text),
    "relation": (N_("Relation: trust {value}"), _days),
}  # fmt: skip


_UNKNOWN: Mapping[str, str] = {
    "payment": N_("Payment: no invoice was due"), "margin": N_("Gross margin: {reason}"), "volume": N_("Volume: {reason}"),
    "growth": N_("Growth over the period before: {reason}"), "relation": N_("Relation: nobody's trust was assessed"),
}  # fmt: skip
"""Of a criterion that has no figure: a unit after a dash would be no sentence."""


def by_score(line: Line[Judged], _all: Any) -> Sentences:
    """The points of each criterion with what they come from, and the band."""
    judged = line.row
    score, card = judged.score, judged.card
    found = [_criterion(judged, key) for key in _INPUTS]
    if score.value.value is None:
        return [*found, _("Too little is known for a score.")]
    total = _("Weighted: {score}, therefore {band}.") if card.weighted else _(
        "{points} of {most} points: {score}, therefore {band}.")  # fmt: skip
    found.append(total.format(points=score.points, most=score.available, score=number_text(score.value.value, 1),
                              band=_(BANDS[score.band])))  # fmt: skip
    gold, silver, ordinary = (number_text(end) for end, _band in card.bands)
    words = _("Gold from {gold}, silver from {silver}, ordinary from {ordinary}, below that watch.")
    found.append(words.format(gold=gold, silver=silver, ordinary=ordinary))
    return [*found, _("Provisional: something is not known.")] if score.provisional else found


def _criterion(judged: Judged, key: str) -> str:
    """What one criterion comes from, its points, its weight where that is another."""
    words, text = _INPUTS[key]
    points, weight = judged.points[key], judged.card.weight(key)
    value = judged.inputs[key]
    said = _(_UNKNOWN[key]).format(reason=_reason(value)) if value.value is None else _(words).format(value=text(value.value))
    given = _("does not count") if points is None or weight == 0 else _("{points} of 20 points").format(points=points)
    if judged.card.weighted and weight and points is not None:
        given = _("{points} of 20 points, weight {weight}").format(points=points, weight=weight)
    return f"{said} → {given}"


def by_matrices(line: Line[tuple[Account, Rating]], whole: Analysed[Any, Matrices]) -> Sentences:
    """Each matrix with the firm's own line, and the grade."""
    account, rating = line.row
    axes, cuts, company = rating.axes, whole.company.cuts, whole.company
    big_sales, big_profit = account.code in company.big_sales, account.code in company.big_contribution
    found = [
        _matrix(rating.cells[0], N_("M1 {letter}: net sales {first}, growth {second} (firm {cut})"),
                _size(account.sales, big_sales), axes.growth, cuts.growth),
        _matrix(rating.cells[1], N_("M2 {letter}: gross profit {first}, gross margin {second} (firm {cut})"),
                _size(account.gross_profit, big_profit), axes.margin, cuts.margin),
        _matrix(rating.cells[2], N_("M3 {letter}: profit ratio {first}, cost to serve {second} of sales (firm {cut})"),
                _figure(axes.net, percent_text), axes.cost, cuts.cost),
    ]  # fmt: skip
    if rating.grade is None:
        return [*found, _("Not graded: fewer than two matrices are known, or there is no other customer.")]
    mean = _("A counts 3, B 2, C 1: mean {mean}, therefore {grade}. A from 2.5, C below 1.5.")
    found.append(mean.format(mean=number_text(rating.mean.value, 2), grade=rating.grade))
    return [*found, _("Provisional: a matrix is not known, so at most B.")] if rating.provisional else found


def _size(cents: int | None, is_big: bool) -> str:
    if cents is None:
        return DASH
    words = _("{amount}, among the customers that make up 80%") if is_big else _("{amount}, not among those that make up 80%")
    return words.format(amount=money_text(cents))


def _matrix(letter: str | None, words: str, first: str, second: Any, cut: Any) -> str:
    return _(words).format(letter=letter or DASH, first=first, second=_figure(second, percent_text), cut=percent_text(cut))


def by_share(line: Line[Classed], _all: Any) -> Sentences:
    """Its share, the shares up to it, the class."""
    one = line.row
    if one.letter is None:
        return [_("Nobody bought anything in this period.")]
    share = _("{value}: {share} of all, {up_to} together with all larger ones. Class {letter}.")
    found = [share.format(value=money_text(one.value), share=_figure(one.share, percent_text),
                          up_to=_figure(one.cumulative, percent_text), letter=one.letter)]  # fmt: skip
    return found if one.value > 0 else [*found, _("Whoever is at or below zero is in class C.")]


def by_tier(line: Line[tuple[str, int]], whole: Any) -> Sentences:
    """Its tier, by its place among all."""
    tier, value = line.row
    place = 1 + sum(other.row[1] > value for other in whole.lines)
    said = _("{value} is place {place} of {count} customers: {tier}.")
    cuts = ", ".join(percent_text(cut, 0) for cut in whole.parameters["cuts"])
    first = said.format(value=money_text(value), place=place, count=whole.company.ranked, tier=_(TIERS[tier]))
    return [first, _("Cuts from the top: {cuts}.").format(cuts=cuts)]


def by_rfm(line: Line[Scored], _all: Any) -> Sentences:
    """The three facts with their scores, and the segment."""
    one = line.row
    if one.recency is None:
        return [_("Never ordered: a customer to be won.")]
    said = (
        (N_("Last order {value} days ago → R {score}"), str(one.days), one.recency),
        (N_("{value} orders → F {score}"), str(one.orders), one.frequency),
        (N_("Net sales {value} → M {score}"), money_text(one.sales), one.monetary),
    )
    found = [_(words).format(value=value, score=score) for words, value, score in said]
    return [*found, _("Segment: {name}.").format(name=_(SEGMENTS.get(one.segment, one.segment)))]


def by_orders(line: Line[Status], _all: Any) -> Sentences:
    """Its usual rhythm, and what the last order means by it."""
    one = line.row
    if one.days is None:
        return [_("{status}: no order so far.").format(status=_(STATUS[one.code]))]
    usual = _("Orders every {days} days, measured on its own orders.") if one.measured else _(
        "Counted on orders every {days} days: too few of its own.")  # fmt: skip
    last = _("The last one was {days} days ago: {status}.").format(days=one.days, status=_(STATUS[one.code]))
    limits = _("Active until {active}, at risk until {risk}, then lost.")
    return [usual.format(days=number_text(one.interval, 0)), last,
            limits.format(active=day_text(one.active_until), risk=day_text(one.risk_until))]  # fmt: skip


def by_lifetime(line: Line[Worth], whole: Any) -> Sentences:
    """The margin, how many stay, the discount, the value."""
    one = line.row
    found = [
        _("Margin a year: {value}").format(value=_figure(one.margin.cents, _whole)),
        _("Retention {rate}: {source}").format(rate=percent_text(one.retention.rate), source=_(RETENTION[one.retention.source])),
        _("At this rate a customer stays {years} years on average.").format(years=_figure(life(one.retention.rate), _years)),
        _("Discounted at {rate} a year.").format(rate=percent_text(whole.parameters["discount"])),
        _("Lifetime value = margin × retention ÷ (1 + discount − retention): {value}").format(value=_figure(one.value, _whole)),
    ]
    if one.margin.provisional:
        found.append(_("Provisional: known for less than a year."))
    return [*found, _("It loses money: one year's loss, not a lifetime of it.")] if one.loss else found


def by_level(line: Line[Level], _whole: Any) -> Sentences:
    """The size of the tier, its margin, the customer's own grade, what the level means."""
    one = line.row
    said = _("{tier}: {count} customers at a gross margin of {margin}.")
    found = [said.format(tier=_(TIERS[one.tier]), count=number_text(one.customers), margin=_figure(one.margin, percent_text))]
    if one.raised:
        found.append(_("Its own grade in the matrices is A: one level higher."))
    if one.level is None:
        return [*found, _("Without a margin there is no level.")]
    return [*found, _(LEVELS[str(one.level)]), _(_MEANT[one.level])]


_MEANT: Mapping[int, str] = {
    1: N_("Sell, and no contact beyond that."), 2: N_("Tell at delivery where to turn with a complaint."),
    3: N_("Call a few days after delivery."), 4: N_("Get in touch every quarter, with suggestions."),
    5: N_("Plan together, and meet every month."),
}  # fmt: skip
