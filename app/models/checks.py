"""Checks of one value: each returns an untranslated sentence that says what is wrong, or the empty text.

Only what cannot be right is an error here. What is merely doubtful (a failed check digit) is a warning of the services.
"""

import re

from app.i18n import N_

_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}", re.ASCII)
_BIRTHDAY = re.compile(r"(?:([0-9]{4})|-)-([0-9]{2})-([0-9]{2})", re.ASCII)
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


def amount_problem(number: int) -> str:
    """What is counted or owned is nothing or more."""
    return N_("It can't be less than zero.") if number < 0 else ""


def birthday_problem(text: str, kind: str | None = None) -> str:
    """A day of birth exists in its calendar; without a ``kind`` (solar, lunar, lunar_leap) it may be either."""
    found = _BIRTHDAY.fullmatch(text)
    if found is None:
        return N_("A birthday reads 1985-08-15, or 08-15 where the year is unknown.")
    year, month, day = int(found[1] or 2000), int(found[2]), int(found[3])
    if not year or not 1 <= month <= 12 or not 1 <= day <= 31:
        return N_("There is no such day.")
    import calendar  # the standard library's, a millisecond nobody waits for at the start

    solar, lunar = day <= calendar.monthrange(year, month)[1], day <= 30
    if kind is None:
        return "" if solar or lunar else N_("There is no such day.")
    if kind == "solar":
        return "" if solar else N_("There is no such day in the solar calendar.")
    return "" if lunar else N_("A month of the lunar calendar has at most 30 days.")


def clock_problem(text: str) -> str:
    """A time of the day as HH:MM, from 00:00 to 23:59."""
    hours, colon, minutes = text.partition(":")
    good = colon and len(hours) == len(minutes) == 2 and (hours + minutes).isascii() and (hours + minutes).isdigit()
    return "" if good and int(hours) < 24 and int(minutes) < 60 else N_("A time of the day reads 09:30.")
