"""What is taken along: the week's plan of a person, and the day's route with addresses, phones and space to write."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from app.formats import long_day, today, weekday
from app.i18n import gettext_text as _
from app.i18n import language, ngettext_text
from app.models import Visit, fields_of
from app.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Empty,
    FormField,
    FormGrid,
    Heading,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)
from app.reports.heading import firm, joined, listed, printed_text
from app.reports.lines import shorten
from app.reports.pdf import page_count
from app.reports.subject import Colleague, find_colleague
from app.services import roles
from app.services.present import phone_text, text_of
from app.services.sensitive import HIDDEN, veiled
from app.services.visit_briefs import Brief, Promise, briefs, planned

MOST = 200
"""Visits on one paper."""

_LONGEST, _PROMISES = 120, 4
_SIZES = ((_LONGEST, 2), (80, 1), (60, 1))
"""The longest text and the promises of a visit in a week's plan, from generous to tight."""


def week(session: Session, day: date | None = None, colleague: str = "") -> Document:
    """The visits planned for the week of a day (today's without one), of one colleague or of everybody."""
    asked, who = day or today(), find_colleague(session, colleague)
    first = asked - timedelta(days=asked.weekday())
    ids = planned(session, first, first + timedelta(days=6), who.id if who else None)
    found = briefs(session, ids[:MOST], veiled)
    title = _("Week plan, {first} to {last}").format(first=first, last=first + timedelta(days=6))
    bare = _document(session, title, who, (Empty(_("No visit is planned.")),), across=True)
    return _fitted(bare, found, who is None, (*_more(ids), *_hidden(session, found))) if found else bare


