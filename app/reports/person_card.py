"""决策者卡 (R-21): one person on one page: file F-03, place in the chain, working life, last visits, promises."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.figures import rounded
from app.formats import local
from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Contact, Visit, fields_of
from app.models.types import now_utc
from app.reports import photos
from app.reports.document import Block, Cell, Column, Diagram, DiagramBox, Document, Facts, Heading, SideBySide, Table
from app.reports.heading import Firm, firm, listed, printed_text
from app.reports.lines import shorten
from app.reports.pdf import page_count
from app.reports.subject import find_person
from app.services import attachments, chain_words, contacts, person_file
from app.services.contacts import PersonView
from app.services.person_file import PersonFile
from app.services.present import birthday_text, shown_text, text_of


@dataclass(frozen=True, slots=True)
class Room:
    """How much of what goes on the card: lines of each table, characters of each text, columns of the background; ``joined``
    puts contact and background under one heading."""

    lines: int
    longest: int
    columns: Literal[2, 3]
    joined: bool = False


_ROOMS = (
    Room(4, 60, 2), Room(4, 46, 3), Room(3, 38, 3), Room(2, 30, 3), Room(1, 20, 3), Room(1, 14, 3), Room(1, 9, 3, joined=True),
)  # fmt: skip
"""From generous to tight: the first that leaves one page is taken; what is cut ends with "…"."""
_PHOTO = (35, 45)
"""Millimetres of the photo, across and down."""
_FREE = ("line", "text", "tags", "link")
"""Kinds of fields whose text may be cut; half a phone number is none."""
_WHO = ("title", "department", "rank", "in_post_since", "gender")
_REACH = ("phone", "office_phone", "email", "wechat", "qq", "residence", "address", "workplace")
_BACKGROUND = ("skill", "expertise", "education", "home_town", "personality", "interests", "taboos", "family", "consent",
               "consent_on", "tags", "notes")  # fmt: skip


def build(session: Session, person: str | UUID) -> Document:
    """The card of one person, by whole name or id."""
    values = find_person(session, person)
    today = local(now_utc()).date()
    found = replace(contacts.view(session, values["id"], today), values=values)
    file = person_file.load(session, values["id"], today)
    visits = _dealings(session, values["id"])
    ours, photo = firm(session), photos.ready(attachments.portrait(session, "contacts", values["id"]), *_PHOTO)
    for room in _ROOMS:
        document = _document(found, file, visits, ours, photo, room)
        if page_count(document) == 1:
            break
    return document


def _document(
    found: PersonView, file: PersonFile, visits: list[Visit], ours: Firm, photo: bytes | None, room: Room
) -> Document:
    person = (*_head(found, file, room, photo), *_decision(found, room), *_more(found, room))
    blocks = (*person, *_work(file, room), *_visits(visits, room))
    return Document(
        title=_("Decision-maker card: {name}").format(name=shorten(found.values["name"], 24)),
        blocks=blocks,
        meta=(found.titles.get("customer_id", ""), _("As of {day}").format(day=local(now_utc()).date())),
        subject=shorten(found.values["name"], 24),
        company=ours.name,
        logo=ours.logo,
        footer=(_("Personal data: for the purpose agreed to only."), printed_text()),
        language=language(),
    )


def _head(found: PersonView, file: PersonFile, room: Room, photo: bytes | None) -> tuple[Block, ...]:
    values = found.values
    known = (
        (_("Addressed as"), _cut(person_file.address(values, found.vice), room)),
        (_("Age"), found.age if found.age is not None else values["age_band"]),
        (_("Birthday"), birthday_text(values["birthday"], values["birthday_calendar"]) if values["birthday"] else None),
        (_("Next care day"), file.care_on),
        (_("Last contact"), local(values["last_contact_at"]).date() if values["last_contact_at"] else None),
    )
    words = (("", ""), ("", ""), (_("Photo"), ""), ("", ""))
    frame = DiagramBox(0, 0, *_PHOTO, () if photo else words, "thin", picture=photo)
    return (SideBySide((Facts(tuple(_facts(found, _WHO, room)), 1), Facts(known, 1), Diagram((frame,), (), *_PHOTO))),)


def _cut(text: str | None, room: Room) -> str | None:
    return shorten(" ".join(text.split()), room.longest) if text else None


def _facts(found: PersonView, keys: Iterable[str], room: Room, blank: bool = True) -> list[tuple[str, Any]]:
    fields, values = fields_of(Contact), found.values
    texts = {key: shown_text(fields[key], values[key], found.titles.get(key, "")) or None for key in keys}
    shown = [(_(fields[key].label), _cut(text, room) if fields[key].kind in _FREE else text) for key, text in texts.items()]
    return [pair for pair in shown if blank or pair[1]]


def _decision(found: PersonView, room: Room) -> tuple[Block, ...]:
    values = found.values
    score = person_file.trust_of(values)
    below = listed([name for _key, name in found.reports])
    items = (
        (_("Role in the decision"), chain_words.role_words(values) or None),
        (_("Attitude to us"), chain_words.attitude_words(values)),
        (_("Weight in the decision"), chain_words.weight_words(values) or None),
        *_facts(found, ("influence", "closeness", "our_contact_id", "reports_to_id"), room),
        (_("Report to them"), _cut(below, room)),
        *_facts(found, ("chain_order",), room, blank=False),
        (_("Trust"), None if score.score.value is None else rounded(score.score)),
        *_facts(found, person_file.TRUST_PARTS, room, blank=False),
        *_facts(found, ("concerns",), room),
    )
    return Heading(_("In the decision"), 2), Facts(items, 3)


def _more(found: PersonView, room: Room) -> tuple[Block, ...]:
    blocks: list[Block] = []
    apart = ((_("Contact"), _REACH), (_("Background"), _BACKGROUND))
    for title, keys in ((_("Contact and background"), (*_REACH, *_BACKGROUND)),) if room.joined else apart:
        items = tuple(_facts(found, keys, room, blank=False))
        if items:
            blocks += [Heading(title, 2), Facts(items, room.columns)]
    return tuple(blocks)


def _work(file: PersonFile, room: Room) -> tuple[Block, ...]:
    if len(file.posts) < 2:
        return ()
    columns = (Column(_("Employer"), weight=2), Column(_("Position"), weight=1), Column(_("Since"), kind="number"),
               Column(_("Until"), kind="number"))  # fmt: skip
    rows = tuple((_cut(post.employer, room), _cut(post.title, room), post.since, _("today") if post.present else post.until)
                 for post in file.posts[: room.lines])  # fmt: skip
    return Heading(_("Working life"), 2), Table(columns, rows)


def _dealings(session: Session, contact_id: UUID) -> list[Visit]:
    """The last visits, and those whose promise is still open, the latest first."""
    own = sa.select(Visit).where(Visit.contact_id == contact_id, Visit.deleted_at.is_(None), Visit.state == "done")
    latest = (Visit.happened_at.desc(), Visit.id.desc())
    open_ones = own.where(Visit.promise.is_not(None), Visit.promise_kept_on.is_(None)).order_by(*latest)
    done = [*session.scalars(own.order_by(*latest).limit(_ROOMS[0].lines)), *session.scalars(open_ones.limit(_ROOMS[0].lines))]
    return list({visit.id: visit for visit in done}.values())


def _visits(visits: list[Visit], room: Room) -> tuple[Block, ...]:
    columns = (
        Column(_("Day"), kind="number"), Column(_("What was said"), weight=2), Column(_("Result")),
        Column(_("Promised"), weight=1), Column(_("Promise due"), kind="number"), Column(_("Kept on"), kind="number"),
    )  # fmt: skip
    promised = [visit for visit in visits if visit.promise and visit.promise_kept_on is None]
    first = list({visit.id: visit for visit in (*visits[: room.lines], *promised[: room.lines])}.values())
    rows = tuple(_visit(visit, room) for visit in first)
    return (Heading(_("Last visits and open promises"), 2), Table(columns, rows)) if rows else ()


def _visit(visit: Visit, room: Room) -> tuple[Cell, ...]:
    day = local(visit.happened_at).date() if visit.happened_at else None
    result = text_of(fields_of(Visit)["result"], visit.result) or None
    said, promise = _cut(visit.content or visit.purpose, room), _cut(visit.promise, room)
    return day, said, result, promise, visit.promise_due, visit.promise_kept_on
