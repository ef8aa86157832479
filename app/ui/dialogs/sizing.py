"""How tall a dialog is: as what it says needs, as far as the window it stands over goes."""

from PySide6.QtWidgets import QLayout, QWidget

_LEAST = 160


def fit(dialog: QWidget, body: QWidget, rest: QLayout, width: int) -> None:
    """Make a dialog so wide, and no taller than its scrolled ``body`` with the ``rest`` below it needs."""
    parent = dialog.parentWidget()
    room = parent.window().height() if parent is not None else dialog.maximumHeight()
    inside = body.layout()
    wanted = (_height(inside, width) if inside is not None else 0) + _height(rest, width)
    dialog.resize(width, max(_LEAST, min(wanted, room)))


def _height(layout: QLayout, width: int) -> int:
    layout.invalidate()
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
