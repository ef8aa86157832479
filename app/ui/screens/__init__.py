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
    """A screen before it exists: ``title`` is a msgid, ``icon`` a name in resources/icons, ``where`` rail, foot or hidden.

    ``entity`` names the records that open there; Ctrl+K finds them by ``found_by`` (columns, the first names the record)
    in the order of ``sort`` ("-" for descending). ``offers`` is the msgid of the screen's first command, so that Ctrl+K
    has it before the screen exists. ``alarm`` makes the rail's badge red: what it counts is late.
    ``within``: the place of the rail that a hidden one belongs to. ``counts`` says (msgid) what the rail's number leaves out.
    """

    key: str
    title: str
    icon: str
    load: "Callable[[], type[Screen]]"
    where: str = "rail"
    entity: str = ""
    found_by: tuple[str, ...] = ()
    sort: str = ""
    offers: str = ""
    alarm: bool = False
    within: str = ""
    counts: str = ""


def _today() -> "type[Screen]":
    from app.ui.screens.today.screen import TodayScreen

    return TodayScreen


def _customers() -> "type[Screen]":
    from app.ui.screens.customers.screen import CustomersScreen

    return CustomersScreen


def _people() -> "type[Screen]":
    from app.ui.screens.people.screen import PeopleScreen

    return PeopleScreen


def _visits() -> "type[Screen]":
    from app.ui.screens.visits.screen import VisitsScreen

    return VisitsScreen


def _complaints() -> "type[Screen]":
    from app.ui.screens.complaints.screen import ComplaintsScreen

    return ComplaintsScreen


def _requests() -> "type[Screen]":
    from app.ui.screens.requests.screen import RequestsScreen

    return RequestsScreen


def _memos() -> "type[Screen]":
    from app.ui.screens.memos.screen import MemosScreen

    return MemosScreen


def _care() -> "type[Screen]":
    from app.ui.screens.care.screen import CareScreen

    return CareScreen


def _improvements() -> "type[Screen]":
    from app.ui.screens.improvements.screen import ImprovementsScreen

    return ImprovementsScreen


def _reports() -> "type[Screen]":
    from app.ui.screens.reports.screen import ReportsScreen

    return ReportsScreen


def _business() -> "type[Screen]":
    from app.ui.screens.business.screens import OrdersScreen

    return OrdersScreen


def _invoices() -> "type[Screen]":
    from app.ui.screens.business.invoices import InvoicesScreen

    return InvoicesScreen


def _receipts() -> "type[Screen]":
    from app.ui.screens.business.screens import ReceiptsScreen

    return ReceiptsScreen


def _costs() -> "type[Screen]":
    from app.ui.screens.business.screens import CostsScreen

    return CostsScreen


def _products() -> "type[Screen]":
    from app.ui.screens.business.screens import ProductsScreen

    return ProductsScreen


def _dunnings() -> "type[Screen]":
    from app.ui.screens.business.dunning import DunningsScreen

    return DunningsScreen


def _credit_files() -> "type[Screen]":
    from app.ui.screens.business.credit import CreditScreen

    return CreditScreen


def _customer_policies() -> "type[Screen]":
    from app.ui.screens.business.policies import PoliciesScreen

    return PoliciesScreen


def _development_plans() -> "type[Screen]":
    from app.ui.screens.business.screens_more import PlansScreen

    return PlansScreen


def _portfolio_decisions() -> "type[Screen]":
    from app.ui.screens.business.screens_more import PortfolioScreen

    return PortfolioScreen


def _grade_overrides() -> "type[Screen]":
    from app.ui.screens.business.screens_more import OverridesScreen

    return OverridesScreen


def _never_serves() -> "type[Screen]":
    from app.ui.screens.business.never import NeverServeScreen

    return NeverServeScreen


def _analysis() -> "type[Screen]":
    from app.ui.screens.analysis.screen import AnalysisScreen

    return AnalysisScreen


def _settings() -> "type[Screen]":
    from app.ui.screens.settings.screen import SettingsScreen

    return SettingsScreen


def _import() -> "type[Screen]":
    from app.ui.screens.transfer.screen import TransferScreen

    return TransferScreen


def _bin() -> "type[Screen]":
    from app.ui.screens.bin import BinScreen

    return BinScreen


def _duplicates() -> "type[Screen]":
    from app.ui.screens.duplicates.screen import DuplicatesScreen

    return DuplicatesScreen


