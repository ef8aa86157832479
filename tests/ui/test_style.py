"""The palette is legible, and the style sheet names only roles there are."""

import re

import pytest
from PySide6.QtWidgets import QApplication

from app.paths import resource
from app.ui import style
from app.ui.kit import icons
from app.ui.screens import SCREENS


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_the_web_guidelines_do() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize(("ink", "ground"), style.TEXT_PAIRS)
def test_text_stands_out_from_its_ground(theme: str, ink: str, ground: str) -> None:
    colours = style.PALETTES[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_both_palettes_have_the_same_roles() -> None:
    assert set(style.LIGHT) == set(style.DARK)


@pytest.mark.parametrize("theme", style.THEMES)
def test_the_style_sheet_is_filled_in_whole(theme: str) -> None:
    assert "@" not in style.style_sheet(theme)
    named = set(re.findall(r"@([a-z_]+)", resource("style.qss").read_text(encoding="utf-8")))
    assert named <= set(style.PALETTES[theme]) | {"signs", "theme"}
    for sign in ("chevron", "check"):
        assert resource("style", f"{sign}-{theme}.svg").is_file()


def test_an_icon_is_drawn_anew_in_the_other_theme(qapp: QApplication) -> None:
    style.apply_style(qapp, "light")
    light = icons.pixmap("users", 16).toImage()
    style.apply_style(qapp, "dark")
    try:
        assert icons.pixmap("users", 16).toImage() != light
    finally:
        style.apply_style(qapp, "light")


def test_every_place_has_its_icon_and_its_screen() -> None:
    for place in SCREENS:
        assert resource("icons", f"{place.icon}.svg").is_file()
        assert place.load().key == place.key
