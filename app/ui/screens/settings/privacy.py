"""Settings › Privacy: encryption, who received what, whom to keep no longer, backups that hold the erased, a lost computer."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from app.formats import moment_text, today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import entity_named
from app.models.choices import DISCLOSURE_KIND
from app.safety.purging import Holding, holding, purge_backups
from app.services import disclosures, retention, settings
from app.services.disclosures import Line
from app.services.retention import Proposal
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.guard.backup_words import away_text
from app.ui.kit.calm import CalmNumber
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, name_it, secondary
from app.ui.lists.rows import RowsView
from app.ui.screens.settings.encryption import EncryptionPart
from app.ui.screens.settings.parts import Page, inset, labelled

YEARS = (
    ("privacy.complaint_years", N_("Complaints, after closing")), ("privacy.critical_years", N_("Critical complaints (S4)")),
    ("privacy.quiet_years", N_("People, after the last contact")),
)  # fmt: skip
_SCREENS = {"contacts": "people", "customers": "customers"}
_PAUSE = 250


class PrivacyPage(Page):
    """Lists with what can be done about them."""

    follows = ("settings", "disclosures", "contacts", "customers", "consents", "erasures")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.kind, self.text = CalmCombo(), QLineEdit()
        self.told = RowsView(
            (N_("At"), N_("Kind"), N_("What"), N_("Records"), N_("By"), N_("Where to")), "settings.privacy.told",
            N_("Who received what"), right=(3,), widths=(118, 96, 150, 56, 56, 170), elastic=(1, 2, 5),
        )  # fmt: skip
        self.late = RowsView(
            (N_("Name"), N_("Kind of record"), N_("Why")), "settings.privacy.late", N_("Kept long enough"),
            widths=(150, 110, 220), elastic=(0, 2),
        )  # fmt: skip
        self.years = {key: CalmNumber() for key, _words in YEARS}
        self.none_told, self.none_late = PlainLabel("", "secondary"), PlainLabel("", "secondary")
        self.holding = PlainLabel("", "", wrap=True)
        self.purge_button = secondary(_("Delete those backups"), self.purge)
        self.lost_button = secondary(_("Report for a lost computer"), self.report_loss, "file-text")
        self._asking = QTimer(self, interval=_PAUSE, singleShot=True)
        self._asking.timeout.connect(self._read_told)
        self._lay_out()

    def _lay_out(self) -> None:
        self.encryption = EncryptionPart(self.context, self.store)
        self.body.addWidget(self.encryption)
        words = _("Every export, print, mail and sensitive value shown. On a local file this is evidence, no protection.")
        self.section(_("Who received what"), words)
        self.kind.addItem(_("Everything"), "")
        for choice in DISCLOSURE_KIND:
            self.kind.addItem(_(choice.label), choice.code)
        name_it(self.kind, _("Kind"), "settings.privacy.kind")
        name_it(self.text, _("Search"), "settings.privacy.text")
        self.text.setPlaceholderText(_("Search"))
        self.kind.activated.connect(self._read_told)
        self.text.textChanged.connect(lambda: self._asking.start())
        self.kind.setMinimumWidth(200)
        self.body.addLayout(row(self.kind, self.text))
        self.told.setFixedHeight(250)
        self.body.addWidget(self.told)
        self.body.addWidget(self.none_told)
        self._lay_out_years()
        self._lay_out_rest()

    def _lay_out_years(self) -> None:
        words = _("Nothing is erased by itself. Open a record to erase it, or to say why it is kept.")
        self.section(_("Kept long enough"), words)
        fields = []
        for key, label in YEARS:
            spin = self.years[key]
            spin.setRange(1, 50)
            spin.setMinimumWidth(96)
            inset(spin)
            spin.setSuffix(" " + _("years"))
            name_it(spin, _(label), f"settings.{key}")
            spin.editingFinished.connect(lambda key=key: self._keep_years(key))
            fields.append(labelled(_(label), spin))
        self.body.addLayout(row(*fields, None, spacing=16))
        self.late.setFixedHeight(200)
        self.late.opened.connect(lambda one: self.context.frame.go(_SCREENS[one[0]], one[1]))
        self.body.addWidget(self.late)
        self.body.addWidget(self.none_late)

    def _lay_out_rest(self) -> None:
        self.section(_("Backups that hold the erased"))
        self.holding.setObjectName("settings.privacy.holding")
        self.purge_button.setObjectName("settings.privacy.purge")
        self.lost_button.setObjectName("settings.privacy.lost")
        self.body.addWidget(self.holding)
        self.body.addLayout(row(self.purge_button, None))
        self.section(_("If this computer is lost"), _("How many people and which kinds of data were on it, for the authority."))
        self.body.addLayout(row(self.lost_button, None))
        self.body.addStretch(1)

    # reading ----------------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        gateway = self.context.gateway
        self.encryption.fill()
        gateway.read(settings.all_values, done=self._show_years)
        gateway.read(retention.proposals, today(), done=self._show_late)
        gateway.run(holding, gateway.store, done=self._show_holding)
        self._read_told()

    def _read_told(self) -> None:
        kinds = (self.kind.currentData(),) if self.kind.currentData() else ()
        self.context.gateway.read(disclosures.listed, kinds, self.text.text().strip(), done=self._show_told)

    def _show_told(self, found: list[Line]) -> None:
        self.told.set_rows([(one.id, _told_cells(one)) for one in found])
        self.told.setVisible(bool(found))
        self.none_told.setText("" if found else _("Nothing of this kind has left the file."))
        self.none_told.setVisible(not found)

    def _show_late(self, found: list[Proposal]) -> None:
        self.late.set_rows([((one.entity, one.id), _late_cells(one)) for one in found])
        self.late.setVisible(bool(found))
        self.none_late.setText("" if found else _("Nobody is kept longer than that."))
        self.none_late.setVisible(not found)

    def _show_years(self, values: dict[str, Any]) -> None:
        for key, spin in self.years.items():
            if not spin.hasFocus():
                spin.setValue(int(values[key]))

    def _show_holding(self, found: Holding) -> None:
        count = len(found.backups)
        words = ngettext_text(
            "{count} backup was made before somebody was erased, and may still hold them.",
            "{count} backups were made before somebody was erased, and may still hold them.", count,
        )  # fmt: skip
        lines = [words.format(count=count)] if count else []
        lines += [away_text(found.away)] if found.away else []
        self.holding.setText("\n".join(lines) or _("No backup holds anybody who was erased."))
        self.purge_button.setVisible(bool(count))
        self.purge_button.setEnabled(True)

    # doing ------------------------------------------------------------------------------------------------------------

    def _keep_years(self, key: str) -> None:
        if self.years[key].value() != self.context.gateway.read_now(settings.value, key):
            self.store(key, self.years[key].value())

    def purge(self) -> None:
        """Delete backups that still hold somebody erased; a new one is made first."""
        self.purge_button.setEnabled(False)
        gateway = self.context.gateway
        gateway.run(_purge, gateway.store, done=self._show_holding, failed=lambda error: self.holding.setText(error.sentence))

    def report_loss(self) -> None:
        """What is on this computer, to be kept somewhere else."""
        from app.ui.dialogs.lost_computer import LostComputerDialog

        LostComputerDialog(self.context, self.window()).show()


def _purge(store: Any) -> Holding:
    purge_backups(store)
    return holding(store)


def _told_cells(one: Line) -> tuple[Cell, ...]:
    kinds = {choice.code: choice.label for choice in DISCLOSURE_KIND}
    what, place = (_(text) if text else "" for text in (one.what, one.place))
    return (
        Cell(moment_text(one.at), ink="secondary"), Cell(_(kinds[one.kind])),
        Cell(_("{what} (sensitive)").format(what=what) if one.sensitive else what, ink="warning" if one.sensitive else "text"),
        Cell(str(one.count) if one.count is not None else ""), Cell(one.who, ink="secondary"),
        Cell(place, tip=place, ink="secondary"),
    )  # fmt: skip


def _late_cells(one: Proposal) -> tuple[Cell, ...]:
    kind = _(entity_named(one.entity).label)
    return Cell(one.name), Cell(kind, ink="secondary"), Cell(_(one.why).format(day=one.day.isoformat()))
