"""People as a vCard file, version 4.0 or 3.0, that our own import reads back equal (RFC 6350, RFC 2426).

A card holds what is on a business card, the birthday and the notes; how somebody stands to us, and what role they play in
a decision, stays in the house.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.names import name_parts
from app.errors import ValidationError
from app.exchange import existing
from app.exchange.vcard_values import NO_YEAR
from app.files import atomic_write
from app.i18n import N_
from app.models import Contact, Customer
from app.models.base import in_view
from app.services import records, roles
from app.services.sensitive import emptied

VERSIONS = ("3.0", "4.0")
FIELDS = (
    "customer_id", "name", "surname", "gender", "title", "department", "phone", "office_phone", "email", "wechat", "qq",
    "birthday", "birthday_calendar", "residence", "workplace", "notes",
)  # fmt: skip
"""What goes out of a person, by field key."""

LUNAR = {"lunar": "", "lunar_leap": ";TYPE=leap"}
"""Birthdays by the lunar calendar go under a name of their own: BDAY would make solar ones of them."""

_CHUNK = 500
_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_MAIL_SEPARATORS = re.compile(r"\s*[,;，；]\s*")
_GENDERS = {"1": "M", "2": "F"}


def export_cards(session: Session, path: Path, version: str = "4.0", ids: Sequence[UUID] | None = None) -> int:
    """Write every living person (no drafts), or those of ``ids`` in their order, to a .vcf file; returns how many."""
    if version not in VERSIONS or path.suffix.casefold() != ".vcf":
        raise ValidationError(N_("{file} must end with .vcf."), file=path.name)
    roles.require_out(session)
    everybody = sa.select(Contact.id).where(*in_view(Contact)).order_by(Contact.id)
    chosen = list(session.scalars(everybody) if ids is None else ids)
    with atomic_write(path, shared=True) as file:
        for start in range(0, len(chosen), _CHUNK):
            for text in _cards(session, chosen[start : start + _CHUNK], version):
                file.write(text)
    return len(chosen)


def _cards(session: Session, ids: list[UUID], version: str) -> Iterator[bytes]:
    people = {key: emptied(Contact, one) for key, one in existing.full(session, "contacts", ids, FIELDS).items()}
    customers = records.titles(session, Customer, {one["customer_id"] for one in people.values()})
    for one in ids:
        yield card(one, people[one], customers.get(people[one]["customer_id"], ""), version)


def card(person_id: UUID, person: dict[str, Any], customer: str, version: str) -> bytes:
    """One card with folded lines; ``person`` by field key."""
    lines = [("BEGIN", "VCARD"), ("VERSION", version), *_who(person_id, person, customer, version), *_reach(person, version)]
    if person["notes"]:
        lines.append(("NOTE", _escaped(person["notes"])))
    return b"".join(folded(f"{name}:{value}") for name, value in (*lines, ("END", "VCARD")))


def _who(person_id: UUID, person: dict[str, Any], customer: str, version: str) -> Iterator[tuple[str, str]]:
    surname, given = name_parts(person["name"], person["surname"])
    yield "UID", f"urn:uuid:{person_id}"
    yield "FN", _escaped(person["name"])
    yield "N", f"{_escaped(surname or given)};{_escaped(given if surname else '')};;;"
    if customer:
        yield "ORG", ";".join(_escaped(part) for part in (customer, person["department"]) if part)
    if person["title"]:
        yield "TITLE", _escaped(person["title"])
    if person["gender"] in _GENDERS:
        yield ("GENDER" if version == "4.0" else "X-GENDER"), _GENDERS[person["gender"]]
    calendar = person["birthday_calendar"]
    if person["birthday"]:
        yield _birthday(person["birthday"], calendar, version)


def _birthday(day: str, calendar: str | None, version: str) -> tuple[str, str]:
    """A day without its year is ``--0815`` in 4.0; 3.0 knows none, and Apple's way is the one that is understood."""
    if calendar in LUNAR:
        return f"X-LUNAR-BIRTHDAY{LUNAR[calendar]}", day
    yearless = day.startswith("--")
    if version == "4.0":
        return "BDAY", f"--{day[2:].replace('-', '')}" if yearless else day.replace("-", "")
    return (f"BDAY;X-APPLE-OMIT-YEAR={NO_YEAR}", day.replace("-", NO_YEAR, 1)) if yearless else ("BDAY", day)


def _reach(person: dict[str, Any], version: str) -> Iterator[tuple[str, str]]:
    named = (
        {"cell": "cell", "work": "work", "home": "home"} if version == "4.0" else {"cell": "CELL", "work": "WORK", "home": "HOME"}
    )
    for key, kind in (("phone", "cell"), ("office_phone", "work")):
        if person[key]:
            yield f"TEL;TYPE={named[kind]}", _escaped(person[key])
    for mail in filter(None, _MAIL_SEPARATORS.split(person["email"] or "")):
        yield "EMAIL" if version == "4.0" else "EMAIL;TYPE=INTERNET", _escaped(mail)
    for key, kind in (("workplace", "work"), ("residence", "home")):
        if person[key]:
            yield f"ADR;TYPE={named[kind]}", f";;{_escaped(person[key])};;;;"
    for key, name in (("wechat", "X-WECHAT"), ("qq", "X-QQ")):
        if person[key]:
            yield name, _escaped(person[key])


def _escaped(text: str) -> str:
    return text.replace("\r\n", "\n").translate(_ESCAPES)


def folded(line: str) -> bytes:
    """At most 75 octets a line, never cut inside a character."""
    rest, parts, room = line, [], _OCTETS
    while rest:
        piece = rest[:room].encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
        parts.append(piece)
        rest, room = rest[len(piece) :], _OCTETS - 1
    return "\r\n ".join(parts).encode("utf-8", "replace") + b"\r\n"
