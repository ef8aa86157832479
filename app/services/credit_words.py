"""Credit in sentences: what each mark counts, why score and limit are what they are, what speaks against an order on credit."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.analysis import credit_limit
from app.analysis.credit_assessment import Assessment, Policy, points
from app.analysis.credit_score import MARGIN, PAYMENT, WEIGHTS, YEARS, CreditScore
from app.analysis.figures import Figure
from app.formats import day_text, money_text, number_text, percent_text
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models.base import fields_of
from app.models.credit import CreditFile
from app.services.business.credit import Standing
from app.services.business.credit_habits import Habits
from app.services.business.labels import LABELS

_LATE = {credit_limit.APPROVAL: N_("An invoice is {days} overdue: a new order on credit needs approval."),
         credit_limit.STOP: N_("An invoice is {days} overdue: supply is stopped.")}  # fmt: skip


def days_words(count: int) -> str:
    """So many days."""
    return ngettext_text("{count} day", "{count} days", count).format(count=count)


def mark_words(key: str, mark: int | None) -> str:
    """What a mark counts of its factor's weight."""
    weight = WEIGHTS[key]
    if mark is None:
        return _("Counts up to {weight} points.").format(weight=weight)
    return _("{points} of {weight} points").format(points=number_text(points(key, mark)), weight=weight)


def habit_words(key: str, habits: Habits) -> str:
    """What the dealings say of a factor; empty where they say nothing."""
    if key == PAYMENT and habits.on_time.value is not None:
        return _("{share} paid in time").format(share=percent_text(habits.on_time.value))
    if key == MARGIN and habits.margin.value is not None:
        return _("margin {share}").format(share=percent_text(habits.margin.value))
    if key == YEARS and habits.days is not None:
        years = Decimal(habits.days) / 365
        return _("first order {years} years ago").format(years=number_text(years, 1))
    return ""


def marks_told(marks: Mapping[str, int | None], given: frozenset[str]) -> Iterator[str]:
    """Each factor with its points, and whether they follow from dealings."""
    fields = fields_of(CreditFile)
    for key in WEIGHTS:
        mark = marks.get(key)
        said = _("not known, does not count") if mark is None else mark_words(key, mark)
        more = _(" (from dealings)") if mark is not None and key not in given else ""
        yield _("{factor}: {said}").format(factor=_(fields[key].label), said=said) + more


def score_words(score: CreditScore) -> Iterator[str]:
    """The score and its grade, and what makes it uncertain."""
    if score.dishonest:
        yield _("On the list of dishonest debtors: grade D whatever the points.")
    if score.value.value is None:
        yield _("Too few marks for a score: give marks for 60 of the 100 points at least.")
        return
    if not score.dishonest:
        words = _("{score} points: grade {grade}. A from 80, B from 65, C from 50, below that D.")
        yield words.format(score=number_text(score.value.value, 1), grade=score.grade)
    if score.provisional:
        yield _("Marks are known for {share} of the points; the rest does not count.").format(
            share=percent_text(score.coverage.value, 0))  # fmt: skip


def limit_words(purchases: Figure | None, days: int | None, policy: Policy | None, limit: Figure) -> str:
    """How the limit by the rule comes about, or why there is none."""
    if policy is None or days is None:
        return _("No grade, therefore no limit by the rule.")
    if policy.factor == 0:
        return _("The policy of this grade: paid in advance, limit 0.")
    if purchases is None or purchases.value is None:
        return _("No orders in six months: the limit is set by hand.")
    words = _("Limit by the rule: {monthly} a month × {days} ÷ 30 × {factor}, down to full ¥1,000: {limit}.")
    told = words.format(monthly=money_text(_cents(purchases.value)), days=days, factor=number_text(policy.factor, 1),
                        limit=money_text(_cents(limit.value)))  # fmt: skip
    return told if policy.cap is None else told + " " + _("The policy allows {cap} at most.").format(cap=money_text(policy.cap))


def assessment_words(found: Assessment, purchases: Figure) -> list[str]:
    """Why score, grade and limit of an assessment are what they are."""
    return [*score_words(found.score), limit_words(purchases, found.terms_days, found.policy, found.limit)]


