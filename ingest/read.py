"""Choose the reader of a file by its content and its ending.

Raises ``InputError`` with one clear sentence for what cannot be read: a missing file, an empty one,
a binary, a format that has no reader.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from itertools import pairwise
from pathlib import Path

from ingest.blocks import Reading
from ingest.read_html import read_html
from ingest.read_text import read_text
from store.errors import InputError

TEXT = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md"}
HTML = {".html", ".htm", ".xhtml"}
ENDINGS = frozenset({*TEXT, *HTML})
UNREAD_ENDINGS = frozenset({".pdf", ".docx", ".doc", ".odt", ".rtf", ".epub"})
UNREAD = {b"%PDF": "PDF", b"PK\x03\x04": "DOCX/ODT/ZIP", b"\xd0\xcf\x11\xe0": "DOC", b"{\\rtf": "RTF"}
LARGEST_FILE = 200_000_000
# The longest reports hold one or two million characters; what takes seconds a million is not tried on ten.
LARGEST_TEXT = 10_000_000
LONGEST_LINE = 1_000_000
LINE_END = re.compile(rb"[\r\n]")


def read(path: Path) -> tuple[bytes, Reading]:
    """Return the bytes of a file and what its reader made of them."""
    data = load(path)
    for mark, name in UNREAD.items():
        if data.startswith(mark):
            raise InputError("file_format", file=path, format=name, endings=listed_endings())
    if not data.strip(b" \t\r\n\f\xef\xbb\xbf"):
        raise InputError("file_empty", file=path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError("file_format", file=path, format=ending or "?", endings=listed_endings())
    _check_size(data, path, ending)
    try:
        reading = read_html(data) if ending in HTML else read_text(data, TEXT[ending])
    except ValueError:
        raise InputError("file_binary", file=path) from None
    if not any(block.text.text for block in reading.blocks):
        raise InputError("file_empty", file=path)
    return data, reading


def _check_size(data: bytes, path: Path, ending: str) -> None:
    """Refuse what no report is: a text of too many bytes, or with too long a line (bar HTML's)."""
    if len(data) > LARGEST_TEXT:
        raise InputError("text_large", file=path, limit=LARGEST_TEXT // 1_000_000)
    if ending in TEXT and len(data) > LONGEST_LINE:
        ends = [0, *(found.start() for found in LINE_END.finditer(data)), len(data)]
        if max(end - start for start, end in pairwise(ends)) > LONGEST_LINE:
            raise InputError("text_line", file=path, limit=LONGEST_LINE)


def load(path: Path) -> bytes:
    """Return the bytes of a file; raises ``InputError`` when it cannot be opened or is too large."""
    try:
        # Not blocking: to open a pipe that nobody writes would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:  # noqa: PTH123  what was opened is what is looked at
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode):
                code = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO
                raise OSError(code, os.strerror(code))
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise InputError("path_missing", path=path) from None
    except OSError as error:
        raise InputError("file_unreadable", file=path, problem=error.strerror or error) from None
    except ValueError as error:  # a NUL in the name
        raise InputError("file_unreadable", file=path, problem=error) from None
    if len(data) > LARGEST_FILE:
        raise InputError("file_large", file=path, limit=LARGEST_FILE // 1_000_000)
    return data


def listed_endings() -> str:
    """Return the endings that have a reader, as a person reads them."""
    return ", ".join(sorted(ENDINGS))
