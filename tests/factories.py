"""Small documents for tests, of a fictional conference on the keepers of lighthouses."""

from __future__ import annotations

from store.model import Document, Paragraph, Passage, Status

LAMPS = (
    "Renforcer la formation des gardiens de phare, notamment dans les îles isolées, et envisager"
    " l’adoption d’un calendrier commun d’entretien des lampes ;"
)
NIGHT = (
    "Plusieurs orateurs ont indiqué que les équipages ne devaient pas naviguer de nuit sans"
    " balise. On a évoqué 12 naufrages survenus depuis le 3 mars 2019, soit 40 % de plus que"
    " durant la décennie précédente (voir PHARE/CONF.2/7)."
)
TOOLS = (
    "Les États membres devraient mettre en œuvre des outils de veille : « l’alerte brève » pourrait"
    " aider les ports de l’archipel d’Ambre."
)
CHAPEAU = "Les recommandations suivantes, qui n’ont pas été négociées, ont été formulées :"


def paragraph(
    text: str,
    *,
    key: str = "phares#1",
    label: str = "par. 1",
    status: Status = Status.RECOMMENDATION,
    chapeau: str = "",
    addressee: str | None = None,
) -> Paragraph:
    """Return a paragraph that stands alone in its document."""
    return Paragraph(
        key=key,
        label=label,
        number=(key.partition("#")[2],),
        scope=None,
        section=("Sécurité des phares",),
        status=status,
        addressee=addressee,
        chapeau=chapeau,
        text=text,
        footnotes=(),
        page=None,
        start=0,
        end=len(text),
    )


def document(*paragraphs: Paragraph, language: str = "fr") -> Document:
    """Return a document that holds ``paragraphs``."""
    return Document(
        id="phares",
        source="phares.txt",
        sha256="0" * 64,
        symbol="PHARE/CONF.2/L.1",
        title="Rapport de la Conférence des phares",
        body=None,
        meeting=None,
        place=None,
        date=None,
        language=language,
        format="txt",
        fictional=True,
        text="\n".join(item.text for item in paragraphs),
        paragraphs=paragraphs,
    )


def passage(item: Paragraph, *, score: float = 0.5, language: str = "fr") -> Passage:
    """Return ``item`` as a passage that retrieval found."""
    return Passage(document=document(item, language=language), paragraph=item, score=score)


def passages() -> tuple[Passage, ...]:
    """Return the three paragraphs that most tests speak of: p1 lamps, p2 night, p3 tools."""
    return (
        passage(paragraph(LAMPS, key="phares#11.a", label="par. 11 a)", chapeau=CHAPEAU)),
        passage(paragraph(NIGHT, key="phares#4", label="par. 4", status=Status.DEBATE)),
        passage(paragraph(TOOLS, key="phares#12", label="par. 12", addressee="États")),
    )
