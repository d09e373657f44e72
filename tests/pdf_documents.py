"""Fictional PDF documents, typeset for the tests: what a conference on lighthouses might print."""

from __future__ import annotations

import io
import random
from functools import cache

import typst

PAGE = """
#set page(width: 595pt, height: 842pt, margin: (x: 113pt, top: 72pt, bottom: 90pt),
  header: context if counter(page).get().first() > 1 [*PH/2031/4*],
  footer: context [#counter(page).display()#h(1fr)PH.31-00417])
#set text(font: "Libertinus Serif", size: 10pt, lang: "fr", hyphenate: true)
#set par(justify: true, leading: 0.65em, spacing: 1.3em)
#show footnote.entry: set text(8pt)
"""
FIRST, SECOND, THIRD = (
    "Les gardiens de phare ont relevé que l’entretien des lanternes demeurait irrégulier dans les archipels du large, "
    "où les équipes de relève ne parviennent qu’une fois par saison et doivent se contenter d’un outillage incomplet.",
    "La Conférence a rappelé que les feux de l’île aux Goélands éclairaient l’anticonstitutionnelle passe du Nord "
    "depuis cent quarante-trois ans. Elle a souhaité que leur intensité soit relevée, que les lentilles soient polies "
    "et que les registres soient tenus à jour par des gardiens formés à cet effet pendant toute la durée de l’hiver.",
    "Plusieurs délégations ont indiqué que la sous-direction des balises manquait de moyens; d’autres ont fait "
    "observer que les dépenses annoncées au paragraphe 12 du rapport précédent n’avaient pas été engagées.",
)


@cache
def compiled(source: str) -> bytes:
    """Return the PDF that typst makes of ``source``."""
    return bytes(typst.compile(source.encode(), format="pdf"))


def numbered(count: int, *, indent: str = "0pt") -> tuple[str, list[str]]:
    """Return typst source for ``count`` numbered paragraphs, and the text that each of them has."""
    texts = [f"{(FIRST, SECOND, THIRD)[n % 3]} Fin du point {n + 1}." for n in range(count)]
    source = "\n\n".join(f"#h({indent}){n}.#h(1.6em){text}" for n, text in enumerate(texts, 1))
    return source, texts


def scanned(data: bytes, *, skew: float = 0.0, seed: int = 7) -> bytes:
    """Return the pages of a PDF as pictures alone: grey, noisy, laid a little askew."""
    import numpy
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(data)
    noise = numpy.random.default_rng(seed)
    pictures = []
    for page in document:
        picture = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
        picture = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = numpy.asarray(picture).astype(float) + noise.normal(0, 10, (picture.height, picture.width))
        pictures.append(Image.fromarray(grey.clip(0, 255).astype("uint8")))
    document.close()
    target = io.BytesIO()
    pictures[0].save(target, "PDF", resolution=200, save_all=True, append_images=pictures[1:])
    return target.getvalue()


def joined(*files: bytes) -> bytes:
    """Return one PDF with the pages of all ``files``."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for data in files:
        part = pypdfium2.PdfDocument(data)
        whole.import_pages(part)
        part.close()
    return _saved(whole)


def turned(data: bytes, degrees: int) -> bytes:
    """Return a PDF whose pages say that they are to be shown turned by ``degrees``."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    return _saved(document)


def blank(pages: int) -> bytes:
    """Return a PDF of pages with nothing on them."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 200)
    return _saved(document)


def _saved(document: object) -> bytes:
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    document.close()  # type: ignore[attr-defined]
    return target.getvalue()


def locked() -> bytes:
    """Return a PDF that asks for a password which nobody has."""
    secret = random.Random(5).randbytes(32).hex()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{secret}> /U <{secret}> /P -4 >>".encode(),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    identifier = "<00112233445566778899aabbccddeeff>"
    trailer = f"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [{identifier} {identifier}] >>\n".encode()
    return data + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer + f"startxref\n{len(data)}\n%%EOF\n".encode()
