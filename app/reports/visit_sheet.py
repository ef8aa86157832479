"""访前准备表: one customer on one page before a visit: who they are, people and chain, last visits, open complaints, promises,
figures, what to ask, and space to write."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.credit_limit import FREE
from app.analysis.visit_figures import visit_figures
from app.formats import local, money_text
from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Complaint, Contact, Customer, Visit, fields_of
from app.reports.customer_analysis import Subject, subject_of
from app.reports.customer_outlook import Situation, risks
from app.reports.customer_people import indented_name
from app.reports.customer_reading import visit_facts
from app.reports.document import Block, Cell, Column, Document, Facts, Heading, Lines, Paragraph, SideBySide, Spacer, Table
from app.reports.heading import firm, listed, printed_text
from app.reports.lines import shorten
from app.reports.month_words import share_text
from app.reports.pdf import page_count
from app.reports.subject import find_customer
from app.reports.visit_plans import whom
from app.services import dunning_promises, present, visit_promises
from app.services.business.credit import Standing, standing
from app.services.business.labels import LABELS
from app.services.contacts import ChainLine
from app.services.credit_words import days_words
from app.services.customer_file import label_of
from app.services.present import phone_text, text_of
from app.services.sensitive import veiled
from app.services.today_money import payment_words
from app.services.visit_briefs import Brief, briefs, next_planned
from app.services.visit_promises import PromiseLine

Items = tuple[tuple[str, Cell], ...]
"""Labels with what stands beside them."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much goes on the page: people, visits, complaints, promises, questions, characters of a text."""

    people: int
    visits: int
    complaints: int
    promises: int
    questions: int
    longest: int


_ROOMS = (
    Room(8, 5, 4, 6, 8, 110), Room(7, 5, 4, 5, 7, 90), Room(7, 4, 3, 4, 6, 80), Room(6, 4, 3, 4, 6, 72), Room(6, 4, 2, 3, 5, 64),
    Room(5, 3, 2, 3, 4, 56), Room(5, 3, 2, 3, 4, 50), Room(5, 3, 2, 2, 3, 46), Room(4, 3, 1, 2, 3, 40), Room(4, 3, 1, 2, 2, 34),
    Room(3, 3, 1, 1, 2, 30), Room(3, 3, 1, 1, 2, 24), Room(2, 3, 1, 1, 1, 14),
)  # fmt: skip
"""From generous to tight: the first that leaves one page is taken; three visits stand in all of them."""

_LINES = range(12, 1, -1)
"""Lines to write on: as many as there is room for, at least three."""

_SHOWN = ("grade", "status", "industry", "owner_id", "region")
_REACH = ("phone", "address")


def build(session: Session, customer: str | UUID) -> Document:
    """The sheet of one customer, by number or id, for the next visit planned."""
    values = find_customer(session, customer)
    subject = subject_of(session, values)
    promises = (*_money(session, values["id"], subject.today), *visit_promises.of_customer(session, values["id"]))
    planned = next_planned(session, values["id"])
    coming = briefs(session, [planned], veiled)[0] if planned is not None else None
    owed = _credit(standing(session, values["id"], subject.today))
    for room in _ROOMS:
        document = _document(session, subject, _blocks(subject, promises, coming, owed, room))
        if page_count(_with_lines(document, _LINES[-1] + 1)) == 1:
            break
    return next((each for each in map(partial(_with_lines, document), _LINES) if page_count(each) == 1), document)


def _money(session: Session, customer: UUID, today: date) -> tuple[PromiseLine, ...]:
    """What the customer promised to pay and didn't yet, among the other promises."""
    still = [one for one in dunning_promises.of_customer(session, customer, today) if one.state in ("open", "over")]
    return tuple(
        PromiseLine("dunnings", one.id, one.id, customer, one.customer, "them", "", payment_words(one.amount), None, one.who, "",
                    one.amount, one.due, None, "")
        for one in still
    )  # fmt: skip


def _with_lines(document: Document, count: int) -> Document:
    return replace(document, blocks=(*document.blocks, Lines(count, _("Notes of the talk"))))


def _document(session: Session, subject: Subject, blocks: tuple[Block, ...]) -> Document:
    ours, values = firm(session), subject.values
    return Document(
        title=_("Preparation for the visit: {name}").format(name=shorten(values["short_name"] or values["name"], 24)),
        blocks=blocks,
        meta=(_("Customer no. {number}").format(number=values["code"]), "", _("As of {day}").format(day=subject.today)),
        number=values["code"],
        subject=values["short_name"] or values["name"],
        company=ours.name,
        logo=ours.logo,
        footer=(_("Internal: not for the customer."), printed_text()),
        language=language(),
    )


