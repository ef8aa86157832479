"""A card in the making: what its lines have said so far, and where to tell what is wrong with them."""

from dataclasses import dataclass, field

from app.exchange.sheet import Trouble
from app.exchange.vcard_lines import Line
from app.exchange.vcard_types import Address, Labelled
from app.exchange.vcard_values import Charset, plain, spoilt, text_of
from app.formats import excerpt
from app.i18n import N_

LABEL = "X-ABLABEL"


@dataclass(slots=True)
class Found:
    """A card in the making; lists become tuples at the end."""

    line: int
    charset: Charset
    troubles: list[Trouble]
    labels: dict[str, str]
    full_name: str = ""
    name_parts: list[str] = field(default_factory=list)
    company: bool = False
    org: str = ""
    department: str = ""
    title: str = ""
    gender: str = ""
    birthday: str = ""
    calendar: str = ""
    phones: list[Labelled] = field(default_factory=list)
    emails: list[Labelled] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    wechat: str = ""
    qq: str = ""
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    photo: bytes = b""
    written: list[str] = field(default_factory=list)
    """Addresses as written by hand: worth a line where they say more than their parts."""

    other: list[Labelled] = field(default_factory=list)
    technical: list[str] = field(default_factory=list)

    def tell(self, message: str, line: Line, text: str = "") -> None:
        """Something is wrong in a line."""
        self.troubles.append(Trouble(self.line, "", message, (("line", line.number), ("text", excerpt(text, 60)))))

    def text(self, line: Line) -> str:
        """The value of a line with its escapes; unreadable characters are told."""
        found = text_of(line, self.charset)
        if spoilt(line, found):
            self.tell(N_("Line {line} holds characters that cannot be read: “{text}”."), line, plain(found))
        return found

    def keep(self, line: Line, value: str, label: str = "") -> None:
        """What has no place of its own."""
        if value.strip():
            self.other.append(Labelled(value.strip(), line.types, self.labels.get(line.group) or label or line.name))


def labels_of(lines: list[Line], charset: Charset) -> dict[str, str]:
    """Apple names the lines of a group in a line of its own; it is a line like any other where the group is empty."""
    labelled = {line.group for line in lines if line.group and line.name != LABEL}
    named = {line.group: plain(text_of(line, charset)).strip() for line in lines if line.name == LABEL}
    return {group: bare_label(label) for group, label in named.items() if group in labelled}


def bare_label(label: str) -> str:
    """Apple's own labels without the signs around them."""
    return label.removeprefix("_$!<").removesuffix(">!$_")
