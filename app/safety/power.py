"""Whether the computer runs on its battery: then what can wait, waits."""

import sys
from pathlib import Path

_SUPPLIES = Path("/sys/class/power_supply")


def on_battery(supplies: Path = _SUPPLIES) -> bool | None:
    """True, False, or None where nobody says (a desktop without a battery, macOS)."""
    if sys.platform == "win32":
        return _windows()
    return _linux(supplies) if sys.platform.startswith("linux") else None


def _linux(supplies: Path) -> bool | None:
    """Mains that is on decides; without any, a battery that discharges."""
    mains, discharging = list[bool](), list[bool]()
    for supply in sorted(supplies.iterdir()) if supplies.is_dir() else ():
        kind = _read(supply / "type")
        if kind in ("Mains", "USB", "Wireless") and (online := _read(supply / "online")):
            mains.append(online == "1")
        elif kind == "Battery" and _read(supply / "scope") != "Device":  # not that of a mouse
            discharging.append(_read(supply / "status") == "Discharging")
    if any(mains):
        return False
    return any(discharging) if discharging else (None if not mains else False)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _windows() -> bool | None:
    import ctypes

    status = (ctypes.c_ubyte * 12)()
    if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):  # type: ignore[attr-defined,unused-ignore]
        return None
    return {0: True, 1: False}.get(status[0])
