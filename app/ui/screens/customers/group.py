"""A customer's group as a small tree: the head, what it owns, and each firm's open complaints and last contact."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.formats import days_ago, local
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services.customer_group import Group, Member
from app.ui.editors.editor import firm_now
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import PlainLabel, link_button

STEP = 20
MOST = 12


class GroupTree(QWidget):
    """``opened(id)`` for a firm that was clicked; hidden while the customer stands alone."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("customers.group")
        self._shown: tuple[Group, UUID] | None = None
        self._all = False
        self.heading = PlainLabel("", "strong")
        self.figures = PlainLabel("", "label", wrap=True)
        self._lines = column(spacing=0)
        self.setLayout(column(self.heading, self.figures, self._lines, spacing=4))
        self.hide()

    def show_group(self, found: Group | None, here: UUID) -> None:
        """Show the group of the customer ``here``."""
        self._all = self._all and self._shown is not None and self._shown[1] == here
        self._shown = (found, here) if found is not None else None
        self.setVisible(found is not None)
        self._draw()

    def _draw(self) -> None:
        clear(self._lines)
        if self._shown is None:
            return
        found, here = self._shown
        self.heading.setText(_("Group"))
        self.figures.setText(" · ".join(_figures(found)))
        members = found.members if self._all else found.members[:MOST]
        for member in members:
            self._lines.addWidget(self._line(member, member.id == here))
        if len(found.members) > len(members):
            more = link_button(_("Show all {count}").format(count=len(found.members)), self._show_all)
            self._lines.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _line(self, member: Member, here: bool) -> QWidget:
        line = QWidget()
        name: QWidget = PlainLabel(member.name, "strong") if here else link_button(member.name, self._opener(member.id))
        name.setObjectName(f"group.{member.code}")
        facts = PlainLabel(" · ".join(_facts(member)), "label")
        line.setLayout(row(member.level * STEP, name, facts, None, margins=(0, 1, 0, 1)))
        return line

    def _opener(self, key: UUID):  # type: ignore[no-untyped-def]
        return lambda: self.opened.emit(key)

    def _show_all(self) -> None:
        self._all = True
        self._draw()

    def retranslate(self) -> None:
        """Words in the new language."""
        self._draw()


def _figures(found: Group) -> list[str]:
    """What the whole group amounts to."""
    count = len(found.members)
    firms = ngettext_text("{count} firm", "{count} firms", count).format(count=f"{count}+" if found.more else count)
    open_ones = found.complaints
    cases = ngettext_text("{count} complaint in work", "{count} complaints in work", open_ones).format(count=open_ones)
    last = found.last_contact_at
    told = _("last contact {when}").format(when=days_ago(local(last).date(), firm_now().date())) if last else _("no contact yet")
    return [firms, cases, told]


def _facts(member: Member) -> list[str]:
    facts = []
    if member.complaints:
        text = ngettext_text("{count} complaint in work", "{count} complaints in work", member.complaints)
        facts.append(text.format(count=member.complaints))
    if member.last_contact_at:
        facts.append(days_ago(local(member.last_contact_at).date(), firm_now().date()))
    return facts
