"""Whether two records are one: pairs of keys in, a strength with its reasons out. Precision comes before recall.

Strengths: ``same`` (merge after a glance), ``likely`` (compare), ``weak`` (worth a look where somebody has time). Nothing is
ever merged unasked. The rules were read off the figures of real files (benchmarks/README.md): a shared door or line with a
related name is nearly always one firm, a name alone often is not, and different doors or credit codes speak against it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.analysis.identity import Firm, Person, name_parts, other_town, same_birthday, same_line
from app.analysis.names import is_chinese

SAME, LIKELY, WEAK = "same", "likely", "weak"
STRENGTHS = (SAME, LIKELY, WEAK)

CODE, NEAR_CODE, NAME, CLOSE, PART, AKIN, SOUND = "code", "near_code", "name", "close", "part", "akin", "sound"
PHONE, MAIL, DOOR, BIRTHDAY, OWNER = "phone", "mail", "door", "birthday", "owner"

CLOSE_FROM = 0.88
"""Share of equal letters from which two comparable names are close: one wrong letter in nine."""
PART_FROM, AKIN_FROM = 0.9, 0.5
"""Share of the shorter name's parts that the longer has, from which it is a part of it, or may speak of the same firm. In
Chinese half a name is a town with a trade: thousands share it."""
_SHORT = 4

Ratio = Callable[[str, str], float]
"""How alike two texts are, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How strongly two records look like one, and why (codes, the strongest first)."""

    strength: str
    reasons: tuple[str, ...]


def equal_letters(one: str, other: str) -> float:
    """How alike two texts are, with nothing but the standard library; callers may bring a faster one."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def firm_likeness(one: Firm, other: Firm, ratio: Ratio = equal_letters) -> Likeness | None:
    """How strongly two firms look like one; None where nothing, or too little, speaks for it."""
    ties = _ties(one, other)
    name = firm_names(one, other, ratio)
    if one.code and other.code:
        return _by_code(one, other, name, ties)
    far = _apart(one, other)
    strength = _same_name(ties, far) if name == NAME else _other_name(is_chinese(one.name + other.name), name, ties, far)
    return Likeness(strength, (*([name] if name else []), *ties)) if strength else None


def firm_names(one: Firm, other: Firm, ratio: Ratio = equal_letters) -> str:
    """How two firms' names are related: name, close, sound, part, akin or ""."""
    if one.names & other.names:
        return NAME
    if min(len(one.name), len(other.name)) > _SHORT and ratio(one.name, other.name) >= CLOSE_FROM:
        return CLOSE
    if one.sound and one.sound == other.sound and len(one.name) > 2:
        return SOUND
    return _shared_parts(one, other)


def _shared_parts(one: Firm, other: Firm) -> str:
    shorter, longer = sorted((name_parts(one.written or one.name), name_parts(other.written or other.name)), key=len)
    if not shorter:
        return ""
    share = len(shorter & longer) / len(shorter)
    if min(len(one.name), len(other.name)) >= _SHORT and share >= PART_FROM:
        return PART
    return AKIN if share >= AKIN_FROM and not is_chinese(one.name + other.name) else ""


def _ties(one: Firm, other: Firm) -> tuple[str, ...]:
    """What two firms share besides their names."""
    found = (
        (PHONE, same_line(one.phones, other.phones)),
        (MAIL, bool(one.mails & other.mails)),
        (DOOR, one.street is not None and one.street.is_like(other.street)),
    )
    return tuple(reason for reason, holds in found if holds)


def _apart(one: Firm, other: Firm) -> bool:
    """Whether both places are known and they are two."""
    if one.street is not None and other.street is not None:
        return not one.street.is_like(other.street)
    return other_town(one.town, other.town)


