"""The manual: both languages have the same pages with the same build, every link leads somewhere, every key is explained."""

import re

import pytest

from app.paths import docs
from app.ui.frame.keyboard import IN_PLACE, KEYS
from app.ui.screens import SCREENS

PAGES = sorted(path.name for path in docs("help", "zh").glob("*.md"))
_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def text(language: str, page: str) -> str:
    return docs("help", language, page).read_text(encoding="utf-8")


def build(page: str) -> list[str]:
    """The page's headings, list items and table rows in their order, without words."""
    lines = [line.strip() for line in page.splitlines()]
    return [found[0] for line in lines if (found := re.match(r"#+ |- |\d\. |\|", line))]


def test_both_languages_have_the_same_pages() -> None:
    assert PAGES
    assert sorted(path.name for path in docs("help", "en").glob("*.md")) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_built_alike_in_both_languages(page: str) -> None:
    assert build(text("zh", page)) == build(text("en", page))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_index_names_every_page(language: str) -> None:
    assert set(re.findall(r"\]\(([\w-]+\.md)\)", text(language, "index.md"))) == set(PAGES) - {"index.md"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_links_lead_somewhere(language: str, page: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", text(language, page))
    assert [link for link in links if not docs("help", language, link).is_file()] == []


@pytest.mark.parametrize("place", [place.key for place in SCREENS if place.key != "bin"])
def test_every_screen_has_its_page(place: str) -> None:
    assert f"{place}.md" in PAGES


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_is_explained(language: str) -> None:
    explained = text(language, "keyboard.md")
    keys = [key for each in KEYS for key in each.keys] + [key for key, _does in IN_PLACE]
    written = [re.sub("Left|Right|Up|Down", lambda found: _ARROWS[found[0]], key) for key in keys]
    assert [key for key in written if key not in explained] == []


@pytest.mark.parametrize("page", PAGES)
def test_chinese_pages_use_chinese_punctuation(page: str) -> None:
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", text("zh", page))
    assert re.findall(r"[\u4e00-\u9fff][,;:!?]|[\u4e00-\u9fff]\.(?:\s|$)", prose) == []


@pytest.mark.parametrize("page", [page for page in PAGES if page != "index.md"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_leads_back_to_the_contents(language: str, page: str) -> None:
    assert "](index.md)" in text(language, page)
