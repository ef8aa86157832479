"""What all charts share: matplotlib made ready once, the palettes, and a sheet to draw on that is measured in points.

Axes, ticks and legends of matplotlib are not used: texts are placed by hand, so that labels never meet.
"""

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.paths import data_folder
from app.reports.cjk import BOLD, FONT_FILES, REGULAR, note_missing
from app.reports.lines import break_paragraph, is_wide, shorten

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MM = 72 / 25.4
FAMILY = "Clientele Sans"
LABEL_LENGTH = 40
SIZE = 8.0
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role: ``strong`` for what matters, ``pale`` and ``rest`` for the others (apart in grey too)."""

    ground: str
    ink: str
    quiet: str
    axis: str
    strong: str
    pale: str
    rest: str
    on_strong: str


LIGHT = Palette("#FFFFFF", "#1F2328", "#6A6F76", "#9A9D98", "#2F6F6B", "#B9CFCC", "#C9C9C5", "#FFFFFF")
DARK = Palette("#26272A", "#E8E8E6", "#A0A4AA", "#6B6E73", "#5FB3AB", "#38544F", "#4A4C50", "#1C1D1F")
PAPER = Palette("#FFFFFF", "#1F2328", "#4E545B", "#8A8D88", "#2F6F6B", "#B9CFCC", "#CCCCC8", "#FFFFFF")


def _config_folder() -> Path:
    """A folder of our own for matplotlib's list of fonts; a temporary one where the data folder can't be written."""
    try:
        folder = data_folder() / "cache" / "matplotlib"
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="clientele-matplotlib-"))
    return folder


@cache
def matplotlib_ready() -> None:
    """Import matplotlib with our folder and the bundled font under a name of its own; nothing global is restyled.

    Frozen builds set MPLCONFIGDIR to a fresh folder at every start, which costs a scan of all fonts: overruled.
    """
    with _lock:
        if "matplotlib" not in sys.modules and ("MPLCONFIGDIR" not in os.environ or getattr(sys, "frozen", False)):
            os.environ["MPLCONFIGDIR"] = str(_config_folder())
        from matplotlib.font_manager import FontEntry, fontManager

        for name, weight in ((REGULAR, 400), (BOLD, 700)):
            fontManager.ttflist.append(FontEntry(fname=str(FONT_FILES[name]), name=FAMILY, style="normal",
                                                 variant="normal", weight=weight, stretch="normal",
                                                 size="scalable"))  # fmt: skip


def _fonts(text: str, bold: bool) -> Any:
    """The bundled font where it has every character; else DejaVu before it, not after: matplotlib would take letters
    it lacks apart (ź as z and a stray accent) before it looks into the second font."""
    from matplotlib.font_manager import FontProperties

    family = [FAMILY] if all(map(_in_first, text)) else ["DejaVu Sans", FAMILY]
    return FontProperties(family=family, weight="bold" if bold else "regular")


@cache
def _in_first(character: str) -> bool:
    from matplotlib.font_manager import get_font

    return bool(get_font(str(FONT_FILES[REGULAR])).get_char_index(ord(character)))


@cache
def _drawable(character: str) -> bool:
    from matplotlib.font_manager import findfont, get_font

    return _in_first(character) or bool(get_font(findfont("DejaVu Sans")).get_char_index(ord(character)))


def chart_text(text: str, length: int = LABEL_LENGTH) -> str:
    """A person's text as a label: one cleaned line, cut at ``length``, what no chart font has as ``[U+323B0]``."""
    short = shorten(text[: length * 20], length)
    lacking = {character for character in short if not _drawable(character)}
    note_missing(lacking)
    return short.translate({ord(character): f"[U+{ord(character):04X}]" for character in lacking})


def _em(character: str) -> float:
    return 1.0 if is_wide(character) else 0.56


def estimated_width(text: str, size: float = SIZE) -> float:
    """Width in points, near enough to keep labels apart, without opening a font."""
    return sum(map(_em, text)) * size


def wrapped(text: str, width: float, lines: int, size: float = SIZE) -> list[str]:
    """A label in at most ``lines`` lines of ``width`` points, "…" where more was cut."""
    label, room = chart_text(text), max(width, size) / size
    found = break_paragraph(label, room, _em)
    if 1 < len(found) <= lines:  # lines of like length: no single character stands alone
        even = break_paragraph(label, min(room, sum(map(_em, label)) / len(found) + 0.6), _em)
        return even if len(even) == len(found) else found
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1][: max(int(width / size) - 1, 1)].rstrip() + "…"]
    return found


class Sheet:
    """A figure whose coordinates are points from its lower left corner."""

    def __init__(self, size: tuple[float, float], palette: Palette) -> None:
        matplotlib_ready()
        from matplotlib.figure import Figure

        self.palette = palette
        self.width, self.height = size[0] * MM, size[1] * MM
        self.figure: Figure = Figure(figsize=(self.width / 72, self.height / 72), facecolor=palette.ground)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, self.width)
        self.axes.set_ylim(0, self.height)
        self.axes.set_axis_off()

    def text(
        self, x: float, y: float, text: str, colour: str = "", *, at: Literal["left", "center", "right"] = "center",
        base: Literal["bottom", "top", "center"] = "bottom", bold: bool = False, size: float = SIZE,
    ) -> None:  # fmt: skip
        """Write one line; ``$`` and ``\\`` mean themselves."""
        self.axes.text(x, y, text, color=colour or self.palette.ink, ha=at, fontsize=size, parse_math=False,
                       va={"bottom": "baseline", "top": "top", "center": "center_baseline"}[base],
                       fontproperties=_fonts(text, bold))  # fmt: skip

    def bar(self, x: float, y: float, width: float, height: float, colour: str, index: int, hatch: str = "") -> None:
        """A filled bar; its gid ``bar-3`` tells a screen which value was clicked."""
        from matplotlib.patches import Rectangle

        bar = Rectangle((x, y), width, max(height, 0.4), facecolor=colour, linewidth=0, hatch=hatch or None,
                        edgecolor=self.palette.ground if hatch else "none", gid=f"bar-{index}")  # fmt: skip
        self.axes.add_patch(bar)

    def hatch(self, colour: str) -> str:
        """What is not dark is hatched on paper, so that the two stay apart in black and white."""
        return "////" if self.palette is PAPER and colour != self.palette.strong else ""

    def line(
        self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 0.8, marker: str = ""
    ) -> None:  # fmt: skip
        """A line through points, with dots where ``marker`` is ``"o"``."""
        self.axes.plot(xs, ys, color=colour, linewidth=width, marker=marker or None, markersize=3.2,
                       solid_capstyle="butt", clip_on=False)  # fmt: skip

    def each_line(self, x: float, top: float, lines: Sequence[str], colour: str = "") -> None:
        """Centred lines downward from ``top``."""
        for index, line in enumerate(lines):
            self.text(x, top - SIZE - index * (SIZE + 2), line, colour)


FigureBuilder = Callable[[float, float], "Figure"]
