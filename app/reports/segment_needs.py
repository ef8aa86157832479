"""Sections V and VI of the paper of segments: what each segment needs and how well it gets it; how each is treated (R-04)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.analysis.segmentation import Segment
from app.formats import number_text
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, Column, Empty, Paragraph, Table
from app.reports.heading import listed
from app.reports.money_words import number, share, yuan
from app.reports.segment_words import TITLES, TREATMENT, word
from app.services import customer_policies, visit_policy
from app.services.business.period import Period
from app.services.business.segments import GRADE, INDUSTRY, RFM, Needs, Segments

_INDUSTRIES, _ENOUGH = 4, 3
GAP = 1
"""Marks by which customers expect more than they get, from which a need is called missed."""


def need_blocks(found: Segments) -> tuple[Block, ...]:
    """The needs that most files of a class name, and of an industry with several such files; marks are means of 1 to 5."""
    classes, industries = found.needs[GRADE], [one for one in found.needs[INDUSTRY] if one.code and one.customers >= _ENOUGH]
    if not classes:
        return (Empty(_("No needs are recorded: they stand in the customer's file, under its needs.")),)
    note = _("Customers: with this need in their files. Bold: they expect at least one mark more than they get.")
    tables = [_needs(GRADE, classes), *([_needs(INDUSTRY, industries[:_INDUSTRIES])] if industries else [])]
    return *tables, Paragraph(note, quiet=True), *_latent(found)


def _needs(axis: str, several: Sequence[Needs]) -> Table:
    columns = (
        Column(_(TITLES[axis])), Column(_("What is needed"), weight=1), Column(_("Customers"), kind="number"),
        Column(_("Importance"), kind="number"), Column(_("Expectation"), kind="number"),
        Column(_("How well we meet it"), kind="number"), Column(_("Amount a year"), kind="number"),
    )  # fmt: skip
    listed_all = [(one, place, each) for one in several for place, each in enumerate(one.wanted)]
    rows = tuple(
        ("" if place else word(axis, one.code), each.name, _("{count} of {all}").format(count=each.customers, all=one.customers),
         number(each.importance), number(each.expectation), number(each.performance), yuan(each.yearly))
        for one, place, each in listed_all
    )  # fmt: skip
    missed = (place for place, (_one, _place, each) in enumerate(listed_all) if (each.gap.value or 0) >= GAP)
    return Table(columns, rows, emphasis=frozenset(missed))


def _latent(found: Segments) -> tuple[Block, ...]:
    if not found.latent:
        return ()
    named = [_("{need} ({count})").format(need=need, count=count) for need, count in found.latent]
    return (Paragraph(_("Latent needs noted most often: {needs}.").format(needs=listed(named))),)


def treatment_blocks(session: Session, period: Period, found: Segments) -> tuple[Block, ...]:
    """What the policy of each class gives, visits due and done; what follows for each RFM segment."""
    return _policies(session, period, found), _followed(found)


def _policies(session: Session, period: Period, found: Segments) -> Table:
    policies, due = customer_policies.in_force(session, period.last), visit_policy.visits_a_year(session, period.last)
    columns = (
        Column(_("Class")), Column(_("Payment"), weight=1), Column(_("Price and reward"), weight=1),
        Column(_("Training and people"), weight=1), Column(_("Visits a year"), kind="number"),
        Column(_("Done for each"), kind="number"),
    )  # fmt: skip
    rows = []
    for one in found.axes[GRADE]:
        policy = policies.get(one.code)
        said = policy.values if policy is not None else {}
        words = [_("; ").join(filter(None, (said.get(first), said.get(second)))) or None
                 for first, second in (("price", "reward"), ("training", "staffing"))]  # fmt: skip
        rows.append((word(GRADE, one.code), said.get("payment") or None, *words, due.get(one.code), number(one.visit_rate)))
    return Table(columns, tuple(rows), caption=_("Policy of each class"))


def _followed(found: Segments) -> Table:
    columns = (Column(_("RFM segment")), Column(_("Customers"), kind="number"), Column(_("Net sales"), kind="number"),
               Column(_("How to treat them"), weight=1))  # fmt: skip
    return Table(columns, tuple(map(_row, found.axes[RFM])), caption=_("By when, how often and how much they buy"))


def _row(one: Segment) -> tuple[Cell, ...]:
    told = _(TREATMENT[one.code]) if one.code in TREATMENT else None
    return word(RFM, one.code), f"{one.customers} ({share(one.customer_share)})", number_text(one.net / 100), told
