"""The unified social credit code of Chinese organisations, GB 32100—2015 (domain/60 §6.1, C01).

A wrong length or character is an error; a failed check digit only warns, because early pilot codes are valid law but
fail it. Look-alike letters are pointed out and never corrected silently (domain/05).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = tuple(pow(3, index, 31) for index in range(17))
LENGTH = 18
LOOK_ALIKES = {"O": "0", "I": "1"}

LENGTH_PROBLEM, CHARACTER, LOOK_ALIKE, REGION, CHECK_DIGIT = "length", "character", "look_alike", "region", "check_digit"

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SEPARATORS = frozenset(" -\u2010\u2011\u2012\u2013\u2014\u2212\u00a0\u3000\t\r\n\u200b\ufeff")


@dataclass(frozen=True, slots=True)
class CodeProblem:
    """What is wrong: `code` length, character, look_alike, region or check_digit; `position` counts from 1 where one
    character is meant. Errors refuse the code, warnings can be kept."""

    code: str
    severity: Literal["error", "warning"]
    position: int | None = None
    character: str = ""


def normalise(text: str) -> str:
    """The code as stored: full width to half width, upper case, without spaces and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in plain if letter not in _SEPARATORS)


def problems(text: str) -> tuple[CodeProblem, ...]:
    """Every problem of a code, errors first; () for a good one and for an empty field. The check digit is only looked
    at where length and characters are right."""
    code = normalise(text)
    if not code:
        return ()
    errors = [CodeProblem(LENGTH_PROBLEM, "error")] if len(code) != LENGTH else []
    errors += [_wrong(letter, place) for place, letter in enumerate(code, 1) if letter not in ALPHABET]
    return tuple(errors) if errors else _warnings(code)


def _wrong(letter: str, place: int) -> CodeProblem:
    return CodeProblem(LOOK_ALIKE if letter in LOOK_ALIKES else CHARACTER, "error", place, letter)


def _warnings(code: str) -> tuple[CodeProblem, ...]:
    found = []
    if not code[2:8].isdecimal():
        found.append(CodeProblem(REGION, "warning", 3))
    if check_character(code[:17]) != code[17]:
        found.append(CodeProblem(CHECK_DIGIT, "warning", LENGTH, code[17]))
    return tuple(found)


def has_error(text: str) -> bool:
    """Whether the code must be refused (wrong length or character)."""
    return any(problem.severity == "error" for problem in problems(text))


def weighted_sum(prefix: str) -> int:
    """Σ value · weight over the first 17 characters; ValueError for a character outside the alphabet."""
    return sum(ALPHABET.index(letter) * weight for letter, weight in zip(prefix, WEIGHTS, strict=True))


def check_character(prefix: str) -> str:
    """The 18th character of 17 given ones: (31 - S mod 31) mod 31."""
    return ALPHABET[-weighted_sum(prefix) % 31]


def suggestion(text: str) -> str | None:
    """The code with look-alike letters replaced, where that gives a code without any problem; else None."""
    code = normalise(text)
    changed = "".join(LOOK_ALIKES.get(letter, letter) for letter in code)
    return changed if changed != code and not problems(changed) else None


def organisation_check(body: str) -> str:
    """The check character of an 8-character organisation code, GB 11714 (positions 9–16; 17 holds it). Values are
    0–9 and A=10 … Z=35, not those of ALPHABET."""
    total = sum(int(letter, 36) * weight for letter, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def organisation_check_holds(text: str) -> bool:
    """The optional second check of a whole code; False where the code has errors."""
    code = normalise(text)
    return not has_error(code) and len(code) == LENGTH and organisation_check(code[8:16]) == code[16]
