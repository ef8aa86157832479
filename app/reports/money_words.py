"""Figures as a paper's cells show them; None, what is not known, prints as a dash."""

from app.analysis.figures import Figure
from app.analysis.lifetime_value import shown
from app.formats import money_text, number_text, percent_text


def money(figure: Figure) -> str | None:
    """An amount in fen."""
    return None if figure.value is None else money_text(int(figure.value))


def about(figure: Figure) -> str | None:
    """A lifetime value to two significant digits: it is an estimate (C12)."""
    found = shown(figure)
    return None if found is None else money_text(int(found))


def yuan(fen: int | None) -> str | None:
    """An amount in fen that may be missing."""
    return None if fen is None else money_text(fen)


def share(figure: Figure | None) -> str | None:
    """A fraction in percent."""
    return None if figure is None or figure.value is None else percent_text(figure.value)


def number(figure: Figure, places: int = 1) -> str | None:
    """A plain number."""
    return None if figure.value is None else number_text(figure.value, places)


def part(count: int, whole: int) -> str | None:
    """Count of a whole in percent; None of nothing."""
    return percent_text(count / whole) if whole else None