def _blocks(
    subject: Subject, promises: Sequence[PromiseLine], coming: Brief | None, owed: Items, room: Room
) -> tuple[Block, ...]:
    beside = _beside(_promises(promises, room), _complaints(subject, room))
    return (
        *_visit(coming, room), _who(subject, room, () if coming else _REACH, owed), *_people(subject, room),
        *_visits(subject, room), *beside, *_questions(subject, promises, room),
    )  # fmt: skip


def _beside(*tables: Table | None) -> tuple[Block, ...]:
    """Tables side by side, those that have anything."""
    found = tuple(filter(None, tables))
    return (Spacer(3), SideBySide(found)) if len(found) > 1 else (Spacer(3), *found) if found else ()


def _cut(text: str | None, room: Room) -> str | None:
    return shorten(" ".join(text.split()), room.longest) if text else None


def _visit(coming: Brief | None, room: Room) -> tuple[Block, ...]:
    if coming is None:
        return (Paragraph(_("No visit is planned yet."), quiet=True),)
    values = coming.values
    when = " ".join(filter(None, (str(values["planned_on"]), values["planned_time"])))
    who, phone = whom(coming)
    items: list[tuple[str, Cell]] = [
        (_("Planned for"), when), (_("Done by"), listed(list(coming.goers)) or None), (_("Whom"), _cut(who, room)),
        (_("Phone"), phone or None), (_("Purpose"), _cut(values["purpose"], room)), (_("Place"), _cut(coming.address, room)),
        (_("To prepare"), _cut(values["preparation"], room)),
    ]  # fmt: skip
    return (Facts(tuple(items), 3),)


def _credit(one: Standing) -> Items:
    """What is available of the limit, and what is overdue; nothing where nobody owes and no limit is known."""
    found: Items = ()
    if one.available.value is not None and one.limit.value is not None:
        free, limit = (money_text(int(value)) for value in (one.available.value, one.limit.value))
        found += ((_("Credit available"), _("{free} of {limit}").format(free=free, limit=limit)),)
    if one.overdue:
        days = _("{amount}, the oldest {days}").format(amount=money_text(one.overdue), days=days_words(one.oldest_overdue))
        found += ((_("Overdue"), days if one.oldest_overdue else money_text(one.overdue)),)
    return found if one.hold == FREE else (*found, (_("Supply"), _(LABELS[one.hold])))


def _who(subject: Subject, room: Room, more: tuple[str, ...], owed: Items) -> Facts:
    fields, values = fields_of(Customer), subject.values
    shown = (*_SHOWN, *more)
    texts = {key: present.shown_text(fields[key], values[key], subject.titles.get(key, ""), subject.words) for key in shown}
    items: list[tuple[str, Cell]] = [(_(fields[key].label), _cut(text, room)) for key, text in texts.items()]
    last = values["last_contact_at"]
    return Facts((*items, (_("Last contact"), local(last).date() if last else None), *_figures(subject), *owed), 3)


def _people(subject: Subject, room: Room) -> tuple[Block, ...]:
    fields = fields_of(Contact)
    here = [line for line in subject.people if not line.values["has_left"]]
    columns = (
        Column(_("Name and reporting line"), weight=2), Column(_("Position"), weight=1), Column(_("Role in the decision")),
        Column(_("Attitude to us")), Column(_("Phone")), Column(_("Last contact"), kind="number"),
    )  # fmt: skip
    rows = tuple(
        (indented_name(line), _cut(line.values["title"], room), text_of(fields["role"], line.values["role"]) or None,
         text_of(fields["attitude"], line.values["attitude"]) or None,
         phone_text(line.values["phone"] or line.values["office_phone"] or "") or None,
         local(line.values["last_contact_at"]).date() if line.values["last_contact_at"] else None)
        for line in _weighty(here, room.people)
    )  # fmt: skip
    return (Heading(_("Who decides"), 2), Table(columns, rows, notes=_more(len(here) - len(rows)))) if rows else ()


def _weighty(here: Sequence[ChainLine], most: int) -> list[ChainLine]:
    """Those who count most in the decision, in the order of the chart."""
    rank = sorted(here, key=lambda line: (line.values["role"] is None, -(line.values["weight"] or 0)))[:most]
    return [line for line in here if line in rank]


def _more(count: int) -> tuple[str, ...]:
    return (_("{count} more are not shown.").format(count=count),) if count > 0 else ()


