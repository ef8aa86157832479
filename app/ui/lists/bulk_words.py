"""How many of what, in words."""

from collections.abc import Callable

from app.i18n import gettext_text as _
from app.i18n import ngettext_text


def how_many(entity: str, count: int) -> str:
    """``4,312 customers``."""
    words: dict[str, Callable[[], str]] = {
        "customers": lambda: ngettext_text("{count} customer", "{count} customers", count),
        "contacts": lambda: ngettext_text("{count} person", "{count} people", count),
        "visits": lambda: ngettext_text("{count} visit", "{count} visits", count),
        "complaints": lambda: ngettext_text("{count} complaint", "{count} complaints", count),
        "requests": lambda: ngettext_text("{count} service request", "{count} service requests", count),
        "phone_memos": lambda: ngettext_text("{count} phone memo", "{count} phone memos", count),
        "improvements": lambda: ngettext_text("{count} improvement", "{count} improvements", count),
    }
    text = words[entity]() if entity in words else ngettext_text("{count} record", "{count} records", count)
    return text.format(count=f"{count:,}")


def chosen(entity: str, count: int) -> str:
    """``4,312 customers chosen``."""
    return _("{what} chosen").format(what=how_many(entity, count))
