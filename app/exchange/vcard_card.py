"""One card from its lines. Nothing is dropped: what has no place of its own becomes ``other``."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from itertools import zip_longest
from typing import Any

from app.exchange import vcard_names
from app.exchange.sheet import Trouble
from app.exchange.vcard_lines import Line
from app.exchange.vcard_types import Address, Card, Labelled
from app.exchange.vcard_values import Charset, birthday_of, parts, picture, plain, spoilt, text_of
from app.i18n import N_

TECHNICAL = frozenset({
    "VERSION", "PRODID", "REV", "UID", "KEY", "SOURCE", "CLASS", "MAILER", "PROFILE", "SORT-STRING", "NAME", "CLIENTPIDMAP",
    "KIND", "XML", "SOUND", "AGENT", "BEGIN", "END", "X-ABADR", "X-ABLABEL", "X-ABUID", "X-ABSHOWAS", "X-GENERATOR",
    "X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-PHONETIC-ORG", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME",
    "X-COUCHDB-APPLICATION-ANNOTATIONS", "X-EVOLUTION-FILE-AS", "X-ETAG", "X-ID", "X-IMAGEHASH", "X-IMAGETYPE",
    "X-SHARED-PHOTO-DISPLAY-PREF",
})  # fmt: skip
"""Lines for programs and not for people."""

_GENDERS = {"m": "1", "f": "2", "男": "1", "女": "2"}
_WECHAT, _QQ = frozenset({"wechat", "weixin", "微信"}), frozenset({"qq", "tencent-qq", "tencent"})
_SERVICES = {
    "X-AIM": "AIM", "X-ICQ": "ICQ", "X-MSN": "MSN", "X-YAHOO": "Yahoo", "X-JABBER": "Jabber", "X-SKYPE": "Skype",
    "X-SKYPE-USERNAME": "Skype", "X-GTALK": "Google Talk", "X-GOOGLE-TALK": "Google Talk", "X-MS-IMADDRESS": "IM",
    "X-WECHAT": "wechat", "X-WEIXIN": "wechat", "X-QQ": "qq", "X-TENCENT-QQ": "qq",
}  # fmt: skip


@dataclass(slots=True)
class _Found:
    """A card in the making; lists become tuples at the end."""

    line: int
    charset: Charset
    troubles: list[Trouble]
    labels: dict[str, str]
    full_name: str = ""
    name_parts: list[str] = field(default_factory=list)
    company: bool = False
    org: str = ""
    department: str = ""
    title: str = ""
    gender: str = ""
    birthday: str = ""
    calendar: str = ""
    phones: list[Labelled] = field(default_factory=list)
    emails: list[Labelled] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    wechat: str = ""
    qq: str = ""
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    photo: bytes = b""
    other: list[Labelled] = field(default_factory=list)
    technical: list[str] = field(default_factory=list)

    def tell(self, message: str, line: Line, text: str = "") -> None:
        """Something is wrong in a line."""
        self.troubles.append(Trouble(self.line, "", message, (("line", line.number), ("text", text[:60]))))

    def text(self, line: Line) -> str:
        """The value of a line with its escapes; unreadable characters are told."""
        found = text_of(line, self.charset)
        if spoilt(line, found):
            self.tell(N_("Line {line} holds characters that cannot be read: “{text}”."), line, plain(found))
        return found

    def keep(self, line: Line, value: str, label: str = "") -> None:
        """What has no place of its own."""
        if value.strip():
            self.other.append(Labelled(value.strip(), line.types, self.labels.get(line.group) or label or line.name))


def card_of(start: int, lines: list[Line], charset: Charset, troubles: list[Trouble]) -> Card:
    """The card of these lines; ``start`` is the line of its BEGIN."""
    found = _Found(start, charset, list(troubles), _labels(lines, charset))
    for line in lines:
        if line.problem:
            found.tell(line.problem, line, _junk(found, line))
        elif line.name in _TAKEN:
            _TAKEN[line.name](found, line)
        elif line.name in _SERVICES:
            _take_messenger(found, line, _SERVICES[line.name], plain(found.text(line)).strip())
        elif line.name in TECHNICAL:
            found.technical.append(line.name)
        else:
            found.keep(line, plain(found.text(line)))
    return _finished(found)


def _labels(lines: list[Line], charset: Charset) -> dict[str, str]:
    """Apple names the lines of a group in a line of its own."""
    named = {line.group: plain(text_of(line, charset)).strip() for line in lines if line.name == "X-ABLABEL" and line.group}
    return {group: label.removeprefix("_$!<").removesuffix(">!$_") for group, label in named.items()}


def _junk(found: _Found, line: Line) -> str:
    """A line that is none may be the rest of a note: it is kept."""
    text = plain(text_of(line, found.charset)).strip()
    if text:
        found.other.append(Labelled(text))
    return text


def _finished(found: _Found) -> Card:
    named = vcard_names.naming(found.full_name, found.name_parts, found.org, found.company)
    if not named.name:
        named = _stand_in(found, named)
    for label, rest in named.rest:
        found.other.append(Labelled(rest, label=label))
    taken = {one.name: getattr(found, one.name) for one in fields(found) if one.name in Card.__slots__}
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in taken.items()}
    kind = "company" if named.company else "person"
    return Card(**values, kind=kind, name=named.name, surname=named.surname, given=named.given, note="\n".join(found.notes))


def _stand_in(found: _Found, named: vcard_names.Naming) -> vcard_names.Naming:
    """A card without any name goes by its nickname, mail or phone."""
    nicknames = [one.value for one in found.other if one.label == "NICKNAME"]
    said = [*nicknames, *(one.value for one in (*found.emails, *found.phones))]
    name = said[0] if said else ""
    message = N_("The card of line {line} has no name: “{text}” stands for it.") if name else N_("The card has no name.")
    found.troubles.append(Trouble(found.line, "name", message, (("line", found.line), ("text", name[:60]))))
    return vcard_names.Naming(name)


# what lines say -------------------------------------------------------------------------------------------------------


def _take_full_name(found: _Found, line: Line) -> None:
    text = " ".join(plain(found.text(line)).split())
    if found.full_name and text:
        found.keep(line, text)
    else:
        found.full_name = text


def _take_name(found: _Found, line: Line) -> None:
    if not any(found.name_parts):
        found.name_parts = parts(found.text(line))


def _take_org(found: _Found, line: Line) -> None:
    whole = parts(found.text(line))
    named = [part for part in whole if part]
    if named and not found.org:
        found.org, found.department = named[0], "/".join(named[1:])
    elif named and [found.org, found.department] != [named[0], "/".join(named[1:])]:
        found.keep(line, "/".join(named))


def _take_title(found: _Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    if text and not found.title:
        found.title = text
    elif text != found.title:
        found.keep(line, text)


def _take_phone(found: _Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    if text[:4].casefold() == "tel:":
        text = text[4:].replace(";ext=", " ext. ")
    if text:
        found.phones.append(Labelled(text, line.types, found.labels.get(line.group, "")))


def _take_email(found: _Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    text = text[7:] if text[:7].casefold() == "mailto:" else text
    if text:
        types = tuple(one for one in line.types if one != "internet")
        found.emails.append(Labelled(text, types, found.labels.get(line.group, "")))


def _take_address(found: _Found, line: Line) -> None:
    names = ("box", "extension", "street", "city", "region", "postcode", "country")
    whole = parts(found.text(line))
    if any(whole):
        found.addresses.append(Address(line.types, **dict(zip_longest(names, whole[:7], fillvalue=""))))
        if len(whole) > 7:
            found.keep(line, "; ".join(part for part in whole[7:] if part))


def _take_label(found: _Found, line: Line) -> None:
    """The address as a label: worth something only where the parts are missing."""
    if found.addresses:
        found.technical.append(line.name)
    else:
        found.keep(line, plain(found.text(line)))


def _take_birthday(found: _Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    day = "" if line.param("CALSCALE").casefold() not in ("", "gregorian") else birthday_of(text, line.param("X-APPLE-OMIT-YEAR"))
    if day and not found.birthday:
        found.birthday = day
    elif text and (not day or day != found.birthday):
        found.keep(line, text)
        if not day:
            found.tell(N_("The birthday in line {line} is no day: “{text}”. It is in the notes."), line, text)


def _take_lunar_birthday(found: _Found, line: Line) -> None:
    """As our own cards have it; another writer's goes to the notes where it is no day."""
    text = plain(found.text(line)).strip()
    day = birthday_of(text, calendar="lunar")
    if day and not found.birthday:
        found.birthday, found.calendar = day, "lunar_leap" if "leap" in line.types else "lunar"
    else:
        found.keep(line, text)


