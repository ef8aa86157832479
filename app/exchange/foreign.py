"""Amounts of business records in other currencies: read as they stand, their currency told by the cell, or by the header."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from app.exchange import numbers, tables
from app.exchange.names import same

OURS = frozenset({"rmb", "人民币", "元", "cny", "¥", "￥", "yuan", "cnh"})
CODES = {
    "us$": "USD", "hk$": "HKD", "nt$": "TWD", "a$": "AUD", "c$": "CAD", "s$": "SGD", "$": "USD", "€": "EUR", "£": "GBP",
    "美元": "USD", "美金": "USD", "欧元": "EUR", "港币": "HKD", "港元": "HKD", "日元": "JPY", "日圆": "JPY", "英镑": "GBP",
    "台币": "TWD", "新台币": "TWD", "ntd": "TWD", "韩元": "KRW", "澳元": "AUD", "加元": "CAD", "新加坡元": "SGD", "卢布": "RUB",
    "泰铢": "THB", "瑞士法郎": "CHF", "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP",
    "pounds": "GBP", "yen": "JPY",
}  # fmt: skip
"""A currency as people write it -> ISO 4217; codes mean themselves."""

_PLAIN = "0123456789.,+-−() \t"


@cache
def _marks() -> re.Pattern[str]:
    codes = [code for code in tables.words()["currencies"]["codes"] if code.isalpha()]
    signs = sorted((one for one in CODES if not (one.isascii() and one.isalpha())), key=len, reverse=True)
    words = sorted((*codes, *(one for one in CODES if one.isascii() and one.isalpha())), key=len, reverse=True)
    return re.compile(rf"{'|'.join(map(re.escape, signs))}|(?<![a-z])(?:{'|'.join(words)})(?![a-z])")


def currency_in(text: str) -> str:
    """The currency that a cell or a header names beside its amount, by its code; "" where it names none, or ours."""
    found = _marks().search(same(text)) if text.strip(_PLAIN) else None
    return code_of(found[0]) if found else ""


def code_of(word: str) -> str:
    """The code of a currency as somebody wrote it."""
    plain = same(word)
    return "CNY" if plain in OURS else CODES.get(plain, plain.upper())


def money_reader(header: str, texts: Sequence[str]) -> Callable[[str], int]:
    """As ``numbers.money_reader``, of any currency: which it is stands beside (``currency_in``)."""
    bare = [_without_mark(text) for text in texts]
    read = numbers.money_reader(_without_mark(header), bare)
    return lambda text: read(_without_mark(text))


def _without_mark(text: str) -> str:
    return _marks().sub("", same(text)) if currency_in(text) else text
