"""Calendars as visits: a series as single visits within a window of days, and whose visit an event is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from app.exchange import existing
from app.exchange.calendar_known import Known
from app.exchange.drafts import Draft
from app.exchange.mapping import propose
from app.exchange.names import bare
from app.exchange.sheet import Sheet, Trouble
from app.formats import excerpt
from app.i18n import N_

_SHORTEST, _LONGEST = 4, 40
_TEXTS = ("purpose", "place", "with_them", "content", "notes")
_SINGLE = N_("“{text}” repeats: {count} single visits from {first} to {last} come in.")
_OUTSIDE = N_("“{text}” repeats, but at no time within a year from today: only the first comes in.")


def expanded(sheet: Sheet, entity: str) -> Sheet:
    """The sheet with a row for each time of a series, as visits need it. Rows beyond an event's first are numbered on after
    the last line; a trouble at each series says what was made of it."""
    if entity != "visits" or not sheet.series:
        return sheet
    place = propose(entity, sheet).at("when")[0]
    rows, numbers, troubles = list(sheet.rows), list(sheet.numbers), list(sheet.troubles)
    events = dict(sheet.events)
    free = max((sheet.last_line, *sheet.numbers)) + 1
    for at, number in enumerate(sheet.numbers):
        times = sheet.series.get(number)
        if times is None:
            continue
        row = sheet.rows[at]
        troubles.append(_told(number, excerpt(next((text for text in row if text.strip()), ""), 60), times))
        more = range(free, free + len(times[1:]))
        rows[at] = _on(row, place, times[0]) if times else row
        rows += [_on(row, place, time) for time in times[1:]]
        numbers += more
        events |= _events(sheet.events.get(number), zip((number, *more), times, strict=False))
        free += len(more)
    return replace(sheet, rows=tuple(rows), numbers=tuple(numbers), troubles=tuple(troubles), events=events)


def _events(one: Known | None, times: Iterable[tuple[int, str]]) -> dict[int, Known]:
    """Row -> the event as this time of its series. One whose times all lie far off stands for itself."""
    return {} if one is None else {number: replace(one, start=time, occurs=time) for number, time in times}


def _told(number: int, title: str, times: Sequence[str]) -> Trouble:
    if not times:
        return Trouble(number, "", _OUTSIDE, (("text", title),))
    values = (("text", title), ("count", len(times)), ("first", times[0][:10]), ("last", times[-1][:10]))
    return Trouble(number, "", _SINGLE, values)


def _on(row: tuple[str, ...], place: int, time: str) -> tuple[str, ...]:
    """The row at another time."""
    return (*row[:place], time, *row[place + 1 :])


def find_customers(session: Session, drafts: Iterable[Draft]) -> None:
    """Events name nobody's customer number: the customer is the one whose people's addresses or whose name stand in it.

    An event that names none is refused with a reason; it can be completed in the file of refused rows."""
    mails, names = _mails(session), _names(session)
    for draft in drafts:
        if draft.refusal is None and "customer_id" not in draft.links:
            said = "\n".join(str(draft.values[key]) for key in _TEXTS if draft.values.get(key))
            found = _by_mail(said, mails) or _by_name(said, names)
            if found:
                draft.links["customer_id"] = found
            else:
                draft.refusal = Trouble(draft.row, "customer", N_("No customer is named here."))
                draft.problems.append(draft.refusal)


def _mails(session: Session) -> dict[str, str]:
    """Mail address -> what the customer is called whose own or whose people's it is."""
    titles = {one: code or name for one, (code, name, _mail) in _customers(session)}
    own = [(mail, one) for one, (_code, _name, mail) in _customers(session) if mail]
    people = existing.keyed(session, "contacts", ("customer_id", "email"))
    own += [(mail, customer) for _one, (customer, mail) in people if mail and customer in titles]
    return {part.strip().casefold(): titles[one] for mail, one in own for part in mail.split(",")}


def _customers(session: Session) -> list[tuple[UUID, tuple[str, str, str | None]]]:
    found = existing.keyed(session, "customers", ("code", "name", "email"))
    return [(one, (code or "", name or "", mail)) for one, (code, name, mail) in found]


def _names(session: Session) -> dict[str, str]:
    found: dict[str, str] = {}
    for _one, (code, name, short) in existing.keyed(session, "customers", ("code", "name", "short_name")):
        for text in (name, short):
            if text and len(bare(text)) >= _SHORTEST:
                found.setdefault(bare(text)[:_LONGEST], code or name)
    return found


def _by_mail(said: str, mails: dict[str, str]) -> str:
    words = (word.strip("<>,;()") for word in said.casefold().split())
    return next((mails[word] for word in words if "@" in word and word in mails), "")


def _by_name(said: str, names: dict[str, str]) -> str:
    """The longest customer's name that stands in a text."""
    text = bare(said)[:400]
    for length in range(min(_LONGEST, len(text)), _SHORTEST - 1, -1):
        for start in range(len(text) - length + 1):
            if text[start : start + length] in names:
                return names[text[start : start + length]]
    return ""
