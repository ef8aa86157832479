"""Cards as the rows of a table that the import takes like any other: a column for what customers and people have fields
for, and every other line in the notes as "Label: value"."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from app.exchange.csvtext import NumberedRow
from app.exchange.sheet import Trouble
from app.exchange.vcard_takers import USUAL_LABELS
from app.exchange.vcard_types import Address, Card, Labelled
from app.formats import excerpt
from app.i18n import N_
from app.i18n import gettext_text as _

COLUMNS = (
    N_("Name"), N_("Kind"), N_("Company"), N_("Department"), N_("Position"), N_("Mobile"), N_("Phone"), N_("Fax"), N_("Email"),
    N_("WeChat"), N_("QQ"), N_("Birthday"), N_("Birthday calendar"), N_("Gender"), N_("Website"), N_("Address"), N_("Postcode"),
    N_("Residence"), N_("Tags"), N_("Notes"),
)  # fmt: skip
PROPOSALS = {
    "customers": (
        "name", "kind", "employer", "", "position", "mobile", "phone", "fax", "email", "wechat", "qq", "birthday",
        "birthday_calendar", "gender", "website", "address", "postcode", "", "tags", "notes",
    ),
    "contacts": (
        "name", "", "customer", "department", "title", "phone", "office_phone", "", "email", "wechat", "qq", "birthday",
        "birthday_calendar", "gender", "", "workplace", "", "residence", "", "notes",
    ),
}  # fmt: skip
"""Entity -> the field of each column, "" for the notes."""

DERIVED = ("Kind",)
"""Columns that say nothing the card doesn't say elsewhere: not for the notes."""

_MOST = {"Company": 200, "Department": 80, "Position": 120, "Mobile": 60, "Phone": 60, "Fax": 60, "WeChat": 40, "QQ": 20,
         "Website": 300, "Address": 200, "Postcode": 20, "Residence": 200, "Tags": 500}  # fmt: skip
