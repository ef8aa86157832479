"""What is usual in China for WeChat, QQ, postcodes and bank accounts; never refused (domain/60 §6.2, 6.3)."""

from __future__ import annotations

import re
import unicodedata

from app.analysis.phones import MOBILE, UNKNOWN, read_phone

_QQ = re.compile(r"[1-9]\d{4,10}", re.ASCII)
_WECHAT = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{5,19}", re.ASCII)
_POSTCODE = re.compile(r"\d{6}", re.ASCII)
_ACCOUNT = re.compile(r"\d{6,32}", re.ASCII)
_GAPS = re.compile(r"[\s\-]")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def is_qq(text: str) -> bool:
    """5 to 11 digits, the first no zero."""
    return _QQ.fullmatch(_plain(text)) is not None


def is_wechat(text: str) -> bool:
    """A name of 6 to 20 characters that begins with a letter or underscore, or a mobile or QQ number."""
    plain = _plain(text)
    return _WECHAT.fullmatch(plain) is not None or is_qq(plain) or read_phone(plain).kind == MOBILE


def is_postcode(text: str) -> bool:
    """Six digits."""
    return _POSTCODE.fullmatch(_plain(text)) is not None


def is_phone(text: str) -> bool:
    """A number of a kind known in China."""
    return read_phone(text).kind != UNKNOWN


def is_account(text: str) -> bool:
    """6 to 32 digits, blanks and hyphens between them; company accounts follow no check digit."""
    return _ACCOUNT.fullmatch(_GAPS.sub("", _plain(text))) is not None


def grouped(text: str, size: int = 4) -> str:
    """The characters in groups, blanks of one's own taken out: 6222 0212 3456."""
    plain = _GAPS.sub("", text)
    return " ".join(plain[start : start + size] for start in range(0, len(plain), size))
