"""Records as keys that can be compared, and the blocks in which a pair must meet to be compared at all: never n².

Serves the search over the whole file, the warning while typing and the review of an import alike.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from app.analysis import identity
from app.analysis.duplicates import Likeness, firm_likeness, person_likeness
from app.analysis.identity import PHONE_TAIL, Firm, Person
from app.analysis.names import is_chinese, same_company_key
from app.models.checks import tidy_credit_code

Keys = Firm | Person
Values = Mapping[str, Any]

_BEGINNING = 4
_NO_WORD = re.compile(r"[\W_]+")
_LEGAL_SOUNDS = re.compile(r"(?:gufen|youxian|zeren|gongsi|jituan|hehuo)+$")

CUSTOMER_FIELDS = (
    "kind", "name", "short_name", "former_name", "english_name", "name_key", "credit_code", "phone", "mobile", "email",
    "invoice_phone", "region", "region_code", "address", "registered_address", "birthday", "birthday_calendar",
    "id_number", "wechat",
)  # fmt: skip
CONTACT_FIELDS = ("name", "name_key", "customer_id", "phone", "email", "wechat", "qq", "birthday", "birthday_calendar", "address")


def keys_of(entity: str, values: Values) -> Keys:
    """What a record, or what is typed of one, can be recognised by. Missing values are unknown, never different."""
    if entity == "contacts":
        return _contact(values)
    return _private(values) if values.get("kind") == "person" else _firm(values)


def _firm(values: Values) -> Firm:
    name = values.get("name") or ""
    return Firm(
        identity.company_key(name), name,
        identity.company_names(name, values.get("short_name"), values.get("former_name"), values.get("english_name")),
        _company_sound(name, values.get("name_key") or ""),
        identity.credit_key(tidy_credit_code(values.get("credit_code") or "")),
        identity.phone_keys(values.get("phone"), values.get("mobile"), values.get("invoice_phone")),
        identity.mail_keys(values.get("email")),
        identity.street_key(values.get("address") or values.get("registered_address")),
        identity.town_key(values.get("region"), values.get("address"), values.get("region_code")),
    )  # fmt: skip


def _company_sound(name: str, name_key: str) -> str:
    """The pinyin of a Chinese name without its legal form; a Latin name may be another's pinyin."""
    if not is_chinese(name):
        return same_company_key(name)
    return _LEGAL_SOUNDS.sub("", _NO_WORD.sub("", name_key))


def _person_sound(name: str, name_key: str) -> str:
    return _NO_WORD.sub("", name_key or name.casefold())


def _private(values: Values) -> Person:
    name = values.get("name") or ""
    return Person(
        identity.person_name(name), _person_sound(name, values.get("name_key") or ""),
        identity.phone_keys(values.get("mobile"), values.get("phone"), extensions=True),
        identity.mail_keys(values.get("email")) | _accounts(values, "wechat"),
        (values.get("id_number") or "").strip().upper(), _day(values),
        "", identity.street_key(values.get("address")),
    )  # fmt: skip


def _contact(values: Values) -> Person:
    name, owner = values.get("name") or "", values.get("customer_id")
    return Person(
        identity.person_name(name), _person_sound(name, values.get("name_key") or ""),
        identity.phone_keys(values.get("phone"), extensions=True),
        identity.mail_keys(values.get("email")) | _accounts(values, "wechat", "qq"),
        "", _day(values), str(owner) if owner else "", identity.street_key(values.get("address")),
    )  # fmt: skip


def _accounts(values: Values, *keys: str) -> frozenset[str]:
    """WeChat and QQ, which one person has alone like a mailbox."""
    return frozenset(f"{key}:{text.strip().casefold()}" for key in keys if (text := values.get(key)) and text.strip())


def _day(values: Values) -> str:
    """A birthday with its calendar, where that isn't the usual one: the same day of two calendars is no tie."""
    text, calendar = str(values.get("birthday") or ""), values.get("birthday_calendar") or "solar"
    return f"{text}|{calendar}" if text and calendar != "solar" else text


def likeness(one: Keys, other: Keys) -> Likeness | None:
    """How strongly two records look like one; a firm and a person never do."""
    if isinstance(one, Firm) and isinstance(other, Firm):
        return firm_likeness(one, other, _ratio)
    if isinstance(one, Person) and isinstance(other, Person):
        return person_likeness(one, other, _ratio)
    return None


def _ratio(one: str, other: str) -> float:
    return _fuzz()(one, other, score_cutoff=50) / 100


@cache
def _fuzz() -> Callable[..., float]:
    from rapidfuzz import fuzz  # not before somebody compares: starting does without it

    return fuzz.ratio


def blocks(keys: Keys) -> Iterator[str]:
    """The blocks of a record. Those that begin with "~" are vague: a large one is no list for a person, and is left out."""
    return _firm_blocks(keys) if isinstance(keys, Firm) else _person_blocks(keys)


def _firm_blocks(firm: Firm) -> Iterator[str]:
    yield from (f"n{name}" for name in firm.names)
    yield from _ties(firm)
    if firm.code:
        yield f"c{firm.code}"
    if len(firm.name) >= _BEGINNING:
        yield f"~b{firm.name[:_BEGINNING]}"
        yield f"~e{firm.name[-_BEGINNING - 1 :]}"
    if firm.sound:
        yield f"~s{firm.sound}"


def _ties(keys: Keys) -> Iterator[str]:
    yield from (f"t{digits.partition('#')[0][-PHONE_TAIL:]}" for digits in keys.phones)
    yield from (f"m{mail}" for mail in keys.mails)
    if keys.street is not None:
        yield f"~d{keys.street.key}"


def _person_blocks(person: Person) -> Iterator[str]:
    yield from _ties(person)
    if person.identity:
        yield f"i{person.identity}"
    if not person.name:
        return
    for other, value in (("o", person.owner), ("b", person.birthday), ("d", person.street.key if person.street else "")):
        if value:
            yield f"n{person.name}|{other}{value}"
            yield f"~s{person.sound}|{other}{value}"
    if person.birthday and not person.birthday.startswith("--"):
        yield f"~y{person.birthday}|{person.name[0]}"
        yield f"~z{person.birthday}|{person.name[-1]}"