_MAIL = re.compile(r"[^@\s,;，；:]+@[^@\s,;，；:]+\.[^@\s,;，；:]+")
_MOBILE = re.compile(r"(?:\+|00)?(?:86)?1[3-9]\d{9}")
_SIGNS = re.compile(r"[\s()\-－（）.]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NO_VOICE = frozenset({"fax", "pager", "modem", "bbs", "telex"})
_CELL = frozenset({"cell", "mobile", "iphone"})
_OFFICE = frozenset({"work", "main", "company"})
_TYPE_WORDS = {
    "home": N_("home"), "work": N_("work"), "cell": N_("mobile"), "mobile": N_("mobile"), "fax": N_("fax"),
    "pager": N_("pager"), "main": N_("main line"), "other": N_("other"), "assistantphone": N_("assistant"),
}  # fmt: skip
_SILENT_TYPES = frozenset({"voice", "internet", "msg", "text", "video", "postal", "parcel", "intl", "dom"})
_WORDS = {
    "NICKNAME": N_("Nickname"), "ROLE": N_("Position"), "TITLE": N_("Position"), "ORG": N_("Company"), "FN": N_("Name"),
    "N": N_("Name"), "BDAY": N_("Birthday"), "PHOTO": N_("Picture"), "LOGO": N_("Picture"), "LABEL": N_("Address"),
    "ADR": N_("Address"), "GENDER": N_("Gender"), "X-GENDER": N_("Gender"), "LANG": N_("Language"),
    "ANNIVERSARY": N_("Anniversary"), "SPOUSE": N_("Spouse"), "MANAGER": N_("Manager"), "ASSISTANT": N_("Assistant"),
    "CHILD": N_("Child"), "MOTHER": N_("Mother"), "FATHER": N_("Father"), "PARENT": N_("Parent"), "BROTHER": N_("Brother"),
    "SISTER": N_("Sister"), "FRIEND": N_("Friend"), "PARTNER": N_("Partner"), "RELATED": N_("Related person"),
    "X-ABRELATEDNAMES": N_("Related person"), "X-ALTBDAY": N_("Birthday"), "X-LUNAR-BIRTHDAY": N_("Birthday"),
    "X-ABDATE": N_("Day"), "X-MS-TEL": N_("Phone"),
}  # fmt: skip
_VENDORS = re.compile(r"X-(?:EVOLUTION-|MS-|KADDRESSBOOK-X-|AB)?")


def header() -> list[str]:
    """The header in the language in force."""
    return [_(name) for name in COLUMNS]


def rows(cards: Iterable[Card], troubles: list[Trouble]) -> Iterator[NumberedRow]:
    """(line of the card, its cells) of every card; ``troubles`` gains what is wrong with them."""
    technical = dict[str, None]()
    for card in cards:
        technical.update(dict.fromkeys(card.technical))
        found, more = _row(card)
        troubles += [*card.troubles, *more]
        yield card.line, [found.get(name, "") for name in COLUMNS]
    troubles += _of_the_file([name for name in technical if name not in _EVERYWHERE])


_EVERYWHERE = frozenset({"VERSION", "PRODID", "REV", "X-ABLABEL", "X-ABSHOWAS", "KIND", "BEGIN", "END", "PROFILE", "UID"})


def _of_the_file(names: list[str]) -> Iterator[Trouble]:
    if names:
        yield Trouble(0, "", N_("Lines for programs were left out: {names}."), (("names", ", ".join(names)),))


def entity_of(kinds: Iterable[str]) -> str:
    """What cards of these kinds are: customers, people, or both (``cards``)."""
    found = set(kinds)
    return "cards" if len(found) > 1 else "customers" if found == {"company"} else "contacts"


def _row(card: Card) -> tuple[dict[str, str], list[Trouble]]:
    lines: list[str] = []
    troubles: list[Trouble] = []
    cells = {
        "Name": card.name, "Kind": card.kind, "Company": card.org, "Department": card.department, "Position": card.title,
        "WeChat": card.wechat, "QQ": card.qq, "Birthday": card.birthday, "Birthday calendar": card.calendar,
        "Gender": card.gender, "Tags": ",".join(card.tags), "Website": card.urls[0] if card.urls else "",
    }  # fmt: skip
    cells |= _phones(card, lines)
    cells["Email"] = _mails(card, lines, troubles)
    cells |= _addresses(card, lines)
    lines += [_("Website") + f": {url}" for url in card.urls[1:]]
    lines += [_line_of(one) for one in card.other]
    for name, most in _MOST.items():
        if len(cells.get(name, "")) > most:
            lines.append(f"{_(name)}: {cells.pop(name)}")
    cells["Notes"] = "\n".join(filter(None, [card.note, *dict.fromkeys(lines)]))
    return cells, troubles


def _line_of(one: Labelled) -> str:
    """ "Spouse: Jenny", "Phone (home): 1234"; a stray line stands alone."""
    if not one.label:
        return one.value
    word = _WORDS.get(one.label.upper()) or _WORDS.get(_VENDORS.sub("", one.label.upper(), count=1))
    return _labelled(_(word) if word else one.label, one.types, one.value)


def _labelled(word: str, types: Iterable[str], value: str, own: str = "") -> str:
    known = own and _TYPE_WORDS.get(own.casefold())
    said = (
        [_(known) if known else own] if own else [_(_TYPE_WORDS.get(one, "")) or one for one in types if one not in _SILENT_TYPES]
    )
    kinds = _(", ").join(said)
    return f"{word} ({kinds}): {value}" if said else f"{word}: {value}"


def _phones(card: Card, lines: list[str]) -> dict[str, str]:
    """The numbers with a field of their own; every further one is a line. All are kept as written (domain/60 §6.3)."""
    rest = list(card.phones)
    voice = [one for one in rest if not _NO_VOICE & {*one.types}]
    fax = next((one for one in rest if "fax" in one.types and "home" not in one.types), None)
    mobile, phone = _firm_numbers(voice) if card.kind == "company" else _personal_numbers(voice)
    taken = {"Mobile": mobile, "Phone": phone, "Fax": fax}
    for one in rest:
        if not any(one is other for other in taken.values()):
            types = one.types if card.kind == "person" or _looks_mobile(one) else set(one.types) - _CELL
            lines.append(_labelled(_("Phone"), types, one.value, one.label))
        elif _has_own_label(one):
            lines.append(_labelled(_("Phone"), (), one.value, one.label))
    return {name: " ".join(one.value.split("\n")) for name, one in taken.items() if one is not None}


def _firm_numbers(voice: list[Labelled]) -> tuple[Labelled | None, Labelled | None]:
    """A firm's numbers are often all marked as mobile ones: only what looks like one is."""
    mobile = next((one for one in voice if _looks_mobile(one)), None)
    return mobile, next((one for one in voice if one is not mobile), None)


def _personal_numbers(voice: list[Labelled]) -> tuple[Labelled | None, Labelled | None]:
    private = [one for one in voice if not _OFFICE & {*one.types}]
    mobile = next((one for one in voice if _CELL & {*one.types}), None)
    mobile = mobile or next((one for one in private if _looks_mobile(one)), None)
    mobile = mobile or next((one for one in private if not one.label), None)
    return mobile, next((one for one in voice if one is not mobile and _OFFICE & {*one.types}), None)


def _looks_mobile(one: Labelled) -> bool:
    return _MOBILE.fullmatch(_SIGNS.sub("", one.value)) is not None


def _mails(card: Card, lines: list[str], troubles: list[Trouble]) -> str:
    """Every address that is one; the others are lines."""
    for one in card.emails:
        if not _MAIL.fullmatch(one.value):
            lines.append(_labelled(_("Email"), one.types, one.value, one.label))
            message = N_("“{value}” is no mail address; it is in the notes.")
            troubles.append(Trouble(card.line, "email", message, (("value", excerpt(one.value, 60)),)))
        elif _has_own_label(one):
            lines.append(_labelled(_("Email"), (), one.value, one.label))
    return "\n".join(dict.fromkeys(one.value for one in card.emails if _MAIL.fullmatch(one.value)))


def _has_own_label(one: Labelled) -> bool:
    """Whether the writer has a word of their own for it, which the field doesn't say."""
    return bool(one.label) and one.label.casefold() not in USUAL_LABELS


def _addresses(card: Card, lines: list[str]) -> dict[str, str]:
    home = next((one for one in card.addresses if "home" in one.types and card.kind == "person"), None)
    work = next((one for one in card.addresses if one is not home and (card.kind == "company" or "home" not in one.types)), None)
    for one in card.addresses:
        if one is not home and one is not work:
            lines.append(_labelled(_("Address"), one.types, _joined(one.postcode, address_text(one))))
    cells = {"Residence": _joined(home.postcode, address_text(home))} if home else {}
    return cells | ({"Address": address_text(work), "Postcode": work.postcode} if work else {})


def _joined(*texts: str) -> str:
    return " ".join(filter(None, texts))


def address_text(one: Address) -> str:
    """The address in one line without its postcode: from the large to the small in Chinese, else the other way round."""
    parts: list[str] = [one.region, one.city, one.street, one.extension, one.box]
    if _CHINESE.search("".join(parts)):
        written = [*([one.country] if not _is_china(one.country) else []), *parts]
        return "".join(dict.fromkeys(_one_line(part) for part in written if part))
    written = [one.box, one.extension, one.street, one.city, one.region, one.country]
    return (
        ", ".join(_one_line(part).rstrip(",") for part in written if part)
        if sum(map(bool, written)) > 1
        else _one_line("".join(written))
    )


def _one_line(text: str) -> str:
    if "\n" not in text:
        return text
    return ", ".join(part.strip(" ,") for part in text.split("\n") if part.strip(" ,"))


def _is_china(country: str) -> bool:
    return country.casefold() in _CHINA


_CHINA = frozenset({"", "中国", "中华人民共和国", "china", "cn", "p.r. china", "people's republic of china"})


def meta(troubles: list[Trouble], kinds: Iterable[str]) -> dict[str, Any]:
    """What the parent process needs to make a sheet of the rows."""
    listed = [[one.row, one.field, one.message, [list(pair) for pair in one.values]] for one in troubles]
    return {"troubles": listed, "proposals": PROPOSALS, "derived": [_(name) for name in DERIVED], "entity": entity_of(kinds)}
