"""Files of cards and calendars on their way into a table: what the child process reads, row by row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.errors import ValidationError
from app.exchange import calendar_events, calendar_sheet, card_sheet, limits
from app.exchange.calendar_series import Series
from app.exchange.csvtext import NumberedRow
from app.exchange.sheet import Trouble
from app.exchange.vcard_cards import cards
from app.exchange.vcard_types import Card
from app.i18n import N_


class Reader(Protocol):
    """A file read once: first its rows, then what there is to know about them."""

    def rows(self) -> Iterator[NumberedRow]:
        """The header with the number 0, then every row with the line it begins in."""

    def pictures(self) -> list[tuple[int, bytes]]:
        """(row, picture) of the rows read since this was asked last."""

    def meta(self) -> dict[str, Any]:
        """``troubles``, ``proposals``, ``derived`` and ``entity`` of a sheet."""


@dataclass(slots=True)
class Cards:
    """A file of vCards."""

    data: bytes
    encoding: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    photos: list[tuple[int, bytes]] = field(default_factory=list)

    def rows(self) -> Iterator[NumberedRow]:
        """The header, then every card. ValidationError where there is none."""
        yield 0, card_sheet.header()
        yield from card_sheet.rows(self._counted(), self.troubles)
        if not self.kinds:
            raise ValidationError(N_("The file holds no card."))

    def _counted(self) -> Iterator[Card]:
        for card in cards(self.data, self.encoding, self.troubles.append):
            self.kinds.append(card.kind)
            if card.photo:
                self.photos.append((card.line, card.photo))
            yield card

    def pictures(self) -> list[tuple[int, bytes]]:
        """The photos and logos of the cards read since this was asked last."""
        found, self.photos = self.photos, []
        return found

    def meta(self) -> dict[str, Any]:
        """What the sheet is made of beside its rows."""
        return card_sheet.meta(shortened(self.troubles), self.kinds)


@dataclass(slots=True)
class Calendar:
    """A file of calendars."""

    data: bytes
    encoding: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    series: Series = field(init=False)

    def __post_init__(self) -> None:
        self.series = Series(self.troubles)

    def rows(self) -> Iterator[NumberedRow]:
        """The header, then every event. ValidationError where there is none."""
        yield 0, calendar_sheet.header()
        found = calendar_events.events(self.data, self.encoding, self.troubles.append)
        yield from calendar_sheet.rows(found, self.kinds, self.series)
        if not self.kinds:
            raise ValidationError(N_("The file holds no event."))

    def pictures(self) -> list[tuple[int, bytes]]:
        """Events have none."""
        return []

    def meta(self) -> dict[str, Any]:
        """What the sheet is made of beside its rows."""
        known = calendar_sheet.meta(shortened(self.troubles), self.kinds)
        events = {line: one.as_json() for line, one in self.series.known.items()}
        return known | {"series": self.series.times, "events": events, "last_line": self.data.count(b"\n") + 1}


def shortened(troubles: list[Trouble]) -> list[Trouble]:
    """As many troubles as anybody reads, and how many more there are."""
    more = len(troubles) - limits.CARD_TROUBLES
    if more <= 0:
        return troubles
    last = Trouble(0, "", N_("{count} further troubles of this kind are not listed."), (("count", more),))
    return [*troubles[: limits.CARD_TROUBLES], last]


READERS: dict[str, Callable[[bytes, str], Reader]] = {"cards": Cards, "calendar": Calendar}


def proposed_entity(path: Path) -> str:
    """What a file of cards or a calendar holds: customers, contacts, both (cards) or visits; "" for a table.

    Errors as ``read_sheet``."""
    from app.exchange.reading import read_sheet

    return read_sheet(path).entity
