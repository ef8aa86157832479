"""Which font files may stand in where the bundled one lacks a character: matplotlib's DejaVu first (it comes with the
program, so paper looks alike everywhere), then what the system has. Found when first needed."""

import importlib.util
import sys
from functools import cache
from pathlib import Path

_LIMIT = 24  # each file costs 10-50 ms to look into; a character none has must not cost seconds
_WANTED = (
    "dejavusans.", "notosans-regular", "notosanscjk", "notosanssymbols", "notosans", "notoserif", "wqy", "wenquanyi",
    "droidsansfallback", "msyh", "simsunb", "simsun", "seguisym", "seguihis", "segoeui.", "arialuni", "arial.",
    "hiragino", "pingfang", "stheiti", "applesymbols", "symbola", "hanamin", "plangothic", "unifont", "freesans",
)  # fmt: skip


def font_folders() -> tuple[Path, ...]:
    """Where the system and the person keep fonts."""
    home = Path.home()
    if sys.platform == "win32":
        return Path("C:/Windows/Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


@cache
def fallback_files(bold: bool) -> tuple[Path, ...]:
    """At most 24 files in the order of trying; bold ones only where they are sure to come with the program."""
    return tuple(dict.fromkeys((*_bundled(bold), *_system())))


def _bundled(bold: bool) -> list[Path]:
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    names = ("DejaVuSans-Bold.ttf", "DejaVuSans.ttf") if bold else ("DejaVuSans.ttf",)
    return [folder / name for name in names if (folder / name).is_file()]


@cache
def _system() -> tuple[Path, ...]:
    found: list[tuple[int, str, Path]] = []
    for folder in font_folders():
        for path in folder.rglob("*.[tT][tT][fFcC]") if folder.is_dir() else ():
            rank = _rank(path.name.lower().replace(" ", ""))
            if rank is not None:
                found.append((rank, path.name, path))
    return tuple(path for _rank_of, _name, path in sorted(found)[:_LIMIT])


def _rank(name: str) -> int | None:
    if any(style in name for style in ("bold", "italic", "oblique", "mono", "light", "black", "condensed")):
        return None
    return next((rank for rank, wanted in enumerate(_WANTED) if name.startswith(wanted)), None)
