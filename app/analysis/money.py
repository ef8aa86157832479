"""Amounts as people write them: ¥, 万元, and capitals for receipts (domain/30 C03, domain/05). Always integer cents."""

from __future__ import annotations

from decimal import Decimal

from app.analysis.figures import half_up

CENTS_PER_WAN = 1_000_000

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万")  # the fourth is 万亿: 亿 follows with the third
_MOST = 10**16  # yuan; four groups of four digits


def yuan(cents: int) -> str:
    """¥12,345.67; -¥88.80; ¥0.00."""
    sign, whole, part = _parts(cents)
    return f"{'-' if sign else ''}¥{whole:,}.{part:02d}"


def _parts(cents: int) -> tuple[bool, int, int]:
    whole, part = divmod(abs(cents), 100)
    return cents < 0, whole, part


def wan(cents: int) -> Decimal:
    """The amount in 万元, two decimals half up: 1234567 cents are 1.23."""
    return half_up(Decimal(cents) / CENTS_PER_WAN, 2)


def wan_text(cents: int) -> str:
    """The amount in 万元 with thousands commas; an amount that would show as 0.00 is "<0.01" (">-0.01" below zero)."""
    amount = wan(cents)
    if amount == 0 and cents != 0:
        return "<0.01" if cents > 0 else ">-0.01"
    return f"{amount:,.2f}"


def has_rounding_gap(parts: list[int], total: int) -> bool:
    """Whether rounded parts don't add up to the rounded total, so that the footnote on rounding is due."""
    return sum(map(wan, parts), Decimal(0)) != wan(total)


def capital(cents: int) -> str:
    """大写金额 by 支付结算办法 附一: 壹仟肆佰零玖元伍角整. ValueError from 10^16 yuan on."""
    sign, whole, part = _parts(cents)
    if whole >= _MOST:
        raise ValueError("The amount is too large for capitals")
    if whole == 0 and part == 0:
        return "零元整"
    text = f"{_integer(whole)}元" if whole else ""
    return ("负" if sign else "") + text + _fraction(part, bool(whole))


def _integer(whole: int) -> str:
    digits = str(whole)
    text, zeros = "", False
    for index, digit in enumerate(digits):
        place = len(digits) - 1 - index
        if digit == "0":
            zeros = True
        else:
            text += ("零" if zeros else "") + _DIGITS[int(digit)] + _PLACES[place % 4]
            zeros = False
        text += _group_unit(whole, place)
    return text


def _group_unit(whole: int, place: int) -> str:
    """万 or 亿 after a group's last digit, unless the group is empty (亿 also closes 万亿)."""
    if place % 4:
        return ""
    group = whole // 10**place % 10_000
    empty = group == 0 and not (place == 8 and whole >= 10**12)
    return "" if empty else _GROUPS[place // 4]


def _fraction(part: int, has_yuan: bool) -> str:
    jiao, fen = divmod(part, 10)
    if part == 0:
        return "整"
    if fen == 0:
        return f"{_DIGITS[jiao]}角整"
    tens = f"{_DIGITS[jiao]}角" if jiao else "零" if has_yuan else ""
    return f"{tens}{_DIGITS[fen]}分"
