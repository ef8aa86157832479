"""Lifetime value, RFM and status as tables."""

from decimal import Decimal
from typing import Any

from app.analysis.retention import yearly
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.business import loyalty, won_back
from app.services.business.behind import CONTACTED, ORDERS
from app.services.business.words import RETENTION, SEGMENTS, STATUS
from app.ui.screens.analysis.shown import CODE, NAME, Column, Shown, Wanted, fact, left_out_words, row_of

LIFETIME = (
    CODE, NAME, Column(N_("Margin a year"), "money", 116), Column(N_("Retention"), "percent", 84),
    Column(N_("Retention from"), "badge", 120, words=RETENTION), Column(N_("Lifetime value"), "money", 124),
)  # fmt: skip


def lifetime(session: Any, wanted: Wanted) -> Shown:
    """C12: the lifetime value of each customer, the largest first."""
    found = loyalty.lifetime(session, wanted.period)
    rows = [
        row_of(LIFETIME, line.client, (one.margin.cents, one.retention.rate, one.retention.source, one.value), line)
        for line in found.lines for one in (line.row,)
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.raw[5] is None, -(row.raw[5] or 0)))
    losses = sum(line.row.loss for line in found.lines)
    words = ngettext_text("{count} customer loses money: its value is one year's loss.",
                          "{count} customers lose money: their value is one year's loss.", losses)  # fmt: skip
    told = (words.format(count=losses),) if losses else ()
    rate = Decimal(found.parameters["discount"])
    facts = (fact(N_("Together"), "money", found.company), fact(N_("Discount rate"), "percent", rate))
    return Shown(LIFETIME, tuple(rows), facts, (*told, *left_out_words(found.left_out)), found)


RFM = (
    CODE, NAME, Column(N_("Days since the last order"), "number", 100), Column(N_("Orders"), "number", 76, ORDERS),
    Column(N_("Net sales"), "money", 116, ORDERS), Column("R", "number", 44), Column("F", "number", 44),
    Column("M", "number", 44), Column(N_("Segment"), "badge", 140, words=SEGMENTS),
)  # fmt: skip


def rfm(session: Any, wanted: Wanted) -> Shown:
    """C13: scores and segment of each customer."""
    found = loyalty.rfm(session, wanted.period, wanted.mode or "fixed")
    rows = tuple(
        row_of(RFM, line.client, (one.days, one.orders, one.sales, one.recency, one.frequency, one.monetary, one.segment), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    counts: dict[str, int] = {}
    for line in found.lines:
        counts[line.row.segment] = counts.get(line.row.segment, 0) + 1
    facts = tuple((_(SEGMENTS.get(code, code)), str(counts[code])) for code in SEGMENTS if code in counts)
    few = (_("Fewer than 100 customers: fifths say little."),) if found.company else ()
    return Shown(RFM, rows, facts, (*few, *left_out_words(found.left_out)), found)


STATUSES = (
    CODE, NAME, Column(N_("Status"), "badge", 90, words=STATUS, tones="status"),
    Column(N_("Days since the last order"), "number", 100), Column(N_("Usual days between orders"), "number", 110),
    Column(N_("Active until"), "day", 96), Column(N_("At risk until"), "day", 96),
)  # fmt: skip


def statuses(session: Any, wanted: Wanted) -> Shown:
    """C22: the status of each customer on the day, churn and retention of the period, and who was won back in it."""
    found, standing = loyalty.statuses(session, wanted.as_of), loyalty.standing(session, wanted.period)
    again = won_back.won_back(session, wanted.period)
    rows = tuple(
        row_of(STATUSES, line.client, (one.code, one.days, one.interval, one.active_until, one.risk_until), line)
        for line in found.lines for one in (line.row,)
    )  # fmt: skip
    counts = tuple((_(STATUS[code]), str(count)) for code, count in found.company.items() if count)
    rates = (
        fact(N_("Lost of those there at the start"), "percent", standing.churn.churn),
        *((fact(N_("Lost in a year at this rate"), "percent", yearly(standing.churn.churn)),) if wanted.months == 1 else ()),
        fact(N_("Stayed"), "percent", standing.churn.retention),
        fact(N_("Revenue that stayed"), "percent", standing.revenue.gross_retention),
        fact(N_("Revenue with growth"), "percent", standing.revenue.net_retention), (_("Won new"), str(standing.new)),
        (_("Lost ones contacted"), str(len(again.contacted))), fact(N_("Won back of them"), "percent", again.rate),
    )  # fmt: skip
    leads = ((_("Lost ones contacted"), CONTACTED),) if again.contacted else ()
    return Shown(STATUSES, rows, (*counts, *rates), (), (found, standing), leads=leads)
