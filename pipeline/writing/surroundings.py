"""Where the layout works: fonts in; an environment that has no others and no clock, and what the layout says, out."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

ONE_AT_A_TIME = threading.RLock()
"""The environment and the log of the layout belong to the whole process."""


@contextmanager
def only_these_fonts(fonts: Sequence[Path]) -> Iterator[None]:
    """An environment in which the layout finds these fonts alone, and the same input gives the same bytes."""
    with ONE_AT_A_TIME, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "fonts").mkdir()
        for font in fonts:
            # A folder of its own: beside a font of the workspace may lie others, or the shipped one it replaces.
            _bring(font, folder / "fonts" / font.name)
        listed = f"<dir>{escape(str(folder / 'fonts'))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        config = folder / "fonts.conf"
        config.write_text(f"<fontconfig>{listed}</fontconfig>", encoding="utf-8")
        wanted = {"FONTCONFIG_FILE": str(config), "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0")}
        before = {key: os.environ.get(key) for key in wanted}
        os.environ.update(wanted)
        try:
            yield
        finally:
            for key, value in before.items():
                if value is None:
                    del os.environ[key]
                else:
                    os.environ[key] = value


def _bring(font: Path, there: Path) -> None:
    try:
        there.symlink_to(font.absolute())
    except OSError:
        # Windows grants links to few.
        shutil.copyfile(font, there)


class _Listener(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


@contextmanager
def log_of_layout() -> Iterator[list[logging.LogRecord]]:
    """What WeasyPrint says while it works; nothing of it reaches the terminal."""
    records: list[logging.LogRecord] = []
    handler = _Listener(records)
    logger = logging.getLogger("weasyprint")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield records
    finally:
        logger.handlers, logger.propagate = before
