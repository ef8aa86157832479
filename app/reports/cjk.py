"""Fonts for paper: everything reportlab gets wrong or lacks for Chinese, in one place.

1. the bundled Noto Sans SC is registered once per process and kept loaded (10 MB: half of a short report's time);
2. a character it lacks is drawn in the next font that has it, and as ``[U+323B0]`` with a notice where none has;
3. ToUnicode for characters above U+FFFF, so that they can be searched and copied (reportlab writes five digits);
4. line breaks by Chinese rules: ``lines.py``.

Each has a test that fails without it, so that an upstream fix lets it be deleted.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from app.paths import resource
from app.reports.fontfiles import fallback_files
from app.reports.lines import clean

REGULAR, BOLD = "NotoSansSC", "NotoSansSC-Bold"
FONT_FILES = {REGULAR: resource("fonts", "NotoSansSC-Regular.ttf"), BOLD: resource("fonts", "NotoSansSC-Bold.ttf")}

_RTL_LETTERS = "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL = re.compile(f"[{_RTL_LETTERS}]+(?: +[{_RTL_LETTERS}]+)*")

_lock = threading.RLock()
_faces: dict[str, dict[int, float]] = {}
_missing: ContextVar[set[str] | None] = ContextVar("missing", default=None)


@contextmanager
def collect_missing() -> Iterator[set[str]]:
    """Gather the characters that no font has while the block runs, in this thread."""
    found: set[str] = set()
    token = _missing.set(found)
    try:
        yield found
    finally:
        _missing.reset(token)


def _load(name: str, path: str) -> dict[int, float]:
    """Register a font file under ``name`` and give the widths of its characters in ems; {} where it can't be used."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    ttfonts.makeToUnicodeCMap = to_unicode_map
    try:
        font = ttfonts.TTFont(name, path, shapable=False)
    except (ttfonts.TTFError, OSError, ValueError, LookupError):
        return {}
    pdfmetrics.registerFont(font)
    glyphs, widths = font.face.charToGlyph, font.face.charWidths
    return {code: widths[code] / 1000 for code, glyph in glyphs.items() if glyph and code in widths}


def _face(name: str, path: str) -> dict[int, float]:
    with _lock:
        if name not in _faces:
            _faces[name] = _load(name, path)
        return _faces[name]


def _chain(bold: bool) -> Iterator[tuple[str, str]]:
    first, second = (BOLD, REGULAR) if bold else (REGULAR, BOLD)
    yield first, str(FONT_FILES[first])
    for path in fallback_files(bold):
        yield f"Fallback-{path}", str(path)
    yield second, str(FONT_FILES[second])


class _Glyphs(dict[str, tuple[str, float]]):
    """Character -> (font name, width in ems); looked up once per character and process."""

    def __init__(self, bold: bool) -> None:
        super().__init__()
        self._bold = bold

    def __missing__(self, character: str) -> tuple[str, float]:
        found = self._find(ord(character))
        self[character] = found
        return found

    def _find(self, code: int) -> tuple[str, float]:
        for name, path in _chain(self._bold):
            width = _face(name, path).get(code)
            if width is not None:
                return name, width
        return "", 0.0


class _Widths(dict[str, float]):
    def __init__(self, glyphs: _Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def __missing__(self, character: str) -> float:
        self[character] = width = self._glyphs[character][1]
        return width


GLYPHS = {bold: _Glyphs(bold) for bold in (False, True)}
WIDTHS = {bold: _Widths(GLYPHS[bold]) for bold in (False, True)}


def note_missing(characters: set[str]) -> None:
    """Report characters that could not be shown to the ``collect_missing`` around, if any."""
    collector = _missing.get()
    if collector is not None:
        collector.update(characters)


def printable(text: str) -> str:
    """Clean ``text`` and show each character that no font has as ``[U+323B0]`` (noted by ``collect_missing``)."""
    text = clean(text)
    lacking = {character for character in set(text) if character != "\n" and not GLYPHS[False][character][0]}
    if not lacking:
        return text
    note_missing(lacking)
    return text.translate({ord(character): f"[U+{ord(character):04X}]" for character in lacking})


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width in points of one line of ``printable`` text."""
    return sum(map(WIDTHS[bold].__getitem__, text)) * size


def runs(text: str, bold: bool = False) -> list[tuple[str, str]]:
    """One line as (font name, text) in the order of drawing: Hebrew and Arabic stretches are turned round.

    Letters are not joined; a stretch that was broken over two lines is turned line by line.
    """
    glyphs = GLYPHS[bold]
    found: list[tuple[str, str]] = []
    start, name = 0, ""
    text = _visual(text)
    for index, character in enumerate(text):
        font = glyphs[character][0] or REGULAR
        if font != name:
            if index > start:
                found.append((name, text[start:index]))
            start, name = index, font
    if text:
        found.append((name, text[start:]))
    return found


def _visual(text: str) -> str:
    return text if text.isascii() else _RTL.sub(lambda stretch: stretch[0][::-1], text)


def to_unicode_map(fontname: str, subset: Sequence[int]) -> str:
    """The PDF's table from glyph code to text; characters above U+FFFF as UTF-16 pairs, 100 entries a block."""
    pairs = [f"<{code:02X}> <{chr(char).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
             for code, char in enumerate(subset) if char]  # fmt: skip
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    entries = [line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")]
    head = ("/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CIDSystemInfo",
            f"<< /Registry ({fontname})", f"/Ordering ({fontname})", "/Supplement 0", ">> def",
            f"/CMapName /{fontname} def", "/CMapType 2 def", "1 begincodespacerange", "<00> <FF>",
            "endcodespacerange")  # fmt: skip
    return "\n".join((*head, *entries, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"))
