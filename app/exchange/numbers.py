"""Amounts and whole numbers as people write them; the decimal sign is settled once for a whole column (F34)."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from app.errors import ValidationError
from app.exchange import tables
from app.exchange.names import same
from app.formats import excerpt
from app.i18n import N_

_COMMA_DECIMAL = re.compile(r".*\d,\d{1,2}|.*\d\.\d{3},\d+")
_POINT_DECIMAL = re.compile(r".*\d\.(\d{1,2}|\d{4,})|.*\d,\d{3}\.\d+")
_SIGNS = re.compile(r"[$€£\s'’]|(cn)?[¥￥]|^(rmb|cny|人民币)|\((rmb|cny|人民币)\)$|(rmb|cny|人民币)$", re.IGNORECASE)
_OURS = re.compile(r"¥|rmb|cny|人民币|[元圆]")
_AMOUNT = re.compile(r"(?P<number>-?[\d.,]*\d)(?P<unit>[^\d.,]*)")
_UNIT_IN_HEADER = re.compile(r"[（(\[【/:：]\s*(?:单位[:：])?\s*(?P<unit>万元|亿元|千元|万|亿)")
_NUMBER = re.compile(r"[\d.,]*\d")
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


def money_reader(header: str, texts: Sequence[str]) -> Callable[[str], int]:
    """How the amounts of one column are read; one whose header names another currency holds none of ours unless a cell
    says so itself."""
    elsewhere = is_foreign(header)
    sign, unit = decimal_sign(texts), 1 if elsewhere else unit_of(header)

    def read(text: str) -> int:
        if elsewhere and not _OURS.search(same(text)):
            raise _foreign(text)
        return read_money(text, sign, unit)

    return read


def is_foreign(text: str) -> bool:
    """Whether a text names a currency that isn't the firm's (domain/00 G2: all amounts are yuan)."""
    plain = same(text)
    return any(unicodedata.category(sign) == "Sc" and sign != "¥" for sign in plain) or bool(_currencies().search(plain))


@cache
def _currencies() -> re.Pattern[str]:
    """Codes that stand alone, beside a number too, and words."""
    codes, names = ("|".join(tables.words()["currencies"][kind]) for kind in ("codes", "names"))
    return re.compile(rf"(?<![a-z])({codes})(?![a-z])|{names}")


def _foreign(text: str) -> ValidationError:
    return ValidationError(N_("“{value}” is in another currency; amounts here are in yuan."), value=excerpt(text.strip()))


def read_money(text: str, sign: str, unit: int = 1) -> int:
    """An amount in fen, half-up; brackets and a trailing minus are minus. ValidationError where it is no amount of ours."""
    if is_foreign(text):
        raise _foreign(text)
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


def read_decimal(text: str, sign: str) -> Decimal:
    """A number exactly as it stands. ValidationError where it is none."""
    plain, _unit = _plain(text)
    return _decimal(text, plain, sign or ".")


def read_percent(text: str, sign: str) -> int:
    """A share in hundredths of a percent: ``12.5``, ``12,5 %``. ValidationError where it is no number."""
    plain, _unit = _plain(text.strip().rstrip("%％ "))
    value = (_decimal(text, plain, sign or ".") * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if abs(value) > 1_000_000:
        raise _no_number(text)
    return int(value)


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
            N_("“{value}” can be read in two ways: with a decimal point, or with thousands."), value=excerpt(text.strip())
        )
    if "," in plain and not _COMMA_GROUPS.fullmatch(plain):
        raise _no_number(text)
    return _exactly(text, plain.replace(",", ""))


def unambiguous(text: str, sign: str) -> str:
    """An amount that only its column's decimal sign made readable, with a point and no thousands; anything else as it stands."""
    found = _NUMBER.search(text)
    if found is None or found[0] != _plain(text)[0].lstrip("-") or (sign != "," and not _POINT_GROUPS.fullmatch(found[0])):
        return text
    number = found[0].replace(".", "").replace(",", ".") if sign == "," else found[0]
    whole, point, fraction = number.partition(".")
    longer = f"{fraction}0" if sign and len(fraction) == len("000") else fraction
    return f"{text[: found.start()]}{whole}{point}{longer}{text[found.end() :]}"


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
    return ValidationError(N_("“{value}” is no number."), value=excerpt(text.strip()))
