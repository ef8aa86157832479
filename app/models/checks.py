"""Checks of one value: each returns an untranslated sentence that says what is wrong, or the empty text.

Only what cannot be right is an error here. What is merely doubtful (a failed check digit) is a warning of the services.
"""

import re

from app.i18n import N_

_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-－—]")


def tidy_credit_code(text: str) -> str:
    """A unified social credit code as it is stored: half width, upper case, without blanks and hyphens (domain/60 §6.1)."""
    half = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return _SEPARATORS.sub("", half).upper()


def credit_code_problem(text: str) -> str:
    """Wrong length or character; the check digit is another matter (it warns, never refuses)."""
    tidy = tidy_credit_code(text)
    if len(tidy) != 18:
        return N_("A unified social credit code has 18 characters.")
    if not _CREDIT_CODE.fullmatch(tidy):
        return N_("A unified social credit code has digits and capital letters without I, O, S, V and Z.")
    return ""


def email_problem(text: str) -> str:
    """Each address needs one @ and a dot behind it; international ones are fine (domain/60 §6.3)."""
    for part in re.split(r"[,;，；]", text):
        local, at, host = part.strip().rpartition("@")
        if not at or not local or "." not in host.strip(".") or "@" in local or re.search(r"\s", part.strip()):
            return N_("A mail address has one @ and a dot behind it.")
    return ""


def name_problem(text: str) -> str:
    """A name is not empty and was not spoilt on its way here."""
    if not text.strip():
        return N_("The name is missing.")
    return N_("The name holds unreadable characters.") if "�" in text else ""
