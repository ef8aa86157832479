"""How good a passphrase is, as far as that can be told without a dictionary: an estimate of the tries it takes."""

import math
import re
import unicodedata
from typing import Literal

Strength = Literal["weak", "fair", "strong"]
LEAST = 8
"""Characters a passphrase must have."""
_FAIR, _STRONG = 36.0, 60.0
"""Bits. With Argon2id at 64 MiB a rich attacker tries some 2^20 a second: 36 bits last a day, 60 bits 30,000 years."""
_LOOKED_AT = 200
_KINDS = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[ -/:-@\[-`{-~]", 33))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujmikolp")
_WORDS = (
    "password", "passwort", "passw0rd", "passphrase", "clientele", "welcome", "letmein", "iloveyou", "woaini", "qwerty", "admin",
    "monkey", "dragon", "master", "login", "secret", "hello", "nihao", "wodemima", "mima", "aini", "test",
)  # fmt: skip
"""Worth two characters each. Years, and the 5201314 of lovers, are told as runs of digits."""


def strength(passphrase: str) -> Strength:
    """weak, fair or strong. What is shorter than ``LEAST`` characters is weak whatever is in it."""
    text = unicodedata.normalize("NFC", passphrase)[:_LOOKED_AT]
    if len(text) < LEAST:
        return "weak"
    bits = _bits(text)
    return "weak" if bits < _FAIR else "fair" if bits < _STRONG else "strong"


def _bits(text: str) -> float:
    pieces = _shortened(text)
    return len(pieces) * math.log2(max(_alphabet(text), 2))


def _alphabet(text: str) -> int:
    """How many characters one would have to try at each place."""
    size = sum(count for pattern, count in _KINDS if re.search(pattern, text))
    beyond = any(ord(one) > 126 for one in text)
    return size + (2_000 if beyond else 0)


def _shortened(text: str) -> str:
    """Without what a guesser tries first: known words, runs of a keyboard or of the alphabet, repetitions."""
    for word in _WORDS:
        text = re.sub(re.escape(word), word[:2], text, flags=re.IGNORECASE)
    text = re.sub(r"(?<!\d)(19|20)\d\d((0?\d|1[0-2])([0-2]?\d|3[01]))?(?!\d)", "19", text)
    text = re.sub(r"5201314|1314520|520|1314", "52", text)
    text = re.sub(r"(.+?)\1+", r"\1", text)
    kept = text[:2]
    for one in text[2:]:
        if not _goes_on(kept[-2:] + one):
            kept += one
    return kept


def _goes_on(three: str) -> bool:
    low = three.casefold()
    return any(low in row or low[::-1] in row for row in _ROWS)
