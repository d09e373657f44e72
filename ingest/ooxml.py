"""Word files as packages: a ZIP archive of XML parts, opened within bounds.

Comes in: the bytes of a file. Goes out: its parts as XML trees, whose names are told by ``local``
whichever of the two dialects (transitional, strict) wrote them. A part is read piece by piece and
given up beyond a limit, whatever size it declares; entities are never expanded.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

Element = Any  # an lxml element; lxml comes without types
LARGEST_PART = 64_000_000
LARGEST_PACKAGE = 160_000_000
MOST_PARTS = 20_000
MOST_TAGS = 3_000_000
LARGEST_RATIO = 400
SMALL = 2_000_000
PIECE = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_PROBLEMS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    KeyError,
)
PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
}
WORD = [name for name, prefix in PREFIXES.items() if not prefix]
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
OFF = frozenset({"0", "false", "off", "none"})
LENGTHS = {"pt": 20.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pc": 240.0, "pi": 240.0}


class PackageError(ValueError):
    """What keeps a package from being read: ``code`` of the sentence and the ``part`` concerned."""

    def __init__(self, code: str, part: str = "") -> None:
        self.code = code
        self.part = part
        super().__init__(code)


class Package:
    """An opened package. ``main`` is the name of the part that holds the document."""

    def __init__(self, data: bytes) -> None:
        """Open the archive; raises ``PackageError`` when it is none, or too large."""
        if data.startswith(OLE):
            encrypted = "EncryptedPackage".encode("utf-16-le") in data
            raise PackageError("docx_password") if encrypted else PackageError("file_convert", "DOC")
        if not data.startswith(b"PK"):
            raise PackageError("docx_other")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        except ZIP_PROBLEMS:
            raise PackageError("docx_broken", "ZIP") from None
        if len(infos) > MOST_PARTS:
            raise PackageError("docx_large")
        self._infos = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        self._left = LARGEST_PACKAGE
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self.main = self._main()

    def has(self, name: str) -> bool:
        """Whether the package holds a part of this name."""
        return name.lower() in self._infos

    def tree(self, name: str) -> Element | None:
        """Return the root of the part ``name``; ``None`` when it is missing."""
        info = self._infos.get(name.lower())
        if info is None:
            return None
        data = self._read(info, name)
        if data.count(b"<") > MOST_TAGS:
            raise PackageError("docx_large")
        return parse_xml(data, name)

    def related(self, name: str, kind: str) -> list[str]:
        """Return the parts to which the part ``name`` points as ``kind`` (``styles``, ``header``)."""
        return [target for target, found in self.relations(name).values() if found == kind]

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relations of the part ``name``: identifier to target and kind."""
        if name not in self._relations:
            self._relations[name] = self._read_relations(name)
        return self._relations[name]

    def _read_relations(self, name: str) -> dict[str, tuple[str, str]]:
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for item in root if root is not None else ():
            target, kind = item.get("Target", ""), item.get("Type", "").rpartition("/")[2]
            if item.get("TargetMode") != "External" and target:
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[item.get("Id", "")] = (posixpath.normpath(path.replace("\\", "/")), kind)
        return found

    def _main(self) -> str:
        names = self.related("", "officeDocument")
        name = next((found for found in names if self.has(found)), "word/document.xml")
        if self.has(name):
            return name
        if self.has("mimetype"):
            raise PackageError("file_convert", "EPUB" if self.has("META-INF/container.xml") else "ODF")
        raise PackageError("docx_broken", name) if self.has("[Content_Types].xml") else PackageError("docx_other")

    def _read(self, info: zipfile.ZipInfo, name: str) -> bytes:
        if info.flag_bits & 1:
            raise PackageError("docx_password")
        limit = min(LARGEST_PART, self._left)
        if info.file_size > SMALL:
            limit = min(limit, max(SMALL, info.compress_size * LARGEST_RATIO))
        if info.file_size > limit:
            raise PackageError("docx_large")
        pieces: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as stream:
                while piece := stream.read(PIECE):
                    size += len(piece)
                    if size > limit:
                        raise PackageError("docx_large")
                    pieces.append(piece)
        except PackageError:
            raise
        except ZIP_PROBLEMS:
            raise PackageError("docx_broken", name) from None
        self._left -= size
        return b"".join(pieces)


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML part; raises ``PackageError`` when it is broken or declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    # No Word file has a document type; refused before the parser meets what it may declare.
    if any("<!DOCTYPE".encode(encoding) in data[:4096] for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise PackageError("docx_broken", name)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise PackageError("docx_broken", name) from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise PackageError("docx_broken", name)
    return root


@lru_cache(maxsize=8192)
def _short(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    return PREFIXES.get(space[1:], "?:") + name


def local(element: Element) -> str:
    """Return an element's name: bare in Word's own namespace, with a prefix in others."""
    return _short(element.tag)


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child, grandchild… reached by ``names``; ``None`` when a step is missing."""
    for name in names:
        if element is None:
            return None
        element = next((item for item in element if _short(item.tag) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of that name."""
    return (item for item in element if _short(item.tag) == name) if element is not None else iter(())


def every(root: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of Word's namespace with these names, at any depth, in order."""
    yield from root.iter(*(f"{{{space}}}{name}" for space in WORD for name in names))


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of Word's namespace; ``None`` when it or the element is missing."""
    if element is None:
        return None
    for space in WORD:
        found = element.get(f"{{{space}}}{name}")
        if found is not None:
            return str(found)
    return None


def relation(element: Element) -> str | None:
    """Return the identifier of the relation that an element names (``r:id``)."""
    return next((str(v) for space in RELATIONS if (v := element.get(f"{{{space}}}id"))), None)


def number(text: str | None, default: int | None = None) -> int | None:
    """Return an integer within Word's bounds; ``default`` for anything else."""
    try:
        return max(-32768, min(32767, int(text or "")))
    except ValueError:
        return default


def is_on(element: Element | None) -> bool | None:
    """Return a switch (``<w:b/>``): on, off, or ``None`` when it is not set."""
    if element is None:
        return None
    return (value(element) or "1").lower() not in OFF


def length(text: str | None) -> float | None:
    """Return a length in twentieths of a point; it may bear a unit (``0.5in``)."""
    if not text:
        return None
    unit = LENGTHS.get(text[-2:].lower())
    try:
        found = float(text[:-2]) * unit if unit else float(text)
    except ValueError:
        return None
    return found if abs(found) < 100_000 else None