def _by_code(one: Firm, other: Firm, name: str, ties: tuple[str, ...]) -> Likeness | None:
    """Both codes are known: equal ones settle it, and different ones too unless somebody mistyped one."""
    if one.code == other.code:
        return Likeness(SAME, (CODE, *([name] if name else []), *ties))
    wrong = sum(a != b for a, b in zip(one.code, other.code, strict=True))
    if name == NAME and wrong <= 2:
        return Likeness(LIKELY, (NEAR_CODE, NAME, *ties))
    return Likeness(WEAK, (NAME, *ties)) if name == NAME and ties else None


def _same_name(ties: tuple[str, ...], far: bool) -> str:
    if DOOR in ties or (ties and not far):
        return SAME
    return LIKELY if ties or not far else WEAK


def _other_name(chinese: bool, name: str, ties: tuple[str, ...], far: bool) -> str:
    """Names that are not the same: a shared door with a related name is one firm, a shared line alone little."""
    if DOOR in ties:
        return _at_one_door(chinese, name, ties)
    if ties:
        return LIKELY if name and not far else WEAK
    alone = name in (CLOSE, SOUND) or (name == PART and chinese)
    return WEAK if alone and not far else ""


def _at_one_door(chinese: bool, name: str, ties: tuple[str, ...]) -> str:
    """A Chinese parent and its subsidiary share a door and half a name: without a shared line that is only likely. Unlike
    names at one Chinese door are the tenants of an office block."""
    lined = len(ties) > 1
    if not name:
        return LIKELY if lined else "" if chinese else WEAK
    return SAME if lined or name == CLOSE or not chinese else LIKELY


def person_likeness(one: Person, other: Person, ratio: Ratio = equal_letters) -> Likeness | None:
    """How strongly two people look like one; None where nothing, or too little, speaks for it."""
    name = person_names(one, other, ratio)
    ties = _person_ties(one, other)
    strength = _person_strength(name, ties, one, other)
    reasons = (*(tie for tie in ties if tie == CODE), *([name] if name else []), *(tie for tie in ties if tie != CODE))
    return Likeness(strength, reasons) if strength else None


def person_names(one: Person, other: Person, ratio: Ratio = equal_letters) -> str:
    """How two people's names are related: name, sound, close, part or "". A Chinese name is never merely close."""
    if one.name == other.name:
        return NAME if one.name else ""
    if one.sound and one.sound == other.sound:
        return SOUND
    if is_chinese(one.name + other.name) or not one.name or not other.name:
        return ""
    if ratio(one.name, other.name) >= 0.75:
        return CLOSE
    return PART if set(one.name.split()) & set(other.name.split()) else ""


def _person_ties(one: Person, other: Person) -> tuple[str, ...]:
    found = (
        (CODE, bool(one.identity) and one.identity == other.identity),
        (BIRTHDAY, same_birthday(one.birthday, other.birthday) is True),
        (PHONE, same_line(one.phones, other.phones)),
        (MAIL, bool(one.mails & other.mails)),
        (OWNER, bool(one.owner) and one.owner == other.owner),
        (DOOR, one.street is not None and one.street.is_like(other.street)),
    )
    return tuple(reason for reason, holds in found if holds)


def _person_strength(name: str, ties: tuple[str, ...], one: Person, other: Person) -> str:
    own = [tie for tie in ties if tie != OWNER]
    if CODE in ties:
        return SAME
    if name:
        return _named_alike(name, ties, own, one, other)
    if PHONE in own or MAIL in own:
        return LIKELY if len(own) > 1 else WEAK
    return LIKELY if len(own) > 1 else ""


def _named_alike(name: str, ties: tuple[str, ...], own: list[str], one: Person, other: Person) -> str:
    """A name with a birthday, a line or a door of their own is one person; two at one firm may be namesakes."""
    twins = same_birthday(one.birthday, other.birthday) is False
    if own and (name == NAME or len(own) > 1):
        return LIKELY if twins and len(own) == 1 else SAME
    if own:
        return LIKELY
    if OWNER in ties and name in (NAME, SOUND):
        return WEAK if twins or name == SOUND else LIKELY
    return ""
