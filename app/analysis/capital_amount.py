"""中文大写金额: a sum of money written out, so that no figure can be added to it (支付结算办法, 附一; GB/T 15835).

The oracles are those of the published rules: 1,409.50 人民币壹仟肆佰零玖元伍角; 6,007.14 人民币陆仟零柒元壹角肆分; 325.04
人民币叁佰贰拾伍元零肆分. Where the rules leave it open, the shorter form is taken (107,000.53 …柒仟元伍角叁分).
"""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_LEAST = 10**14


def capital_amount(cents: int) -> str:
    """``人民币壹仟肆佰零玖元伍角`` for 140950; 0 is 零元整, below 0 begins with 负. ValueError from 万亿元 on."""
    if abs(cents) >= _LEAST:
        raise ValueError(f"too large to be written out: {cents}")
    yuan, rest = divmod(abs(cents), 100)
    jiao, fen = divmod(rest, 10)
    whole = f"{_yuan(yuan)}元" if yuan else ""
    sign = "负" if cents < 0 else ""
    if not rest:
        return f"人民币{sign}{whole or '零元'}整"
    return f"人民币{sign}{whole}{_small(jiao, fen, bool(yuan))}"


def _small(jiao: int, fen: int, after: bool) -> str:
    """角 and 分; a 零 stands for 角 where there are yuan before and 分 after it. Only whole yuan end with 整."""
    tenths = f"{_DIGITS[jiao]}角" if jiao else "零" if after else ""
    return f"{tenths}{_DIGITS[fen]}分" if fen else tenths


def _yuan(number: int) -> str:
    groups = []
    while number:
        number, four = divmod(number, 10_000)
        groups.append(four)
    text, skipped = "", False
    for place in range(len(groups) - 1, -1, -1):
        four = groups[place]
        if not four:
            skipped = bool(text)
            continue
        gap = text and (skipped or four < 1000)
        text += ("零" if gap else "") + _four(four) + _GROUPS[place]
        skipped = False
    return text


def _four(number: int) -> str:
    """Four places, 零 once for any run of zeros within them."""
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _UNITS[place]
        zero = not digit
    return text
