"""The gettext catalogues: extract what the program says, merge it into the two languages, compile what ships.

``python -m tools.catalogues``          bring resources/translations up to date
``python -m tools.catalogues --check``  exit 1 where they are not current, or Chinese lacks a sentence
Babel is a development tool only; the program reads the compiled .mo files with the standard library.
"""

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = ROOT / "resources" / "translations"
_KEYWORDS = {
    "_": None, "N_": None, "gettext_text": None, "ngettext": (1, 2), "ngettext_text": (1, 2), "pgettext": ((1, "c"), 2),
    "pgettext_text": ((1, "c"), 2),
}  # fmt: skip
LANGUAGES = ("zh", "en")
FRAME = ("app/ui/frame/", "app/ui/main_window.py", "app/ui/screens/__init__.py", "app/ui/kit/")
"""Where the words of the window's first paint stand: they ship in a catalogue of their own, which is read in no time."""
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def extracted() -> Catalog:
    """Everything marked in app/ and main.py, in the order of the files."""
    catalogue = Catalog(project="Clientele", charset="utf-8", fuzzy=False)
    found = extract_from_dir(str(ROOT / "app"), [("**.py", "python")], keywords=_KEYWORDS, comment_tags=("i18n:",))
    for name, _line, message, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        catalogue.add(message, None, [(f"app/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def paths(language: str) -> tuple[Path, Path]:
    """The .po and .mo file of a language."""
    folder = _FOLDER / language / "LC_MESSAGES"
    return folder / "clientele.po", folder / "clientele.mo"


def updated(language: str) -> Catalog:
    """The catalogue of a language with the present messages; what is no longer said is dropped, English repeats the msgid."""
    po, _ = paths(language)
    text = io.BytesIO(po.read_bytes() if po.exists() else b"")
    catalogue = read_po(text, locale=language)
    catalogue.project = "Clientele"
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    return catalogue


def po_text(catalogue: Catalog) -> str:
    """The file's text without anything that changes from one run to the next."""
    out = io.BytesIO()
    write_po(out, catalogue, width=130, sort_output=True, omit_header=True, include_previous=False, no_location=True)
    plural = "nplurals=1; plural=0;" if str(catalogue.locale) == "zh" else "nplurals=2; plural=(n != 1);"
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    )
    return head + out.getvalue().decode()


def mo_bytes(text: str, language: str) -> bytes:
    """The compiled catalogue of a .po text."""
    out, catalogue = io.BytesIO(), read_po(io.BytesIO(text.encode()), locale=language)
    catalogue.creation_date = catalogue.revision_date = _ANY_DAY  # else the file would differ from minute to minute
    write_mo(out, catalogue)
    return out.getvalue()


def of_frame(catalogue: Catalog) -> Catalog:
    """The messages that the frame says; English repeats them, lest they be looked for among the others."""
    few = Catalog(locale=catalogue.locale, charset="utf-8", fuzzy=False)
    for message in catalogue:
        if message.id and any(place.startswith(FRAME) for place, _line in message.locations):
            few.add(message.id, message.string if _said(message.string) else message.id, context=message.context)
    return few


def untranslated(catalogue: Catalog) -> list[str]:
    """Messages without a translation."""
    return [str(message.id) for message in catalogue if message.id and not _said(message.string)]


def _said(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def main(arguments: list[str] | None = None) -> int:
    """Update or check; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    problems = [problem for language in LANGUAGES for problem in _bring_up(language, check)]
    print("\n".join(problems) if problems else "catalogues are current", file=sys.stderr if problems else sys.stdout)
    return 1 if problems else 0


def _bring_up(language: str, check: bool) -> list[str]:
    catalogue = updated(language)
    text = po_text(catalogue)
    po, mo = paths(language)
    shipped = {mo: mo_bytes(text, language), mo.with_name("frame.mo"): mo_bytes(po_text(of_frame(catalogue)), language)}
    problems = [f"untranslated ({language}): {key}" for key in untranslated(catalogue)] if language == "zh" else []
    if not check:
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_text(text, encoding="utf-8")
        for path, compiled in shipped.items():
            path.write_bytes(compiled)
    elif not po.exists() or po.read_text(encoding="utf-8") != text:
        problems.append(f"{po.relative_to(ROOT)} is not current: run python -m tools.catalogues")
    elif any(not path.exists() or path.read_bytes() != compiled for path, compiled in shipped.items()):
        problems.append(f"{mo.parent.relative_to(ROOT)} is not compiled anew: run python -m tools.catalogues")
    return problems


if __name__ == "__main__":
    raise SystemExit(main())
