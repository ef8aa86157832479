"""The form of a record with what hangs on it: the people met and the promises. Drafts keep them with the fields."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from app.models import Visit
from app.ui.context import Context
from app.ui.forms.draft_values import packed
from app.ui.forms.form import Form
from app.ui.screens.visits.layout import NEXT, RECORD

if TYPE_CHECKING:
    from app.ui.screens.visits.met_rows import MetRows
    from app.ui.screens.visits.promise_rows import PromiseRows

_MET, _PROMISES = "@met", "@promises"


class RecordForm(Form):
    """A form whose ``met`` and ``promised`` are there from the first record on: at a start nobody needs them. ``grown`` when
    lines came to them."""

    grown = Signal()
    met: "MetRows | None" = None
    promised: "PromiseRows | None" = None

    def __init__(self, context: Context) -> None:
        super().__init__(Visit, RECORD, context, "visit")
        self.edited.connect(lambda key: self._meet() if key == "customer_id" else None)

    def begin(self) -> None:
        """Another record was loaded: nobody was met and nothing promised yet."""
        if self.promised is None:
            self._make_parts()
        self._meet()

    def _make_parts(self) -> None:
        from app.ui.screens.visits.met_rows import MetRows
        from app.ui.screens.visits.promise_rows import PromiseRows

        self.met, self.promised = MetRows(self.context), PromiseRows(self.context)
        below = self._column.indexOf(self.section(NEXT)) + 1  # before what is folded
        parts: tuple[MetRows | PromiseRows, ...] = (self.met, self.promised)
        for place, part in enumerate(parts, below):
            self._column.insertWidget(place, part)
            part.changed.connect(self.keep_draft)
            part.grown.connect(self.grown)
            part.retranslate()

    def _meet(self) -> None:
        if self.met is not None:
            self.met.show_customer(self.whole_values()["customer_id"])

    def parts(self) -> dict[str, Any]:
        """``people`` and ``promises`` for ``visits.record``."""
        if self.met is None or self.promised is None:
            return {}
        return {"people": self.met.rows(), "promises": self.promised.rows()}

    def clear_parts(self) -> None:
        """They are stored, or belong to another record."""
        if self.met is not None and self.promised is not None:
            self.met.show_customer(None)
            self.promised.clear()

    def check(self) -> bool:
        """The fields, and every promise."""
        return super().check() and (self.promised is None or self.promised.check())

    def draft(self) -> dict[str, Any]:
        """The fields typed, and the people and promises."""
        body = super().draft()
        if self.met is None or self.promised is None:
            return body
        more = {key: kept for key, kept in ((_MET, self.met.draft()), (_PROMISES, self.promised.draft())) if kept}
        return {**(body or packed({}, {})), **more} if more else body

    def take_draft(self, body: Mapping[str, Any]) -> None:
        """The fields come back, and the people and promises with them."""
        super().take_draft(body)
        self._meet()
        if self.met is not None and self.promised is not None:
            self.met.take(body.get(_MET) or {})
            self.promised.take(body.get(_PROMISES) or ())

    def retranslate(self) -> None:
        """Words in the language in force."""
        super().retranslate()
        for part in (self.met, self.promised):
            if part is not None:
                part.retranslate()
