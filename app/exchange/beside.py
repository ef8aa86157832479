"""The people whom a table of customers names beside them (联系人, 手机, 职务): which columns say so, and who stands in a row.

A mobile beside a named person is that person's; any other phone only where its header says so, or where the customer has one
of its own. What stands beside no name is the customer's.
"""

import re
from collections.abc import Mapping as Values
from typing import TYPE_CHECKING

from app.errors import ValidationError
from app.exchange import tables
from app.exchange.mapping import PERSON, Column
from app.exchange.names import public_fields, same
from app.exchange.values import ValueContext, clean, reader
from app.formats import today
from app.services.records import problem_with, tidied

if TYPE_CHECKING:
    from app.exchange.drafts import Draft

_SEPARATORS = re.compile(r"\s*[、；;/／|\n]\s*")
_COMMAS = re.compile(r"\s*[,，]\s*")
_NUMBER = re.compile(r"[+＋]?\d[\d\s\-－()（）]{5,}\d")
_BRACKETS = re.compile(r"(.+?)\s*[（(]([^（）()]*)[）)]")
_CHINESE = re.compile(r"[\u3400-\u9fff·]+")
_EMPTY = re.compile(r"[（(]\s*[）)]")
_EDGES = " \t:：,，、-－—"
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_MOST = 6
"""More than that in one cell are no names."""

Person = dict[str, str]
"""What a column goes to (``contact_name`` …) -> what its cell says of one person."""


def people_in(cells: Values[str, str], firm: str) -> list[Person]:
    """Everybody a row names, the first with what stands beside; none where nobody is, or the customer itself.

    Several names in one cell share a cell of as many numbers; a number or a post in the cell of the name is theirs."""
    names = [found for part in _parts(cells.get("contact_name", "")) if (found := _read(part)).get("contact_name")]
    names = [one for one in names if not _is_nobody(one["contact_name"]) and same(one["contact_name"]) != same(firm)]
    if not names:
        return []
    for key in PERSON.keys() - {"contact_name"}:
        several = _SEPARATORS.split(cells.get(key, "").strip()) if len(names) > 1 else []
        shared = several if len(several) == len(names) else [cells.get(key, "").strip()]
        for person, text in zip(names, shared, strict=False):
            if text and not _is_nobody(text):
                person[key] = text
    return names


def _parts(cell: str) -> list[str]:
    """The names of a cell. A comma parts Chinese ones only: "Smith, John" is one."""
    parts = [part for one in _SEPARATORS.split(cell.strip()) for part in _by_commas(one) if part]
    return parts if len(parts) <= _MOST else [" ".join(cell.split())]


def _by_commas(text: str) -> list[str]:
    parts = _COMMAS.split(text)
    return parts if all(map(_CHINESE.match, filter(None, parts))) else [text]


def _read(part: str) -> Person:
    """``张三（经理） 13805748888`` as name, post and number."""
    found: Person = {}
    number = _NUMBER.search(part)
    if number:
        found["contact_phone"] = number.group().strip()
        part = _EMPTY.sub("", part[: number.start()] + " " + part[number.end() :]).strip(_EDGES)
    bracket = _BRACKETS.fullmatch(part.strip())
    if bracket:
        part, post = bracket.groups()
        found |= {"contact_title": post.strip()} if post.strip() else {}
    return {"contact_name": part.strip(_EDGES), **found}


def _is_nobody(name: str) -> bool:
    return same(name) in tables.words()["nobody"]


def keep_nameless(draft: "Draft", cells: Values[str, tuple[str, str]], marked: bool) -> None:
    """A row that names nobody: the number is the customer's where that has none, all else goes to the notes.

    ``cells``: what a column goes to -> its header and cell."""
    texts = {key: clean(text, marked).strip() for key, (_header, text) in cells.items()}
    if people_in(texts, str(draft.values.get("name") or "")):
        return
    number = _read(texts.get("contact_name", "")).get("contact_phone", "")
    left = {key: text for key, text in texts.items() if text and not _is_nobody(text)}
    if number and not left.get("contact_phone"):
        left["contact_phone"] = number
    for key in sorted(left.keys() - {"contact_name"}):
        if not (PERSON[key].endswith("phone") and _take_number(draft, left[key])):
            draft.lines.append(f"{cells.get(key, cells['contact_name'])[0]}: {left[key]}")


def _take_number(draft: "Draft", text: str) -> bool:
    """Whether the number could be taken as the customer's."""
    mobile = _MOBILE.fullmatch(re.sub(r"[\s\-()]", "", text)) is not None
    for key in ("mobile", "phone") if mobile else ("phone", "mobile"):
        if key not in draft.values:
            return _taken(draft, key, text)
    return text in (draft.values["mobile"], draft.values["phone"])


def _taken(draft: "Draft", key: str, text: str) -> bool:
    field = public_fields("customers")[key]
    try:
        value = tidied(field, reader(field, Column(""), (), ValueContext("customers", today()))(text))
    except ValidationError:
        return False
    if problem_with(field, value) is not None:
        return False
    draft.values[key] = value
    return True
