"""The errors a person can do something about. Anything else that is raised is a bug and reaches the crash hook."""

from dataclasses import dataclass

from app.i18n import N_, gettext_text

__all__ = ["AppError", "Cancelled", "ConflictError", "StorageError", "Translated", "ValidationError"]


@dataclass(frozen=True, slots=True)
class Translated:
    """A msgid among the values of a sentence: translated when the sentence around it is."""

    key: str

    def __str__(self) -> str:
        return gettext_text(self.key)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class AppError(Exception):
    """Something in the environment or the input is wrong; ``sentence`` says what and what to do.

    ``key`` is the untranslated sentence (an English msgid marked with ``N_``), so tests and later programs compare
    the key and never the text. ``values`` fill its named placeholders and are never themselves formatted.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    @property
    def sentence(self) -> str:
        """The message in the language in force where it is shown, not where it was raised."""
        return gettext_text(self.key).format(**self.values)

    def __str__(self) -> str:
        return self.sentence


class ValidationError(AppError):
    """One value is not acceptable; ``field`` is the entity's field key, so that the screen shows it beside the field."""

    def __init__(self, key: str, field: str = "", **values: object) -> None:
        super().__init__(key, **values)
        self.field = field


class ConflictError(AppError):
    """Somebody else, or a later step, changed the same record in the meantime."""


class StorageError(AppError):
    """The data file, a folder, a disk or a printer does not do what is needed."""


class Cancelled(AppError):
    """The person stopped a long piece of work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(N_("Stopped. Nothing was changed."))
