"""What a file is, by its first bytes and, where these leave it open, by its name; and what is a program (fault F59)."""

import mimetypes

UNKNOWN = "application/octet-stream"
PROGRAM = "application/x-executable"
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"), (b"II*\x00", "image/tiff"), (b"MM\x00*", "image/tiff"), (b"%PDF-", "application/pdf"),
    (b"MZ", PROGRAM), (b"\x7fELF", PROGRAM), (b"#!", PROGRAM), (b"\xca\xfe\xba\xbe", PROGRAM), (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"[Desktop Entry]", PROGRAM), (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
)  # fmt: skip
_SHORT = frozenset({"image/bmp"})
"""Kinds whose beginning is too short to tell them from a text."""

_UNMARKED = frozenset({"image/vnd.dwg"})
_CARRIERS = ((b"PK\x03\x04", "application/zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"))
"""What Office files are inside: the name says which."""

_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}
_PROGRAM_ENDINGS = frozenset({
    "exe", "com", "bat", "cmd", "ps1", "lnk", "scr", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "jar", "desktop", "msi",
    "msix", "msc", "cpl", "pif", "reg", "scf", "sh", "app", "command", "workflow", "dll", "url", "inf", "application", "gadget",
    "iso", "img", "vhd", "appref-ms", "chm", "py", "pyw", "apk", "dmg", "pkg",
})  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument."
_NAMES = mimetypes.MimeTypes()
"""The standard library's own list: the same on every machine."""

for _ending, _kind in {
    ".docx": _OFFICE + "wordprocessingml.document", ".xlsx": _OFFICE + "spreadsheetml.sheet",
    ".pptx": _OFFICE + "presentationml.presentation", ".doc": "application/msword", ".wps": "application/vnd.ms-works",
    ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint", ".ofd": "application/ofd",
    ".dwg": "image/vnd.dwg", ".eml": "message/rfc822",
}.items():  # fmt: skip
    _NAMES.add_type(_kind, _ending)


def type_of(head: bytes, name: str) -> str:
    """The media type of a file by its first bytes (a few hundred are enough) and its name."""
    by_name = _NAMES.guess_type(name, strict=False)[0] or ""
    found = next((kind for start, kind in _STARTS if head.startswith(start)), "")
    if found and (found not in _SHORT or found == by_name):
        return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12]) or by_name or "video/mp4"
    carrier = next((kind for start, kind in _CARRIERS if head.startswith(start)), "")
    if carrier:
        return by_name if by_name.startswith("application/") else carrier
    return _text_or(head, by_name)


def _text_or(head: bytes, by_name: str) -> str:
    """A text keeps the kind its name says (CSV, HTML); what is no text is not taken for a picture because of its name."""
    if is_text(head):
        return by_name if by_name.startswith("text/") or by_name in ("application/json", "application/xml") else "text/plain"
    drawn = by_name.startswith(("image/", "text/")) and by_name not in _UNMARKED
    return UNKNOWN if drawn or by_name == "application/pdf" else by_name or UNKNOWN


def is_text(head: bytes) -> bool:
    """Whether bytes read as text in UTF-8, UTF-16 with a mark, or GB18030; a character cut off at the end counts as whole."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
                return True
            except UnicodeDecodeError:
                continue
    return False


def is_program(mime: str | None, name: str) -> bool:
    """Whether opening the file may run something: by its content or by what the system thinks of its ending."""
    endings = name.casefold().rstrip(". ").rsplit(".", 1)
    return mime == PROGRAM or (len(endings) == 2 and endings[1] in _PROGRAM_ENDINGS)
