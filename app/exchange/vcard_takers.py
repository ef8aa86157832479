"""What each kind of line says about a person or a firm. What has no place of its own is kept under its name."""

import re
from collections.abc import Callable
from itertools import zip_longest

from app.exchange.vcard_birthdays import LUNAR_SCALES, birthday_said
from app.exchange.vcard_found import Found, bare_label
from app.exchange.vcard_lines import Line
from app.exchange.vcard_types import Address, Labelled
from app.exchange.vcard_values import birthday_of, parts, picture, plain
from app.i18n import N_

_GENDERS = {"m": "1", "male": "1", "f": "2", "female": "2", "男": "1", "女": "2"}
USUAL_LABELS = frozenset({"home", "work", "other", "homepage", "school", "main", "mobile", "iphone", "homefax", "workfax",
                          "pager", "birthday"})  # fmt: skip
"""Labels that say no more than the field."""

_HOUR = re.compile(r"[T ](?!00:?00)\d\d")
"""An hour of birth: midnight is what programs write that know none."""

_FIRMS = frozenset({"org", "organization", "organisation", "company"})
_PERSONS = frozenset({"", "individual", "person"})
_WECHAT, _QQ = frozenset({"wechat", "weixin", "微信"}), frozenset({"qq", "tencent-qq", "tencent"})
SERVICES = {
    "X-AIM": "AIM", "X-ICQ": "ICQ", "X-MSN": "MSN", "X-YAHOO": "Yahoo", "X-JABBER": "Jabber", "X-SKYPE": "Skype",
    "X-SKYPE-USERNAME": "Skype", "X-GTALK": "Google Talk", "X-GOOGLE-TALK": "Google Talk", "X-MS-IMADDRESS": "IM",
    "X-WECHAT": "wechat", "X-WEIXIN": "wechat", "X-QQ": "qq", "X-TENCENT-QQ": "qq",
}  # fmt: skip


def _take_full_name(found: Found, line: Line) -> None:
    text = " ".join(plain(found.text(line)).split())
    if found.full_name and text:
        found.keep(line, text)
    else:
        found.full_name = text


def _take_name(found: Found, line: Line) -> None:
    said = parts(found.text(line))
    if not any(found.name_parts):
        found.name_parts = said
    elif said != found.name_parts:
        found.keep(line, " ".join(part for part in said if part))


def _take_org(found: Found, line: Line) -> None:
    whole = parts(found.text(line))
    named = [part for part in whole if part]
    if named and not found.org:
        found.org, found.department = named[0], "/".join(named[1:])
    elif named and [found.org, found.department] != [named[0], "/".join(named[1:])]:
        found.keep(line, "/".join(named))


