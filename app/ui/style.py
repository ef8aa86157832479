"""Colours by role, in one place, and the style sheet made of them (shared look: "Measures").

Widgets name a role, never a colour: ``colour("accent")``. Labels, buttons and frames take their look from the dynamic
property ``kind`` (see resources/style.qss): QLabel title, section, secondary, strong, danger, warning, good; QPushButton
primary, quiet, link, danger; QFrame card, next, line. After changing ``kind`` on a shown widget call ``restyle(widget)``.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import resource

THEMES = ("light", "dark")

LIGHT: dict[str, str] = {
    "ground": "#F7F7F5", "surface": "#FFFFFF", "line": "#E4E3DF", "text": "#1F2328", "secondary": "#6A6F76",
    "accent": "#2F6F6B", "danger": "#B3372F", "warning": "#8F5A12", "good": "#2F7D4F", "on_accent": "#FFFFFF",
    "accent_hover": "#285F5B", "accent_pressed": "#214F4C", "selected": "#ECF4F3", "hover": "#F2F2F0", "field": "#FFFFFF",
    "control_line": "#8B8E92", "on_danger": "#FFFFFF",
    "tint_neutral": "#ECEBE7", "tint_gold": "#F3E7C9", "tint_silver": "#E3E6EA", "tint_danger": "#F6DDDA",
    "tint_warning": "#F6E6CC", "tint_good": "#DCEDE2", "tint_accent": "#DDEBE9",
    "ink_neutral": "#4A4E54", "ink_gold": "#6B4E0B", "ink_silver": "#424A55", "ink_danger": "#8C2A23",
    "ink_warning": "#74480C", "ink_good": "#205C39", "ink_accent": "#245955",
    "toast": "#1F2328", "on_toast": "#FFFFFF", "shade": "#1F2328",
}  # fmt: skip

DARK: dict[str, str] = {
    "ground": "#1C1D1F", "surface": "#26272A", "line": "#37383C", "text": "#E8E8E6", "secondary": "#A0A4AA",
    "accent": "#5FB3AB", "danger": "#E5786F", "warning": "#E0B25A", "good": "#6CC08B", "on_accent": "#1C1D1F",
    "accent_hover": "#73C0B9", "accent_pressed": "#4FA39B", "selected": "#243331", "hover": "#2C2D31", "field": "#26272A",
    "control_line": "#777B82", "on_danger": "#1C1D1F",
    "tint_neutral": "#35363A", "tint_gold": "#4A3D1D", "tint_silver": "#3A4048", "tint_danger": "#4B2724",
    "tint_warning": "#47371A", "tint_good": "#223A2C", "tint_accent": "#24403D",
    "ink_neutral": "#C6C9CD", "ink_gold": "#F0D48C", "ink_silver": "#CFD6DF", "ink_danger": "#F2A9A2",
    "ink_warning": "#EFCB86", "ink_good": "#93D6AC", "ink_accent": "#8FD0C9",
    "toast": "#E8E8E6", "on_toast": "#1C1D1F", "shade": "#000000",
}  # fmt: skip

PALETTES = {"light": LIGHT, "dark": DARK}

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ground in ("ground", "surface") for ink in
      ("text", "secondary", "accent", "danger", "warning", "good")),
    *((ink, ground) for ground in ("selected", "hover", "field") for ink in ("text", "secondary", "accent", "danger")),
    *((f"ink_{tone}", f"tint_{tone}") for tone in ("neutral", "gold", "silver", "danger", "warning", "good", "accent")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    ("on_danger", "danger"), ("on_toast", "toast"),
)  # fmt: skip
"""(text role, ground role) wherever text stands on a ground; a test measures each at 4.5:1 or more."""


class _Events(QObject):
    changed = Signal()


events = _Events()
_state = {"theme": "light"}


def theme() -> str:
    """``light`` or ``dark``."""
    return _state["theme"]


@cache
def _colours(name: str) -> dict[str, QColor]:
    return {role: QColor(value) for role, value in PALETTES[name].items()}


def colour(role: str) -> QColor:
    """The colour of a role in the theme in force; KeyError for an unknown role is a bug. Not to be changed in place."""
    return _colours(_state["theme"])[role]


@contextmanager
def on_paper() -> Iterator[None]:
    """The light theme's colours for what leaves the window: a drawing goes into a paper or a chat, whatever the window wears."""
    worn, _state["theme"] = _state["theme"], "light"
    try:
        yield
    finally:
        _state["theme"] = worn


def apply_style(app: QApplication, name: str) -> None:
    """Dress the whole application; a theme other than ``dark`` is light. ``events.changed`` follows."""
    _state["theme"] = "dark" if name == "dark" else "light"
    sheet, worn = style_sheet(theme()), app.styleSheet()
    if not worn:
        app.setStyle("Fusion")
    if sheet != worn:  # Qt dresses every widget anew, also with the same sheet
        app.setPalette(_palette())
        app.setStyleSheet(sheet)
    events.changed.emit()


def style_sheet(name: str) -> str:
    """The style sheet with its ``@role`` places filled in."""
    colours = PALETTES[name] | {"signs": resource("style").as_posix(), "theme": name}
    return re.sub(r"@([a-z_]+)", lambda found: colours[found.group(1)], _template())


@cache
def _template() -> str:
    return resource("style.qss").read_text(encoding="utf-8")


def _palette() -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, name in (
        (role.Window, "ground"), (role.Base, "surface"), (role.AlternateBase, "ground"), (role.Button, "surface"),
        (role.WindowText, "text"), (role.Text, "text"), (role.ButtonText, "text"), (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"), (role.PlaceholderText, "secondary"), (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"), (role.Link, "accent"), (role.LinkVisited, "accent"), (role.Accent, "accent"),
        (role.BrightText, "danger"), (role.Mid, "line"), (role.Midlight, "line"), (role.Dark, "line"),
    ):  # fmt: skip
        palette.setColor(target, colour(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, target, colour("secondary"))
    return palette


def restyle(widget: QWidget) -> None:
    """Let a widget take its look anew after one of the properties the style sheet reads has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
