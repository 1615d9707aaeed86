"""Windows: measured values and what the author asked for in; grey levels, and how they came about, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.figures.dicom_faults import NO_WINDOW, Refused
from pipeline.figures.raster import Wanted
from pipeline.findings import Finding

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float32]

PRESETS = {
    "abdomen": (50.0, 400.0),
    "bone": (400.0, 1800.0),
    "brain": (40.0, 80.0),
    "liver": (30.0, 150.0),
    "lung": (-600.0, 1500.0),
    "mediastinum": (50.0, 350.0),
    "soft-tissue": (50.0, 400.0),
    "stroke": (40.0, 40.0),
}
"""Centre and width in Hounsfield units, as radiology teaches them (Radiopaedia, Windowing (CT), has these or near)."""
AUTO = "auto"

_FINE = 20
"""A window so wide has an edge on a whole number and nobody sees the difference."""

_GIVEN = re.compile(r"\s*([-−+]?\d{1,6}(?:\.\d{1,6})?)\s*/\s*(\d{1,6}(?:\.\d{1,6})?)\s*")


@dataclass(frozen=True, slots=True)
class Window:
    """Which values become black to white."""

    centre: float
    width: float
    origin: str
    """Who chose it, in words."""
    function: str = "LINEAR"
    """LINEAR, LINEAR_EXACT or SIGMOID: DICOM PS3.3, C.11.2.1."""


def asked_for(asked: str, modality: str, unit: str, wanted: Wanted) -> Window | None:
    """The window that the author named; None where that is left to the file or to the values. Raises Refused."""
    if asked in ("", AUTO):
        return None
    given = _GIVEN.fullmatch(asked)
    if given and float(given[2]) > 0:
        return Window(float(given[1].replace("−", "-")), float(given[2]), "given by the author")
    if asked not in PRESETS:
        raise Refused(no_window(f"there is no window `{asked}`", wanted))
    if modality != "CT":
        what = f"the window `{asked}` is made for CT, and {wanted.file} is {modality or 'something else'}"
        raise Refused(no_window(what, wanted))
    if unit != "HU":
        what = f"{wanted.file} does not say how its values become Hounsfield units, which the window `{asked}` is in"
        raise Refused(no_window(what, wanted))
    return Window(*PRESETS[asked], f"customary for {asked.replace('-', ' ')}")


def no_window(message: str, wanted: Wanted) -> Finding:
    """The finding for a window that cannot be had."""
    hint = f"Give centre and width as in --window -600/1500, or auto; for CT also {', '.join(PRESETS)}."
    return NO_WINDOW.at(wanted.where, message, hint=hint)


def offered(centres: Sequence[float], widths: Sequence[float], function: str) -> tuple[Window, ...]:
    """The windows that a file holds, without those that no value could pass through."""
    pairs = list(zip(centres, widths, strict=False))
    several = f", the first of {len(pairs)} in it" if len(pairs) > 1 else ""
    kept = function if function in ("LINEAR_EXACT", "SIGMOID") else "LINEAR"
    return tuple(Window(c, w, f"kept in the file{several}", kept) for c, w in pairs if w > 0)


def by_values(values: Values) -> Window:
    """From the 1st to the 99th hundredth of the values; from the least to the greatest where those are the same."""
    import numpy as np

    origin = "from the 1st to the 99th percentile of the values"
    low, high = (float(level) for level in np.percentile(values, (1, 99)))
    if low == high:
        low, high, origin = float(values.min()), float(values.max()), "from the least to the greatest value"
    centre, width = (low + high) / 2, (high - low) or 1.0
    if width >= _FINE:
        # The window that is told is the one that was used.
        centre, width = float(round(centre)), float(round(width))
    return Window(centre, width, origin, "LINEAR_EXACT")


def levels(values: Values, window: Window) -> NDArray[np.uint8]:
    """0 to 255: DICOM PS3.3, C.11.2.1.2 and C.11.2.1.3."""
    import numpy as np

    lowest, width = _edges(window)
    if window.function == "SIGMOID":
        with np.errstate(over="ignore"):
            shares = 1 / (1 + np.exp(-4 * (values - window.centre) / window.width))
    else:
        shares = ((values - np.float32(lowest)) / np.float32(width)).clip(0, 1)
    grey: NDArray[np.uint8] = (shares * 255 + 0.5).astype(np.uint8)
    return grey


def beyond(values: Values, window: Window) -> str:
    """What share of the values the window leaves out, in words."""
    import numpy as np

    lowest, width = _edges(window)
    below, above = float(np.mean(values < lowest)), float(np.mean(values > lowest + width))
    if not below and not above:
        return "no pixel beyond the window"
    return f"{_percent(below)} of the pixels below and {_percent(above)} above the window"


def in_words(window: Window, unit: str) -> str:
    """`window centre 40, width 400 HU (kept in the file)`."""
    width = f"{_plain(window.width)} {unit}".rstrip()
    return f"window centre {_plain(window.centre)}, width {width} ({window.origin})"


def nothing_seen(window: Window, values: Values, wanted: Wanted) -> Finding:
    """The finding for a window that all values lie beyond."""
    lowest, highest = _plain(float(values.min())), _plain(float(values.max()))
    window_given = f"{_plain(window.centre)}/{_plain(window.width)}"
    what = f"in the window {window_given} nothing is seen of {wanted.file}: its values lie from {lowest} to {highest}"
    return no_window(what, wanted)


def _edges(window: Window) -> tuple[float, float]:
    if window.function == "LINEAR" and window.width >= 2:
        return window.centre - window.width / 2, window.width - 1
    return window.centre - window.width / 2, window.width


def _plain(number: float) -> str:
    return (f"{number:.0f}" if abs(number) >= 100_000 else f"{number:g}").replace("-", "−")


def _percent(share: float) -> str:
    return "none" if not share else "under 0.1%" if share < 0.001 else f"{share:.1%}"
