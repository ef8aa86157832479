"""A card file as cards, one at a time: a bad one costs only itself (fault F50), and every trouble names its line."""

from collections.abc import Callable, Iterator

from app.errors import ValidationError
from app.exchange import limits
from app.exchange.sheet import Trouble
from app.exchange.vcard_card import card_of
from app.exchange.vcard_lines import Line, lines
from app.exchange.vcard_types import Card
from app.exchange.vcard_values import charset_of
from app.i18n import N_

Tell = Callable[[Trouble], None]


def cards(data: bytes, encoding: str = "", tell: Tell | None = None) -> Iterator[Card]:
    """Every card of a file, vCard 2.1, 3.0 and 4.0. ``encoding`` is a person's word for values that name no charset;
    ``tell`` is told what is wrong outside the cards, a card carries its own ``troubles``.

    Raises ValidationError where the file is nested or long beyond reason.
    """
    tell = tell or (lambda trouble: None)
    charset = charset_of(data, encoding)
    for start, held, troubles in _held_together(_utf8(data), tell):
        yield card_of(start, held, charset, troubles)


def _utf8(data: bytes) -> bytes:
    """A file in UTF-16 would have no line at all."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    return data


_Open = tuple[int, list[Line], list[Trouble]]


def _held_together(data: bytes, tell: Tell) -> Iterator[_Open]:
    """(line of BEGIN, lines, troubles) of each card. An agent's card inside another comes first and by itself."""
    opened: list[_Open] = []
    repeated = outside = 0
    for line in lines(data):
        if _is(line, "BEGIN"):
            repeated += 1
            _check_depth(line, max(repeated, len(opened)))
            yield from _begin(line, opened)
        elif _is(line, "END"):
            if opened:
                yield opened.pop()
        elif opened:
            opened[-1][1].append(line)
            repeated = 0
        else:
            outside = outside or line.number
    for start, held, troubles in reversed(opened):
        yield start, held, [*troubles, _unended(start)]
    if outside:
        message = N_("From line {line} on something stands outside every card; it was left out.")
        tell(Trouble(outside, "", message, (("line", outside),)))


def _is(line: Line, name: str) -> bool:
    return line.name == name and line.raw.strip().upper() == b"VCARD"


def _check_depth(line: Line, depth: int) -> None:
    if depth > limits.CARD_DEPTH:
        raise ValidationError(
            N_("Line {line}: more than {limit} parts are begun inside one another and not ended."),
            line=line.number, limit=limits.CARD_DEPTH,
        )  # fmt: skip


def _begin(line: Line, opened: list[_Open]) -> Iterator[_Open]:
    """A BEGIN inside a card is a slip where nothing was said yet, an agent's card after AGENT, else the next card."""
    if opened:
        start, held, troubles = opened[-1]
        if not held:
            troubles.append(Trouble(start, "", N_("Line {line} begins the card again."), (("line", line.number),)))
            return
        if not (held[-1].name == "AGENT" and not held[-1].raw.strip()):
            troubles.append(_unended(start))
            yield opened.pop()
    opened.append((line.number, [], []))


def _unended(start: int) -> Trouble:
    return Trouble(start, "", N_("The card of line {line} has no end."), (("line", start),))
