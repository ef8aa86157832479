"""What a saved view holds, as JSON: the screen's own view below it, the text, the filters as said, the columns.

Read leniently: a field given up since, or a file of a later program, leaves out what it doesn't know.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.models.fields import Field
from app.services.filtering import Filter
from app.ui.lists.filters import FilterRow
from app.ui.lists.views import View
from app.ui.lists.wishes import Wish, all_plain, filters_of, read

Body = Mapping[str, Any]
_WIDTH = 2
"""Pixels that a width may differ by: rounding is no change."""


def body_of(filters: FilterRow, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What the list shows now."""
    base = filters.views()[filters.view()].label if filters.views() else ""
    return {"base": base, "text": filters.text().strip(), "wishes": all_plain(filters.wishes()), "list": dict(columns)}


def place_of(body: Body, views: Sequence[View]) -> int:
    """The place of the screen's own view below a saved one; the first where it is unknown."""
    labels = [view.label for view in views]
    return labels.index(body["base"]) if body.get("base") in labels else 0


def wishes_of(body: Body, fields: Mapping[str, Field]) -> tuple[Wish, ...]:
    """The filters of a saved view whose fields there still are."""
    entries = body.get("wishes")
    found = (read(entry, fields) for entry in entries) if isinstance(entries, list) else ()
    return tuple(wish for wish in found if wish is not None)


def conditions_of(body: Body, views: Sequence[View], fields: Mapping[str, Field]) -> tuple[Filter, ...]:
    """The conditions of a saved view as of now."""
    base = views[place_of(body, views)].now() if views else ()
    return base + tuple(part for wish in wishes_of(body, fields) for part in filters_of(wish, fields[wish.field]))


def differs(kept: Body, shown: Body) -> bool:
    """Whether what is shown is no longer what was saved."""
    one, other = kept.get("list") or {}, shown["list"]
    plain = any(kept.get(key) != shown[key] for key in ("base", "text", "wishes"))
    ordered = any(one.get(key) != other.get(key) for key in ("columns", "sort", "descending"))
    return plain or ordered or _wider(one.get("widths") or {}, other.get("widths") or {})


def _wider(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return any(abs(width - other[key]) > _WIDTH for key, width in one.items() if key in other)


def may_mean_others(changes: Any) -> bool:
    """Whether records were merged, or a merge was taken back: filters by them mean other records then."""
    return any("merged_into_id" in change.after for change in changes.changes)
