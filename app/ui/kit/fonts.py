"""The type: the system's own UI face, or the bundled Noto Sans SC where the system lacks a Chinese face fit for a screen.

Adding the two files takes a few milliseconds (they are mapped, not read), so it is done before the first paint: a window
whose letters change after a moment looks broken.
"""

import sys

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from app.paths import resource
from app.ui.preferences import Preferences

BODY = 13
"""Pixels of body text; labels are 12, sections 15, page titles 22 (resources/style.qss)."""
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_FIT = (
    *("noto sans cjk", "noto sans sc", "source han sans", "wenquanyi", "sarasa", "lxgw", "misans"),
    *("pingfang", "microsoft yahei"),
)
"""Faces with a bold cut and our punctuation; a mere fallback face (Droid Sans Fallback) has neither."""


def apply_face(app: QApplication, preferences: Preferences | None = None) -> None:
    """Set the face and the body size before the first paint.

    Looking through all faces of the system takes 7 ms, so what was found is kept in the preferences; a face installed
    later is looked for again when that entry is dropped.
    """
    face = QFont(app.font())
    face.setPixelSize(BODY)
    lacking = preferences.get("bundled_face") if preferences else None
    if lacking is None:
        lacking = not system_has_chinese()
        if preferences:
            preferences.set("bundled_face", lacking)
    if lacking:
        face.setFamilies([*_add_bundled(), *face.families()])
    app.setFont(face)


def system_has_chinese() -> bool:
    """Whether the system brings a Chinese face fit for a screen; Windows and macOS always do."""
    if not sys.platform.startswith("linux"):
        return True
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return any(family.lower().startswith(_FIT) for family in families)


def _add_bundled() -> list[str]:
    families: list[str] = []
    for name in _FILES:
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(resource("fonts", name))))
    return list(dict.fromkeys(families))
