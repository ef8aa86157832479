"""How words of the window sound, so that they are found like names: by pinyin and initials."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from app.models.session import finder


def sounds(session: Session, texts: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Text -> what its sound is found by; empty for one without Chinese characters. The first call costs a third of a second."""
    return {text: finder(session).sounds(text) for text in texts}
