"""A form's unsaved input as a draft's plain values, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.formats import local
from app.models import Entity, fields_of
from app.models.base import table_of
from app.models.own import own_fields, value_of
from app.models.types import from_plain, moment_text, moment_value, now_utc

_AT, _TITLE = "@at", "@title:"


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """What a write took along: the fields that differed, and the draft it settles."""

    values: Mapping[str, Any]
    draft_key: str


def differs(value: Any, loaded: Any) -> bool:
    """Whether a value is another than the one loaded; a box without a tick is as good as no value."""
    if isinstance(value, bool) and not value:
        return bool(loaded)
    return bool(value != loaded)


def packed(values: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    """The body of a draft: values by field key, names of links, and when it was typed."""
    return {**values, **{_TITLE + key: title for key, title in titles.items()}, _AT: moment_text(now_utc())}


def unpacked(entity: type[Entity], body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """(values, names of links) of a kept draft; fields that no longer exist are passed over."""
    columns, own = table_of(entity).c, own_fields(entity)
    values = {key: from_plain(columns[key].type, value) for key, value in body.items() if key in fields_of(entity)}
    values |= {key: value_of(own[key], value) for key, value in body.items() if key in own}
    titles = {key[len(_TITLE) :]: str(value) for key, value in body.items() if key.startswith(_TITLE)}
    return values, titles


def typed_at(body: Mapping[str, Any]) -> str:
    """``14:05`` for a draft of today, else day and time; on the firm's clock."""
    if _AT not in body:
        return ""
    at, now = local(moment_value(body[_AT])), local(now_utc())
    return at.strftime("%H:%M" if at.date() == now.date() else "%Y-%m-%d %H:%M")
