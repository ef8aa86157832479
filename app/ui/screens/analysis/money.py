"""Days of sales and ageing of the receivables as tables."""

from dataclasses import replace
from typing import Any

from app.analysis.figures import NOT_APPLICABLE, optional, ratio, undefined
from app.formats import money_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.business import aged, collecting, dso_trend, late_interest, money
from app.services.business.behind import AGED, CAME, DUE, INTEREST, ISSUED, LATE, OLD, OPEN, PROMISED
from app.services.business.clients import Line
from app.services.business.other_moneys import owed_words
from app.services.business.words import BUCKETS, YEARS
from app.ui.screens.analysis.shown import CODE, NAME, Column, Row, Shown, Wanted, cell_of, fact, free_row, row_of

DSO = (
    CODE, NAME, Column(N_("Receivables"), "money", 116, OPEN), Column(N_("Not yet due"), "money", 112),
    *(Column(label, "decimal", 92) for label in (
        N_("DSO"), N_("DSO on average"), N_("Counted back"), N_("Best possible"), N_("Days late"))),
    Column(N_("Collection effectiveness"), "percent", 96),
)  # fmt: skip


TREND = (
    Column(N_("Month"), width=110), Column(N_("Receivables"), "money", 130),
    Column(N_("Credit sales of the window"), "money", 170), Column(N_("DSO"), "decimal", 92),
)  # fmt: skip
BY_CUSTOMER, BY_MONTH = "customers", "months"
WAYS = ((BY_CUSTOMER, N_("By customer")), (BY_MONTH, N_("Month by month")))


def _by_month(session: Any, wanted: Wanted) -> Shown:
    """The firm's days of sales at the end of each of the last twelve months."""
    found = dso_trend.dso_trend(session, wanted.as_of, min(wanted.months, money.HISTORY))
    rows = tuple(free_row(TREND, (str(one.month), one.receivables, one.sales, one.dso)) for one in found)
    facts = (fact(N_("DSO"), "decimal", found[-1].dso), fact(N_("Receivables"), "money", found[-1].receivables)) if found else ()
    return Shown(TREND, rows, facts, (), None)


def days_of_sales(session: Any, wanted: Wanted) -> Shown:
    """C24: how long it takes until a sale is money."""
    if wanted.mode == BY_MONTH:
        return _by_month(session, wanted)
    found = money.days_of_sales(session, wanted.as_of, min(wanted.months, money.HISTORY))
    rows = tuple(_dso_row(line) for line in found.lines)
    family, owed = found.company.family, found.company.receivables
    facts = (
        fact(N_("Receivables"), "money", owed.end), fact(N_("DSO"), "decimal", family.simple),
        fact(N_("Counted back"), "decimal", family.count_back.days), fact(N_("Best possible"), "decimal", family.best_possible),
        fact(N_("Days late"), "decimal", family.delinquent),
        fact(N_("Collection effectiveness"), "percent", family.effectiveness),
    )  # fmt: skip
    return Shown(DSO, rows, facts, (), found)


def _dso_row(line: Line[money.Days]) -> Row:
    family, owed = line.row.family, line.row.receivables
    days = (family.simple, family.average, family.count_back.days, family.best_possible, family.delinquent)
    return row_of(DSO, line.client, (owed.end, owed.not_due, *days, family.effectiveness), line)


AGEING = (
    CODE, NAME, Column(N_("Receivables"), "money", 116, OPEN),
    *(Column(label, "money", 104, f"{OPEN}:{key}") for key, label in BUCKETS.items()),
    Column(N_("Overdue amount"), "money", 112, LATE), Column(N_("Oldest (days)"), "number", 84),
    Column(N_("Disputed"), "money", 100), Column(N_("Not allocated"), "money", 104),
    Column(N_("Interest for lateness"), "money", 116, INTEREST),
)  # fmt: skip
_NOT_OWED = undefined(NOT_APPLICABLE)
_BY_LAW = N_("Interest for lateness, 0.05% a day, is owed by public bodies and large firms to small and medium ones, where "
             "nothing else was agreed (State Council Decree 802).")  # fmt: skip
BY_AGE = (
    CODE, NAME, Column(N_("Receivables"), "money", 116, OPEN),
    *(Column(label, "money", 110, f"{AGED}:{key}") for key, label in YEARS.items()),
    Column(N_("Oldest invoice (days)"), "number", 120), Column(N_("Disputed"), "money", 100),
    Column(N_("Not allocated"), "money", 104),
)  # fmt: skip
AGES = (("late", N_("By days late")), (aged.AGE, N_("By age of the invoice")))


