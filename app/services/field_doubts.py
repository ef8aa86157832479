"""What is doubtful about single values of a customer: said beside the field, never in the way (domain/60 §6.1–6.3)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.analysis import credit_code, messengers
from app.formats import share_text, today
from app.i18n import N_
from app.i18n import gettext_text as _

_DOUBTS: dict[str, tuple[Callable[[str], bool], str]] = {
    "qq": (messengers.is_qq, N_("A QQ number has 5 to 11 digits and does not begin with 0.")),
    "wechat": (messengers.is_wechat, N_("A WeChat name has 6 to 20 letters, digits, - or _, or is a mobile or QQ number.")),
    "postcode": (messengers.is_postcode, N_("A postcode in China has 6 digits.")),
    "bank_account": (messengers.is_account, N_("A bank account has 6 to 32 digits.")),
}
_MOBILE = re.compile(r"1[3-9]\d{7,11}")
_GAPS = re.compile(r"[\s\-]")
CUT = N_("A mobile number has 11 digits, this one has {count}.")
_PHONE = N_("This is no usual number in China. Check it.")


def doubt(key: str, kind: str, value: Any) -> str:
    """A sentence on one value, in the language in force; the empty text where nothing is doubtful."""
    if not isinstance(value, str) or not value.strip():
        return ""
    if kind == "phone":
        return "" if value.strip().startswith("+") or messengers.is_phone(value) else _(_PHONE)
    if key in _DOUBTS:
        holds, sentence = _DOUBTS[key]
        return "" if holds(value) else _(sentence)
    return code_warning(value) if key == "credit_code" else _tax_number(value) if key == "tax_number" else ""


def digits_missing(text: Any) -> int:
    """How many digits a number has that begins like a mobile and is none; 0 for any other."""
    plain = _GAPS.sub("", text) if isinstance(text, str) else ""
    return len(plain) if _MOBILE.fullmatch(plain) and not messengers.is_phone(text) else 0


def referral_doubt(values: Mapping[str, Any]) -> str:
    """Who came by referral was referred by somebody (F-01: required then); the empty text where that is said, or not asked."""
    asked = values.get("source") == "referral" and values.get("referred_by_id") is None
    return _("The source is a referral: who referred them?") if asked else ""


def code_warning(text: str | None) -> str:
    """What is doubtful, or wrong, about a credit code; the empty text for none."""
    better = credit_code.suggestion(text or "") if credit_code.problems(text or "") else None
    return _("Did you mean {code}?").format(code=better) if better else _(code_doubt(text))


def code_doubt(text: str | None) -> str:
    """What is doubtful about a credit code that is kept all the same, as a msgid; the empty text for none."""
    found = next(iter(credit_code.problems(text or "")), None)
    return _CODE_DOUBTS.get(found.code, "") if found is not None else ""


_CODE_DOUBTS = {
    credit_code.CHECK_DIGIT: N_("The check character does not fit. Compare with the business licence."),
    credit_code.REGION: N_("Characters 3 to 8 are usually digits. Compare with the business licence."),
}


def _tax_number(text: str) -> str:
    """A taxpayer number is the credit code, or one of the older ones of 15 to 20 characters."""
    plain = credit_code.normalise(text)
    if len(plain) == credit_code.LENGTH and not credit_code.has_error(plain):
        return code_warning(plain)
    return "" if 15 <= len(plain) <= 20 and plain.isalnum() else _("A taxpayer no. has 15 to 20 characters.")


def share_doubt(rows: list[Mapping[str, Any]], key: str = "share") -> str:
    """Shares of one whole that add up to more than 100 %; the empty text while they don't."""
    whole = sum(row.get(key) or 0 for row in rows)
    if whole <= 10_000:
        return ""
    return _("The shares add up to {percent}, more than 100 %.").format(percent=share_text(whole))


def agreement_doubt(rows: list[Mapping[str, Any]]) -> str:
    """Contracts and warranties that are over; the empty text where all of them run."""
    over = [str(row["name"]) for row in rows if row.get("name") and row.get("ends_on") and row["ends_on"] < today()]
    return _("Run out: {names}").format(names=_(", ").join(over)) if over else ""
