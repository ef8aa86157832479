"""One card from its lines. Nothing is dropped: what has no place of its own becomes ``other``."""

from dataclasses import fields
from typing import Any

from app.exchange import vcard_names
from app.exchange.sheet import Trouble
from app.exchange.vcard_found import Found, labels_of
from app.exchange.vcard_lines import Line
from app.exchange.vcard_names import words_of
from app.exchange.vcard_takers import SERVICES, TAKEN, take_messenger
from app.exchange.vcard_types import Card, Labelled
from app.exchange.vcard_values import Charset, plain, text_of
from app.formats import excerpt
from app.i18n import N_

TECHNICAL = frozenset({
    "VERSION", "PRODID", "REV", "UID", "KEY", "SOURCE", "CLASS", "MAILER", "PROFILE", "SORT-STRING", "NAME", "CLIENTPIDMAP",
    "KIND", "XML", "SOUND", "BEGIN", "END", "X-ABADR", "X-ABUID", "X-ABSHOWAS", "X-GENERATOR",
    "X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-PHONETIC-ORG", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME",
    "X-COUCHDB-APPLICATION-ANNOTATIONS", "X-EVOLUTION-FILE-AS", "X-ETAG", "X-ID", "X-IMAGEHASH", "X-IMAGETYPE",
    "X-SHARED-PHOTO-DISPLAY-PREF",
})  # fmt: skip
"""Lines for programs and not for people."""


def card_of(start: int, lines: list[Line], charset: Charset, troubles: list[Trouble]) -> Card:
    """The card of these lines; ``start`` is the line of its BEGIN."""
    found = Found(start, charset, list(troubles), labels_of(lines, charset))
    for line in lines:
        if line.problem:
            found.tell(line.problem, line, _junk(found, line))
        elif line.name in TAKEN:
            TAKEN[line.name](found, line)
        elif line.name in SERVICES:
            take_messenger(found, line, SERVICES[line.name], plain(found.text(line)).strip())
        elif line.name in TECHNICAL:
            found.technical.append(line.name)
        else:
            found.keep(line, plain(found.text(line)))
    return _finished(found)


def _junk(found: Found, line: Line) -> str:
    """A line that is none may be the rest of a note: it is kept."""
    text = plain(text_of(line, found.charset)).strip()
    if text:
        found.other.append(Labelled(text))
    return text


def _finished(found: Found) -> Card:
    named = vcard_names.naming(found.full_name, found.name_parts, found.org, found.company)
    if not named.name:
        named = _stand_in(found, named)
    _keep_addresses(found)
    for label, rest in named.rest:
        found.other.append(Labelled(rest, label=label))
    taken = {one.name: getattr(found, one.name) for one in fields(found) if one.name in Card.__slots__}
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in taken.items()}
    kind = "company" if named.company else "person"
    return Card(**values, kind=kind, name=named.name, surname=named.surname, given=named.given, note="\n".join(found.notes))


def _keep_addresses(found: Found) -> None:
    """An address as written by hand repeats its parts, or says more."""
    said = set(words_of(" ".join(part for one in found.addresses for part in one.parts())))
    whole = ["".join(words_of(" ".join(one.from_the_large()))) for one in found.addresses]
    for text in dict.fromkeys(found.written):
        if any(word not in said and not _stands_in(word, whole) for word in words_of(text)):
            found.other.append(Labelled(text, label="LABEL"))


def _stands_in(word: str, addresses: list[str]) -> bool:
    """Chinese runs the parts together."""
    return not word.isascii() and any(word in one for one in addresses)


def _stand_in(found: Found, named: vcard_names.Naming) -> vcard_names.Naming:
    """A card without any name goes by its nickname, mail or phone."""
    nicknames = [one.value for one in found.other if one.label == "NICKNAME"]
    said = [*nicknames, *(one.value for one in (*found.emails, *found.phones))]
    name = said[0] if said else ""
    message = N_("The card of line {line} has no name: “{text}” stands for it.") if name else N_("The card has no name.")
    found.troubles.append(Trouble(found.line, "name", message, (("line", found.line), ("text", excerpt(name, 60)))))
    return vcard_names.Naming(name)
