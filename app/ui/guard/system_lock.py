"""The screen is locked, the computer goes to sleep, another user takes the screen: what the system tells, where it does.

On Linux three programs tell it over D-Bus: systemd's logind, and the screen locks of the GNOME and freedesktop kinds. On
other systems nothing is heard here; there the idle time locks (docs/help, "Encryption and lock").
"""

import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_LOGIN = "org.freedesktop.login1"
_CHANGED = "changed(QString,QVariantMap)"
_SAVERS = (("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"), ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"))


def session_path(number: str) -> str:
    """Where logind keeps a session: whatever is no letter or digit, and a digit at the start, is written as _ and its code."""
    plain = (one if one.isascii() and one.isalnum() and not (place == 0 and one.isdigit()) else f"_{ord(one):02x}"
             for place, one in enumerate(number))  # fmt: skip
    return f"/org/freedesktop/login1/session/{''.join(plain)}"


class SystemLock(QObject):
    """``left`` comes when nobody is at the screen any more. Buses can be given by a test; None where there is none."""

    left = Signal()

    def __init__(self, parent: QObject | None = None, buses: "tuple[Any, Any] | None" = None) -> None:
        super().__init__(parent)
        self._buses = buses if buses is not None else _buses()
        self.heard = sum(self._listen())
        """How many of the signals are listened to."""

    def _listen(self) -> list[bool]:
        system, session = self._buses
        own = session_path(os.environ.get("XDG_SESSION_ID", "")) if os.environ.get("XDG_SESSION_ID") else ""
        wanted = [
            (system, _LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep", "told(bool)"),
            (system, _LOGIN, own, f"{_LOGIN}.Session", "Lock", "told()"),
            *([(system, _LOGIN, own, "org.freedesktop.DBus.Properties", "PropertiesChanged", _CHANGED)] if own else []),
            *((session, service, path, service, "ActiveChanged", "told(bool)") for service, path in _SAVERS),
        ]
        return [bool(bus.connect(service, path, interface, name, self, SLOT(slot)))
                for bus, service, path, interface, name, slot in wanted if bus is not None and bus.isConnected()]  # fmt: skip

    @Slot()
    @Slot(bool)
    def told(self, begins: bool = True) -> None:
        """The signal itself: it begins, or (False) it is over."""
        if begins:
            self.left.emit()

    @Slot(str, "QVariantMap")
    def changed(self, _interface: str, now: Any) -> None:
        """What logind says of our session: another user has the screen, or it is locked."""
        if now.get("Active") is False or now.get("LockedHint") is True:
            self.left.emit()


def _buses() -> "tuple[Any, Any]":
    if not sys.platform.startswith("linux"):
        return None, None
    try:
        from PySide6.QtDBus import QDBusConnection
    except ImportError:  # a Qt that was built without it
        return None, None
    return QDBusConnection.systemBus(), QDBusConnection.sessionBus()
