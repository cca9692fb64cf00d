"""Pictures that would fill the memory of whoever opens them: told by what their first bytes say of their size."""

from __future__ import annotations

import io
import warnings

from PIL import Image

#: Pillow refuses more; an A4 page scanned with 1200 dots per inch has 139 million.
MOST_PIXELS = 178_000_000


def find(content: bytes) -> set[str]:
    """Return the names of the dangers that a picture carries; none of what is no picture."""
    width, height = _size(content)
    return {"picture_too_large"} if width * height > MOST_PIXELS else set()


def _size(content: bytes) -> tuple[int, int]:
    with warnings.catch_warnings():
        # Pillow warns of what is judged here.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content)) as picture:
                width, height = picture.size
                return int(width), int(height)
        except Image.DecompressionBombError:
            return MOST_PIXELS, 2
        except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, EOFError):
            return 0, 0