def standing_why(one: Standing, short: bool = False) -> list[str]:
    """A customer's standing: marks (``short``: in one paragraph), score, the limit that counts, what uses it up, whether supply
    is held."""
    marks = list(marks_told(one.marks or {}, one.given))
    told = [*([" · ".join(marks)] if short else marks), *score_words(one.score)]
    if one.grade and one.grade != one.score.grade:
        told.append(_("Grade {grade} counts: it stands in the credit file or the customer's own.").format(grade=one.grade))
    return [*told, _counting(one), *_used(one), *held_words(one)]


def _counting(one: Standing) -> str:
    limit = money_text(_cents(one.limit.value))
    if one.approved:
        until = day_text(one.valid_until) if one.valid_until else ""
        words = _("Approved limit: {limit}, until {day}.") if until else _("Approved limit: {limit}.")
        return words.format(limit=limit, day=until)
    gone = _("The approval ran out on {day}.").format(day=day_text(one.lapsed_on)) + " " if one.lapsed_on else ""
    if one.by_hand:
        return gone + _("Limit of the customer's own file: {limit}.").format(limit=limit)
    return gone + limit_words(one.purchases, one.terms_days, one.policy, one.limit)


def _used(one: Standing) -> Iterator[str]:
    use = one.use
    if one.available.value is None:
        yield _("Receivables {amount}; without a limit nothing is said of what is available.").format(
            amount=money_text(use.receivables))  # fmt: skip
        return
    words = _("Used: receivables {owed}, delivered and not billed {delivered}, open orders {ordered}. Available: {free}.")
    yield words.format(owed=money_text(use.receivables), delivered=money_text(use.delivered), ordered=money_text(use.ordered),
                       free=money_text(_cents(one.available.value)))  # fmt: skip


def late_words(one: Standing) -> Iterator[str]:
    """What an overdue invoice means for the next order; nothing up to thirty days."""
    if one.oldest_overdue > credit_limit.APPROVAL_DAYS:
        code = credit_limit.STOP if one.oldest_overdue > credit_limit.STOP_DAYS else credit_limit.APPROVAL
        yield _(_LATE[code]).format(days=days_words(one.oldest_overdue))


def held_words(one: Standing) -> Iterator[str]:
    """Why supply on credit is held; nothing where it is not."""
    yield from late_words(one)
    if one.available.value is not None and one.available.value < 0:
        yield _("The credit limit is passed by {amount}.").format(amount=money_text(_cents(-one.available.value)))


def standing_line(one: Standing) -> str:
    """Limit, what is free of it and what is overdue, in one line; empty where nothing is known."""
    parts = []
    if one.limit.value is not None:
        words = _("Credit: {free} of {limit} available")
        free, limit = money_text(_cents(one.available.value)), money_text(_cents(one.limit.value))
        parts.append(words.format(free=free, limit=limit))
    elif one.use.receivables:
        parts.append(_("Credit: {amount} owed, no limit set").format(amount=money_text(one.use.receivables)))
    if one.overdue:
        parts.append(overdue_words(one))
    if one.hold != credit_limit.FREE:
        parts.append(_(LABELS[one.hold]))
    return _("; ").join(parts)


def overdue_words(one: Standing) -> str:
    """What is overdue, and since when."""
    words = _("overdue {amount}") if not one.oldest_overdue else _("overdue {amount}, the oldest {days}")
    return words.format(amount=money_text(one.overdue), days=days_words(one.oldest_overdue))


def order_doubts(one: Standing, amount: int) -> tuple[str, ...]:
    """What speaks against another order on credit of this amount (with tax, fen; 0 for one that is counted already)."""
    late = tuple(late_words(one))
    free = one.available.value
    if free is None or free - amount >= 0:
        return late
    words = _("This order needs {amount} of credit, and {free} is available: {over} too little.")
    if not amount:
        words = _("The credit limit is passed by {over}.")
    beyond = words.format(amount=money_text(amount), free=money_text(_cents(free)), over=money_text(_cents(amount - free)))
    return (*late, beyond)


def _cents(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
