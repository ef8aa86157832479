"""Settings: sections at the left, the chosen page beside them."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.context import Context, Screen
from app.ui.kit.layouts import row


def _general(context: Context) -> QWidget:
    from app.ui.screens.settings.general import GeneralPage

    return GeneralPage(context)


def _firm(context: Context) -> QWidget:
    from app.ui.screens.settings.firm import FirmPage

    return FirmPage(context)


def _short(key: str) -> Callable[[Context], QWidget]:
    def make(context: Context) -> QWidget:
        from app.ui.screens.settings.firm import ShortList

        return ShortList(context, key)

    return make


def _time(context: Context) -> QWidget:
    from app.ui.screens.settings.time import TimePage

    return TimePage(context)


def _visits(context: Context) -> QWidget:
    from app.ui.screens.settings.visits import VisitsPage

    return VisitsPage(context)


def _visit_list(key: str) -> Callable[[Context], QWidget]:
    def make(context: Context) -> QWidget:
        from app.ui.screens.settings.visit_lists import VisitList

        return VisitList(context, key)

    return make


def _care_plans(context: Context) -> QWidget:
    from app.ui.screens.settings.care_plans import CarePlansPage

    return CarePlansPage(context)


def _credit_policies(context: Context) -> QWidget:
    from app.ui.screens.settings.credit_policies import CreditPoliciesPage

    return CreditPoliciesPage(context)


def _complaints(context: Context) -> QWidget:
    from app.ui.screens.settings.complaints import ComplaintsPage

    return ComplaintsPage(context)


def _categories(context: Context) -> QWidget:
    from app.ui.screens.settings.categories import CategoriesPage

    return CategoriesPage(context)


def _complaint_rules(context: Context) -> QWidget:
    from app.ui.screens.settings.complaint_rules import ComplaintRulesPage

    return ComplaintRulesPage(context)


def _causes(context: Context) -> QWidget:
    from app.ui.screens.settings.categories import CausesPage

    return CausesPage(context)


def _complaint_notice(context: Context) -> QWidget:
    from app.ui.screens.settings.complaint_notice import ComplaintNoticePage

    return ComplaintNoticePage(context)


def _requests(context: Context) -> QWidget:
    from app.ui.screens.settings.requests import RequestsPage

    return RequestsPage(context)


def _analysis(context: Context) -> QWidget:
    from app.ui.screens.settings.analysis import AnalysisPage

    return AnalysisPage(context)


def _privacy(context: Context) -> QWidget:
    from app.ui.screens.settings.privacy import PrivacyPage

    return PrivacyPage(context)


def _data(context: Context) -> QWidget:
    from app.ui.screens.settings.general import DataPage

    return DataPage(context)


def _backups(context: Context) -> QWidget:
    from app.ui.screens.settings.backups import BackupsPage

    return BackupsPage(context)


PAGES: tuple[tuple[str, str, Callable[[Context], QWidget]], ...] = (
    ("general", N_("Language and appearance"), _general),
    ("firm", N_("Company profile"), _firm),
    ("employees", N_("Colleagues"), _short("employees")),
    ("products", N_("Products"), _short("products")),
    ("time", N_("Working time and holidays"), _time),
    ("visits", N_("Visit policy"), _visits),
    ("visit_exceptions", N_("Visit exceptions"), _visit_list("visit_exceptions")),
    ("absences", N_("Absences"), _visit_list("absences")),
    ("care_plans", N_("Care plans"), _care_plans),
    ("credit_policies", N_("Credit policies"), _credit_policies),
    ("complaints", N_("Complaint targets and goals"), _complaints),
    ("complaint_rules", N_("Complaint rules and limits"), _complaint_rules),
    ("categories", N_("Complaint categories"), _categories),
    ("causes", N_("Complaint causes"), _causes),
    ("complaint_notice", N_("Notice for customers"), _complaint_notice),
    ("requests", N_("Service request targets"), _requests),
    ("analysis", N_("Analyses and grades"), _analysis),
    ("own_fields", N_("Own fields"), _short("custom_fields")),
    ("backups", N_("Backups"), _backups),
    ("privacy", N_("Privacy"), _privacy),
    ("data", N_("Data file and about"), _data),
)


class SettingsScreen(Screen):
    """What can be set, page by page; a page is made when it is first opened."""

    key = "settings"
    title = N_("Settings")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.pages: dict[str, Any] = {}
        self._painted = False
        self.list = QListWidget()
        self.list.setObjectName("settings.sections")
        self.list.setProperty("kind", "ground")
        self.list.setFixedWidth(220)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        self.setLayout(row(self.list, self.stack, spacing=0))
        self.list.currentRowChanged.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the sections anew; the pages are made anew, what is typed in them is kept as a draft."""
        self.keep_drafts()
        chosen = max(0, self.list.currentRow())
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self.list.clear()
        self.list.setAccessibleName(_("Settings"))
        for _key, title, _make in PAGES:
            QListWidgetItem(_(title), self.list).setSizeHint(QSize(0, 36))
        self.list.setCurrentRow(chosen)

    def show_page(self, key: str) -> QWidget:
        """Open a page by its key and return it."""
        self.list.setCurrentRow([name for name, _title, _make in PAGES].index(key))
        found: QWidget = self.pages[key]
        return found

    def _show(self, place: int) -> None:
        if place < 0:
            return
        key, _title, make = PAGES[place]
        if key not in self.pages:
            self.pages[key] = make(self.context)
            self.stack.addWidget(self.pages[key])
        self.stack.setCurrentWidget(self.pages[key])
        self.pages[key].fill()

    def activate(self) -> None:
        """Read the page anew."""
        self._show(self.list.currentRow())

    def keep_drafts(self) -> None:
        """Keep what is typed in any page."""
        for page in self.pages.values():
            page.keep()

    def begin(self, values: Mapping[str, Any]) -> None:
        """Show the ``page``, on it the record to ``open`` or with ``new`` a new one."""
        page: Any = self.show_page(values["page"]) if "page" in values else None
        if "open" in values:
            page.open(values["open"])
        elif "new" in values:
            page.begin()

    def start_new(self) -> bool:
        """Ctrl+N: add to the list in sight; the other pages are no lists."""
        begin = getattr(self.stack.currentWidget(), "begin", None)
        if begin is not None:
            begin()
        return begin is not None

    def save(self) -> bool:
        """Ctrl+S: save what is typed in the page in sight."""
        page: Any = self.stack.currentWidget()
        return page is None or bool(page.save())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.ready.emit()