def _figures(subject: Subject) -> tuple[tuple[str, Cell], ...]:
    figures = visit_figures(visit_facts(subject.visits), subject.today - timedelta(days=365), subject.today)
    year = [line for line in subject.complaints if line.received_at.date() > subject.today - timedelta(days=365)]
    still = sum(line.open for line in subject.complaints)
    share = share_text(figures.completion)
    return (
        (_("Visits, 12 months"), _("{done}, {share} of the plan").format(done=figures.done, share=share)),
        (_("Purpose achieved"), share_text(figures.effective)),
        (_("Complaints, 12 months"), _("{count}, {open} still open").format(count=len(year), open=still)),
    )  # fmt: skip


def _visits(subject: Subject, room: Room) -> tuple[Block, ...]:
    done = [line for line in subject.visits if line.state == "done"][: room.visits]
    columns = (
        Column(_("Day"), kind="number"), Column(_("Who and whom")), Column(_("What was said"), weight=1), Column(_("Result")),
    )  # fmt: skip
    rows = tuple(
        (line.day, _cut(listed(list(filter(None, (line.who, line.whom)))), room), _cut(line.content or line.purpose, room),
         text_of(fields_of(Visit)["result"], line.result) or None)
        for line in done
    )  # fmt: skip
    return (Heading(_("Last visits"), 2), Table(columns, rows)) if rows else ()


def _promises(promises: Sequence[PromiseLine], room: Room) -> Table | None:
    words = {"open": _("Not kept yet"), "late": _("Overdue"), "kept": _("Kept"), "broken": _("Broken")}
    columns = (Column(_("Who promised")), Column(_("What"), weight=1), Column(_("Due on"), kind="number"), Column(_("State")))
    rows = tuple(
        (_("We") if one.side == "us" else _("The customer"), _cut(one.text, room), one.due, words[one.state])
        for one in _latest_first(promises)[: room.promises]
    )  # fmt: skip
    kept, broken = (sum(one.state == state for one in promises) for state in ("kept", "broken"))
    note = _("Kept: {kept}, broken: {broken}, of {count} in all.").format(kept=kept, broken=broken, count=len(promises))
    return Table(columns, rows, caption=_("Promises"), notes=(note,)) if rows else None


def _latest_first(promises: Sequence[PromiseLine]) -> list[PromiseLine]:
    """The open ones by their day, then those that are settled, the latest first."""
    still = [one for one in promises if one.state in ("open", "late")]
    settled = [one for one in promises if one not in still]
    return [*still, *sorted(settled, key=lambda one: one.kept_on or one.due or date.min, reverse=True)]


def _complaints(subject: Subject, room: Room) -> Table | None:
    still = [line for line in subject.complaints if line.open]
    columns = (Column(_("Received"), kind="number"), Column(_("Subject"), weight=1), Column(_("State")),
               Column(_("Due on"), kind="number"))  # fmt: skip
    rows = tuple(
        (line.received_at.date(), _cut(line.subject, room), text_of(fields_of(Complaint)["state"], line.state),
         line.due_at.date() if line.due_at else None)
        for line in still[: room.complaints]
    )  # fmt: skip
    return Table(columns, rows, caption=_("Open complaints"), notes=_more(len(still) - len(rows))) if rows else None


def _questions(subject: Subject, promises: Sequence[PromiseLine], room: Room) -> tuple[Block, ...]:
    """What to ask, each with a box to tick: what worries us, what they owe us, what the file lacks."""
    situation = Situation(subject.values, subject.chain, subject.people, subject.visits, subject.complaints, subject.now,
                          subject.gap_days)  # fmt: skip
    asked = [_agreed(subject), *(_owed(one) for one in promises if one.side == "them" and one.state in ("open", "late"))]
    missing = listed([_(label_of(key)) for key in subject.file.missing[:6]])
    asked += [*risks(situation), *_unknown(subject), _("Missing in the file: {fields}").format(fields=missing) if missing else ""]
    told = list(dict.fromkeys(filter(None, asked)))[: room.questions]
    lines = "\n".join("□ " + shorten(text, max(2 * room.longest, 60)) for text in told)
    return (Heading(_("What to ask"), 2), Paragraph(lines)) if told else ()


def _agreed(subject: Subject) -> str:
    """What the last record said should come next."""
    last = next((line for line in subject.visits if line.state == "done"), None)
    return _("Agreed last time: {step}").format(step=last.next_step) if last is not None and last.next_step else ""


def _owed(one: PromiseLine) -> str:
    day: date | None = one.due
    text = one.text if day is None else _("{text} (by {day})").format(text=one.text, day=day)
    return _("The customer promised: {text}").format(text=text)


def _unknown(subject: Subject) -> list[str]:
    names = [line.values["name"] for line in subject.people if not line.values["has_left"] and line.values["attitude"] is None]
    return [_("How does {names} stand to us?").format(names=listed(names[:3]))] if names else []
