"""Amounts and whole numbers as people write them; the decimal sign is settled once for a whole column (F34)."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from app.errors import ValidationError
from app.exchange import tables
from app.exchange.names import same
from app.i18n import N_

_COMMA_DECIMAL = re.compile(r".*\d,\d{1,2}|.*\d\.\d{3},\d+")
_POINT_DECIMAL = re.compile(r".*\d\.(\d{1,2}|\d{4,})|.*\d,\d{3}\.\d+")
_SIGNS = re.compile(r"[¥￥$€£\s'’]|^(rmb|cny)|(rmb|cny)$", re.IGNORECASE)
_AMOUNT = re.compile(r"(?P<number>-?[\d.,]*\d)(?P<unit>[^\d.,]*)")
_UNIT_IN_HEADER = re.compile(r"[（(\[【/:：]\s*(?:单位[:：])?\s*(?P<unit>万元|亿元|千元|万|亿)")
_POINT_GROUPS = re.compile(r"-?\d{1,3}(\.\d{3})+")
_COMMA_GROUPS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")
_LARGEST = 10**17


def decimal_sign(values: Iterable[str]) -> str:
    """``,`` or ``.`` where some value of the column shows it, else "" (a lone ``1.234`` stays undecided)."""
    amounts = [_plain(value)[0] for value in values]
    comma = any(_COMMA_DECIMAL.fullmatch(amount) for amount in amounts)
    point = any(_POINT_DECIMAL.fullmatch(amount) for amount in amounts)
    return "" if comma == point else "," if comma else "."


def unit_of(header: str) -> int:
    """By how much a column's values are to be multiplied: 10000 for ``注册资本（万元）``."""
    found = _UNIT_IN_HEADER.search(header)
    return int(tables.words()["money"][found["unit"]]) if found else 1


def read_money(text: str, sign: str, unit: int = 1) -> int:
    """An amount in fen, half-up; brackets and a trailing minus are minus. ValidationError where it is no amount."""
    plain, word = _plain(text)
    units = tables.words()["money"]
    if word and word not in units:
        raise _no_number(text)
    factor = int(units[word]) if word and word not in ("元", "圆") else unit
    yuan = _decimal(text, plain, sign) * factor
    if abs(yuan) > _LARGEST:  # more digits than rounding takes
        raise _no_number(text)
    fen = (yuan * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if abs(fen) > _LARGEST:
        raise _no_number(text)
    return int(fen)


def _plain(text: str) -> tuple[str, str]:
    """(number with a leading minus, unit behind it); ("", "") where there is no number."""
    bare = _SIGNS.sub("", same(text).replace("−", "-"))
    negative = (bare.startswith("(") and bare.endswith(")")) or bare.endswith("-")
    found = _AMOUNT.fullmatch(bare.strip("()").rstrip("-").removeprefix("+"))
    if found is None:
        return "", ""
    number = found["number"]
    return (f"-{number}" if negative and not number.startswith("-") else number), found["unit"]


def _decimal(text: str, plain: str, sign: str) -> Decimal:
    if not plain:
        raise _no_number(text)
    if sign == ",":
        return _exactly(text, plain.replace(".", "").replace(",", "."))
    if sign == "" and _POINT_GROUPS.fullmatch(plain) and not plain.startswith(("0.", "-0.")):
        raise ValidationError(
            N_("“{value}” can be read in two ways: with a decimal point, or with thousands."), value=text.strip()[:40]
        )
    if "," in plain and not _COMMA_GROUPS.fullmatch(plain):
        raise _no_number(text)
    return _exactly(text, plain.replace(",", ""))


def _exactly(text: str, number: str) -> Decimal:
    if number.count(".") > 1 or not re.fullmatch(r"-?\d+(\.\d+)?|-?\.\d+", number):
        raise _no_number(text)
    return Decimal(number)


def read_integer(text: str) -> int:
    """A whole number, with or without thousands and a unit behind it (``120 人``)."""
    plain, _unit = _plain(text)
    number = _decimal(text, plain, ".")
    if number != number.to_integral_value() or abs(number) > _LARGEST:
        raise _no_number(text)
    return int(number)


def _no_number(text: str) -> ValidationError:
    return ValidationError(N_("“{value}” is no number."), value=text.strip()[:40])
