"""The fields of a kind of record as a menu shows them: the usual ones first, then by the sections of its form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.i18n import gettext_text as _
from app.models import entity_named
from app.models.fields import Field
from app.models.own import OWN_SECTION, PREFIX
from app.services.lists import all_fields
from app.ui.forms.form import Layout

HIDDEN = ("image", "opaque")


def fields_of_list(entity: str) -> dict[str, Field]:
    """Every field that a list can show and be filtered by, the firm's own included."""
    return {key: field for key, field in all_fields(entity_named(entity)).items() if field.kind not in HIDDEN}


def grouped(
    fields: Mapping[str, Field], usual: Iterable[str], sections: Layout, more: str
) -> list[tuple[str, list[tuple[Any, str]]]]:
    """(heading, ((key, label), …)): the usual ones without a heading, the sections, the firm's own, ``more`` for the rest."""
    left = dict(fields)
    groups = [("", _taken(left, usual))]
    groups += [(_(title) if title else _(more), _taken(left, keys)) for title, keys, _folded in sections]
    groups.append((_(OWN_SECTION), _taken(left, [key for key in left if key.startswith(PREFIX)])))
    groups.append((_(more), _taken(left, list(left))))
    return [group for group in groups if group[1]]


def _taken(left: dict[str, Field], keys: Iterable[str]) -> list[tuple[Any, str]]:
    chosen: Sequence[str] = [key for key in keys if key in left]
    return [(key, _(left.pop(key).label)) for key in chosen]
