"""The places of the window, in the order of the rail. A new screen is one file and one line here.

Each module is imported when its screen is first shown: nothing of it costs at start. The imports are written out, so
that mypy and the frozen build see them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from app.i18n import N_

if TYPE_CHECKING:
    from app.ui.context import Screen


class Place(NamedTuple):
    """A screen before it exists: ``title`` is a msgid, ``icon`` a name in resources/icons, ``where`` rail, foot or hidden."""

    key: str
    title: str
    icon: str
    load: "Callable[[], type[Screen]]"
    where: str = "rail"


def _today() -> "type[Screen]":
    from app.ui.screens.today import TodayScreen

    return TodayScreen


def _customers() -> "type[Screen]":
    from app.ui.screens.customers import CustomersScreen

    return CustomersScreen


def _people() -> "type[Screen]":
    from app.ui.screens.people import PeopleScreen

    return PeopleScreen


def _visits() -> "type[Screen]":
    from app.ui.screens.visits import VisitsScreen

    return VisitsScreen


def _complaints() -> "type[Screen]":
    from app.ui.screens.complaints import ComplaintsScreen

    return ComplaintsScreen


def _reports() -> "type[Screen]":
    from app.ui.screens.reports import ReportsScreen

    return ReportsScreen


def _settings() -> "type[Screen]":
    from app.ui.screens.settings import SettingsScreen

    return SettingsScreen


def _bin() -> "type[Screen]":
    from app.ui.screens.bin import BinScreen

    return BinScreen


SCREENS: tuple[Place, ...] = (
    Place("today", N_("Today"), "calendar-check", _today),
    Place("customers", N_("Customers"), "building-2", _customers),
    Place("people", N_("People"), "users", _people),
    Place("visits", N_("Visits"), "map-pin", _visits),
    Place("complaints", N_("Complaints"), "message-square-warning", _complaints),
    Place("reports", N_("Reports"), "file-text", _reports),
    Place("settings", N_("Settings"), "settings", _settings, "foot"),
    Place("bin", N_("Recycle bin"), "trash-2", _bin, "hidden"),
)
