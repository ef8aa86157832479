"""What a card says, as values."""

from dataclasses import dataclass

from app.exchange.sheet import Trouble


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with what the card says about it: ``types`` (home, work, cell, fax…), or a word of the writer's own."""

    value: str
    types: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address by its parts, any of which may be empty."""

    types: tuple[str, ...] = ()
    box: str = ""
    extension: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    def parts(self) -> tuple[str, ...]:
        """All parts, the empty ones too."""
        return (self.box, self.extension, self.street, self.city, self.region, self.postcode, self.country)

    def from_the_large(self) -> tuple[str, ...]:
        """The parts in the order of a Chinese address."""
        return (self.country, self.region, self.city, self.street, self.extension, self.box)


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says about a person or a firm.

    ``kind`` is person or company; ``gender`` is 1 (male), 2 (female) or "" (GB/T 2261.1); ``birthday`` is ISO or "",
    ``calendar`` lunar, lunar_leap or "".
    ``photo`` are the bytes of the picture, never fetched from anywhere. ``other`` is what a person would want to read and
    has no place of its own, ``technical`` the names of lines for programs. ``line`` is where the card begins in its file.
    """

    line: int
    kind: str = "person"
    name: str = ""
    surname: str = ""
    given: str = ""
    org: str = ""
    department: str = ""
    title: str = ""
    gender: str = ""
    birthday: str = ""
    calendar: str = ""
    phones: tuple[Labelled, ...] = ()
    emails: tuple[Labelled, ...] = ()
    addresses: tuple[Address, ...] = ()
    urls: tuple[str, ...] = ()
    wechat: str = ""
    qq: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    photo: bytes = b""
    other: tuple[Labelled, ...] = ()
    technical: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