def _fitted(bare: Document, found: Sequence[Brief], with_owner: bool, more: tuple[Block, ...]) -> Document:
    """On as few pages as the shorter texts need; on several, each holds about as much, and days stay together."""

    def made(longest: int, promises: int, parts: Sequence[Sequence[Brief]]) -> Document:
        tables = [_week_table(part, with_owner, longest, promises) for part in parts]
        broken = [block for table in tables for block in (PageBreak(), table)][1:]
        return replace(bare, blocks=(Spacer(4), *broken, *more))

    size, pages = min(((each, page_count(made(*each, [found]))) for each in _SIZES), key=lambda pair: pair[1])
    ways = (parted(found, pages, slack) for slack in (len(found) // (3 * pages), 1, 0))
    return next((each for way in ways if page_count(each := made(*size, way)) == pages), made(*size, [found]))


def parted(found: Sequence[Brief], count: int, slack: int) -> list[Sequence[Brief]]:
    """The visits in so many parts of about the same length, between two days where one ends within ``slack`` visits."""
    days = [one.values["planned_on"] for one in found]
    ends = [0]
    for part in range(1, count):
        even = round(part * len(found) / count)
        turns = [place for place in range(1, len(days)) if days[place] != days[place - 1] and abs(place - even) <= slack]
        ends.append(max(ends[-1], min(turns, key=lambda place: abs(place - even), default=even)))
    return [found[start:end] for start, end in pairwise([*ends, len(found)]) if end > start]


def _document(session: Session, title: str, who: Colleague | None, blocks: tuple[Block, ...], across: bool = False) -> Document:
    ours = firm(session)
    return Document(
        title=title, blocks=(Spacer(4), *blocks), meta=(who.name if who else _("Everybody"),), subject=who.name if who else "",
        company=ours.name, logo=ours.logo, footer=(printed_text(),), language=language(), across=across,
    )  # fmt: skip


def _more(ids: Sequence[object]) -> tuple[Block, ...]:
    count = len(ids) - MOST
    return (Paragraph(_("{count} further visits are not listed.").format(count=count), quiet=True),) if count > 0 else ()


def _hidden(session: Session, found: Sequence[Brief]) -> tuple[Block, ...]:
    """What is hidden on the paper is said below it, and how to have it: at the door it would be too late."""
    count = sum(HIDDEN in (one.address, one.phone) for one in found)
    if not count:
        return ()
    words = ngettext_text(
        "{count} address of a private customer is hidden.", "{count} addresses of private customers are hidden.", count
    )
    may = roles.may(session, "sensitive")
    way = _("Print this again “With sensitive values” to have it.") if may else _("Your role does not include seeing it.")
    return (Paragraph(joined([words.format(count=count), way])),)


def _week_table(lines: Sequence[Brief], with_owner: bool, longest: int, promises: int) -> Table:
    """One table of all days: the room to write is the same below each other."""
    columns = [
        Column(_("Day")), Column(_("Time")), Column(_("Customer and address"), weight=1), Column(_("Whom and phone"), weight=1),
        Column(_("Purpose, to prepare"), weight=1), Column(_("Notes"), weight=6),
    ]  # fmt: skip
    if with_owner:
        columns.insert(2, Column(_("Done by")))
    return Table(tuple(columns), tuple(_week_row(one, with_owner, longest, promises) for one in lines))


def _week_row(one: Brief, with_owner: bool, longest: int, promises: int) -> tuple[Cell, ...]:
    values = one.values
    said = "\n".join(filter(None, (values["purpose"], values["preparation"], *_promised(one, promises))))
    day: date = values["planned_on"]
    when = (f"{weekday(day)}\n{day:%m-%d}", _time(one))
    cells = (*when, _lines(_name(one), one.address), _lines(*whom(one)), _cut(said, longest) or None, "")
    return (*cells[:2], listed(list(one.goers)) or None, *cells[2:]) if with_owner else cells


def _time(one: Brief) -> str:
    """The time and how sure it is."""
    clock = one.values["planned_time"] or _("any time")
    return _lines(clock, _("confirmed") if one.values["confirmed_on"] else "") or clock


def _lines(*texts: str) -> str | None:
    return "\n".join(filter(None, texts)) or None


def _name(one: Brief) -> str:
    return str(one.customer["name"])


def whom(one: Brief) -> tuple[str, str]:
    """(name and title of the person met, "" where none is named; how they or else the customer are reached)"""
    who = listed([text for text in (one.contact.get("name"), one.contact.get("title")) if text])
    return who, phone_text(one.phone)


def _promised(one: Brief, most: int = _PROMISES) -> list[str]:
    return [_promise(each) for each in one.promises[:most]]


def _promise(one: Promise) -> str:
    side = _("Promised by us") if one.ours else _("Promised by the customer")
    text = shorten(one.text, 60)
    said = text if one.due is None else _("{text} (by {day})").format(text=text, day=one.due)
    return _("{label}: {text}").format(label=side, text=said)


def _cut(text: str, longest: int = _LONGEST) -> str:
    return "\n".join(shorten(line, longest) for line in text.splitlines() if line.strip())


# the day's route -------------------------------------------------------------------------------------------------------


def route(session: Session, day: date | None = None, colleague: str = "") -> Document:
    """The visits of a day (today without one) in the order in which they are driven, each with room to write what came of it.
    Without a colleague each one's route begins a page of its own; who goes together has the visit on both."""
    asked, who = day or today(), find_colleague(session, colleague)
    ids = planned(session, asked, asked, who.id if who else None)
    found = briefs(session, ids[:MOST], veiled)
    blocks = _stops(found) if who else [block for part in _by_person(found) for block in (PageBreak(), *part)][1:]
    title = _("Route of {weekday} {day}").format(weekday=weekday(asked), day=long_day(asked))
    bare = [Empty(_("No visit is planned."))]
    return _document(session, title, who, (*(blocks or bare), *_more(ids), *_hidden(session, found)))


def _by_person(found: Sequence[Brief]) -> Iterator[list[Block]]:
    """A route for each who goes, by name; last the visits that are nobody's."""
    names = sorted({name for one in found for name in one.goers})
    for name in names:
        yield [Heading(name), *_stops([one for one in found if name in one.goers])]
    nobodys = [one for one in found if not one.goers]
    if nobodys:
        yield [Heading(_("Nobody is named for these visits")), *_stops(nobodys)]


def _stops(found: Sequence[Brief]) -> list[Block]:
    """What is driven at a glance, then a box for each."""
    boxes = [block for place, one in enumerate(found, 1) for block in (Spacer(3), _stop(place, one))]
    return [_overview(found), *boxes] if found else []


def _overview(found: Sequence[Brief]) -> Table:
    columns = (
        Column(_("No."), kind="number"), Column(_("Time")), Column(_("Customer"), weight=2), Column(_("Address"), weight=3),
        Column(_("Phone")),
    )  # fmt: skip
    rows = tuple(
        (place, one.values["planned_time"] or _("any time"), _name(one), one.address or None, phone_text(one.phone) or None)
        for place, one in enumerate(found, 1)
    )  # fmt: skip
    return Table(columns, rows)


def _stop(place: int, one: Brief) -> FormGrid:
    """One visit as a box: what is known, and what is written by hand."""
    fields, values = fields_of(Visit), one.values
    who, phone = whom(one)
    kind = text_of(fields["kind"], values["kind"])
    head = _("{number}. {customer}").format(number=place, customer=_name(one))
    return FormGrid((
        FormField(_("{kind}, {time}").format(kind=kind, time=values["planned_time"] or _("any time")), head, 3),
        FormField(_("Done by"), listed(list(one.goers))), FormField(_("Address"), one.address, 2), FormField(_("Whom"), who),
        FormField(_("Phone"), phone), FormField(_("Purpose"), _cut(values["purpose"] or ""), 2),
        FormField(_("To prepare"), _cut(values["preparation"] or ""), 2),
        *(FormField(_("Open promises"), "\n".join(several), 4) for several in [_promised(one)] if several),
        FormField(_("What was said"), "", 2, 3), FormField(_("Promised, by whom and when"), "", 2, 3),
        FormField(_("Result"), "", 2, 1, tuple(_(each.label) for each in fields["result"].choices)),
        FormField(_("Next step and date"), "", 2),
    ), 4, whole=True)  # fmt: skip
