"""Photos made ready for paper: upright as the camera held them, no larger than is seen, in a form that every PDF reader knows."""

import io
import warnings

_PER_MM = 12
"""Pixels a millimetre: 300 dots an inch."""


def ready(data: bytes | None, width: int, height: int) -> bytes | None:
    """A picture for a place of so many millimetres, as JPEG; None for none, or one that can't be read."""
    if not data:
        return None
    from PIL import Image, ImageOps  # reportlab brings it along

    made = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGBA")
        picture.thumbnail((width * _PER_MM, height * _PER_MM))
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture)
        white.save(made, "JPEG", quality=88)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError):
        return None
    return made.getvalue()
