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
from ingest.ooxml import OLE
from ingest.read_docx import read_docx
from ingest.read_html import read_html
from ingest.read_pdf import read_pdf
from ingest.read_scan import Progress
from ingest.read_text import read_text
from store.errors import InputError

TEXT = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md"}
HTML = {".html", ".htm", ".xhtml"}
PDF = ".pdf"
WORD = {".docx", ".docm", ".dotx", ".dotm"}
ENDINGS = frozenset({*TEXT, *HTML, *WORD, PDF})
UNREAD_ENDINGS = frozenset({".doc", ".odt", ".rtf", ".epub"})
RTF = b"{\\rtf"
PACKAGES = (b"PK\x03\x04", OLE)  # a Word file by its content, or what the reader of Word files refuses
PDF_MARK, PDF_START = b"%PDF-", 1024
LARGEST_FILE = 200_000_000
# The longest reports hold one or two million characters; what takes seconds a million is not tried on ten.
LARGEST_TEXT = 10_000_000
LONGEST_LINE = 2_000_000
LINE_END = re.compile(rb"[\r\n]")


def read(path: Path, progress: Progress | None = None) -> tuple[bytes, Reading]:
    """Return the bytes of a file and what its reader made of them.

    ``progress`` is told how many pages of a scan are recognised, and of how many.
    """
    data = load(path)
    ending = path.suffix.lower()
    if data.startswith(PACKAGES):
        return data, _checked(read_docx(data, path), path)
    if PDF_MARK in data[:PDF_START]:
        reading = read_pdf(data, path, progress)
        if not any(block.text.text for block in reading.blocks):
            raise InputError("pdf_no_text", file=path)
        return data, reading
    if data.startswith(RTF):
        raise InputError("file_convert", file=path, format="RTF")
    if not data.strip(b" \t\r\n\f\xef\xbb\xbf"):
        raise InputError("file_empty", file=path)
    if ending == PDF:
        raise InputError("pdf_damaged", file=path)
    if ending in WORD:
        raise InputError("docx_other", file=path)
    if ending not in ENDINGS:
        raise InputError("file_format", file=path, format=ending or "?", endings=listed_endings())
    _check_size(data, path, ending)
    return data, _checked(_as_text(data, path, ending), path)


def _as_text(data: bytes, path: Path, ending: str) -> Reading:
    try:
        return read_html(data) if ending in HTML else read_text(data, TEXT[ending])
    except ValueError:
        raise InputError("file_binary", file=path) from None


def _checked(reading: Reading, path: Path) -> Reading:
    if not any(block.text.text for block in reading.blocks):
        raise InputError("file_empty", file=path)
    return reading


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
