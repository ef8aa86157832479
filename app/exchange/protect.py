"""Text that a spreadsheet would take for a formula: marked in a CSV with a leading ', which our own reading takes off.

The two functions are exact opposites, also for a text that already begins with such a mark (faults F77d). Plain numbers
and phones (``+86 755 8888 0000``, ``-12.5``) stay as they are.
"""

import re

_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_MARKED = re.compile(r"'+\s*[=+\-@\t\r0-9]")
_HARMLESS = re.compile(r"[+-]?\d[\d ().,/-]*|[+-]")


def protect(text: str) -> str:
    """The text as a CSV cell that no program runs."""
    if _MARKED.match(text) or (_FORMULA.match(text) and not _HARMLESS.fullmatch(text)):
        return f"'{text}"
    return text


def unprotect(text: str) -> str:
    """The text that ``protect`` was given."""
    return text[1:] if _MARKED.match(text) else text
