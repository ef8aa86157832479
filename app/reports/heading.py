"""What stands at the head and foot of every report: the firm, the moment of printing."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.formats import local
from app.i18n import gettext_text as _
from app.i18n import language
from app.models.types import now_utc
from app.services import settings


@dataclass(frozen=True, slots=True)
class Firm:
    """The firm that prints; ``logo`` is the file's bytes, ``department`` writes the reports on complaints."""

    name: str = ""
    department: str = ""
    logo: bytes | None = None


def firm(session: Session) -> Firm:
    """The firm's profile; empty texts before it is filled in."""
    profile = settings.company(session)
    department = profile.get("complaint_department") or _("Customer service department")
    return Firm(profile["name"], department, _picture(profile.get("logo")))


def _picture(text: str | None) -> bytes | None:
    """The bytes of a picture kept as base64; a spoilt one is left out rather than losing the report."""
    try:
        return base64.b64decode(text) if text else None
    except (binascii.Error, ValueError):
        return None


def present() -> datetime:
    """Now, on the firm's clock."""
    return local(now_utc())


def minute_text(moment: datetime) -> str:
    """``2026-07-31 17:05`` for a moment on the firm's clock."""
    return moment.strftime("%Y-%m-%d %H:%M")


def printed_text() -> str:
    """When the report was printed, for the foot of the page."""
    return _("Printed {moment}").format(moment=minute_text(present()))


def joined(sentences: list[str]) -> str:
    """Sentences one after another, as the language in force separates them."""
    return ("" if language() == "zh" else " ").join(each for each in sentences if each)


def listed(words: list[str]) -> str:
    """Words in a row: ``a, b`` or ``a、b``."""
    return _(", ").join(words)
