"""How a stored value reads: in lists, histories, exports and on paper alike, in the language in force."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.born import LEAP, LUNAR, born, lunar_words
from app.analysis.phones import show_phone
from app.formats import day_text, moment_text, money_text, share_text
from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Field
from app.services import settings
from app.services.sensitive import HIDDEN

Lexicons = Mapping[str, Mapping[str, str]]
"""The firm's own lists: setting key -> code -> label in the language in force."""


def lexicon(session: Session, setting: str) -> dict[str, str]:
    """Code -> label of one of the firm's own lists, parts as ``parent › part``."""
    rows = settings.value(session, setting)
    names = {row["code"]: row[language()] or row["en"] for row in rows}
    parents = {row["code"]: row["parent"] for row in rows}
    return {code: f"{names[parents[code]]} › {name}" if parents[code] else name for code, name in names.items()}


def lexicons(session: Session, fields: Mapping[str, Field]) -> dict[str, dict[str, str]]:
    """The lists that these fields need."""
    wanted = {field.setting for field in fields.values() if field.setting}
    return {setting: lexicon(session, setting) for setting in wanted}


def text_of(field: Field, value: Any, title: str = "", words: Lexicons | None = None) -> str:
    """A value as people read it; the empty text for None. ``title`` is the name behind a link, the calendar of a birthday."""
    if value is None or value == "" or value == HIDDEN:
        return value or ""
    if field.kind == "link":
        return title
    if field.kind == "choice":
        found = field.choice(value)
        return _(found.label) if found else str(value)
    if field.kind == "listed":
        return (words or {}).get(field.setting, {}).get(value, str(value))
    return birthday_text(str(value), title) if field.kind == "birthday" else _plain_text(field, value)


def shown_text(field: Field, value: Any, title: str = "", words: Lexicons | None = None) -> str:
    """The same as it is looked at rather than handed on: phone numbers and accounts in groups of digits."""
    if value == HIDDEN:
        return HIDDEN
    if isinstance(value, str) and field.kind == "phone":
        return phone_text(value)
    if isinstance(value, str) and field.grouped:
        from app.analysis.messengers import grouped  # only rows that show such a number need it

        return grouped(value, field.grouped)
    return text_of(field, value, title, words)


def phone_text(number: str | None) -> str:
    """A phone number in groups of digits, on paper and on the screen alike; the empty text for none."""
    return number if number == HIDDEN else show_phone(number, _("ext.")) if number else ""


def _plain_text(field: Field, value: Any) -> str:
    if field.kind == "choices":
        labels = {choice.code: _(choice.label) for choice in field.choices}
        return _(", ").join(labels.get(code, code) for code in str(value).split(","))
    if field.kind == "flag":
        return _("Yes") if value else ""
    if field.kind == "money":
        return money_text(value)
    if field.kind == "percent":
        return share_text(value)
    if field.kind == "decimal":
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if field.kind == "date":
        return day_text(value)
    if field.kind == "moment":
        return moment_text(value)
    return "" if field.kind == "image" else str(value)


def birthday_text(stored: str, calendar: str | None) -> str:
    """``1985-08-15``, ``08-15``; by the lunar calendar 农历八月十五, in English ``08-15 (lunar)``."""
    try:
        day = born(stored)
    except ValueError:  # from a file of another hand
        return stored
    digits = stored.removeprefix("--")
    if calendar not in (LUNAR, LEAP):
        return digits
    if language() == "zh":
        return lunar_words(day, calendar == LEAP)
    return _("{day} (lunar, leap month)").format(day=digits) if calendar == LEAP else _("{day} (lunar)").format(day=digits)
