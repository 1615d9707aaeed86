"""Grey values of more than 8 bits and a window in; the grey levels of a page out."""

from __future__ import annotations

from PIL import Image as Pillow

DEEP = frozenset({"I", "I;16", "I;16L", "I;16B", "I;16N", "F"})
"""Pillow's modes for them."""


def through_window(picture: Pillow.Image, window: tuple[float, float]) -> Pillow.Image | None:
    """Black up to the lower edge of a window (centre, width), white from the upper one on, linear between.

    None where every value lies beyond the window on one side, so that nothing would be seen.
    """
    import numpy as np

    centre, width = window
    values = np.nan_to_num(np.asarray(picture, np.float32), nan=-np.inf, posinf=np.inf, neginf=-np.inf)
    shares = (values - (centre - width / 2)) / width
    if (shares <= 0).all() or (shares >= 1).all():
        return None
    return Pillow.fromarray((shares.clip(0, 1) * 255 + 0.5).astype(np.uint8))
