"""What a table of parts holds: lines read for one record, what is typed over them, and each line's way into the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.i18n import N_
from app.models import BY_KEY, title_of
from app.ui.context import Context
from app.ui.forms.parts_lines import Line, as_draft, with_draft
from app.ui.gateway import Label

Found = Sequence[tuple[dict[str, Any], dict[str, str]]]


class PartOps(Protocol):
    """What services do for parts; ``usual`` says what a new one is unless said otherwise."""

    def listed(self, session: Any, entity: str, owner: UUID) -> Found: ...
    def add(self, session: Any, entity: str, owner: UUID, values: Any) -> UUID: ...
    def change(self, session: Any, entity: str, part: UUID, values: Any) -> bool: ...
    def remove(self, session: Any, entity: str, part: UUID) -> None: ...
    def usual(self, entity: Any) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class PartsSpec:
    """One kind of part: its entity, the fields that are columns, the word of the button that adds one (msgid), and what is
    doubtful about all of them together."""

    entity: str
    columns: tuple[str, ...]
    add_label: str
    ops: PartOps
    remark: Callable[[list[Any]], str] | None = None


class PartsStore(QObject):
    """``changed`` when there is something else to draw; ``refused(Line, sentence)`` when a line could not be stored."""

    changed = Signal()
    refused = Signal(object, str)

    def __init__(self, context: Context, spec: PartsSpec, parent: QObject) -> None:
        super().__init__(parent)
        self.context, self.spec, self.entity = context, spec, BY_KEY[spec.entity]
        self.lines: list[Line] = []
        self.owner: UUID | None = None
        self.held: Line | None = None
        self._asked, self._fresh = 0, False
        context.gateway.changed.connect(self._changed)

    # reading ------------------------------------------------------------------------------------------------------

    def load(self, owner: UUID) -> None:
        """Read the parts of another record."""
        self.owner, self.lines, self.held = owner, [], None
        self._read(fresh=True)

    def _read(self, fresh: bool = False) -> None:
        self._asked += 1
        asked = self._asked
        self._fresh = fresh or self._fresh
        self.context.gateway.read(
            self.spec.ops.listed, self.spec.entity, self.owner, done=lambda found: self._arrived(asked, found)
        )

    def _changed(self, changes: Any) -> None:
        if self.owner is not None and self.spec.entity in changes.entities():
            self._read()

    def _arrived(self, asked: int, found: Found) -> None:
        """The newest answer counts; one that was overtaken says nothing any more."""
        if asked != self._asked or self.owner is None:
            return
        kept = [line for line in self.lines if line.unsaved() or line is self.held]
        before = {line.key: line for line in kept if line.key is not None}
        self.lines = [self._line(values, titles, before.get(values["id"])) for values, titles in found]
        self.lines += [line for line in kept if line.key is None]
        fresh, self._fresh = self._fresh, False
        draft = self.context.gateway.draft(self._draft_key(self.owner)) if fresh else None
        if draft is not None:
            with_draft(self.lines, draft, self.spec.entity, self.spec.ops.usual(self.entity))
        self.changed.emit()

    def _line(self, values: dict[str, Any], titles: dict[str, str], before: Line | None) -> Line:
        """The line as stored now, under what is typed over it."""
        if before is None:
            return Line(values["id"], values, titles)
        before.stored = values
        before.titles = {**titles, **{key: title for key, title in before.titles.items() if key in before.typed}}
        before.typed = {key: value for key, value in before.typed.items() if value != values.get(key)}
        return before

    # typing -------------------------------------------------------------------------------------------------------

    def new_line(self) -> Line:
        """A line at the end that was never stored; the one that is there already, if any and not on its way."""
        if not self.lines or self.lines[-1].key is not None or self.lines[-1].writing:
            self.lines.append(Line(None, dict(self.spec.ops.usual(self.entity)), {}))
        return self.lines[-1]

    def drop_empty(self) -> None:
        """Forget a new line into which nothing was typed."""
        self.lines = [line for line in self.lines if line.key is not None or line.unsaved()]

    def drop_typed(self) -> None:
        """Throw away what is typed and not stored."""
        for line in self.lines:
            line.typed.clear()
            line.failed = ""
        self.drop_empty()
        if self.owner is not None:
            self.context.gateway.forget_draft(self._draft_key(self.owner))

    # storing ------------------------------------------------------------------------------------------------------

    def store(self, line: Line) -> bool:
        """Write one line; False where that was refused at once."""
        if not line.unsaved() or line.writing or self.owner is None:
            return True
        owner, typed, refused = self.owner, dict(line.typed), list[AppError]()

        def failed(error: AppError) -> None:
            refused.append(error)
            self._refused(line, owner, error)

        line.writing = True
        named = {"name": title_of(self.entity, line.values())}
        args: tuple[Any, ...] = (owner, line.values()) if line.key is None else (line.key, typed)
        op: Any = self.spec.ops.add if line.key is None else self.spec.ops.change
        label = Label(N_("Added {name}") if line.key is None else N_("Saved {name}"), named)
        self.context.gateway.write(
            label, op, self.spec.entity, *args, done=lambda _done: self._stored(line, owner, typed), failed=failed
        )
        return not refused

    def _stored(self, line: Line, owner: UUID, typed: dict[str, Any]) -> None:
        self.context.gateway.forget_draft(self._draft_key(owner))
        line.writing, line.failed = False, ""
        line.stored.update(typed)
        line.typed = {key: value for key, value in line.typed.items() if value != typed.get(key)}
        if line.key is None and line in self.lines:
            self.lines.remove(line)
        if owner == self.owner:
            self._read()

    def _refused(self, line: Line, owner: UUID, error: AppError) -> None:
        line.writing = False
        line.failed = getattr(error, "field", "") or self.spec.columns[0]
        self.context.gateway.keep_draft(self._draft_key(owner), as_draft(line))
        if owner == self.owner:
            self.refused.emit(line, error.sentence)
        else:
            self.context.frame.tell(error.sentence)

    def remove(self, line: Line, failed: Callable[[AppError], None]) -> None:
        """Move a line to the recycle bin; one never stored just goes."""
        if line.key is None:
            self.drop_typed()
            self.changed.emit()
            return
        line.typed.clear()
        label = Label(N_("Removed {name}"), {"name": title_of(self.entity, line.stored)})
        self.context.gateway.write(label, self.spec.ops.remove, self.spec.entity, line.key, failed=failed)

    def keep_draft(self) -> None:
        """Keep what is typed and not stored; at most one line is."""
        line = next((line for line in self.lines if line.unsaved() and not line.writing), None)
        if line is not None and self.owner is not None:
            self.context.gateway.keep_draft(self._draft_key(self.owner), as_draft(line))

    def _draft_key(self, owner: UUID) -> str:
        return f"{self.spec.entity}:{owner.hex}"
