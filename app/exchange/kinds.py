"""What a file is, by its content: names lie (faults F32, F46)."""

import re

from app.errors import ValidationError
from app.i18n import N_

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRANGERS = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"%PDF", "PDF"), (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"), (b"MZ\x90", "EXE"),
)  # fmt: skip
_HTML = re.compile(rb"^\s*(<!doctype html|<html|<table|<meta|<head)", re.IGNORECASE)
_BEGINNINGS = ((b"BEGIN:VCARD", "cards"), (b"BEGIN:VCALENDAR", "calendar"), (b"BEGIN:VEVENT", "calendar"),
               (b"BEGIN:VTIMEZONE", "calendar"))  # fmt: skip
_PROMISED = {
    ".ics": N_("This is no calendar: the file does not begin with BEGIN:VCALENDAR. Export it once more from the calendar."),
    ".vcf": N_("These are no contact cards: the file does not begin with BEGIN:VCARD. Export them once more."),
}  # fmt: skip
_WORKBOOKS, _WIDE = (".xlsx", ".xls", ".ods"), (b"\xff\xfe", b"\xfe\xff")
_NO_WORKBOOK = N_("This is no workbook, or a damaged one. Open it in its own program and save it once more.")
_XML = re.compile(rb"^\s*<\?xml")


def kind_of(start: bytes) -> str:
    """``workbook``, ``cards``, ``calendar`` or ``text`` from the first kilobytes of a file; anything else is refused by its
    true name."""
    if start.startswith((_ZIP, _OLE)):
        return "workbook"
    for magic, name in _STRANGERS:
        if start.startswith(magic):
            raise _stranger(name)
    bare = start.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(bare):
        raise _stranger("HTML")
    if _XML.match(bare):
        raise _stranger("XML")
    begin = bare[:200].replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip().upper()
    return next((kind for mark, kind in _BEGINNINGS if begin.startswith(mark)), "text")


def check_promise(suffix: str, start: bytes) -> None:
    """Refuse a file of text whose ending promises a calendar or cards, and bytes that promise a workbook: read as a table they
    would only be rubbish. A table of text that calls itself .xls is common, and read."""
    broken = suffix.casefold() in _WORKBOOKS and b"\0" in start and not start.startswith(_WIDE)
    sentence = _NO_WORKBOOK if broken else _PROMISED.get(suffix.casefold())
    if sentence:
        raise ValidationError(sentence)


def is_archive(start: bytes) -> bool:
    """Whether a workbook is a zip archive (xlsx, ods) and no old xls."""
    return start.startswith(_ZIP)


def _stranger(name: str) -> ValidationError:
    return ValidationError(
        N_("This is a file of the kind {kind}, no table. Open it in its own program and save it as CSV or XLSX."), kind=name
    )
