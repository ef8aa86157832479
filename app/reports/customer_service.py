"""Sections VII and VIII of the customer analysis: complaints, requests, repairs, warranties, how soon they were answered; what is
known of satisfaction."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.analysis.figures import Figure, half_up, ratio
from app.formats import day_text, money_text, number_text, percent_text
from app.i18n import gettext_text as _
from app.models import Complaint, fields_of
from app.models.request import ServiceRequest
from app.reports.customer_dealings import excerpt, more, one_row
from app.reports.customer_reading import ComplaintLine, RequestLine, Warranty
from app.reports.document import Block, Cell, Column, Empty, Paragraph, Table
from app.reports.heading import joined
from app.services.present import text_of

_LAST_COMPLAINTS, _LAST_REPAIRS = 15, 6
_YEAR = timedelta(days=365)


def service_blocks(
    complaints: Sequence[ComplaintLine], requests: Sequence[RequestLine], warranties: Sequence[Warranty], now: datetime
) -> tuple[Block, ...]:
    """Complaints, then requests with their repairs, then what is under warranty."""
    return (
        *_complaints(complaints, now), *_requests([one for one in requests if one.received_at > now - _YEAR or one.open], now),
        *_repairs([one for one in requests if one.kind == "repair"]), *_warranties(warranties, now.date()),
    )  # fmt: skip


def in_time(pairs: Iterable[tuple[datetime | None, datetime | None]], now: datetime) -> Figure:
    """Of what was due by now, or done before it was: the share done when it was due; (due, done) each."""
    counted = [(due, done) for due, done in pairs if due is not None and (done is not None or due < now)]
    return ratio(sum(done is not None and done <= due for due, done in counted), len(counted))


def _share(figure: Figure) -> str | None:
    return None if figure.value is None else percent_text(figure.value)


# complaints ------------------------------------------------------------------------------------------------------------


def _complaints(lines: Sequence[ComplaintLine], now: datetime) -> list[Block]:
    if not lines:
        return [Empty(_("No complaints are recorded."))]
    return [_complaint_facts(lines, now), _complaint_table(lines)]


def _marks(lines: Sequence[ComplaintLine]) -> list[int]:
    return [int(line.satisfaction) for line in lines if line.satisfaction not in (None, "0")]


def _mean(marks: Sequence[int]) -> Decimal | None:
    return half_up(Decimal(sum(marks)) / len(marks), 2) if marks else None


def _complaint_facts(lines: Sequence[ComplaintLine], now: datetime) -> Table:
    return one_row({
        _("Complaints in all"): len(lines), _("Last 12 months"): sum(line.received_at > now - _YEAR for line in lines),
        _("Still open"): sum(line.open for line in lines),
        _("Answered in time"): _share(in_time(((line.answer_due, line.answered_at) for line in lines), now)),
        _("Closed in time"): _share(in_time(((line.close_due, line.closed_at) for line in lines), now)),
        _("Mean attitude"): _mean(_marks(lines)),
        _("Compensation paid"): money_text(sum(line.compensation for line in lines)),
    })  # fmt: skip


def _complaint_table(lines: Sequence[ComplaintLine]) -> Table:
    columns = (
        Column(_("Complaint no."), "left", kind="number"), Column(_("Received"), kind="number"), Column(_("Subject"), weight=1),
        Column(_("Priority"), kind="symbol"), Column(_("State")), Column(_("Closed on"), kind="number"),
        Column(_("Attitude to the handling")),
    )  # fmt: skip
    shown = lines[:_LAST_COMPLAINTS]
    return Table(columns, tuple(_complaint(line) for line in shown), notes=more(len(lines) - len(shown)))


def _complaint(line: ComplaintLine) -> tuple[Cell, ...]:
    fields = fields_of(Complaint)
    return (
        line.number, line.received_at.date(), excerpt(line.subject), line.priority, text_of(fields["state"], line.state),
        line.closed_at.date() if line.closed_at else None, text_of(fields["satisfaction"], line.satisfaction) or None,
    )  # fmt: skip


# requests --------------------------------------------------------------------------------------------------------------


def _requests(lines: Sequence[RequestLine], now: datetime) -> list[Block]:
    """Those of twelve months, and older ones that are open."""
    if not lines:
        return []
    hours = [(line.responded_at - line.received_at).total_seconds() / 3600 for line in lines if line.responded_at]
    return [one_row({
        _("Service requests, 12 months"): len(lines), _("Still open"): sum(line.open for line in lines),
        _("Repairs"): sum(line.kind == "repair" for line in lines),
        _("Answered in time"): _share(in_time(((one.respond_due, one.responded_at) for one in lines if _to_answer(one)), now)),
        _("Hours to an answer"): number_text(sum(hours) / len(hours), 1) if hours else None,
        _("Mean rating"): _mean([int(line.rating) for line in lines if line.rating not in (None, "0")]),
    })]  # fmt: skip


def _to_answer(line: RequestLine) -> bool:
    """Whether an answer was ever owed: nobody waits for that of a request called off, or of one that is a complaint now."""
    return line.responded_at is not None or line.state not in ("cancelled", "complaint")


def _repairs(lines: Sequence[RequestLine]) -> list[Block]:
    if not lines:
        return []
    fields = fields_of(ServiceRequest)
    columns = (
        Column(_("Request no."), "left", kind="number"), Column(_("Received"), kind="number"), Column(_("Subject"), weight=1),
        Column(_("Product"), weight=1), Column(_("Entitlement")), Column(_("State")), Column(_("Completed on"), kind="number"),
    )  # fmt: skip
    rows = tuple(
        (one.number, one.received_at.date(), excerpt(one.subject), one.product or None,
         text_of(fields["entitlement"], one.entitlement) or None, text_of(fields["state"], one.state),
         one.done_at.date() if one.done_at else None)
        for one in lines[:_LAST_REPAIRS]
    )  # fmt: skip
    return [Table(columns, rows, caption=_("Repairs"), notes=more(len(lines) - len(rows)))]


def _warranties(warranties: Sequence[Warranty], today: date) -> list[Block]:
    told = []
    for one in warranties:
        name = " ".join(filter(None, (one.name, one.number)))
        over = one.ends_on is not None and one.ends_on < today
        words = _("Warranty over: {name}, since {day}.") if over else _("Under warranty: {name}, until {day}.")
        told.append(Paragraph(words.format(name=name, day=day_text(one.ends_on))))
    return list(told)


# satisfaction ----------------------------------------------------------------------------------------------------------


def satisfaction_blocks(complaints: Sequence[ComplaintLine]) -> tuple[Block, ...]:
    """What is known without a survey: how complainants found the handling."""
    marks = _marks(complaints)
    none = _("No satisfaction survey was recorded.")
    if not marks:
        return (Empty(none),)
    heard = _("After complaints {count} answers were noted, {mean} of 5 on average.").format(count=len(marks), mean=_mean(marks))
    return (Paragraph(joined([none, heard])),)
