"""What a card is called, and whether it is a firm's: FN, N and ORG together, Chinese surnames first (domain/60 §6.5)."""

import re
from dataclasses import dataclass

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[\w]+")


@dataclass(frozen=True, slots=True)
class Naming:
    """The name, its parts, whether it is a firm's, and what of the parts the name doesn't hold."""

    name: str
    surname: str = ""
    given: str = ""
    company: bool = False
    rest: tuple[tuple[str, str], ...] = ()


def naming(full: str, parts: list[str], org: str, company: bool) -> Naming:
    """Name of a card. A firm's card says so, or has no name but that of its ORG."""
    surname, given = [*parts, "", ""][:2]
    more = [*parts[2:], "", "", ""]
    company = company or (bool(org) and not any(parts) and full in ("", org))
    if company:
        name = org or full
        return Naming(name, company=True, rest=_unsaid(name, full, *parts))
    name = full or whole_name(surname, given, more[0], more[1], more[2])
    if _CHINESE.search(surname + given) and full.split() == [given, surname]:
        name = f"{surname}{given}"
    return Naming(name, surname, given, rest=_unsaid(name, surname, given, *more))


def whole_name(surname: str, given: str, middle: str = "", before: str = "", after: str = "") -> str:
    """The parts as one name, as it is written where the person comes from."""
    if _CHINESE.search(surname + given):
        return f"{surname}{given}"
    return " ".join(part for part in (before, given, middle, surname, after) if part)


def words_of(text: str) -> list[str]:
    """The words of a text without case; a text of signs alone is one."""
    plain = text.casefold().strip()
    return _WORDS.findall(plain) or ([plain] if plain else [])


def _unsaid(name: str, *parts: str) -> tuple[tuple[str, str], ...]:
    """The parts that hold a word which the name doesn't."""
    said = name.casefold()
    missing = [part for part in parts if any(word not in said for word in words_of(part))]
    return (("N", " ".join(missing)),) if missing else ()
