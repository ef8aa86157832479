"""Sections IX to XI of the customer analysis: competitors and strengths (竞争与优缺点), care (关怀), the plan (规划执行)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import development_plan as plans
from app.formats import money_text, number_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.base import table_of
from app.models.care import CareTask
from app.models.customer_parts import Agreement, Competitor, Trait
from app.reports.document import Block, Cell, Column, Empty, Paragraph, Table
from app.reports.heading import joined
from app.services.account_view import AccountView
from app.services.business.wallet import Share
from app.services.development import Measured, Progress
from app.services.present import text_of

_NAMES = {
    plans.VOLUME: N_("Sales"), plans.EXPENSE: N_("Costs"), plans.PROFIT: N_("Profit"),
    plans.PROMOTION: N_("Public relations and promotion"), plans.TRAINED: N_("Training and support (days)"),
}  # fmt: skip
_WHOLE = 1.005
"""Shares are rounded when they are told."""
_SOON = 60
"""A contract that ends within so many days is a risk (domain/50 §5.5)."""


def rivals(session: Session, customer_id: UUID, wallet: Share | None = None) -> tuple[Block, ...]:
    """Who else supplies it, and its strengths and weaknesses with our answer to them (F-11). ``wallet``: our share of its
    purchases, which theirs may contradict."""
    others, traits = _rows(session, Competitor, customer_id), _rows(session, Trait, customer_id)
    if not others and not traits:
        return (Empty(_("No competitors, strengths or weaknesses are recorded.")),)
    blocks: list[Block] = []
    if others:
        columns = (Column(_("Competitor")), Column(_("Products"), weight=1), Column(_("Share"), kind="number"),
                   Column(_("Strengths"), weight=1), Column(_("Our answer"), weight=1))  # fmt: skip
        blocks.append(Table(columns, tuple(map(_rival, others)), notes=_contradiction(others, wallet)))
    if traits:
        fields = fields_of(Trait)
        columns = (Column(_("Kind")), Column(_("Strength or weakness"), weight=2), Column(_("Impact"), kind="number"),
                   Column(_("Our answer"), weight=2), Column(_("Due on"), kind="number"))  # fmt: skip
        blocks.append(Table(columns, tuple((text_of(fields["kind"], one["kind"]), one["name"], one["impact"], one["counter"],
                                            one["due_on"]) for one in traits)))  # fmt: skip
    return tuple(blocks)


def _contradiction(others: Sequence[Mapping[str, Any]], wallet: Share | None) -> tuple[str, ...]:
    ours = wallet.wallet.share.value if wallet is not None else None
    theirs = sum(one["share"] or 0 for one in others) / 10_000
    if ours is None or float(ours) + theirs <= _WHOLE:
        return ()
    words = _("With our {ours} and their {theirs} it would buy more than everything: its purchases or their shares need a look.")
    return (words.format(ours=percent_text(ours), theirs=percent_text(theirs)),)


def _rival(one: Mapping[str, Any]) -> tuple[Cell, ...]:
    share = None if one["share"] is None else percent_text(one["share"] / 10_000)
    return one["name"], one["products"], share, one["strengths"], one["counter"]


def _rows(session: Session, entity: Any, customer_id: UUID) -> Sequence[Mapping[str, Any]]:
    table = table_of(entity)
    where = (table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
    return [dict(row) for row in session.execute(sa.select(table).where(*where).order_by(table.c.id)).mappings()]


def care(session: Session, customer_id: UUID, view: AccountView, today: date) -> tuple[Block, ...]:
    """What care came to in twelve months, and what visits and gifts cost."""
    table = table_of(CareTask)
    where = (table.c.customer_id == customer_id, table.c.deleted_at.is_(None), table.c.happens_on > today - timedelta(days=365))
    counts: Any = session.execute(sa.select(table.c.state, sa.func.count()).where(*where).group_by(table.c.state)).all()
    states = {row[0]: row[1] for row in counts}
    costs = view.dealings.earned.costs if view.dealings.earned is not None else {}
    count = sum(states.values())
    told = _("Care dates in 12 months: {done} done of {count}.").format(done=states.get("done", 0), count=count)
    words = [
        told if count else "",
        _("Visits cost {amount}.").format(amount=money_text(costs["visits"])) if "visits" in costs else "",
        _("Gifts and events cost {amount}.").format(amount=money_text(costs["gifts"])) if "gifts" in costs else "",
    ]  # fmt: skip
    return (Paragraph(joined(words)),) if any(words) else ()


def plan(progress: Progress | None) -> tuple[Block, ...]:
    """Plan and actual of each year (C37), then the activities."""
    if progress is None:
        return (Empty(_("No development plan was made for this customer.")),)
    columns = (Column(_("Year"), "left", kind="number"), Column(_("Indicator"), weight=1), Column(_("Plan"), kind="number"),
               Column(_("Plan so far"), kind="number"), Column(_("Actual"), kind="number"),
               Column(_("Attained"), kind="number"), Column(_("Variance"), kind="number"))  # fmt: skip
    rows = tuple(
        (str(year.year) if place == 0 else "", *_measured(one))
        for year in progress.years for place, one in enumerate(_told(year.measures))
    )  # fmt: skip
    if not rows:
        return (Empty(_("The plan has no years yet.")),)
    words = _("Planned growth of sales: {rate} a year")
    notes = () if progress.growth.value is None else (words.format(rate=percent_text(progress.growth.value)),)
    return (Table(columns, rows, notes=notes), *_activities(progress.activities))


def _told(measures: Sequence[Measured]) -> list[Measured]:
    return [one for one in measures if one.plan is not None or one.actual]


def _measured(one: Measured) -> tuple[Cell, ...]:
    def amount(value: int | None) -> str | None:
        if value is None:
            return None
        return number_text(value) if one.measure == plans.TRAINED else money_text(value)

    rate, variance = one.attained.rate.value, one.attained.variance.value
    attained = _("unplanned") if one.attained.unplanned else None if rate is None else percent_text(rate)
    mark = " !" if one.attained.favourable is False else ""
    return (_(_NAMES[one.measure]), amount(one.plan), amount(one.so_far), amount(one.actual),
            None if attained is None else attained + mark, amount(None if variance is None else int(variance)))  # fmt: skip


def _activities(activities: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    if not activities:
        return ()
    columns = (Column(_("Year"), "left", kind="number"), Column(_("Activity"), weight=1), Column(_("Budget"), kind="number"),
               Column(_("Spent"), kind="number"), Column(_("Done on"), kind="number"))  # fmt: skip
    rows = tuple((str(one["year"]), one["name"], _yuan(one["budget"]), _yuan(one["spent"]), one["done_on"]) for one in activities)
    return (Table(columns, rows, caption=_("Activities")),)


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else money_text(fen)


def endings(session: Session, customer_id: UUID, today: date) -> list[str]:
    """Contracts and warranties that end soon, as warnings."""
    told = _("“{name}” ends on {day}.")
    soon = today + timedelta(days=_SOON)
    return [told.format(name=one["name"], day=one["ends_on"]) for one in _rows(session, Agreement, customer_id)
            if one["ends_on"] and today <= one["ends_on"] <= soon]  # fmt: skip
