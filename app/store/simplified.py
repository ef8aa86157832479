"""Traditional characters as their simplified forms, for comparing only: what is stored stays as it was written.

One character for one, from a table made by OpenCC (tools/traditional.py): 30 KB, read in a millisecond; OpenCC itself is
never needed.
"""

from app.paths import resource


def simplifying() -> dict[int, str | int]:
    """A table for ``str.translate``."""
    lines = resource("chinese", "traditional.txt").read_text(encoding="utf-8").splitlines()
    traditional, simplified = (line for line in lines if not line.startswith("#"))
    return {ord(each): simple for each, simple in zip(traditional, simplified, strict=True)}