SCREENS: tuple[Place, ...] = (
    Place("today", N_("Today"), "calendar-check", _today, counts=N_("Late or due today; what comes later is not counted.")),
    Place("customers", N_("Customers"), "building-2", _customers, entity="customers", found_by=("name", "code"), sort="name",
          offers=N_("New customer")),
    Place("people", N_("People"), "users", _people, entity="contacts", found_by=("name", "customer_id"), sort="name",
          offers=N_("New person")),
    Place("visits", N_("Visits"), "map-pin", _visits, entity="visits", found_by=("purpose", "number", "customer_id"),
          sort="-number", offers=N_("Record visit")),
    Place("care", N_("Care dates"), "cake", _care, offers=N_("New care date")),
    Place("complaints", N_("Complaints"), "message-square-warning", _complaints, entity="complaints",
          found_by=("subject", "number", "customer_id"), sort="-received_at", offers=N_("Record complaint"), alarm=True),
    Place("requests", N_("Service requests"), "wrench", _requests, entity="requests",
          found_by=("subject", "number", "customer_id"), sort="-received_at", offers=N_("Record service request"), alarm=True),
    Place("phone_memos", N_("Phone memos"), "phone", _memos, entity="phone_memos",
          found_by=("subject", "number", "customer_id"), sort="-called_at", offers=N_("New phone memo")),
    Place("improvements", N_("Improvements"), "target", _improvements, entity="improvements", found_by=("name", "number"),
          sort="-number", offers=N_("New improvement"), alarm=True),
    Place("business", N_("Business"), "briefcase", _business, entity="orders", found_by=("number", "customer_id"),
          sort="-ordered_on", offers=N_("New order")),
    Place("analysis", N_("Analysis"), "chart-column", _analysis),
    Place("reports", N_("Reports"), "file-text", _reports),
    Place("invoices", N_("Invoices"), "file-text", _invoices, "hidden", entity="invoices",
          found_by=("number", "customer_id"), sort="-issued_on", within="business"),
    Place("receipts", N_("Payments received"), "check", _receipts, "hidden", entity="receipts",
          found_by=("number", "customer_id"), sort="-received_on", within="business"),
    Place("costs", N_("Costs"), "hash", _costs, "hidden", entity="costs", found_by=("name", "customer_id"), sort="-spent_on",
          within="business"),
    Place("products", N_("Products"), "package", _products, "hidden", entity="products", found_by=("name", "code"), sort="name",
          within="business"),
    Place("dunnings", N_("Dunning"), "bell", _dunnings, "hidden",
          entity="dunnings", found_by=("customer_id", "words"), sort="-done_on", within="business"),
    Place("credit_files", N_("Credit files"), "check", _credit_files, "hidden",
          entity="credit_files", found_by=("number", "customer_id"), sort="-number", within="business"),
    Place("customer_policies", N_("Policies"), "handshake", _customer_policies, "hidden",
          entity="customer_policies", found_by=("reason", "customer_id"), sort="-begins_on", within="business"),
    Place("development_plans", N_("Development plans"), "route", _development_plans, "hidden",
          entity="development_plans", found_by=("number", "customer_id"), sort="-number", within="business"),
    Place("portfolio_decisions", N_("Portfolio"), "flag", _portfolio_decisions, "hidden",
          entity="portfolio_decisions", found_by=("reason", "customer_id"), sort="-decided_on", within="business"),
    Place("grade_overrides", N_("Set by hand"), "pencil", _grade_overrides, "hidden",
          entity="grade_overrides", found_by=("reason", "customer_id"), sort="-begins_on", within="business"),
    Place("never_serves", N_("Never serve"), "circle-x", _never_serves, "hidden",
          entity="never_serves", found_by=("evidence", "customer_id"), sort="-applied_on", within="business"),
    Place("settings", N_("Settings"), "settings", _settings, "foot", alarm=True),
    Place("import", N_("Import"), "upload", _import, "hidden", offers=N_("Import a file")),
    Place("duplicates", N_("Duplicates"), "copy", _duplicates, "hidden", offers=N_("Find duplicates")),
    Place("bin", N_("Recycle bin"), "trash-2", _bin, "hidden"),
)  # fmt: skip


class Part(NamedTuple):
    """Records that have no screen of their own: Ctrl+K finds them too and opens the record they belong to, at the tab ``key``.
    The other fields are those of ``Place``."""

    key: str
    title: str
    icon: str
    entity: str
    found_by: tuple[str, ...]
    sort: str


PARTS: tuple[Part, ...] = (
    Part("attachments", N_("Attachments"), "paperclip", "attachments",
         ("name", "customer_id", "contact_id", "visit_id", "complaint_id", "improvement_id"), "-added_at"),
)  # fmt: skip


def place(key: str) -> Place:
    """The screen with this key; StopIteration for an unknown key is a bug."""
    return next(found for found in SCREENS if found.key == key)
