"""Make ``resources/chinese/traditional.txt``, which characters are another's traditional form, from OpenCC (Apache-2.0).

``python -m tools.traditional`` in an environment that has the package ``opencc``; the program itself never needs it.
"""

from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "chinese" / "traditional.txt"
_RANGES = ((0x3400, 0xA000), (0x20000, 0x2EBE1), (0x30000, 0x323B0))


def table() -> str:
    """A head of comments, then traditional characters in one line and their simplified forms in the next."""
    from opencc import OpenCC  # type: ignore[import-not-found,unused-ignore]

    convert = OpenCC("t2s").convert
    pairs = [(each, convert(each)) for start, end in _RANGES for each in map(chr, range(start, end))]
    changed = [(each, simple) for each, simple in pairs if simple != each and len(simple) == 1]
    head = [
        f"# Traditional characters and their simplified forms, character by character: OpenCC {version('opencc')}, t2s.",
        "# https://github.com/BYVoid/OpenCC, Apache License 2.0 (LICENSE). Made by tools/traditional.py.",
    ]
    return "\n".join([*head, "".join(each for each, _ in changed), "".join(simple for _, simple in changed)]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8", newline="\n")
