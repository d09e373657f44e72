"""Which words are quoted: whole sentences, verbatim, with what they lean on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quoting import quote_for, quote_whole, sentences
from store.index import Index
from store.lexicon import stems
from store.model import Paragraph
from tests.factories import document, paragraph


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def quoted(text: str, about: str) -> list[str]:
    item = paragraph(text)
    return [citation.quote for citation in quote_for(document(item), item, stems(about))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("La lampe brûle. Le port dort.", ["La lampe brûle.", "Le port dort."], id="two sentences"),
        pytest.param(
            "Voir l'art. 2 et le par. 7 du Code.", ["Voir l'art. 2 et le par. 7 du Code."], id="art. and par."
        ),
        pytest.param("Selon la rés. A/1 du port.", ["Selon la rés. A/1 du port."], id="rés. before a capital"),
        pytest.param("Il cite M. Ambre et Mme. Corail.", ["Il cite M. Ambre et Mme. Corail."], id="titles of persons"),
        pytest.param("Selon J. Ambre, le port dort.", ["Selon J. Ambre, le port dort."], id="an initial"),
        pytest.param("Il y en a 3.5 par port.", ["Il y en a 3.5 par port."], id="a decimal point"),
        pytest.param(
            "Il a dit : « Non. » Elle a ri.", ["Il a dit : « Non. »", "Elle a ri."], id="a full stop in quotes"
        ),
        pytest.param("Une ligne\nUne autre", ["Une ligne", "Une autre"], id="lines"),
        pytest.param("Dort-il ? Oui ! Bien…", ["Dort-il ?", "Oui !", "Bien…"], id="other ends"),
        pytest.param("la lampe brûle. le port dort.", ["la lampe brûle. le port dort."], id="no capital, no cut"),
        pytest.param("", [], id="nothing"),
        pytest.param("  \n ", [], id="blank"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_the_sentence_that_speaks_of_it_is_quoted() -> None:
    text = "Les lampes sont anciennes. Les gardiens manquent de formation. Le vent se lève."
    assert quoted(text, "formation des gardiens") == ["Les gardiens manquent de formation."]


@pytest.mark.parametrize(
    "leaning",
    [
        "À cet égard, la formation manque.",
        "D’autres ont cité la formation.",
        "Cela vaut pour la formation.",
        "Elles demandent une formation.",
        "Toutefois, la formation manque.",
        "Dans ce contexte, la formation manque.",
    ],
)
def test_a_sentence_that_leans_takes_the_one_before_along(leaning: str) -> None:
    assert quoted(f"Le vent se lève. Les ports sont vides. {leaning}", "formation") == [
        f"Les ports sont vides. {leaning}"
    ]


def test_two_leaning_sentences_go_back_to_the_one_that_stands() -> None:
    text = "Les ports sont vides. Ils le restent. Cela tient à la formation."
    assert quoted(text, "formation") == [text]


def test_sentences_apart_are_quoted_apart() -> None:
    text = "La formation manque. Le vent se lève. La formation coûte cher."
    assert quoted(text, "formation") == ["La formation manque.", "La formation coûte cher."]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        pytest.param("Le vent se lève. Le port dort.", "formation", id="nothing stands out"),
        pytest.param("Former les gardiens", "gardiens", id="one sentence"),
    ],
)
def test_else_the_whole_is_quoted(text: str, about: str) -> None:
    assert quoted(text, about) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("former les gardiens ;", "former les gardiens", id="a semicolon"),
        pytest.param("former les gardiens ; et", "former les gardiens", id="a semicolon and «et»"),
        pytest.param("  former les gardiens.\n", "former les gardiens.", id="white space, but not the full stop"),
        pytest.param(";", ";", id="nothing else"),
    ],
)
def test_what_only_links_items_is_left_out(text: str, expected: str) -> None:
    item = paragraph(text)
    assert quote_whole(document(item), item).quote == expected


PIECES = "La lampe le port. Le vent ! Cela ? » « M. art. 2 ; et , À cet égard D’autres gardiens formation Ils".split()
PROSE = st.lists(st.sampled_from([*PIECES, "\n", "\n\n"]), min_size=1, max_size=30).map(" ".join)


@given(PROSE | st.text(min_size=1, max_size=200))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(PROSE.filter(str.strip), st.sampled_from(["formation", "gardiens lampe", "", "vent"]))
def test_every_quotation_is_verbatim(text: str, about: str) -> None:
    item = paragraph(text)
    citations = quote_for(document(item), item, stems(about))
    assert citations
    for citation in citations:
        assert citation.quote == text[citation.start : citation.end]
        assert citation.quote == citation.quote.strip() != ""


def test_every_paragraph_of_the_demonstration_can_be_quoted(demo_index: Index) -> None:
    def check(item: Paragraph) -> None:
        owner = demo_index.corpus.document_of(item.key)
        for citation in (quote_whole(owner, item), *quote_for(owner, item, item.text.split()[:5])):
            assert citation.quote == item.text[citation.start : citation.end]

    for item in demo_index.corpus.paragraphs:
        check(item)
