"""Reading a card file here, without the child process."""

from pathlib import Path

from app.exchange.card_file import READERS
from app.exchange.kinds import kind_of
from app.exchange.reading import build_sheet


def card(*lines, version="3.0"):
    """A card's bytes from its lines, text or bytes, with the usual line ends."""
    whole = ["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]
    return b"\r\n".join(one if isinstance(one, bytes) else one.encode() for one in whole)


def sheet_here(data, name="people.vcf", encoding=""):
    """The sheet of a card or calendar file, read in this process: properties do it hundreds of times."""
    reader = READERS[kind_of(data[:4096])](data, encoding)
    rows, pictures = [], []
    for row in reader.rows():
        pictures += reader.pictures()
        rows.append(row)
    return build_sheet(Path(name), rows, {**reader.meta(), "pictures": dict(pictures)}, [])
