"""What a person filters by, as said: it is kept in views, read out on chips, and turned into conditions when asked.

A period ("this month") stays a period, so that a view of last year still means the present month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from app.formats import from_local, money_text, share_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.models.types import to_plain
from app.services import regions
from app.services.filtering import Filter
from app.ui.lists.time_filters import PERIODS, period_filter

TIMES, NUMBERS = ("date", "moment"), ("integer", "money", "percent", "decimal")
SEVERAL, CHOSEN = ("tags", "choices"), ("choice", "listed", "link", "flag")
AREA = "area"
"""A part of the country (大区) that the division code of a region lies in."""

_LONGEST = 48
_BARE = {"empty": N_("empty"), "filled": N_("filled")}
_WITH_TEXT = {"contains": N_("contains “{text}”"), "lacks": N_("without “{text}”"), "is": N_("is “{text}”")}
_WITHOUT = ("not_in", "none")


@dataclass(frozen=True, slots=True)
class Wish:
    """One field's filter: ``how`` is an operator of ``Filter``, or ``period`` (a key of PERIODS), or ``days`` (first day, last
    day, one of them may be None)."""

    field: str
    how: str
    values: tuple[Any, ...] = ()


def usual(field: Field, values: tuple[Any, ...]) -> Wish:
    """What choosing these values of a field means."""
    how = "period" if field.kind in TIMES else "any" if field.kind in SEVERAL else "in"
    return Wish(field.key, how, values)


def filters_of(wish: Wish, field: Field) -> tuple[Filter, ...]:
    """The conditions as of now."""
    if wish.how == "period":
        return period_filter(wish.field, field.kind, wish.values[0])
    if wish.how == "days":
        return _days(wish.field, field.kind, wish.values[0], wish.values[1])
    if wish.how == AREA:
        return (regions.area_filter(field.coded, wish.values[0]),)
    how: Any = wish.how
    return (Filter(wish.field, how, wish.values),)


def _days(key: str, kind: str, first: date | None, last: date | None) -> tuple[Filter, ...]:
    if kind == "date":
        return (Filter(key, "between", (first, last)),)
    start = () if first is None else (Filter(key, "from", (_midnight(first),)),)
    end = () if last is None else (Filter(key, "before", (_midnight(last + timedelta(days=1)),)),)
    return (*start, *end)


def _midnight(day: date) -> datetime:
    return from_local(datetime.combine(day, time()))


# in words ---------------------------------------------------------------------------------------------------------


def sentence(wish: Wish, field: Field, words: Mapping[Any, str]) -> str:
    """The filter on its chip; ``words`` names linked records and codes of the firm's own lists."""
    label = _(field.label)
    if wish.how in _WITH_TEXT:
        text = _(_WITH_TEXT[wish.how]).format(text=_short(str(wish.values[0])))
        return _("{label} {condition}").format(label=label, condition=text)
    return _("{label}: {values}").format(label=label, values=_short(_said(wish, field, words)))


def _said(wish: Wish, field: Field, words: Mapping[Any, str]) -> str:
    if wish.how in _BARE:
        return _(_BARE[wish.how])
    if wish.how == "period":
        return _(PERIODS[wish.values[0]])
    if wish.how == AREA:
        return _(regions.AREA_NAMES[wish.values[0]])
    if wish.how in ("days", "between"):
        return _range(*(_figure(field, value) for value in wish.values))
    named = _(", ").join(word_of(field, value, words) for value in wish.values)
    return _("not {values}").format(values=named) if wish.how in _WITHOUT else named


def _range(low: str, high: str) -> str:
    if low and high:
        return low if low == high else _("{low} – {high}").format(low=low, high=high)
    return _("from {low}").format(low=low) if low else _("up to {high}").format(high=high)


def _figure(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind == "money":
        return money_text(value).removesuffix(".00")
    return share_text(value) if field.kind == "percent" else str(value)


def word_of(field: Field, value: Any, words: Mapping[Any, str]) -> str:
    """One value as people read it."""
    if field.kind == "flag":
        return _("Yes") if value else _("No")
    if field.kind == "link":
        return words.get(value, "…")
    choice = field.choice(value)
    return _(choice.label) if choice else words.get(value, str(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


# kept -------------------------------------------------------------------------------------------------------------


def plain(wish: Wish) -> list[Any]:
    """The wish as JSON."""
    return [wish.field, wish.how, [to_plain(value) for value in wish.values]]


def read(entry: Any, fields: Mapping[str, Field]) -> Wish | None:
    """The wish that ``plain`` wrote; None where its field is gone or it makes no sense."""
    try:
        key, how, values = entry
        found = Wish(key, how, tuple(_value(fields[key], how, value) for value in values))
        filters_of(found, fields[key])
        return found if _sensible(found) else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, InvalidOperation):
        return None


def _sensible(wish: Wish) -> bool:
    if wish.how in ("empty", "filled"):
        return not wish.values
    if wish.how in ("days", "between"):
        return len(wish.values) == 2 and wish.values != (None, None)
    known = wish.how in (*_WITH_TEXT, *_WITHOUT, "in", "any", "period", AREA, "before", "from", "to")
    return known and bool(wish.values)


def _value(field: Field, how: str, value: Any) -> Any:
    if value is None or how in ("period", AREA) or how in _WITH_TEXT:
        return value
    if how == "days" or field.kind == "date":
        return date.fromisoformat(value)
    if field.kind == "moment":
        return datetime.fromisoformat(value)
    if field.kind == "link":
        return UUID(hex=value)
    if field.kind == "decimal":
        return Decimal(value)
    return int(value) if field.kind in NUMBERS else bool(value) if field.kind == "flag" else str(value)


def all_plain(wishes: Sequence[Wish]) -> list[list[Any]]:
    """Several wishes as JSON, in the order of their fields: what differs in order only is the same."""
    return [plain(wish) for wish in sorted(wishes, key=lambda wish: wish.field)]
