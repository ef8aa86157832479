"""Both languages are complete: nothing said is missing in Chinese, and no placeholder was lost on the way."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages import Catalog

from app import i18n
from app.i18n import gettext_text as _
from app.i18n import ngettext_text, use_language
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tools import catalogues
from tools.catalogues import main, updated

PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """The sources are the same for every test: they are looked through once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "extracted", cache(catalogues.extracted))
        yield


def test_the_catalogues_are_current_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().err


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    return updated("zh")


def test_translations_keep_their_placeholders(chinese: Catalog) -> None:
    wrong = []
    for message in chinese:
        said = message.string if isinstance(message.string, str) else message.string[0]
        asked = message.id if isinstance(message.id, str) else message.id[1]
        if asked and set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(asked)):
            wrong.append((asked, said))
    assert wrong == []


def test_chinese_sentences_use_full_width_punctuation(chinese: Catalog) -> None:
    wrong = [m.string for m in chinese if isinstance(m.string, str) and re.search(r"[一-鿿][,;?!](?!\w)", m.string)]
    assert wrong == []


def test_plurals_and_words_change_with_the_language() -> None:
    with use_language("zh"):
        assert (_("Customers"), ngettext_text("{count} day ago", "{count} days ago", 3)) == ("客户", "{count} 天前")
    with use_language("en"):
        assert ngettext_text("{count} day ago", "{count} days ago", 1) == "{count} day ago"
        assert ngettext_text("{count} day ago", "{count} days ago", 3) == "{count} days ago"


def test_the_frame_says_its_words_without_reading_the_others(qtbot) -> None:
    i18n._catalogue.cache_clear()
    i18n._read.cache_clear()
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    assert window.windowTitle() == _("Clientele")
    assert i18n._read.cache_info().currsize == 1  # the small catalogue of the window's language
    assert _("This order was billed with {number} already.")
    assert i18n._read.cache_info().currsize == 2


def test_something_was_found_to_translate() -> None:
    assert len(catalogues.extracted()) > 500
