"""What Ctrl+K can be narrowed to: one kind of record, views, commands. By a chip, with Tab, or by a word and a colon."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.kit.flow import FlowLayout
from app.ui.kit.widgets import Chip
from app.ui.screens import PARTS, SCREENS, Part, Place

COMMANDS, VIEWS = "commands", "views"
_NOUNS = {
    "customers": N_("customer"), "people": N_("person"), "visits": N_("visit"), "complaints": N_("complaint"),
    "requests": N_("service request"), "phone_memos": N_("phone memo"), "improvements": N_("improvement"),
    "attachments": N_("attachment"), VIEWS: N_("view"), COMMANDS: N_("command"),
}  # fmt: skip
_PLURALS = {"business": N_("Orders")}
_COLONS = (":", "：")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing to find: ``found`` is the screen or part of records, None for views and commands."""

    key: str
    title: str
    found: Place | Part | None = None

    def called(self, word: str) -> bool:
        """Whether a typed word means this kind, in either language and from its beginning."""
        names = (self.title, _(self.title), _NOUNS.get(self.key, self.title), _(_NOUNS.get(self.key, self.title)))
        return any(name.casefold().startswith(word.casefold()) for name in names)


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of the rail."""
    every: tuple[Place | Part, ...] = SCREENS + PARTS
    records = tuple(Kind(found.key, noun_of(found), found) for found in every if found.entity)
    return (*records, Kind(VIEWS, N_("Views")), Kind(COMMANDS, N_("Commands")))


def noun_of(found: Place | Part) -> str:
    """What its records are called (msgid): orders, where the place is called after all of business."""
    return _PLURALS.get(found.key, found.title)


def read(typed: str) -> tuple[str, str]:
    """(kind, text) of what is typed: ``customer: hua``, ``人：王``; the empty kind where no such word stands before a colon."""
    for colon in _COLONS:
        word, found, rest = typed.partition(colon)
        if found and word.strip():
            kind = next((kind.key for kind in kinds() if kind.called(word.strip())), "")
            if kind:
                return kind, rest.strip()
    return "", typed.strip()


class KindChips(QWidget):
    """A row of chips: all, or one kind; ``chosen(key)`` is called when another one is."""

    def __init__(self, chosen: Callable[[], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self.kind = ""
        layout = FlowLayout(self, 6)
        layout.setContentsMargins(12, 0, 12, 8)
        self.chips: dict[str, Chip] = {}
        for key, title in (("", N_("All")), *((kind.key, kind.title) for kind in kinds())):
            chip = self.chips[key] = Chip(_(title), checkable=True)
            chip.setObjectName(f"palette.kind.{key or 'all'}")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _checked=False, key=key: self.choose(key))
            layout.addWidget(chip)
        self.mark("")

    def high(self, width: int) -> int:
        """The height in which all chips stand, dressed as they will be shown."""
        for chip in self.chips.values():
            chip.ensurePolished()
        return self.heightForWidth(width)

    def choose(self, key: str) -> None:
        """Narrow to one kind, or with the empty key to none."""
        self.kind = key
        self._chosen()

    def step(self, step: int) -> None:
        """Go to the next kind, or the one before."""
        keys = list(self.chips)
        self.choose(keys[(keys.index(self.kind) + step) % len(keys)])

    def mark(self, key: str) -> None:
        """Show which kind is in force, also where it was typed."""
        for name, chip in self.chips.items():
            chip.setChecked(name == key)
