"""Write small Word files: parts of a package from short strings of markup, all text fictional."""

from __future__ import annotations

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
PARTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "settings": "settings",
    "header1": "header",
    "footer1": "footer",
}
ROOTS = {"header1": "hdr", "footer1": "ftr"}
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(
    content: str = "", num: str | None = None, level: int | None = 0, style: str = "", more: str = "", mark: str = ""
) -> str:
    """Return a paragraph: of plain text, or of runs where ``content`` is markup."""
    inner = content if content.startswith("<") or not content else r(content)
    numbering = ""
    if num is not None:
        depth = "" if level is None else f'<w:ilvl w:val="{level}"/>'
        numbering = f'<w:numPr>{depth}<w:numId w:val="{num}"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{named}{numbering}{more}{marked}</w:pPr>{inner}</w:p>"


def table(*rows: list[str]) -> str:
    """Return a table; a cell is markup of paragraphs, or plain text."""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{c if c.startswith('<') else p(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def lvl(
    depth: int, text: str, form: str = "decimal", start: int | None = 1, more: str = "", style: str = "", suff: str = ""
) -> str:
    """Return one level of a list."""
    begins = "" if start is None else f'<w:start w:val="{start}"/>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    after = f'<w:suff w:val="{suff}"/>' if suff else ""
    inner = f'{begins}<w:numFmt w:val="{form}"/>{more}{named}{after}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inner}</w:lvl>'


def abstract(identifier: int, *levels: str, more: str = "") -> str:
    """Return a list's definition."""
    return f'<w:abstractNum w:abstractNumId="{identifier}">{more}{"".join(levels)}</w:abstractNum>'


def num(identifier: int, definition: int, *overrides: str) -> str:
    """Return a list."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{definition}"/>{"".join(overrides)}</w:num>'


def restart(depth: int, start: int) -> str:
    """Return an override: this list begins at ``start``."""
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(identifier: str, inner: str = "", base: str = "", name: str = "", kind: str = "paragraph") -> str:
    """Return a style."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    named = f'<w:name w:val="{name or identifier}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{identifier}">{named}{based}{inner}</w:style>'


def docx(body: str, *, strict: bool = False, files: dict[str, bytes] | None = None, **parts: str) -> bytes:
    """Return a Word file of this body; ``parts`` are the insides of styles, numbering, header1…"""
    target = "".join(
        f'<Relationship Id="{part}" Type="{RELATIONS}/{kind}" Target="{part}.xml"/>'
        for part, kind in PARTS.items()
        if part in parts
    )
    written = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>'
        + "".join(f'<Override PartName="/word/{part}.xml" ContentType="{TYPE}.{PARTS[part]}+xml"/>' for part in parts)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="d"'
        f' Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{target}</Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    for part, inner in parts.items():
        root = ROOTS.get(part, part)
        written[f"word/{part}.xml"] = f"<w:{root} {SPACES}>{inner}</w:{root}>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in written.items():
            archive.writestr(name, text.replace(WORD, STRICT) if strict else text)
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return stream.getvalue()
