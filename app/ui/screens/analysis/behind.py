"""The records behind a sum of an analysis, in their own list: orders of its period, invoices that make up what is owed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.analysis.ageing import age_in_years, bucket_of
from app.i18n import N_
from app.services.business import aged, ledger
from app.services.lists import Filter
from app.ui.context import Context
from app.ui.lists.views import Only
from app.ui.screens.analysis.shown import AGED, DUE, ISSUED, LATE, OPEN, Wanted
from app.ui.screens.business.kinds import PLACES

_DAYS = {"orders": ("orders", "ordered_on"), "costs": ("costs", "spent_on"), ISSUED: ("invoices", "issued_on"),
         DUE: ("invoices", "due_on")}  # fmt: skip


def show_behind(context: Context, wanted: Wanted, customer: UUID, behind: str) -> None:
    """Open them: those of a customer in the period, or what of its invoices was open on the day (late, or so many days late)."""
    kind, _colon, bucket = behind.partition(":")
    if kind in (OPEN, LATE):

        def arrived(found: Sequence[tuple[UUID, date]]) -> None:
            mine = tuple(key for key, due in found if _counts(kind, bucket, (wanted.as_of - due).days))
            _begin(context, "invoices", (Filter("id", "in", mine),))

        context.gateway.read(ledger.open_invoices, customer, wanted.as_of, done=arrived)
        return
    if kind == AGED:
        _show_aged(context, wanted.as_of, customer, bucket)
        return
    entity, field = _DAYS[kind]
    span = Filter(field, "between", (wanted.period.first, wanted.period.last))
    _begin(context, entity, (Filter("customer_id", "in", (customer,)), span))


def _show_aged(context: Context, as_of: date, customer: UUID, years: str) -> None:
    """What was open of the customer's invoices of that age."""

    def arrived(found: Sequence[tuple[UUID, date]]) -> None:
        _begin(context, "invoices", (Filter("id", "in", tuple(key for key, day in found if age_in_years(day, as_of) == years)),))

    context.gateway.read(aged.open_since, customer, as_of, done=arrived)


def _counts(kind: str, bucket: str, days: int) -> bool:
    return days > 0 if kind == LATE else not bucket or bucket_of(days) == bucket


def _begin(context: Context, entity: str, filters: tuple[Filter, ...]) -> None:
    context.frame.begin(PLACES[entity], {"only": Only(0, N_("Behind the figure"), filters)})
