"""Section I of the paper of segments: the figures of all, and by rules what stands out and what to do about it (R-04)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.analysis.figures import Figure
from app.analysis.segmentation import OTHERS, Segment
from app.formats import money_text, number_text, percent_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.reports.customer_dealings import one_row
from app.reports.document import Block, Column, Empty, Paragraph, Table
from app.reports.heading import joined
from app.reports.money_words import money, share
from app.reports.segment_needs import GAP
from app.reports.segment_words import TITLES, word
from app.services import visit_policy
from app.services.business.period import Period
from app.services.business.segments import AREA, GRADE, INDUSTRY, RFM, SIZE, TYPE, Segments

_MOST = 8
_FEW = 3
"""So many customers at least are a segment that says anything, and so many complaints or needs."""
_LARGE, _MOVED, _BELOW, _OFTEN, _SEEN, _EMPTY, _LEANING = 0.05, 0.1, 0.03, 1.5, 0.7, 0.2, 0.5
"""Share of sales from which a segment counts; growth either way; margin below the mean; times the mean complaints; part of the
visits due; files without an entry; share that much hangs on."""
_SLIPPING = ("important_keep", "important_win_back")


@dataclass(frozen=True, slots=True)
class Finding:
    """A segment by name, what stands out, what to do, and the sales (fen) it is about: the larger first."""

    segment: str
    found: str
    do: str
    net: int


def finding_blocks(session: Session, period: Period, found: Segments) -> tuple[Block, ...]:
    """Summary, figures, findings."""
    due = visit_policy.visits_a_year(session, period.last)
    findings = sorted(_all(found, due), key=lambda one: (-one.net, one.segment))[:_MOST]
    columns = (Column(_("Segment")), Column(_("What stands out"), weight=1), Column(_("What follows"), weight=1))
    rows = tuple(("" if place and findings[place - 1].segment == one.segment else one.segment, one.found, one.do)
                 for place, one in enumerate(findings))  # fmt: skip
    table = Table(columns, rows) if rows else Empty(_("Nothing stands out by these rules."))
    said = _summary(found)
    return *((Paragraph(said),) if said else ()), _figures(found.whole), table


def _summary(found: Segments) -> str:
    """The segment that buys most, by class, industry and region."""
    told, words = [], _("Largest by {axis}: {segment}, {customers} of the customers and {sales} of the sales.")
    for axis in (GRADE, INDUSTRY, AREA):
        best = max((one for one in found.axes[axis] if one.code not in ("", OTHERS)), key=lambda one: one.net, default=None)
        if best is not None and best.net > 0:
            told.append(words.format(axis=_(TITLES[axis]).lower(), segment=word(axis, best.code),
                                     customers=share(best.customer_share), sales=share(best.sales_share)))  # fmt: skip
    return joined(told) or (_("Nothing was sold in the period.") if found.whole.net <= 0 else "")


def _figures(whole: Segment) -> Table:
    return one_row({
        _("Customers"): whole.customers, _("Bought"): whole.buyers, _("Net sales"): money_text(whole.net),
        _("Gross margin"): share(whole.margin), _("Growth"): share(whole.growth), _("Average order"): money(whole.average_order),
        _("Complaints"): whole.complaints, _("Visits"): whole.visits,
    })  # fmt: skip


def _named(axis: str, code: str) -> str:
    title = "RFM" if axis == RFM else _(TITLES[axis])
    return _("{axis}: {segment}").format(axis=title, segment=word(axis, code))


def _number(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)


def _all(found: Segments, due: dict[str, int]) -> Iterator[Finding]:
    for axis in (GRADE, SIZE, TYPE, INDUSTRY, AREA):
        for one in found.axes[axis]:
            name = _named(axis, one.code)
            if one.code and one.code != OTHERS and one.customers >= _FEW:
                yield from _money(name, one, found.whole)
                yield from _complaints(name, one, found.whole)
            elif not one.code:
                yield from _unsorted(name, one, axis == GRADE)
    for axis in (INDUSTRY, AREA):
        yield from _leaning(found, axis)
    yield from _slipping(found)
    yield from _unseen(found, due)
    yield from _missed(found)


def _money(name: str, one: Segment, whole: Segment) -> Iterator[Finding]:
    part, grown, margin, mean = (_number(each) for each in (one.sales_share, one.growth, one.margin, whole.margin))
    if part is None or part < _LARGE:
        return
    if grown is not None and grown <= -_MOVED:
        yield Finding(name, _("Sales fell by {share}.").format(share=percent_text(-grown)),
                      _("Ask its largest customers why."), one.net)  # fmt: skip
    if grown is not None and grown >= _MOVED:
        yield Finding(name, _("Sales grow by {share}.").format(share=percent_text(grown)),
                      _("Find out what works there."), one.net)  # fmt: skip
    if margin is not None and mean is not None and margin <= mean - _BELOW:
        said = _("Margin {margin}, {mean} for all.").format(margin=percent_text(margin), mean=percent_text(mean))
        yield Finding(name, said, _("Look at prices, discounts and the products sold."), one.net)


def _complaints(name: str, one: Segment, whole: Segment) -> Iterator[Finding]:
    rate, mean = _number(one.complaint_rate), _number(whole.complaint_rate)
    if one.complaints >= _FEW and rate is not None and mean and rate >= _OFTEN * mean:
        said = _("{rate} complaints per 100 orders, {mean} for all.").format(
            rate=number_text(rate * 100, 1), mean=number_text(mean * 100, 1))  # fmt: skip
        yield Finding(name, said, _("Look for their common cause."), one.net)


def _unsorted(name: str, one: Segment, graded: bool) -> Iterator[Finding]:
    """Files without the field; a grading fills in the grades alone."""
    part = _number(one.customer_share)
    if part is not None and part >= _EMPTY:
        yield Finding(name, _("{share} of the files say nothing.").format(share=percent_text(part)),
                      _("Grade the customers.") if graded else _("Fill in the files."), 0)  # fmt: skip


def _leaning(found: Segments, axis: str) -> Iterator[Finding]:
    for one in found.axes[axis]:
        part = _number(one.sales_share)
        if one.code and one.code != OTHERS and part is not None and part >= _LEANING:
            said = _("{share} of the sales hang on it.").format(share=percent_text(part))
            yield Finding(_named(axis, one.code), said, _("Win customers elsewhere as well."), one.net)


def _slipping(found: Segments) -> Iterator[Finding]:
    lost = [one for one in found.axes[RFM] if one.code in _SLIPPING]
    for one in lost:
        words = ngettext_text("{count} large customer ordered nothing lately.", "{count} large customers ordered nothing lately.",
                              one.customers)  # fmt: skip
        said = words.format(count=one.customers)
        yield Finding(_named(RFM, one.code), said, _("Call and visit each one this month."), one.net)


def _unseen(found: Segments, due: dict[str, int]) -> Iterator[Finding]:
    for one in found.axes[GRADE]:
        done, wanted = _number(one.visit_rate), due.get(one.code, 0)
        if one.customers >= _FEW and done is not None and wanted and done < _SEEN * wanted:
            said = _("{done} visits each, {due} due a year.").format(done=number_text(done, 1), due=wanted)
            yield Finding(_named(GRADE, one.code), said,
                          _("Plan visits, or change the policy."), one.net)  # fmt: skip


def _missed(found: Segments) -> Iterator[Finding]:
    nets = {one.code: one.net for one in found.axes[GRADE]}
    for several in found.needs[GRADE]:
        for one in several.wanted:
            gap = _number(one.gap)
            if gap is not None and gap >= GAP and one.customers >= _FEW:
                said = _("{need}: {expected} expected, {met} met.").format(
                    need=one.name, expected=number_text(one.expectation.value, 1), met=number_text(one.performance.value, 1))
                yield Finding(_named(GRADE, several.code), said,
                              _("Close the gap, or say openly what is possible."), nets.get(several.code, 0))  # fmt: skip
