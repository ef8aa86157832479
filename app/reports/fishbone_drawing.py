"""The fishbone itself: a head with the problem, nine branches of the cause tree, and on each its possible causes.

Pure black lines and words with signs, so that it reads in black and white. Texts of one branch never leave its strip, and
lines are given out so that neighbours never meet: what does not fit is cut with "…" and stands whole in the list below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from app.reports.chart_style import PAPER, Palette, Sheet, chart_text, estimated_width
from app.reports.lines import break_paragraph, is_wide

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CONFIRMED, REFUTED, OPEN = "●", "✕", "○"
SIGNS = {"yes": CONFIRMED, "no": REFUTED}
MOST = 8
"""Causes of a branch that are drawn; more are counted and stand in the list."""

_SIZE, _LEADING, _GAP, _WIDEST_GAP = 8.0, 9.6, 2.6, 12.0
_HEAD, _SLANT, _EDGE, _LABEL = 112.0, 26.0, 4.0, 16.0
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Bone:
    """A branch: its word, its causes as (text, confirmed: "yes", "no" or None), and whether the root cause lies here."""

    label: str
    causes: tuple[tuple[str, str | None], ...]
    root: bool = False


def fishbone(problem: str, bones: Sequence[Bone], more: str, size: tuple[float, float], palette: Palette = PAPER) -> "Figure":
    """``size`` in millimetres; ``more`` words what is left out ("and {count} more")."""
    sheet = Sheet(size, palette)
    middle, upper = sheet.height / 2, (len(bones) + 1) // 2
    spine = sheet.width - _HEAD
    strip = (spine - _EDGE - _SLANT) / max(upper, 1)
    sheet.line((_EDGE, spine), (middle, middle), palette.ink, 2.2)
    _draw_head(sheet, problem, spine, middle)
    for place, (above, below) in enumerate(zip_longest(bones[:upper], bones[upper:])):
        foot = _EDGE + _SLANT + (place + 1) * strip - 2
        for bone, up in ((above, True), (below, False)):
            if bone is not None:
                _draw_bone(sheet, bone, (foot, middle), strip, up, more)
    return sheet.figure


def _draw_head(sheet: Sheet, problem: str, x: float, middle: float) -> None:
    lines = wrapped(problem, _HEAD - 26, 9, 9.0)
    high = max(len(lines) * 11.5 + 16, 46)
    corners = ((x, middle - high / 2), (x, middle + high / 2), (x + _HEAD - 14, middle + high / 2), (sheet.width - 1, middle),
               (x + _HEAD - 14, middle - high / 2), (x, middle - high / 2))  # fmt: skip
    sheet.line([each[0] for each in corners], [each[1] for each in corners], sheet.palette.ink, 1.4)
    top = middle + len(lines) * 11.5 / 2
    for place, line in enumerate(lines):
        sheet.text(x + (_HEAD - 10) / 2, top - (place + 1) * 11.5 + 3, line, bold=True, size=9.0)


def _draw_bone(sheet: Sheet, bone: Bone, foot: tuple[float, float], strip: float, up: bool, more: str) -> None:
    """The branch from the spine outwards to the left, its word at its end, causes on lines that end at it."""
    x, middle = foot
    reach = sheet.height / 2 - _EDGE - _LABEL
    side = 1 if up else -1
    tip = (x - _SLANT, middle + side * reach)
    sheet.line((x, tip[0]), (middle, tip[1]), sheet.palette.ink, 1.8 if _confirmed(bone) or bone.root else 0.9)
    _draw_label(sheet, bone, tip, strip, up)
    width = strip - 9
    y, found = reach - 4.0, laid_out(bone, width, reach - 12, more)
    spare = reach - 12 - sum(len(lines) for lines, _confirmed in found) * _LEADING
    gap = min(max(spare / max(len(found), 1), _GAP), _WIDEST_GAP)
    for lines, confirmed in found:
        bold = confirmed == "yes"
        high = len(lines) * _LEADING
        top = middle + y if up else middle - y + high
        end = x - _SLANT * (y - high) / reach
        for place, line in enumerate(lines):
            sheet.text(end - width - 3, top - (place + 1) * _LEADING + 2, line, at="left", bold=bold, size=_SIZE,
                       colour=sheet.palette.quiet if confirmed == "no" else "")  # fmt: skip
        level = top - high
        edge = x - _SLANT * (abs(level - middle)) / reach
        ink, thick = (sheet.palette.ink, 0.9) if bold else (sheet.palette.axis, 0.5)
        sheet.line((end - width - 3, edge), (level, level), ink, thick)
        y -= high + gap


def _confirmed(bone: Bone) -> bool:
    return any(confirmed == "yes" for _text, confirmed in bone.causes)


def _draw_label(sheet: Sheet, bone: Bone, tip: tuple[float, float], strip: float, up: bool) -> None:
    text = chart_text(bone.label, 18)
    wide = min(estimated_width(text, 9.0) + 12, strip - 4)
    left, low = max(tip[0] - wide / 2, 1.0), tip[1] if up else tip[1] - _LABEL
    corners = ((left, low), (left + wide, low), (left + wide, low + _LABEL), (left, low + _LABEL), (left, low))
    sheet.line([each[0] for each in corners], [each[1] for each in corners], sheet.palette.ink, 1.8 if bone.root else 0.7)
    sheet.text(left + wide / 2, low + 5, text, bold=True, size=9.0)


def laid_out(bone: Bone, width: float, room: float, more: str) -> list[tuple[list[str], str | None]]:
    """Each cause's lines within ``room`` points altogether: the longest ones give way first, one line is left to each."""
    shown = bone.causes[:MOST]
    texts = [(f"{SIGNS.get(confirmed or '', OPEN)} {text}", confirmed) for text, confirmed in shown]
    if len(bone.causes) > MOST:
        texts.append((more.replace("{count}", str(len(bone.causes) - MOST)), None))
    needed = [len(wrapped(text, width, 99)) for text, _confirmed in texts]
    most = int((room - len(texts) * _GAP) // _LEADING)
    while sum(needed) > most and max(needed) > 1:
        needed[max(range(len(needed)), key=lambda place: (needed[place], place))] -= 1  # what is confirmed stands first
    return [(wrapped(text, width, count), confirmed) for (text, confirmed), count in zip(texts, needed, strict=True)]


def wrapped(text: str, width: float, most: int, size: float = _SIZE) -> list[str]:
    """A text in at most ``most`` lines of ``width`` points, "…" where more was cut."""
    lines = break_paragraph(chart_text(text, _LONGEST), width / size, _em)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and sum(map(_em, last + "…")) > width / size:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


def _em(character: str) -> float:
    return 1.0 if is_wide(character) else 0.56