def _take_gender(found: _Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    gender = _GENDERS.get(text[:1].casefold(), "")
    if gender and found.gender in ("", gender):
        found.gender = gender
    else:
        found.keep(line, text)


def _take_url(found: _Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    if text and text not in found.urls:
        found.urls.append(text)


def _take_note(found: _Found, line: Line) -> None:
    text = plain(found.text(line)).rstrip()
    if text and text not in found.notes:
        found.notes.append(text)


def _take_tags(found: _Found, line: Line) -> None:
    words = (plain(found.text(line)).replace("，", ",")).split(",")
    found.tags += [word.strip() for word in words if word.strip() and word.strip() not in found.tags]


def _take_picture(found: _Found, line: Line) -> None:
    bytes_of, said = picture(line), line.raw[:2000].decode("utf-8", "replace").strip()
    if bytes_of and not found.photo:
        found.photo = bytes_of
    elif bytes_of or not said:
        found.technical.append(line.name)
    elif "://" in said[:12]:
        found.keep(line, said)
        found.tell(N_("The picture in line {line} is an address on the network; nothing was fetched."), line)
    else:
        found.tell(N_("The picture in line {line} cannot be read; the card comes in without it."), line)


def _take_message_address(found: _Found, line: Line) -> None:
    """``IMPP;X-SERVICE-TYPE=WeChat:weixin:name`` and Apple's X-SOCIALPROFILE."""
    text = plain(found.text(line)).strip()
    scheme, colon, rest = text.partition(":")
    service = line.param("X-SERVICE-TYPE") or line.param("SERVICE-TYPE") or (scheme if colon and "/" not in rest[:2] else "")
    service = service or next(iter(line.types), "") or line.name
    known = colon and scheme.casefold() in _WECHAT | _QQ | {"xmpp", "aim", "skype", "ymsgr", "msnim", "x-apple", "other"}
    _take_messenger(found, line, service, rest if known else text)


def _take_messenger(found: _Found, line: Line, service: str, text: str) -> None:
    """WeChat and QQ have fields, other services don't."""
    word = service.casefold()
    if word in _WECHAT and not found.wechat:
        found.wechat = text
    elif word in _QQ and not found.qq:
        found.qq = text
    elif text not in (found.wechat, found.qq):
        found.keep(line, text, service)


def _take_kind(found: _Found, line: Line) -> None:
    found.company = found.company or line.raw.strip().lower() in (b"org", b"organization", b"organisation", b"company")
    found.technical.append(line.name)


def _take_android(found: _Found, line: Line) -> None:
    """``vnd.android.cursor.item/nickname;Joe;;;``"""
    what, *rest = parts(found.text(line))
    found.keep(line, " ".join(part for part in rest if part), what.rpartition("/")[2])


_TAKEN: dict[str, Callable[[_Found, Line], None]] = {
    "FN": _take_full_name, "N": _take_name, "ORG": _take_org, "TITLE": _take_title, "ROLE": _take_title, "TEL": _take_phone,
    "EMAIL": _take_email, "ADR": _take_address, "LABEL": _take_label, "BDAY": _take_birthday, "GENDER": _take_gender,
    "X-GENDER": _take_gender, "URL": _take_url, "NOTE": _take_note, "CATEGORIES": _take_tags, "PHOTO": _take_picture,
    "LOGO": _take_picture, "IMPP": _take_message_address, "X-SOCIALPROFILE": _take_message_address, "KIND": _take_kind,
    "X-LUNAR-BIRTHDAY": _take_lunar_birthday, "X-ABSHOWAS": _take_kind, "X-ANDROID-CUSTOM": _take_android,
}  # fmt: skip
