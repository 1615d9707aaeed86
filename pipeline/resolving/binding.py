"""Words that must not be torn apart at a line's end: a number and its unit."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = (
    "ng|µg|μg|mcg|mg|g|kg|nL|µL|μL|mL|dL|L|nm|µm|μm|mm|cm|km|m|ms|s|min|h|mmHg|kPa|nmol|µmol|μmol|mmol|mol|mEq|mU|U|IU|"
    "kU|Hz|kHz|MHz|T|Gy|mGy|mSv|kV|mA|mV|W|J|kcal|bpm|°C|°F|Hounsfield|HU|×"
)
_VALUE = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w]))")


@lru_cache(maxsize=2048)
def bound(text: str) -> str:
    """`7.4 g/dL` with a blank that does not break; nothing else changes."""
    return _VALUE.sub("\N{NO-BREAK SPACE}", text)
