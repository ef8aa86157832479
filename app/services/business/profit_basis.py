"""Whether what is told as profit is one: where nobody recorded what serving a customer cost, its gross profit is all that is
known (domain/30 C10), counts in the curve, the tiers and the lifetime value, and is named so."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.analysis.figures import Figure, optional
from app.analysis.profitability import Profit
from app.i18n import gettext_text as _
from app.i18n import ngettext_text


@dataclass(frozen=True, slots=True)
class Basis:
    """``gross``: of nobody a cost to serve is recorded, every known profit is a gross one. ``mixed``: of so many customers none
    is, among others of whom it is."""

    gross: bool
    mixed: int

    def of(self, one: Profit) -> int | None:
        """What lists of profits tell of one customer, in fen; None where it is not known."""
        return one.earned if self.gross else one.left

    def figure(self, one: Profit) -> Figure:
        """The same as a figure."""
        return optional(self.of(one))

    @property
    def noun(self) -> str:
        """What it is called, as the label of a figure."""
        return _("Gross profit") if self.gross else _("Profit")

    @property
    def share(self) -> str:
        """What a share of it is called."""
        return _("Share of the gross profit") if self.gross else _("Share of the profit")

    @property
    def words(self) -> tuple[str, ...]:
        """A sentence where anything counts with its gross profit."""
        if self.gross:
            return (_("No costs to serve are recorded: profits and lifetime values here are reckoned from the gross profit."),)
        said = ngettext_text("Of {count} customer no cost to serve is recorded: it counts with its gross profit.",
                             "Of {count} customers no cost to serve is recorded: they count with their gross profit.",
                             self.mixed)  # fmt: skip
        return (said.format(count=self.mixed),) if self.mixed else ()


def basis_of(profits: Iterable[Profit]) -> Basis:
    """What the profits of these customers are."""
    known = [one.spent is None for one in profits if one.earned is not None]
    return Basis(bool(known) and all(known), 0 if all(known) else sum(known))


def without_cost(count: int) -> tuple[str, ...]:
    """Told where the goods of so many customers have no known cost."""
    words = ngettext_text("{count} customer has orders whose cost nobody knows: gross profit and profit are of the others.",
                          "{count} customers have orders whose cost nobody knows: gross profit and profit are of the others.",
                          count)  # fmt: skip
    return (words.format(count=count),) if count else ()
