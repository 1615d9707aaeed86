"""What stands where an image is missing: a name and a text in, a quiet crossed frame out."""

from __future__ import annotations

from html import escape

from pipeline.manuscript import Image

_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" viewBox="0 0 480 320" role="img">
<title>{text}</title>
<rect width="480" height="320" fill="#f4f4f2"/>
<rect x="2" y="2" width="476" height="316" fill="none" stroke="#a33" stroke-width="2" stroke-dasharray="10 7"/>
<g fill="none" stroke="#a33" stroke-width="4" stroke-linejoin="round" stroke-linecap="round">
<rect x="180" y="110" width="120" height="100" rx="6"/>
<circle cx="212" cy="142" r="10"/>
<path d="M186 204l36-36 20 20 28-32 24 28"/>
<path d="M162 228l156-136"/>
</g>
</svg>
"""


def placeholder_image(name: str, text: str) -> Image:
    """A drawing to stand where an image is missing, without lettering: the words belong in alt text and legend.

    `name` is a base name without suffix; `text` says what is missing, for those who hear the page.
    """
    # Characters that XML forbids would make the drawing unreadable.
    legible = "".join(c if c.isprintable() else " " for c in text)
    data = _DRAWING.format(text=escape(legible)).encode()
    return Image(f"{name}.svg", "image/svg+xml", data, 480, 320)
