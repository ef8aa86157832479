"""Numbers and times that don't change when somebody scrolls past them (see ``CalmCombo``): a page is read with the wheel, not
set with it."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDateEdit, QDoubleSpinBox, QSpinBox, QTimeEdit


class CalmNumber(QSpinBox):
    """A whole number."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CalmDecimal(QDoubleSpinBox):
    """A number with decimals."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CalmDay(QDateEdit):
    """A day."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CalmTime(QTimeEdit):
    """A time of day."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
