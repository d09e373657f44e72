"""One paragraph in the languages of its document: fictional twins in French, English and Spanish."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.parse import parse
from store.corpus import Corpus
from store.model import Document
from store.variants import twins, variants

FRENCH = """A/HRC/97/3

Nations Unies

## Rapport sur les phares de Lusmanie

1. Le Groupe a visité les phares du nord et a entendu les gardiens qui y vivent.

2. Il recommande que les lampes soient nettoyées chaque semaine par les équipes.

3. Il remercie le Gouvernement fictif de Lusmanie de son accueil et de ses bateaux.

## Annexe II

1. Les lampes sont rouges et restent allumées durant toute la nuit.

2. Les échelles sont vertes et repeintes au printemps par les gardiens.
"""
ENGLISH = """A/HRC/97/3

United Nations

## Report on the lighthouses of Lusmania

1. The Group visited the lighthouses of the north and heard the keepers who live there.

2. It recommends that the lamps should be cleaned every week by the teams.

3. It thanks the fictional Government of Lusmania for its welcome and its boats.

## Annex II

1. The lamps are red and stay lit during the whole of the night.

2. The ladders are green and are painted again in spring by the keepers.
"""
SPANISH = """A/HRC/97/3

Naciones Unidas

## Informe sobre los faros de Lusmania

1. El Grupo visitó los faros del norte y escuchó a los fareros que viven en ellos.

2. Recomienda que las lámparas se limpien cada semana por los equipos.

## Anexo II

1. Las lámparas son rojas y permanecen encendidas durante toda la noche.

2. Las escaleras son verdes y se pintan de nuevo en primavera por los fareros.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("twins")
    for language, text in (("fr", FRENCH), ("en", ENGLISH), ("es", SPANISH)):
        (folder / f"A_HRC_97_3.{language}.md").write_text(text, encoding="utf-8")
    return Corpus(parse(path) for path in sorted(folder.iterdir()))


def document(corpus: Corpus, language: str) -> Document:
    return next(held for held in corpus.documents.values() if held.language == language)


def test_the_twins_have_one_symbol_and_different_ids(corpus: Corpus) -> None:
    assert {held.symbol for held in corpus.documents.values()} == {"A/HRC/97/3"}
    assert sorted(corpus.documents) == ["A-HRC-97-3", "A-HRC-97-3.en", "A-HRC-97-3.es"]


def test_a_paragraph_is_found_in_the_other_languages(corpus: Corpus) -> None:
    found = {p.document_id: p.text for p in corpus.variants("A-HRC-97-3#2")}
    assert sorted(found) == ["A-HRC-97-3.en", "A-HRC-97-3.es"]
    assert found["A-HRC-97-3.en"].startswith("It recommends")
    assert found["A-HRC-97-3.es"].startswith("Recomienda")


def test_a_paragraph_that_one_language_lacks_is_not_made_up(corpus: Corpus) -> None:
    assert [p.document_id for p in corpus.variants("A-HRC-97-3#3")] == ["A-HRC-97-3.en"]


def test_a_number_of_the_annex_is_not_that_of_the_report(corpus: Corpus) -> None:
    held = document(corpus, "fr")
    key = next(p.key for p in held.paragraphs if p.text.startswith("Les échelles"))
    assert {p.text.split()[0] for p in corpus.variants(key)} == {"The", "Las"}
    assert all("green" in p.text or "verdes" in p.text for p in corpus.variants(key))


def test_the_link_goes_both_ways(corpus: Corpus) -> None:
    for key in (p.key for p in document(corpus, "es").paragraphs if p.number):
        assert any(key in {back.key for back in corpus.variants(p.key)} for p in corpus.variants(key))


def test_lists_named_after_their_addressees_are_matched_by_their_order(corpus: Corpus) -> None:
    def renamed(held: Document, names: tuple[str, str], language: str) -> Document:
        first, second = (p for p in held.paragraphs if p.number == ("1",))
        paragraphs = tuple(
            replace(p, key=f"x.{language}#{name}/1") for p, name in zip((first, second), names, strict=True)
        )
        return replace(held, id=f"x.{language}", paragraphs=paragraphs)

    french = renamed(document(corpus, "fr"), ("etats", "onudc"), "fr")
    english = renamed(document(corpus, "en"), ("states", "unodc"), "en")
    assert [p.key for p in variants((french, english), french, "x.fr#onudc/1")] == ["x.en#unodc/1"]


def test_without_a_symbol_nothing_is_linked(corpus: Corpus) -> None:
    alone = replace(document(corpus, "fr"), symbol=None)
    assert twins(corpus.documents.values(), alone) == ()
    assert variants(corpus.documents.values(), alone, "A-HRC-97-3#1") == ()


def test_an_unknown_key_is_a_fault(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        corpus.variants("A-HRC-97-3#99")
