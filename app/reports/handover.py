"""The list of a hand-over: who got which customers, planned visits, complaints and people; to be signed by all."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from app.formats import local
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.reports.document import Block, Cell, Column, Document, Empty, Heading, Paragraph, Signatures, Table
from app.reports.heading import firm, printed_text
from app.services import handover
from app.services.handover import COMPLAINTS, CUSTOMERS, PEOPLE, VISITS, Item, Past
from app.services.handover_reach import Person, Reach, reach
from app.services.present import phone_text, text_of

_TITLES = {
    CUSTOMERS: N_("Customers"), VISITS: N_("Visits planned"), COMPLAINTS: N_("Complaints in work"),
    PEOPLE: N_("People looked after"),
}  # fmt: skip
_NUMBERS = {CUSTOMERS: N_("Customer no."), VISITS: N_("Visit no."), COMPLAINTS: N_("Complaint no."), PEOPLE: N_("Phone")}
_WHAT = {CUSTOMERS: N_("Name"), VISITS: N_("Purpose"), COMPLAINTS: N_("Subject"), PEOPLE: N_("Full name")}


def build(session: Session) -> Document:
    """The hand-over done last, as it stands today."""
    ours, found = firm(session), handover.latest(session)
    return Document(
        title=_("Hand-over list"),
        blocks=_blocks(session, found) if found else (Empty(_("Nothing was handed over yet.")),),
        meta=(_("Handed over by {name}").format(name=found.name), "", str(local(found.at).date())) if found else (),
        company=ours.name, logo=ours.logo, footer=(printed_text(),), language=language(),
    )  # fmt: skip


def _blocks(session: Session, found: Past) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if found.left:
        blocks.append(Paragraph(_("{name} has left the firm.").format(name=found.name)))
    for taker, things in found.received:
        blocks += [Heading(_("Taken over by {name}").format(name=taker), 1), *_customers(session, things), *_tables(things)]
    takers = [_("Taken over by {name}").format(name=taker) for taker, _things in found.received]
    giver = _("Handed over by {name}").format(name=found.name)
    return (*blocks, Signatures((giver, *takers, _("Supervisor"))))


def _customers(session: Session, things: Mapping[str, tuple[Item, ...]]) -> list[Block]:
    """The customers with how they are reached and what waits there, then everybody who is there."""
    items = things.get(CUSTOMERS, ())
    if not items:
        return []
    found = reach(session, [item.id for item in items])
    columns = (
        Column(_("No."), kind="number"), Column(_(_NUMBERS[CUSTOMERS])), Column(_(_WHAT[CUSTOMERS]), weight=2),
        Column(_("Phone")), Column(_("Decides there"), weight=1), Column(_("Next visit"), kind="number"),
        Column(_("Open complaints"), kind="number"),
    )  # fmt: skip
    rows = tuple(_customer(place, item, found.get(item.id, Reach(""))) for place, item in enumerate(items, 1))
    heading = _("{what} ({count})").format(what=_(_TITLES[CUSTOMERS]), count=f"{len(items):,}")
    return [Heading(heading, 2), Table(columns, rows), *_everybody(items, found)]


def _customer(place: int, item: Item, found: Reach) -> tuple[Cell, ...]:
    who = found.decider
    named = "\n".join(filter(None, (who.name, phone_text(who.phone)))) if who is not None else None
    phone = phone_text(found.phone) or None
    return place, item.number or None, item.title or None, phone, named, found.next_visit, found.complaints or None


def _everybody(items: Sequence[Item], found: Mapping[UUID, Reach]) -> list[Block]:
    people = [(item.title, one) for item in items if item.id in found for one in found[item.id].people]
    if not people:
        return []
    columns = (
        Column(_("Customer"), weight=2), Column(_("Full name")), Column(_("Position"), weight=1),
        Column(_("Role in the decision")), Column(_("Phone")),
    )  # fmt: skip
    heading = _("{what} ({count})").format(what=_("People at these customers"), count=f"{len(people):,}")
    return [Heading(heading, 2), Table(columns, tuple((firm_name, *_person(one)) for firm_name, one in people))]


def _person(one: Person) -> tuple[Cell, ...]:
    role = text_of(fields_of(Contact)["role"], one.role) or None
    return one.name, one.title or None, role, phone_text(one.phone) or None


def _tables(things: Mapping[str, tuple[Item, ...]]) -> list[Block]:
    """What else passes over."""
    blocks: list[Block] = []
    for kind, items in things.items():
        if not items or kind == CUSTOMERS:
            continue
        columns = [Column(_("No."), kind="number"), Column(_(_NUMBERS[kind])), Column(_(_WHAT[kind]), weight=1),
                   Column(_("Customer"), weight=1)]  # fmt: skip
        shown = phone_text if kind == PEOPLE else str
        rows = tuple(
            (place, shown(item.number) or None, item.title or None, item.customer) for place, item in enumerate(items, 1)
        )
        blocks += [
            Heading(_("{what} ({count})").format(what=_(_TITLES[kind]), count=f"{len(items):,}"), 2),
            Table(tuple(columns), rows),
        ]
    return blocks