def _take_title(found: Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    if text and not found.title:
        found.title = text
    elif text != found.title:
        found.keep(line, text)


def _take_phone(found: Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    if text[:4].casefold() == "tel:":
        text = text[4:].replace(";ext=", " ext. ")
    if text:
        found.phones.append(Labelled(text, line.types, found.labels.get(line.group, "")))


def _take_email(found: Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    text = text[7:] if text[:7].casefold() == "mailto:" else text
    if text:
        types = tuple(one for one in line.types if one != "internet")
        found.emails.append(Labelled(text, types, found.labels.get(line.group, "")))


def _take_address(found: Found, line: Line) -> None:
    names = ("box", "extension", "street", "city", "region", "postcode", "country")
    whole = parts(found.text(line))
    if any(whole):
        found.addresses.append(Address(line.types, **dict(zip_longest(names, whole[:7], fillvalue=""))))
        _keep_own_label(found, line, ", ".join(part for part in whole if part))
        if len(whole) > 7:
            found.keep(line, "; ".join(part for part in whole[7:] if part))
    if line.param("LABEL"):
        found.written.append(plain(line.param("LABEL")).strip())


def _take_label(found: Found, line: Line) -> None:
    """The address as it is written on a letter."""
    text = plain(found.text(line)).strip()
    if text:
        found.written.append(text)


def _keep_own_label(found: Found, line: Line, text: str) -> None:
    """A word of the writer's own for an address: field and value say it no more."""
    label = found.labels.get(line.group, "")
    if label and label.casefold() not in USUAL_LABELS:
        found.other.append(Labelled(text, label=label))


def _take_ab_label(found: Found, line: Line) -> None:
    """The label of a group that has no other line; those of the others stand with them."""
    if line.group not in found.labels:
        found.keep(line, bare_label(plain(found.text(line)).strip()))


def _take_birthday(found: Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    day, calendar = birthday_said(text, line.param("CALSCALE"), line.param("X-APPLE-OMIT-YEAR"))
    if not day and text:
        found.tell(N_("The birthday in line {line} is no day: “{text}”. It is in the notes."), line, text)
    _take_day(found, line, text, day, calendar)


def _take_day(found: Found, line: Line, text: str, day: str, calendar: str) -> None:
    """The first day is the birthday; a further one, or none, is kept as it is written."""
    if day and not found.birthday:
        found.birthday, found.calendar = day, calendar
        _keep_own_label(found, line, text)
        if _HOUR.search(text):
            found.keep(line, text)
    elif not day or (day, calendar) != (found.birthday, found.calendar):
        found.keep(line, text)


def _take_lunar_birthday(found: Found, line: Line) -> None:
    """As our own cards and Apple's have it; another writer's goes to the notes where it is no day."""
    text = plain(found.text(line)).strip()
    day, calendar = birthday_said(text, "chinese")
    calendar = "lunar_leap" if "leap" in line.types else calendar
    if not day:
        found.keep(line, text)
    else:
        _take_day(found, line, f"{day} ({text})" if day != text else text, day, calendar)


def _take_alternative_birthday(found: Found, line: Line) -> None:
    """Apple's birthday by another calendar than the phone's."""
    if line.param("CALSCALE").casefold() in LUNAR_SCALES:
        _take_lunar_birthday(found, line)
    else:
        found.keep(line, plain(found.text(line)))


def _take_gender(found: Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    sex, _semicolon, said = text.partition(";")
    gender = _GENDERS.get(sex.strip().casefold(), "")
    if gender and found.gender in ("", gender):
        found.gender = gender
        found.keep(line, said)
    else:
        found.keep(line, text)


def _take_url(found: Found, line: Line) -> None:
    text = plain(found.text(line)).strip()
    if text and text not in found.urls:
        found.urls.append(text)
        _keep_own_label(found, line, text)


def _take_note(found: Found, line: Line) -> None:
    text = plain(found.text(line)).rstrip()
    if text and text not in found.notes:
        found.notes.append(text)


def _take_tags(found: Found, line: Line) -> None:
    words = (plain(found.text(line)).replace("，", ",")).split(",")
    found.tags += [word.strip() for word in words if word.strip() and word.strip() not in found.tags]


def _take_picture(found: Found, line: Line) -> None:
    bytes_of, said = picture(line), line.raw[:2000].decode("utf-8", "replace").strip()
    if bytes_of and not found.photo:
        found.photo = bytes_of
    elif bytes_of and bytes_of != found.photo:
        found.tell(N_("The picture in line {line} is a further one; the first one of the card is kept."), line)
    elif bytes_of or not said:
        found.technical.append(line.name)
    elif "://" in said[:12]:
        found.keep(line, said)
        found.tell(N_("The picture in line {line} is an address on the network; nothing was fetched."), line)
    else:
        found.tell(N_("The picture in line {line} cannot be read; the card comes in without it."), line)


def _take_message_address(found: Found, line: Line) -> None:
    """``IMPP;X-SERVICE-TYPE=WeChat:weixin:name`` and Apple's X-SOCIALPROFILE."""
    text = plain(found.text(line)).strip()
    scheme, colon, rest = text.partition(":")
    service = line.param("X-SERVICE-TYPE") or line.param("SERVICE-TYPE") or (scheme if colon and "/" not in rest[:2] else "")
    service = service or next(iter(line.types), "") or line.name
    known = colon and scheme.casefold() in _WECHAT | _QQ | {"xmpp", "aim", "skype", "ymsgr", "msnim", "x-apple", "other"}
    take_messenger(found, line, service, rest if known else text)


def take_messenger(found: Found, line: Line, service: str, text: str) -> None:
    """WeChat and QQ have fields, other services don't."""
    word = service.casefold()
    if word in _WECHAT and not found.wechat:
        found.wechat = text
    elif word in _QQ and not found.qq:
        found.qq = text
    elif not ((word in _WECHAT and text == found.wechat) or (word in _QQ and text == found.qq)):
        found.keep(line, text, service)


def _take_kind(found: Found, line: Line) -> None:
    kind = plain(found.text(line)).strip()
    found.company = found.company or kind.casefold() in _FIRMS
    found.technical.append(line.name)
    if kind.casefold() not in _FIRMS | _PERSONS:
        found.keep(line, kind)


def _take_android(found: Found, line: Line) -> None:
    """``vnd.android.cursor.item/nickname;Joe;;;``"""
    what, *rest = parts(found.text(line))
    kind, said = what.rpartition("/")[2], " ".join(part for part in rest if part)
    day = birthday_of(rest[0], calendar="lunar") if rest and kind == "lunarBirthday" else ""
    if day and not found.birthday:
        found.birthday, found.calendar = day, "lunar"
    else:
        found.keep(line, said, kind)


TAKEN: dict[str, Callable[[Found, Line], None]] = {
    "FN": _take_full_name, "N": _take_name, "ORG": _take_org, "TITLE": _take_title, "ROLE": _take_title, "TEL": _take_phone,
    "EMAIL": _take_email, "ADR": _take_address, "LABEL": _take_label, "BDAY": _take_birthday, "GENDER": _take_gender,
    "X-GENDER": _take_gender, "URL": _take_url, "NOTE": _take_note, "CATEGORIES": _take_tags, "PHOTO": _take_picture,
    "LOGO": _take_picture, "IMPP": _take_message_address, "X-SOCIALPROFILE": _take_message_address, "KIND": _take_kind,
    "X-LUNAR-BIRTHDAY": _take_lunar_birthday, "X-ALTBDAY": _take_alternative_birthday, "X-ABLABEL": _take_ab_label,
    "X-ABSHOWAS": _take_kind, "X-ANDROID-CUSTOM": _take_android,
}  # fmt: skip