def _by_age(session: Any, wanted: Wanted) -> Shown:
    """The same by how long ago it was billed, most older than a year first."""
    found = aged.by_age(session, wanted.as_of)
    rows = tuple(
        row_of(BY_AGE, line.client, (one.total, *(one.amounts[key] for key in YEARS), one.oldest_days, one.disputed,
                                     one.unallocated), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    firm = found.company
    facts = (
        fact(N_("Receivables"), "money", firm.total), fact(N_("Older than a year"), "money", firm.over_a_year),
        fact(N_("Share older than a year"), "percent", ratio(firm.over_a_year, firm.total)),
        fact(N_("Not allocated"), "money", firm.unallocated), (_("Customers that owe"), str(len(rows))),
    )  # fmt: skip
    return Shown(BY_AGE, rows, facts, owed_words(session, wanted.as_of), found, leads=((_("Older than a year"), OLD),))


def ageing(session: Any, wanted: Wanted) -> Shown:
    """C25: what is open, by how late it is, most overdue first; or by the age of the invoice."""
    if wanted.mode == aged.AGE:
        return _by_age(session, wanted)
    found, interest = money.ageing(session, wanted.as_of), late_interest.owed(session, wanted.as_of)
    rows = tuple(
        row_of(AGEING, line.client, (one.total, *(part.amount for part in one.rows), one.overdue, one.oldest_days, one.disputed,
                                     one.unallocated, interest.get(line.client.id, _NOT_OWED)), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    firm = found.company
    facts = (
        fact(N_("Receivables"), "money", firm.total), fact(N_("Overdue amount"), "money", firm.overdue),
        fact(N_("Overdue rate"), "percent", firm.overdue_rate), fact(N_("Provision"), "money", firm.provision),
        fact(N_("Not allocated"), "money", firm.unallocated), (_("Customers that owe"), str(len(rows))),
    )  # fmt: skip
    return _with_interest(Shown(AGEING, rows, facts, owed_words(session, wanted.as_of), found), sum(interest.values()))


def _with_interest(shown: Shown, owed: int) -> Shown:
    """What is owed for paying late, and by which law, where anything is."""
    if not owed:
        return shown
    return replace(shown, facts=(*shown.facts, fact(N_("Interest for lateness"), "money", owed)),
                   notes=(*shown.notes, _(_BY_LAW)))  # fmt: skip


COLLECTION = (
    CODE, NAME, Column(N_("Came in"), "money", 116, CAME), Column(N_("Sold on credit"), "money", 116, ISSUED),
    Column(N_("Received of sales"), "percent", 110), Column(N_("Due in the period"), "money", 120, DUE),
    Column(N_("Paid of what was due"), "percent", 124), Column(N_("Promised for the period"), "money", 120, PROMISED),
    Column(N_("Received of what was promised"), "percent", 130),
)  # fmt: skip


def collection(session: Any, wanted: Wanted) -> Shown:
    """C26: what came in of what was sold, and of what fell due."""
    found = collecting.collecting(session, wanted.period)
    rows = tuple(
        row_of(COLLECTION, line.client, (one.received, one.sold, one.rates.of_sales, one.due, one.rates.of_due,
                                         optional(one.planned), one.rates.of_plan), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    firm = found.company
    facts = (
        fact(N_("Came in"), "money", firm.received), fact(N_("Sold on credit"), "money", firm.sold),
        fact(N_("Received of sales"), "percent", firm.rates.of_sales), fact(N_("Due in the period"), "money", firm.due),
        fact(N_("Paid of what was due"), "percent", firm.rates.of_due),
        fact(N_("Promised for the period"), "money", optional(firm.planned)),
        fact(N_("Received of what was promised"), "percent", firm.rates.of_plan),
    )  # fmt: skip
    return Shown(COLLECTION, rows, facts, (), found)


def by_collection(line: Line[collecting.Collected], _whole: Any) -> list[str]:
    """Both rates, and why the second one is the fair one; what was promised, where anything was."""
    one = line.row
    sold, due = (cell_of(Column("", "percent"), figure).text for figure in (one.rates.of_sales, one.rates.of_due))
    return [
        _("{received} received, {sold} sold on credit: {rate}.").format(received=money_text(one.received),
                                                                        sold=money_text(one.sold), rate=sold),
        _("{due} fell due in the period: {rate} of it was paid by its end.").format(due=money_text(one.due), rate=due),
        _("The first rate may pass 100%: old invoices are paid too. The second looks only at what was due."), *_promise(one),
    ]  # fmt: skip


def _promise(one: collecting.Collected) -> tuple[str, ...]:
    if one.planned is None:
        return ()
    rate = cell_of(Column("", "percent"), one.rates.of_plan).text
    said = _("{promised} was promised for the period: {rate} of it came in.")
    return (said.format(promised=money_text(one.planned), rate=rate),)
