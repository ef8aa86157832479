"""客户细分报告 (R-04): customers in segments by value and by kind, what each segment needs and how it is treated (I-024, I-055).

Rooms: segment_findings (what stands out), segment_needs (needs and treatment), segment_words.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.analysis.figures import Figure
from app.analysis.segmentation import Segment
from app.formats import number_text, percent_text, today
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, Column, Document, Empty, Heading, Lines, Paragraph, Table, quietly
from app.reports.heading import firm, printed_text
from app.reports.money_words import share
from app.reports.segment_findings import finding_blocks
from app.reports.segment_needs import need_blocks, treatment_blocks
from app.reports.segment_words import TITLES, word
from app.services.business import other_moneys
from app.services.business import segments as sorting
from app.services.business.period import Period, ending
from app.services.business.segments import AREA, GRADE, INDUSTRY, SIZE, TIER, TYPE, Segments

_DEFINITIONS = N_(
    "Customers: all outside the recycle bin, sorted by what stands in their files on the day of printing. Sales, margin and "
    "growth are those of twelve months up to the day, without tax, against the twelve months before; the margin is that of "
    "customers whose costs are known. Average order: net sales by orders. Complaints were received in the period, without merged "
    "and converted ones; visits were done in it, without calls and messages. Tiers go by net sales, RFM by the last order, the "
    "number of orders and net sales. What nobody recorded is not known and stands as —; it never counts as 0."
)


def build(session: Session, day: date | None = None) -> Document:
    """The twelve months up to a day, today unless said."""
    period, ours = ending(day or today()), firm(session)
    found = sorting.segments(session, period)
    blocks = _blocks(session, period, found) if found.whole.customers else (Empty(_("There are no customers yet.")),)
    return Document(
        title=_("Customer segments"), blocks=blocks, company=ours.name, logo=ours.logo,
        meta=(_("{first} to {last}").format(first=period.first, last=period.last), "", _("Amounts without tax, CNY")),
        number=f"KHXF-{period.last:%Y%m%d}", signatures=(_("Prepared by"), _("Reviewed by"), _("Approved by")),
        footer=(_("Figures as of {moment}").format(moment=period.last), printed_text()), language=language(),
    )  # fmt: skip


def _blocks(session: Session, period: Period, found: Segments) -> tuple[Block, ...]:
    return (
        Heading(_("I Overview and what stands out")), *finding_blocks(session, period, found),
        *quietly(other_moneys.told(other_moneys.SALES, found.left_out)),
        Heading(_("II Segments by value")), *(_table(found, axis) for axis in (GRADE, TIER)),
        Heading(_("III Segments by size, industry and region")), *(_table(found, axis) for axis in (SIZE, TYPE, INDUSTRY, AREA)),
        Heading(_("IV Size and value together")), _crossed(found),
        Heading(_("V Needs by segment")), *need_blocks(found),
        Heading(_("VI Treatment by segment")), *treatment_blocks(session, period, found),
        Heading(_("VII Measures")), Lines(3, _("Measures, owner and date")), Paragraph(_(_DEFINITIONS), quiet=True),
    )  # fmt: skip


def _table(found: Segments, axis: str) -> Block:
    if not any(one.code for one in found.axes[axis]):
        return Empty(_("{axis}: not filled in for any customer.").format(axis=_(TITLES[axis])))
    labels = (_("Customers"), _("Net sales"), _("Share"), _("Gross margin"), _("Growth"), _("Average order"), _("Complaints"),
              _("per 100 orders"))  # fmt: skip
    columns = (Column(_(TITLES[axis]), weight=1), *(Column(label, kind="number") for label in labels))
    rows = tuple((word(axis, one.code), *_cells(one)) for one in found.axes[axis])
    total = (_("Together"), *_cells(found.whole))
    return Table(columns, rows, total=total if axis in (GRADE, SIZE) else None)


def _cells(one: Segment) -> tuple[Cell, ...]:
    rate = one.complaint_rate.value
    return (
        f"{one.customers} ({share(one.customer_share)})", number_text(Decimal(one.net) / 100), share(one.sales_share),
        share(one.margin), share(one.growth), _yuan(one.average_order), one.complaints,
        None if rate is None else number_text(rate * 100, 1),
    )  # fmt: skip


def _yuan(figure: Figure) -> str | None:
    return None if figure.value is None else number_text(figure.value / 100)


def _crossed(found: Segments) -> Table:
    """How many customers of a size have a class, and their share of the sales."""
    grades, sizes = ([one.code for one in found.axes[axis]] for axis in (GRADE, SIZE))
    whole = found.whole.net
    heads = (Column(word(GRADE, code), kind="number", weight=1) for code in grades)

    def cell(size: str, grade: str) -> Cell:
        one = found.cross.get((size, grade))
        if one is None:
            return ""
        return f"{one.customers} · {percent_text(one.net / whole)}" if whole > 0 else one.customers

    rows = tuple((word(SIZE, size), *(cell(size, grade) for grade in grades)) for size in sizes)
    return Table((Column(_("Size ↓ and class →"), weight=1), *heads), rows, caption=_("Customers, and their share of the sales"))
