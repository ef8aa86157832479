"""The analyses of receivables as tables (C24, C25, C27): which columns, which figures of the firm. With tax, as of a day."""

from collections.abc import Mapping
from typing import Any

from app.analysis.ageing import PAST_DUE, Ageing, Yearly
from app.analysis.dso import Dso
from app.i18n import N_
from app.services.business import aged, credit, money
from app.services.business.tables import MONEY, PERCENT, TEXT, WORD, Column, Shape, plain, yuan
from app.services.business.words import YEARS

_BUCKETS = {
    "not_due": ("not_due", N_("Not yet due")), "d1_30": ("1-30", N_("1–30 days")), "d31_60": ("31-60", N_("31–60 days")),
    "d61_90": ("61-90", N_("61–90 days")), "d91_180": ("91-180", N_("91–180 days")),
    "d181_365": ("181-365", N_("181–365 days")), "over_365": (">365", N_("Over a year")),
}  # fmt: skip


def _names() -> tuple[tuple[str, str], ...]:
    return tuple(_BUCKETS[bucket.key] for bucket in PAST_DUE)


def _aged(row: Ageing) -> tuple[Any, ...]:
    amounts = {one.key: one.amount for one in row.rows}
    return (*(amounts.get(bucket.key, 0) for bucket in PAST_DUE), row.total, row.overdue, row.overdue_rate, row.provision,
            row.unallocated, row.disputed, row.oldest_days)  # fmt: skip


def _buckets(found: Any) -> Mapping[str, Any]:
    whole: Ageing = found.company
    return {
        "buckets": {_BUCKETS[one.key][0]: {"amount": yuan(one.amount), "share": plain(one.share, PERCENT),
                                           "provision": yuan(one.provision)} for one in whole.rows},
        "total": yuan(whole.total), "overdue": yuan(whole.overdue), "overdue_rate": plain(whole.overdue_rate, PERCENT),
        "provision": yuan(whole.provision), "unallocated": yuan(whole.unallocated), "disputed": yuan(whole.disputed),
    }  # fmt: skip


def _years(row: Yearly) -> tuple[Any, ...]:
    return (*(row.amounts[key] for key in YEARS), row.total, row.unallocated, row.disputed, row.oldest_days)


def _old(whole: Yearly) -> Mapping[str, Any]:
    return {"total": yuan(whole.total), "over_a_year": yuan(whole.over_a_year), "unallocated": yuan(whole.unallocated),
            "disputed": yuan(whole.disputed)}  # fmt: skip


def _counted(one: Dso) -> Any:
    """Days counted back; ``>91`` where the history is too short for them."""
    back = one.count_back
    return f">{back.covered}" if back.exhausted else back.days


def _family(row: money.Days) -> tuple[Any, ...]:
    one, owed = row.family, row.receivables
    return (owed.end, owed.not_due, one.simple, one.average, _counted(one), one.best_possible, one.delinquent,
            one.effectiveness, one.turnover)  # fmt: skip


def _standing(row: credit.Standing) -> tuple[Any, ...]:
    use = row.use
    return (row.score.value, row.score.coverage, row.grade or None, row.terms_days, row.limit, row.by_hand, use.receivables,
            use.delivered, use.ordered, row.available, row.oldest_overdue, row.hold, row.score.provisional)  # fmt: skip


def _together(found: Any) -> Mapping[str, Any]:
    values = zip(DSO, _family(found.company), strict=True)
    return {column.key: plain(value, column.kind) for column, value in values}


DSO = (
    Column("receivables", N_("Receivables"), MONEY), Column("not_due", N_("Not yet due"), MONEY),
    Column("simple", N_("DSO")), Column("average", N_("DSO on average")), Column("count_back", N_("Counted back")),
    Column("BPDSO", N_("Best possible")), Column("ADD", N_("Days late")),
    Column("CEI", N_("Collection effectiveness"), PERCENT), Column("turnover", N_("Turnover")),
)  # fmt: skip
AGEING = (
    *(Column(key, label, MONEY) for key, label in _names()), Column("total", N_("Receivables"), MONEY),
    Column("overdue", N_("Overdue amount"), MONEY), Column("overdue_rate", N_("Overdue rate"), PERCENT),
    Column("provision", N_("Provision"), MONEY), Column("unallocated", N_("Not allocated"), MONEY),
    Column("disputed", N_("Disputed"), MONEY), Column("oldest_days", N_("Oldest (days)")),
)  # fmt: skip
CREDIT = (
    Column("score", N_("Score")), Column("coverage", N_("Coverage"), PERCENT), Column("grade", N_("Credit grade"), TEXT),
    Column("terms_days", N_("Terms (days)")), Column("limit", N_("Credit limit"), MONEY),
    Column("by_hand", N_("By hand"), "flag"),
    Column("receivables", N_("Receivables"), MONEY), Column("delivered", N_("Delivered, not billed"), MONEY),
    Column("ordered", N_("Open orders"), MONEY), Column("available", N_("Available"), MONEY),
    Column("oldest_overdue", N_("Oldest (days)")), Column("hold", N_("Supply"), WORD),
    Column("provisional", N_("Provisional"), "flag"),
)  # fmt: skip
BY_AGE = Shape(
    (
        *(Column(key, label, MONEY) for key, label in YEARS.items()), Column("total", N_("Receivables"), MONEY),
        Column("unallocated", N_("Not allocated"), MONEY), Column("disputed", N_("Disputed"), MONEY),
        Column("oldest_days", N_("Oldest invoice (days)")),
    ), lambda session, period, _mode: aged.by_age(session, period.last), _years,
    lambda found: {**{key: yuan(amount) for key, amount in found.company.amounts.items()}, **_old(found.company)},
)  # fmt: skip
"""The other table of ``aging``."""
RECEIVABLES: dict[str, Shape] = {
    "dso": Shape(
        DSO, lambda session, period, _mode: money.days_of_sales(session, period.last, period.months), _family, _together,
        months=3, of_today=True,
    ),
    "aging": Shape(
        AGEING, lambda session, period, _mode: money.ageing(session, period.last), _aged, _buckets, ("late", aged.AGE),
        of_today=True, others={aged.AGE: BY_AGE},
    ),
    "credit": Shape(
        CREDIT, lambda session, period, _mode: credit.credit(session, period), _standing,
        lambda found: {"holds": dict(found.company)}, of_today=True,
    ),
}
