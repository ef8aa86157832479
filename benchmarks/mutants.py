"""Small files of every kind that can be imported, and endless spoilt ones made of them (faults R8).

Archives are spoilt inside their members too and packed anew: otherwise their checksums would catch everything.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

CSV = (
    "客户编号,客户名称,联系电话,地址,成立日期,标签,备注\n"
    'A1,深圳市华强电子有限公司,0755-88888888,深圳市示例路1号,2001/2/3,"老客户,展会","第一行\n第二行"\n'
    "A2,苏州精密轴承有限公司,13800138000,苏州市,2010-05-06,,=1+1\n"
)
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:王;芳;;;\r\nFN:王芳\r\nORG:甲公司;销售部\r\nTEL;TYPE=CELL,VOICE:13800138000\r\n"
    "EMAIL;TYPE=WORK:a@b.cn\r\nADR;TYPE=WORK:;;示例路1号;深圳;广东;518000;中国\r\nBDAY:1985-08-15\r\n"
    "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg==\r\nNOTE:一\\n二\\, 三\r\nEND:VCARD\r\n"
)
OLD_CARD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=F5;=B7=BC\r\n"
    b"TEL;CELL:13800138000\r\nNOTE;ENCODING=QUOTED-PRINTABLE:a=\r\nb=0D=0Ac\r\nEND:VCARD\r\n"
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:拜访 华强\r\nDTSTART;TZID=Asia/Shanghai:20260105T093000\r\n"
    "DTEND;TZID=Asia/Shanghai:20260105T103000\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,-1FR;COUNT=5\r\n"
    "ATTENDEE;CN=王芳:mailto:a@b.cn\r\nDESCRIPTION:一\\n二\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
TOKENS = (
    b"\0", b"\0" * 64, b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\t", b"\r", b"\n", b"\r\r\n",
    b"\xed\xa0\x80", b"=cmd|' /C calc'!A0", b"99999999999999999999", b"-1", b"1e308", b"NaN", b"#REF!", b"XFD1048576",
    b"A4000000000", b"<!DOCTYPE x>", b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"BEGIN:VEVENT\r\n", b";CHARSET=klingon",
    b";ENCODING=QUOTED-PRINTABLE:=", b"\\" * 40, b"FREQ=SECONDLY;INTERVAL=0", b"9999-99-99", b"00000000T000000",
    b"../../x", b"sep=\xff\n", b"]]>", b"</row>", b't="s"', b"{", b"[[",
)  # fmt: skip

Change = Callable[[bytes, Random], bytes]


def _place(data: bytes, random: Random) -> int:
    return random.randrange(len(data) + 1)


def _flip(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _overwrite(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + random.randbytes(random.randrange(1, 16)) + data[at + random.randrange(16) :]


def _cut_out(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + data[at + random.randrange(1, 200) :]


def _insert(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + random.choice(TOKENS) * random.choice((1, 1, 1, 3, 500)) + data[at:]


def _repeat(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    piece = data[at : at + random.randrange(1, 80)]
    return data[:at] + piece * random.choice((2, 10, 400)) + data[at:]


def _truncate(data: bytes, random: Random) -> bytes:
    return data[: _place(data, random)]


def _number(data: bytes, random: Random) -> bytes:
    """Another number where one stands: sizes, counts, places, days."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    one = random.choice(found)
    number = random.choice((b"0", b"-1", b"1", b"65536", b"4294967295", b"99999999999", b"1e999", b""))
    return data[: one.start()] + number + data[one.end() :]


def _swap(data: bytes, random: Random) -> bytes:
    one, other = sorted((_place(data, random), _place(data, random)))
    return data[other:] + data[one:other] + data[:one]


CHANGES: tuple[Change, ...] = (_flip, _flip, _overwrite, _cut_out, _insert, _insert, _repeat, _truncate, _number, _swap)


def seeds(more: Path | None = None) -> dict[str, bytes]:
    """kind -> a small whole file; ``more`` is a folder with further ones (an old workbook, a bundle, a backup)."""
    found = {
        "csv utf-8": CSV.encode(), "csv gbk": CSV.encode("gb18030"), "csv utf-16": CSV.encode("utf-16"),
        "csv bom": CSV.encode("utf-8-sig"),
        "csv semicolon": CSV.replace(",", ";").encode(),
        "csv western": b"Name;Ort\nM\xfcller;K\xf6ln\nS\xf6hne;Br\xfchl\n",
        "xlsx": _workbook(), "cards": CARD.encode() * 2, "old cards": OLD_CARD, "calendar": CALENDAR.encode(),
    }  # fmt: skip
    return found | {path.suffix[1:]: path.read_bytes() for path in (sorted(more.iterdir()) if more else ())}


def _workbook() -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("客户")
        for number, line in enumerate(CSV.splitlines()):
            sheet.write_row(number, 0, line.split(","))
        sheet.write_formula(3, 0, "=1+1")
        sheet.write_number(3, 1, 45_000)
        book.add_worksheet("second").write(0, 0, "x")
    return file.getvalue()


def mutants(whole: dict[str, bytes], random: Random) -> Iterator[tuple[str, bytes]]:
    """(kind, spoilt file) without end: one to four changes each, sometimes of two files' halves."""
    kinds = list(whole)
    for number in range(1 << 62):
        kind = kinds[number % len(kinds)]
        data = whole[kind]
        if zipfile.is_zipfile(io.BytesIO(data)) and random.random() < 0.75:
            yield kind, _inside(data, random)
            continue
        if random.random() < 0.05:
            data = data[: _place(data, random)] + whole[random.choice(kinds)][_place(data, random) :]
        yield kind, _spoilt(data or b"\0", random)


def _spoilt(data: bytes, random: Random) -> bytes:
    for _time in range(random.randrange(1, 5)):
        data = random.choice(CHANGES)(data, random) or b"\0"
    return data


def _inside(data: bytes, random: Random) -> bytes:
    """An archive one of whose members was changed, left out or doubled."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(one.filename, archive.read(one)) for one in archive.infolist()]
    at = random.randrange(len(members))
    name, content = members[at]
    members[at] = (name, _spoilt(content or b" ", random))
    if random.random() < 0.1:
        del members[at]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in members:
            archive.writestr(each, content)
    return out.getvalue()
