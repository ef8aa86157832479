"""资料卡 of prospects (F-05, I-108): two cards a sheet, to be cut apart; blank ones to write on."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Contact, Customer, fields_of
from app.models.customer_parts import Competitor, Need
from app.reports.document import Block, Document, Empty, FormField, FormGrid, Heading, PageBreak, Spacer
from app.reports.form_fields import BLANK, Filling, form_grid, places
from app.reports.heading import firm, listed, printed_text
from app.services import lists, present, prospects, records
from app.services.approaches import STATUS
from app.services.lists import Filter, ListQuery
from app.services.sensitive import veiled

MOST = 400
EVERYBODY = ListQuery("customers", ("name",), "next_touch_on", filters=(Filter("status", "in", (STATUS,)),))
_ROOM = 4


def build(session: Session, query: ListQuery = EVERYBODY) -> Document:
    """The cards of the customers of a list, at most ``MOST``; who is no prospect has a card too, if it ever was one."""
    ids = lists.ids(session, query, MOST)
    words = present.lexicons(session, fields_of(Customer))
    cards = [_card(session, veiled(Customer, records.get(session, Customer, key)), words) for key in ids]
    return _document(session, [card for card in cards if card] or [(Empty(_("There is nothing in this list.")),)])


def blank(session: Session) -> Document:
    """Two empty cards."""
    return _document(session, [_boxes("", BLANK, "", "", "", "")] * 2)


def _document(session: Session, cards: list[tuple[Block, ...]]) -> Document:
    ours = firm(session)
    blocks: list[Block] = []
    for place, card in enumerate(cards):
        if place:
            blocks.append(PageBreak() if place % 2 == 0 else Spacer(_ROOM))
        blocks += card
    return Document(
        title=_("Prospect cards"), blocks=tuple(blocks), company=ours.name, logo=ours.logo, footer=(printed_text(),),
        language=language(),
    )  # fmt: skip


def _card(session: Session, values: dict[str, Any], words: present.Lexicons) -> tuple[Block, ...]:
    if not (prospects.is_prospect(values) or values["prospect_no"]):
        return ()
    filling = Filling(values, records.link_titles(session, Customer, values), words)
    found = [listed(_names(session, entity, values["id"])) for entity in (Contact, Need, Competitor)]
    match = str(prospects.match(values["fit"]).score)
    return _boxes(f"{values['prospect_no'] or values['code']} {values['name']}", filling, match, *found)


def _names(session: Session, entity: Any, customer_id: UUID) -> list[str]:
    living = sa.select(entity.name).where(entity.customer_id == customer_id, entity.deleted_at.is_(None))
    return list(session.scalars(living.order_by(entity.id).limit(6)))


def _boxes(heading: str, filling: Filling, match: str, people: str, needs: str, rivals: str) -> tuple[Block, ...]:
    def own(layout: str) -> tuple[FormField, ...]:
        return form_grid(Customer, places(layout), frozenset({"prospect_no", "name", "prospect_grade"}), filling).fields

    fields = (
        *own("prospect_no name:3 prospect_grade:4* prospect_class:2 source owner_id expected_amount next_touch_on phone mobile"),
        *own("fit:3*"), FormField(_("Match (0 to 100)"), match), *own("touches:4*"),
        FormField(_("Contact person"), people), FormField(_("Needs"), needs, 2), FormField(_("Competitors"), rivals),
        *own("dropped_reason:4"),
    )  # fmt: skip
    return Heading(heading or _("Prospect card"), 2), FormGrid(fields, 4)
