"""应收账龄与催收表 (R-12): what customers owe on a day, how long, who is to be reminded, what they promised; to be signed.

Figures are those of the analyses (C24 to C26); the ladder is that of services/dunning. With tax, in the currency of the books.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.analysis.ageing import PAST_DUE, Ageing
from app.analysis.collection import Collection
from app.analysis.figures import Figure
from app.formats import money_text, number_text, percent_text, today
from app.i18n import N_, language, ngettext_text
from app.i18n import gettext_text as _
from app.reports import charts
from app.reports.document import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Document,
    Empty,
    Heading,
    Landscape,
    Paragraph,
    SideBySide,
    Table,
    quietly,
)  # fmt: skip
from app.reports.heading import firm, joined, printed_text
from app.reports.money_scale import BESIDE, scaled
from app.reports.receivables_dunning import disputed_blocks, promise_blocks, step_blocks
from app.services import dunning, dunning_promises
from app.services.business import money
from app.services.business.clients import Analysed
from app.services.business.money import Days
from app.services.business.other_moneys import owed_words
from app.services.business.period import ending

MONTHS = 3
"""The window of days of sales and collection."""
TARGET = "0.15"
"""Overdue of all at most (domain/70 §7.10)."""
_MOST = 60
BUCKETS = {
    "not_due": N_("Not yet due"), "d1_30": N_("1–30 days"), "d31_60": N_("31–60 days"), "d61_90": N_("61–90 days"),
    "d91_180": N_("91–180 days"), "d181_365": N_("181–365 days"), "over_365": N_("Over a year"),
}  # fmt: skip
Aged = Analysed[Ageing, Ageing]


def build(session: Session, day: date | None = None) -> Document:
    """The receivables as of a day, today unless said."""
    as_of, ours = day or today(), firm(session)
    aged = money.ageing(session, as_of)
    others = quietly(owed_words(session, as_of))
    nothing = others or (Empty(_("No customer owes anything on this day.")),)
    blocks = _blocks(session, aged, as_of, others) if aged.lines else nothing
    return Document(
        title=_("Receivables and dunning"), blocks=blocks, company=ours.name, logo=ours.logo,
        meta=(_("As of {day}").format(day=as_of), "", _("Amounts with tax, CNY")),
        number=f"YSZL-{as_of:%Y%m%d}", signatures=(_("Prepared by"), _("Accounts"), _("Head of sales"), _("Approved by")),
        footer=(_("Figures as of {moment}").format(moment=as_of), printed_text()), language=language(),
    )  # fmt: skip


def _blocks(session: Session, aged: Aged, as_of: date, others: tuple[Block, ...]) -> tuple[Block, ...]:
    debtors = dunning.debtors(session, as_of)
    promises = dunning_promises.within(session, as_of - timedelta(days=90), as_of)
    whole = money.days_of_sales(session, as_of, MONTHS).company
    collected = money.collected(session, ending(as_of, MONTHS))
    figures = Table(_columns(), (*_owed(aged.company, _debtors(aged)), *_days(whole, as_of), *_came(collected, as_of)))
    return (
        Heading(_("I Summary")), Paragraph(_summary(aged, debtors)), *others, figures,
        Heading(_("II Ageing")), SideBySide((_chart(aged.company), _buckets(aged.company))),
        Landscape((
            Heading(_("III Ageing by customer")), _customers(aged), Heading(_("IV Dunning")), *step_blocks(debtors, as_of),
            Heading(_("V Promises of payment")), *promise_blocks(promises), *_promised(collected, as_of),
            Heading(_("VI Disputed invoices")), *disputed_blocks(debtors), Paragraph(_(_DEFINITIONS), quiet=True),
        )),
    )  # fmt: skip


def _summary(aged: Aged, debtors: Sequence[dunning.Debtor]) -> str:
    whole = aged.company
    if not whole.total:
        rest = _("{amount} was paid that pays no invoice yet.").format(amount=money_text(-whole.unallocated))
        return joined([_("No invoice is open."), rest if whole.unallocated else ""])
    late = [line for line in aged.lines if line.row.overdue > 0]
    few = _("{count} customers owe {total}; {late} of them are overdue with {overdue}, {rate} of all.").format(
        count=_debtors(aged), total=money_text(whole.total), late=len(late), overdue=money_text(whole.overdue),
        rate=_share(whole.overdue_rate),
    )  # fmt: skip
    most = _("The most overdue: {names}.").format(
        names=_(", ").join(f"{line.client.name} {money_text(line.row.overdue)}" for line in late[:3])
    )
    due = [one for one in debtors if one.step and one.waits_until is None]
    steps = ngettext_text("A step is due for {count} customer.", "A step is due for {count} customers.", len(due))
    return joined([few, most if late else "", steps.format(count=len(due)) if due else _("No step is due.")])


def _debtors(aged: Aged) -> int:
    """How many owe anything; others only have money that pays no invoice yet."""
    return sum(line.row.total > 0 for line in aged.lines)


def _columns() -> tuple[Column, ...]:
    return Column(_("Indicator"), weight=1), Column(_("Value"), kind="number"), Column(_("How it is reckoned"), weight=2)


def _owed(whole: Ageing, count: int) -> tuple[tuple[Cell, ...], ...]:
    target = _("overdue / open; target at most {share}").format(share=percent_text(float(TARGET), 0))
    return (
        (_("Open invoices"), money_text(whole.total), _("of {count} customers, disputed ones with them").format(count=count)),
        (_("Not allocated"), money_text(-whole.unallocated), _("payments and credit notes that pay no invoice yet")),
        (_("Overdue amount"), money_text(whole.overdue), _("past their day")),
        (_("Overdue rate"), _share(whole.overdue_rate), target),
        (_("Disputed"), money_text(whole.disputed), _("open invoices the customer does not accept")),
        (_("To be provided for"), money_text(whole.provision), _("by age: 0.5 / 2 / 5 / 10 / 20 / 50 / 100 %")),
    )  # fmt: skip


def _days(one: Days, as_of: date) -> tuple[tuple[Cell, ...], ...]:
    """Their sales begin with a month, those of the rates below with a day (C24, C26): each says since when."""
    family, since = one.family, money.month_days(as_of, MONTHS)[-1][0].start.date()
    back = family.count_back
    counted = f">{back.covered}" if back.exhausted else _number(back.days)
    window = _("receivables / credit sales of {months} months × days").format(months=MONTHS)
    return (
        (_("Days of sales outstanding"), _number(family.simple), window),
        (_("Counted back"), counted, _("months of sales taken off the receivables, the newest first")),
        (_("Best possible days"), _number(family.best_possible), _("the same of what is not yet due")),
        (_("Days of delay"), _number(family.delinquent), _("the one less the other")),
        (_("Collection effectiveness"), _share(family.effectiveness),
         _("collected of what could be collected since {day}").format(day=since)),
        (_("Turnover"), _number(family.turnover, 2), _("sales since {day} / mean receivables").format(day=since)),
    )  # fmt: skip


def _came(found: Collection, as_of: date) -> tuple[tuple[Cell, ...], ...]:
    sold, due = _("received / sold on credit, both since {day}"), _("received of the invoices due since {day} / due since then")
    since = ending(as_of, MONTHS).first
    return (
        (_("Collection rate"), _share(found.of_sales), sold.format(day=since)),
        (_("Collected of what fell due"), _share(found.of_due), due.format(day=since)),
    )


def _promised(found: Collection, as_of: date) -> tuple[Block, ...]:
    """What came in of what was promised, in a sentence (C26)."""
    if found.of_plan.value is None:
        return ()
    said = _("Of what customers promised for days since {day}, {rate} came in by the day promised.")
    return (Paragraph(said.format(day=ending(as_of, MONTHS).first, rate=percent_text(found.of_plan.value))),)


def _share(figure: Figure) -> str | None:
    return None if figure.value is None else percent_text(figure.value)


def _number(figure: Figure, places: int = 1) -> str | None:
    return None if figure.value is None else number_text(figure.value, places)


def _chart(whole: Ageing) -> ChartBlock:
    values, unit = scaled([one.amount for one in whole.rows], BESIDE)
    labels = [_(BUCKETS[one.key]) for one in whole.rows]
    return ChartBlock(lambda width, height: charts.bars(labels, values, size=(width, height)), 84, 62,
                      caption=_("Open by days past due ({unit})").format(unit=unit))  # fmt: skip


def _buckets(whole: Ageing) -> Table:
    columns = (Column(_("Days past due"), weight=1), Column(_("Unpaid"), kind="number"), Column(_("Share"), kind="number"),
               Column(_("To be provided for"), kind="number"))  # fmt: skip
    rows = tuple(
        (_(BUCKETS[one.key]), money_text(one.amount), _share(one.share), money_text(one.provision)) for one in whole.rows
    )
    return Table(columns, rows, total=(_("Together"), money_text(whole.total), "", money_text(whole.provision)))


def _customers(aged: Aged) -> Table:
    """Each customer's open invoices by age, in yuan; disputed ones stand apart too."""
    numbers = (*(_(BUCKETS[bucket.key]) for bucket in PAST_DUE), _("Unpaid"), _("Overdue amount"), _("Disputed"))
    columns = (Column(_("Customer"), weight=1), *(Column(word, kind="number") for word in (*numbers, _("Oldest (days)"))))
    owing = [line for line in aged.lines if line.row.total > 0]
    shown, rest = owing[:_MOST], owing[_MOST:]
    rows = [(line.client.name, *_ages(line.row), line.row.oldest_days or "") for line in shown]
    note = _("{count} more are not shown.").format(count=len(rest))
    notes = (note,) if rest else ()
    return Table(columns, tuple(rows), total=(_("Together"), *_ages(aged.company), aged.company.oldest_days or None), notes=notes)


def _ages(row: Ageing) -> tuple[Cell, ...]:
    amounts = {one.key: one.amount for one in row.rows}
    return tuple(_yuan(each) for each in (*(amounts[bucket.key] for bucket in PAST_DUE), row.total, row.overdue, row.disputed))


def _yuan(cents: int) -> Cell:
    """Whole yuan, half up; nothing where nothing is: the table is wide enough."""
    return number_text(cents / 100) if cents else ""


_DEFINITIONS = N_(
    "Days past due count from the day an invoice is due; part payments lower it, what pays no invoice stands apart. Disputed "
    "invoices are in the ageing and outside the ladder until their complaint is decided. A claim can be sued for within three "
    "years of its due day (Civil Code 188), counted anew from each written demand, promise and part payment (195). A promise is "
    "kept where the sum came in by the day promised."
)
