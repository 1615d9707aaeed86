"""Colours: a decoded picture of any depth and colour space in, the same picture in 8-bit sRGB out."""

from __future__ import annotations

import io

from PIL import Image as Pillow
from PIL import ImageCms

from pipeline.figures.container import SRGB_GAMMA, MalformedError

Changed = tuple[Pillow.Image, tuple[str, ...]]

_EIGHT_BIT_SRGB = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_SIXTEEN_BIT = frozenset({"I", "I;16", "I;16L", "I;16B", "I;16N"})
_TOLERANCE = 3
"""Of 255: a profile that moves no colour further than this is sRGB."""
_NEAR_ENOUGH = 0.05
_PROFILE_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab": "LAB"}


def as_srgb(picture: Pillow.Image, profile: bytes) -> Changed:
    """Convert to 8 bits a channel and sRGB, by the picture's ICC profile where it has one.

    The picture returned carries only its pixels and its transparency; with it comes what was changed, in words, and
    nothing where no pixel changed. Raises MalformedError for values that have no colour, such as measurements.
    """
    changes: tuple[str, ...] = ()
    if picture.mode in _SIXTEEN_BIT:
        picture, changes = _eight_bits(picture)
    elif picture.mode not in _EIGHT_BIT_SRGB | {"PA", "CMYK", "YCbCr", "LAB", "RGBX", "RGBa", "La"}:
        raise MalformedError("it holds measured values, not grey levels or colours")
    if profile:
        picture, by_profile = _by_profile(picture, profile)
        changes += by_profile
    if picture.mode not in _EIGHT_BIT_SRGB:
        if picture.mode in ("CMYK", "LAB", "YCbCr"):
            changes += (f"{picture.mode} colours converted to sRGB without a colour profile",)
        picture = picture.convert({"PA": "RGBA", "RGBa": "RGBA", "La": "LA"}.get(picture.mode, "RGB"))
    transparency = picture.info.get("transparency")
    picture.info = {} if transparency is None else {"transparency": transparency}
    return picture, changes


def as_srgb_levels(picture: Pillow.Image, gamma: float) -> Changed:
    """Code the levels as sRGB does. Some programs heed a file's own exponent and some do not; now all show the same."""
    if abs(gamma / SRGB_GAMMA - 1) < _NEAR_ENOUGH or picture.mode == "1":
        return picture, ()
    colours, alpha = _split(picture)
    exponent = SRGB_GAMMA / gamma
    levels = [round(255 * (level / 255) ** exponent) for level in range(256)]
    coded = colours.point(levels * len(colours.getbands()))
    if alpha is not None:
        coded.putalpha(alpha)
    return coded, ("brightness converted to that of sRGB",)


def without_hidden(picture: Pillow.Image) -> Changed:
    """Blank what lies under full transparency: an eraser often hides a name and leaves it in the file."""
    transparency = picture.info.get("transparency")
    if isinstance(transparency, bytes) and transparency.count(0) > 1:
        picture = picture.convert("RGBA")
        picture.info = {}
    if picture.mode not in ("RGBA", "LA"):
        return picture, ()
    alpha = picture.getchannel("A")
    hidden = alpha.point([255] + [0] * 255)
    # One colour throughout, such as a white ground, hides nothing.
    levels = picture.convert("RGB").histogram(hidden)
    if all(sum(count > 0 for count in levels[start : start + 256]) <= 1 for start in (0, 256, 512)):
        return picture, ()
    blank = Pillow.new(picture.mode, picture.size, 0)
    return Pillow.composite(blank, picture, hidden), ("what lay hidden under full transparency was blanked",)


def _eight_bits(picture: Pillow.Image) -> Changed:
    """Grey levels of up to 16 bits, from black to the most that their bits can hold; never stretched to their range."""
    wide = picture.convert("I")
    lowest, highest = (int(level) for level in wide.getextrema() if isinstance(level, int | float))
    if lowest < 0 or highest > 0xFFFF:
        raise MalformedError("it holds measured values, not grey levels or colours")
    # Scanners store 10 or 12 bits in 16; taken as 16 they would be all but black.
    bits = next(bits for bits in (8, 10, 12, 14, 16) if highest < 1 << bits)
    table = [level * 255 // ((1 << bits) - 1) for level in range(1 << 16)]
    narrow = wide.point([min(level, 255) for level in table], "L")
    return narrow, (f"grey levels of {bits} bits reduced to 8",)


def _by_profile(picture: Pillow.Image, profile: bytes) -> Changed:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _PROFILE_SPACES.get(source.profile.xcolor_space.strip(), "")
    except (OSError, ImageCms.PyCMSError):
        return picture, ("a damaged colour profile was ignored",)
    colours, alpha = _split(picture)
    if mode != colours.mode or _is_srgb(source, mode):
        return picture, ()
    target = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(colours, source, target, outputMode="RGB")
    if converted is None:
        return picture, ("a damaged colour profile was ignored",)
    if mode == "L":
        converted = converted.convert("L")
    if alpha is not None:
        converted.putalpha(alpha)
    return converted, ("colours converted to sRGB",)


def _split(picture: Pillow.Image) -> tuple[Pillow.Image, Pillow.Image | None]:
    """Colours that a profile can act on, and the transparency apart."""
    if picture.mode == "P" or "transparency" in picture.info:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if picture.mode in ("RGBA", "LA", "PA"):
        return picture.convert("L" if picture.mode == "LA" else "RGB"), picture.getchannel("A")
    return picture.convert("RGB") if picture.mode in ("YCbCr", "RGBX") else picture, None


def _is_srgb(source: ImageCms.ImageCmsProfile, mode: str) -> bool:
    """Whether the profile says sRGB by what it does, whatever it is called."""
    if mode == "RGB":
        levels = range(0, 256, 51)
        probe = Pillow.new("RGB", (36, 6))
        probe.putdata([(red, green, blue) for red in levels for green in levels for blue in levels])
    elif mode == "L":
        probe = Pillow.linear_gradient("L")
    else:
        return False
    try:
        seen = ImageCms.profileToProfile(probe, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:
        return True  # it cannot be applied, so it changes nothing
    before, after = probe.convert("RGB").tobytes(), seen.tobytes() if seen else b""
    return all(abs(one - other) <= _TOLERANCE for one, other in zip(before, after, strict=False))
