"""Example questions drawn from the documents that are there.

Comes in: the corpus. Goes out: a few questions that it can answer, over as many documents as
possible: by theme (a concept that a paragraph names, or else a heading) and by paragraph («Que dit
le par. 11 d) ?»). Nothing here knows any particular report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from store.concepts import concept_names
from store.corpus import Corpus
from store.model import Document, Paragraph, Status
from store.texts import LANGUAGES, render

SHOWN = 4
SPEAKING = frozenset({Status.RECOMMENDATION, Status.DEBATE, Status.OPERATIVE})
# «II. », «B. », «3) »: what numbers a heading is no part of its theme.
ENUMERATOR = re.compile(r"^(?:[IVXLC]+|[A-Z]|\d+)[.)]\s+")
WORDS_OF_A_HEADING = range(3, 13)
# Longer names are those of texts and bodies; a single word says too little.
WORDS_OF_A_CONCEPT = range(2, 6)


def examples(corpus: Corpus, language: str, shown: int = SHOWN) -> tuple[str, ...]:
    """Return at most ``shown`` different questions, themes and paragraphs in turn."""
    turns = zip_longest(_about_themes(corpus, language), _about_paragraphs(corpus, language))
    questions = (question for question in chain.from_iterable(turns) if question)
    return tuple(islice(dict.fromkeys(questions), shown))


def _about_themes(corpus: Corpus, language: str) -> Iterator[str]:
    for document in corpus.documents.values():
        themes = chain(_concepts(document, language), _headings(document))
        theme = next(themes, None)
        if theme:
            yield render("app.example_theme", language, theme=theme)


def _concepts(document: Document, language: str) -> Iterator[str]:
    """Yield the names, in ``language``, of concepts that the document names: longest name first.

    The longest is the most particular: «police de proximité» says more than «coopération».
    """
    if document.language not in LANGUAGES:
        return
    said = " ".join(p.text for p in _speaking(document)).casefold().replace("’", "'")
    addressed = {p.addressee.split()[0].casefold() for p in document.paragraphs if p.addressee}
    named = [names for names in concept_names() if f" {names[document.language]} " in said]
    for names in sorted(named, key=lambda names: -len(names[document.language])):
        words = names[document.language].split()
        if len(words) in WORDS_OF_A_CONCEPT and words[0] not in addressed:
            yield names[language]


def _headings(document: Document) -> Iterator[str]:
    """Yield the headings that name a theme: no agenda item, no part («Recommandations …»)."""
    parts = _names_of_parts(document.language)
    for heading in dict.fromkeys(h for p in _speaking(document) for h in p.section[-1:]):
        theme = ENUMERATOR.sub("", heading).strip(" .:*–-")
        numbered = any(character.isdigit() for character in theme)
        part = theme.casefold().startswith(parts)
        if len(theme.split()) in WORDS_OF_A_HEADING and not numbered and not part:
            yield theme


def _speaking(document: Document) -> list[Paragraph]:
    return [paragraph for paragraph in document.paragraphs if paragraph.status in SPEAKING]


def _names_of_parts(language: str) -> tuple[str, ...]:
    """Return the first words of the statuses' names: a heading that opens so is a part's."""
    names = (render(f"app.status_{status.value}", language) for status in Status)
    return tuple(name.split()[0].casefold() for name in names)


def _about_paragraphs(corpus: Corpus, language: str) -> Iterator[str]:
    """Yield a question for each document, on a paragraph that no other list could mean."""
    numbers = Counter(p.number for p in corpus.paragraphs)
    labels = Counter(p.label for p in corpus.paragraphs)
    for document in corpus.documents.values():
        for paragraph in sorted(_speaking(document), key=lambda p: p.status is Status.DEBATE):
            named = paragraph.label.startswith("recommandation")
            bearers = labels[paragraph.label] if named else numbers[paragraph.number]
            if paragraph.number and bearers == 1:
                kind = "recommendation" if named else "paragraph"
                yield render(f"app.example_{kind}", language, label=paragraph.label)
                break
