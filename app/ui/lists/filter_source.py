"""Where the values come from that one filters a field by: choices, the firm's lists, tags in use, linked records by typing."""

from collections.abc import Callable, Sequence
from typing import Any

from app.i18n import gettext_text as _
from app.models import entity_named
from app.models.fields import Field
from app.services import lists, present, records, tags
from app.services.lists import ListQuery
from app.ui.context import Context

Entry = tuple[Any, str, int | None]
"""(value, word, how many records have it or None)"""
Show = Callable[[Sequence[Entry]], None]
MOST = 60


class Source:
    """The values of one field; ``words`` remembers what each is called, for the chips."""

    def __init__(self, context: Context, entity: str, field: Field, words: dict[Any, str]) -> None:
        self._context, self._entity, self._field, self.words = context, entity, field, words
        self._asked = 0

    def ask(self, text: str, show: Show) -> None:
        """Give ``show`` the values whose words hold the text; the answer to an earlier text is dropped."""
        self._asked += 1
        asked, typed = self._asked, text.strip()
        kind, read = self._field.kind, self._context.gateway.read

        def arrived(entries: Sequence[Entry]) -> None:
            if asked == self._asked:
                self.words.update((value, word) for value, word, _count in entries)
                show(entries)

        if kind == "link":
            read(lists.page, self._linked(typed), 0, MOST, done=lambda rows: arrived(_named(rows)))
        elif kind == "tags":
            read(tags.in_use, self._entity, self._field.key, done=lambda found: arrived(_holding(typed, _counted(found))))
        elif kind == "listed":
            read(present.lexicon, self._field.setting, done=lambda words: arrived(_holding(typed, _coded(words))))
        else:
            arrived(_holding(typed, self._choices()))

    def _choices(self) -> list[Entry]:
        if self._field.kind == "flag":
            return [(True, _("Yes"), None), (False, _("No"), None)]
        return [(choice.code, _(choice.label), None) for choice in self._field.choices]

    def _linked(self, text: str) -> ListQuery:
        entity = entity_named(self._field.link)
        return ListQuery(entity.entity, entity.titles, entity.titles[0], text=text)

    def name(self, values: Sequence[Any], done: Callable[[], None]) -> None:
        """Find out what values are called that nobody has looked at yet (a saved view)."""
        unknown = [value for value in values if value not in self.words]
        if not unknown or self._field.kind not in ("link", "listed"):
            return

        def arrived(words: dict[Any, str]) -> None:
            self.words.update(words)
            done()

        if self._field.kind == "link":
            self._context.gateway.read(records.titles, entity_named(self._field.link), unknown, done=arrived)
        else:
            self._context.gateway.read(present.lexicon, self._field.setting, done=arrived)


def _named(rows: Sequence[lists.Row]) -> list[Entry]:
    return [(row.id, next((text for text in row.texts if text), "—"), None) for row in rows]


def _counted(found: Sequence[tuple[str, int]]) -> list[Entry]:
    return [(tag, tag, count) for tag, count in found]


def _coded(words: dict[str, str]) -> list[Entry]:
    return [(code, word, None) for code, word in words.items()]


def _holding(text: str, entries: Sequence[Entry]) -> Sequence[Entry]:
    wanted = text.casefold()
    return [entry for entry in entries if wanted in entry[1].casefold()]
