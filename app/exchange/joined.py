"""Rows of one file that mean the same firm or person by name and phone, though no number says so: they become one record.

Precision before recall: one number must be equal and nothing may differ that both rows say; a hotline names no one, since
branches share it. What a later row adds fills what the first one lacks; its notes follow the first one's.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.analysis.phones import SERVICE, SHORT, read_phone
from app.exchange.drafts import Draft
from app.exchange.names import same
from app.exchange.plan_types import Outcome
from app.exchange.sheet import Trouble
from app.i18n import N_

_TOGETHER = {"customers": (), "contacts": ("customer_id",)}
"""Entity -> the links that must be equal beside the name."""

_PHONES = ("phone", "mobile", "office_phone")
_JOINABLE = frozenset({"name", "notes", "tags"})
_TAGS = 500
_NO_DIGIT = re.compile(r"\D")
ADDED = N_("The same name and phone as in row {other}: one record. What that row lacked comes from here.")
SAME = N_("The same name and phone as in row {other}: one record.")


@dataclass(frozen=True, slots=True)
class Joined:
    """The earlier row whose record a row is, and the field keys to which it had something to add."""

    earlier: int
    added: frozenset[str]


def join(entity: str, drafts: Sequence[Draft]) -> dict[int, Joined]:
    """Row -> the earlier row it belongs to, whose draft takes over what it says."""
    found: dict[int, Joined] = {}
    if entity not in _TOGETHER:
        return found
    known: dict[tuple[str, ...], dict[int, Draft]] = {}
    for draft in _namesakes(drafts):
        earlier = next((one for key in _keys(entity, draft) for one in _those(known, key) if not _parts(one, draft)), draft)
        if earlier is not draft:
            found[draft.row] = Joined(earlier.row, _take_over(earlier, draft))
        for key in _keys(entity, earlier):
            known.setdefault(key, {})[earlier.row] = earlier
    return found


def _namesakes(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with a name that others have too: few, so that only their numbers are looked at."""
    names = [same(str(draft.values.get("name") or "")) for draft in drafts]
    often = Counter(names)
    return [draft for draft, name in zip(drafts, names, strict=True) if name and often[name] > 1]


def _those(known: Mapping[tuple[str, ...], Mapping[int, Draft]], key: tuple[str, ...]) -> Iterable[Draft]:
    return known.get(key, {}).values()


def _keys(entity: str, draft: Draft) -> Iterator[tuple[str, ...]]:
    """Name, owner and one number, for each number."""
    name = same(str(draft.values["name"]))
    owners = [same(draft.links.get(link, "")) for link in _TOGETHER[entity]]
    for number in dict.fromkeys(_number(draft.values.get(key)) for key in _PHONES):
        if number:
            yield (name, *owners, number)


def _number(text: Any) -> str:
    """The digits of a number that only one firm or person has."""
    phone = read_phone(str(text or ""))
    return "" if phone.kind in (SERVICE, SHORT) else _NO_DIGIT.sub("", phone.digits + phone.extension)


def _parts(one: Draft, other: Draft) -> bool:
    """Whether anything says that they are two: a value both have and that differs, or one that would be lost in joining."""
    mine, theirs = one.values | one.links, other.values | other.links
    both = (mine.keys() & theirs.keys()) - _JOINABLE
    if any(compared(key, mine[key]) != compared(key, theirs[key]) for key in both):
        return True
    tags = f"{mine.get('tags') or ''},{theirs.get('tags') or ''}"
    return len(tags) > _TAGS or bool(other.links.keys() - one.links.keys())


def compared(key: str, value: Any) -> tuple[str, ...]:
    """What of a value counts: of a phone its digits, its extension and the words beside them."""
    if key not in _PHONES:
        return (same(str(value)),)
    phone = read_phone(value)
    return _NO_DIGIT.sub("", phone.digits), phone.extension, "".join(filter(str.isalpha, value))


def _take_over(earlier: Draft, draft: Draft) -> frozenset[str]:
    """Fill what the earlier draft lacks; returns the keys to which something was added."""
    before = (dict(earlier.values), dict(earlier.links), len(earlier.lines))
    for key, value in (*draft.values.items(), *draft.links.items()):
        mine: dict[str, Any] = earlier.links if key in draft.links else earlier.values
        if key == "notes" and key in mine:
            draft.lines.insert(0, value)
        elif key == "tags" and key in mine:
            mine[key] = ",".join(dict.fromkeys([*mine[key].split(","), *value.split(",")]))
        elif key not in mine:
            mine[key] = value
    earlier.lines += [line for line in draft.lines if line not in earlier.lines]
    earlier.written = {**draft.written, **earlier.written}
    added = {key for key, value in (earlier.values | earlier.links).items() if (before[0] | before[1]).get(key) != value}
    return frozenset({*added, "notes"} if len(earlier.lines) > before[2] else added)


def outcome(draft: Draft, joined: Joined, earlier: Outcome) -> Outcome:
    """What becomes of a row whose record an earlier one makes or means; it stays outside with that one."""
    if earlier.action == "refused" and earlier.reason is not None:
        reason = replace(earlier.reason, row=draft.row)
        draft.problems[:] = [reason]
        return Outcome(draft.row, "refused", reason=reason)
    values = {key: earlier.values[key] for key in sorted(joined.added & earlier.values.keys())}
    return Outcome(draft.row, "updated" if values else "unchanged", values, earlier.record, earlier=earlier.row)


def told(outcomes: Sequence[Outcome], joined: Mapping[int, Joined]) -> list[Trouble]:
    """One entry for each row that belongs to an earlier one."""
    return [
        Trouble(one.row, "name", ADDED if one.action == "updated" else SAME, (("other", one.earlier),))
        for one in outcomes
        if one.row in joined and one.action != "refused"
    ]


def said_otherwise(draft: Draft, earlier: Draft) -> list[str]:
    """The fields of a row that the earlier one of the same key lacks or has otherwise; ``notes`` for lines of its own."""
    mine, theirs = draft.values | draft.links, earlier.values | earlier.links
    equal = {key for key in mine.keys() & theirs.keys() if compared(key, mine[key]) == compared(key, theirs[key])}
    keys = [key for key in mine if key not in equal and key != "notes"]
    said = [text for text in (mine.get("notes"), *draft.lines) if text and text not in (theirs.get("notes"), *earlier.lines)]
    return [*keys, *(["notes"] if said else [])]
