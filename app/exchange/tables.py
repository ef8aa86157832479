"""The written tables of this room: other names of columns and other words for choices (resources/exchange)."""

import json
from functools import cache
from typing import Any

from app.exchange.names import bare, public_name
from app.i18n import LANGUAGES, gettext_text, use_language
from app.models import BY_KEY, Field, derived_of, fields_of
from app.paths import resource


@cache
def headers() -> dict[str, Any]:
    """Entity -> public field name -> other names of its column; ``~`` marks a weak one, ``!`` one before all others."""
    table: dict[str, Any] = json.loads(resource("exchange", "headers.json").read_text(encoding="utf-8"))
    return table


@cache
def words() -> dict[str, Any]:
    """Words for yes, no and units of money, and for the codes of choices."""
    table: dict[str, Any] = json.loads(resource("exchange", "words.json").read_text(encoding="utf-8"))
    return table


def in_all_languages(text: str) -> list[str]:
    """A msgid and its translations."""
    found = [text]
    for language in LANGUAGES:
        with use_language(language):
            found.append(gettext_text(text))
    return found


@cache
def known_headers(entity: str) -> dict[str, dict[str, int]]:
    """Bare header -> field or part -> rank: 0 marked as strong, 1 the field's label, 2 its public name, 3 other names, 4 weak."""
    known: dict[str, dict[str, int]] = {}
    for key, others in headers()[entity].items():
        for name in others:
            _learn(known, name.lstrip("!~"), key, {"!": 0, "~": 4}.get(name[0], 3))
    for field in fields_of(BY_KEY[entity]).values():
        _learn(known, public_name(field), public_name(field), 2)
        for name in in_all_languages(field.label):
            _learn(known, name, public_name(field), 1)
    return known


@cache
def computed_headers(entity: str) -> frozenset[str]:
    """Bare headers of the columns that only the program fills, in every language."""
    derived = derived_of(BY_KEY[entity]).values()
    return frozenset(bare(word) for field in derived for word in in_all_languages(field.label)) - known_headers(entity).keys()


def _learn(known: dict[str, dict[str, int]], name: str, key: str, rank: int) -> None:
    ranks = known.setdefault(bare(name), {})
    ranks[key] = min(rank, ranks.get(key, rank))


@cache
def choice_words(entity: str, field: Field) -> dict[str, str]:
    """Bare word -> code: codes, labels in every language, other words."""
    others = words().get(f"{entity}.{field.key}", words().get(field.key, {}))
    known = {bare(word): code for code, several in others.items() for word in several}
    for choice in field.choices:
        known.update((bare(label), choice.code) for label in in_all_languages(choice.label))
    known.update((bare(choice.code), choice.code) for choice in field.choices if choice.code.isalnum())
    return {word: code for word, code in known.items() if word}
