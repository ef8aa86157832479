"""The type: the system's own UI face; the bundled Chinese face only where the system has none (it is 10 MB to load)."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from app.paths import resource

BODY = 13
"""Pixels of body text; labels are 12, sections 15, page titles 22 (resources/style.qss)."""


def apply_face(app: QApplication) -> None:
    """Set the body size on the system's face: cheap, before the first paint."""
    face = QFont(app.font())
    face.setPixelSize(BODY)
    app.setFont(face)


def system_has_chinese() -> bool:
    """Whether some face of the system covers simplified Chinese."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def ensure_chinese(app: QApplication) -> bool:
    """Add the bundled face where the system lacks Chinese, after the frame is painted; True when it was added."""
    if system_has_chinese():
        return False
    families: list[str] = []
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(resource("fonts", name))))
    face = QFont(app.font())
    face.setFamilies([*face.families(), *dict.fromkeys(families)])
    app.setFont(face)
    return True
