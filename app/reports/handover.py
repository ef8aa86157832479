"""The list of a hand-over: who got which customers, planned visits, complaints and people; to be signed by all."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.formats import local
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.reports.document import Block, Column, Document, Empty, Heading, Paragraph, Signatures, Table
from app.reports.heading import firm, printed_text
from app.services import handover
from app.services.handover import COMPLAINTS, CUSTOMERS, PEOPLE, VISITS, Item, Past

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
        blocks=_blocks(found) if found else (Empty(_("Nothing was handed over yet.")),),
        meta=(_("Handed over by {name}").format(name=found.name), "", str(local(found.at).date())) if found else (),
        company=ours.name, logo=ours.logo, footer=(printed_text(),), language=language(),
    )  # fmt: skip


def _blocks(found: Past) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if found.left:
        blocks.append(Paragraph(_("{name} has left the firm.").format(name=found.name)))
    for taker, things in found.received:
        blocks += [Heading(_("Taken over by {name}").format(name=taker), 1), *_tables(things)]
    takers = [_("Taken over by {name}").format(name=taker) for taker, _things in found.received]
    giver = _("Handed over by {name}").format(name=found.name)
    return (*blocks, Signatures((giver, *takers, _("Supervisor"))))


def _tables(things: Mapping[str, tuple[Item, ...]]) -> list[Block]:
    blocks: list[Block] = []
    for kind, items in things.items():
        if not items:
            continue
        columns = [Column(_("No."), kind="number"), Column(_(_NUMBERS[kind])), Column(_(_WHAT[kind]), weight=1)]
        beside = kind != CUSTOMERS
        columns += [Column(_("Customer"), weight=1)] if beside else []
        rows = tuple(
            (place, item.number or None, item.title or None, *((item.customer,) if beside else ()))
            for place, item in enumerate(items, 1)
        )
        blocks += [
            Heading(_("{what} ({count})").format(what=_(_TITLES[kind]), count=f"{len(items):,}"), 2),
            Table(tuple(columns), rows),
        ]
    return blocks
