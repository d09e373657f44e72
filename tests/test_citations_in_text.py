"""Citations as people write them, in French, English and Spanish, and what they lead to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.answers import citations_of_text
from evals.citations_in_text import read_citations
from evals.sources import Sources, sources_from_files

DATA = Path(__file__).parent / "data" / "evals"
SOURCES = sources_from_files([DATA / "documents.jsonl"])
PARAGRAPHS = [key for key, paragraph in SOURCES.paragraphs.items() if paragraph.label]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return SOURCES


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("voir par. 5 a).", ["phares#5.a"], id="par. 5 a)"),
        pytest.param("voir par.\u00a05\u00a0a)", ["phares#5.a"], id="no-break spaces"),
        pytest.param("Par. 5 A)", ["phares#5.a"], id="capitals"),
        pytest.param("au paragraphe 5, alinéa b), on lit", ["phares#5.b"], id="paragraphe 5, alinéa b)"),
        pytest.param("par. 5, al. b)", ["phares#5.b"], id="par. 5, al. b)"),
        pytest.param("l'alinéa c) du paragraphe 5", ["phares#5.c"], id="l'alinéa c) du paragraphe 5"),
        pytest.param("par. 5.b", ["phares#5.b"], id="par. 5.b"),
        pytest.param("§ 5(c)", ["phares#5.c"], id="§ 5(c)"),
        pytest.param("paragraphes 3 et 4 de phares.txt", ["phares#3", "phares#4"], id="two"),
        pytest.param("par. 5 b) à d)", ["phares#5.b", "phares#5.c", "phares#5.d"], id="range of items"),
        pytest.param("par. 5 c), d) et e)", ["phares#5.c", "phares#5.d", "phares#5.e"], id="list of items"),
        pytest.param("les alinéas c) à e) du paragraphe 5", ["phares#5.c", "phares#5.d", "phares#5.e"], id="alinéas"),
        pytest.param("par. 2-4 de BRUME/2031/L.1", ["phares#2", "phares#3", "phares#4"], id="2-4"),
        pytest.param("BRUME/2031/L.1, par. 2 et 5 a)", ["phares#2", "phares#5.a"], id="by symbol"),
        pytest.param("rec. 3 (ONUDC)", ["cartes#onudc/3"], id="rec. 3 (ONUDC)"),
        pytest.param("recommandation 4 à l'ONUDC", ["cartes#onudc/4"], id="à l'ONUDC"),
        pytest.param("recommandation 4 à l’ONUDC", ["cartes#onudc/4"], id="à l’ONUDC"),
        pytest.param("la recommandation 3 à l'Office", ["cartes#onudc/3"], id="à l'Office"),
        pytest.param("la recommandation 3 est adressée aux États", ["cartes#etats/3"], id="est adressée"),
        pytest.param("recommandations 3 et 4 aux États", ["cartes#etats/3", "cartes#etats/4"], id="two, States"),
        pytest.param(
            "recommandations 2 aux États et 3 à l'ONUDC", ["cartes#etats/2", "cartes#onudc/3"], id="two lists"
        ),
        pytest.param("annexe, par. 2 b)", ["cartes#annexe/2.b"], id="in the annex"),
        pytest.param("note 1", ["cartes#note/1"], id="note"),
        pytest.param("(introduction)", ["cartes#introduction"], id="unnumbered, in brackets"),
        pytest.param("— en-tête [1]", ["phares#en-tete"], id="unnumbered, after a dash"),
        pytest.param("rec. 3 to UNODC", ["cartes#onudc/3"], id="to UNODC"),
        pytest.param("recommendation 2 to States", ["cartes#etats/2"], id="English"),
        pytest.param("paragraph 5 (a)", ["phares#5.a"], id="paragraph 5 (a)"),
        pytest.param("el párrafo 5 b)", ["phares#5.b"], id="Spanish"),
        pytest.param("párrafos 5 b) a d)", ["phares#5.b", "phares#5.c", "phares#5.d"], id="Spanish range"),
        pytest.param("recomendación 3 (ONUDC)", ["cartes#onudc/3"], id="Spanish recommendation"),
    ],
)
def test_what_people_write_leads_to_paragraphs(sources, text, keys):
    assert [mention.key for mention in read_citations(text, sources)] == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("recommandation 3", {"cartes#etats/3", "cartes#onudc/3"}, id="of which list?"),
        pytest.param("par. 1", {"phares#1", "cartes#annexe/1"}, id="of which document?"),
    ],
)
def test_an_ambiguous_citation_says_what_it_can_mean_and_leads_nowhere(sources, text, keys):
    (mention,) = read_citations(text, sources)
    assert mention.key is None
    assert set(mention.keys) == keys


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("par. 9", id="no such paragraph"),
        pytest.param("par. 5 z)", id="no such item"),
        pytest.param("recommandation 6 à l'ONUDC", id="a number of the other list"),
        pytest.param("recommandation 1 au Secrétariat", id="a list that there is not"),
        pytest.param("note 7", id="no such note"),
    ],
)
def test_a_false_citation_leads_to_nothing(sources, text):
    (mention,) = read_citations(text, sources)
    assert mention.keys == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("le point 3 de l'ordre du jour", id="an agenda item is no paragraph"),
        pytest.param("la résolution 78/227", id="a resolution"),
        pytest.param("par 3 délégations", id="by three"),
        pytest.param("en 2025, 6 heures par nuit", id="figures"),
        pytest.param("l'introduction de filets", id="a common word"),
        pytest.param("par. 78/227", id="a fraction of a symbol"),
    ],
)
def test_other_numbers_are_no_citations(sources, text):
    assert read_citations(text, sources) == ()


def test_a_document_named_holds_for_what_follows(sources):
    text = "Dans BRUME/2031/L.1, on lit au par. 1 une chose, et au par. 2 une autre."
    assert [m.key for m in read_citations(text, sources)] == ["phares#1", "phares#2"]


def test_the_documents_asked_for_narrow_the_reading(sources):
    assert [m.key for m in read_citations("par. 1", sources, ["phares"])] == ["phares#1"]
    assert [m.key for m in read_citations("par. 1", sources, ["cartes"])] == ["cartes#annexe/1"]


@pytest.mark.parametrize("key", PARAGRAPHS)
@pytest.mark.parametrize("form", ["({})", "— {} [1]", "Voir {document}, {}."])
def test_each_label_leads_back_to_its_paragraph(sources, key, form):
    paragraph = sources.paragraphs[key]
    text = form.replace("{document}", paragraph.document_id).replace("{}", paragraph.label)
    mentions = read_citations(text, sources, [paragraph.document_id])
    assert [mention.key for mention in mentions] == [key]


def test_places_are_those_of_the_text(sources):
    text = "On lit (par. 5 a)) puis (rec. 3 (ONUDC))."
    for mention in read_citations(text, sources):
        assert text[mention.start : mention.end].strip() == mention.written


@given(st.text(alphabet="par. 0123456789abà)(et,;-ONUDCÉtats\n", max_size=60))
def test_any_text_can_be_read(text):
    for mention in read_citations(text, SOURCES):
        assert 0 <= mention.start < mention.end <= len(text)
        assert all(key in SOURCES.paragraphs for key in mention.keys)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        pytest.param(
            "« filets souples devant les vitres » (par. 5 b)). Puis « lampe solaire dotée d'une » (par. 5 a)).",
            [("phares#5.b", "filets souples devant les vitres"), ("phares#5.a", "lampe solaire dotée d'une")],
            id="quotation, then number",
        ),
        pytest.param(
            "Le par. 5 b) dit : « filets souples devant les vitres ».",
            [("phares#5.b", "filets souples devant les vitres")],
            id="number, then quotation",
        ),
        pytest.param("Voir le par. 5 b).", [("phares#5.b", None)], id="no quotation"),
        pytest.param("« Selon le paragraphe 4 du traité » (par. 5 b))", [("phares#5.b", None)], id="number inside"),
        pytest.param(
            "> filets souples devant les vitres\n>\n> — par. 5 b) [1]",
            [("phares#5.b", "filets souples devant les vitres")],
            id="block quote",
        ),
    ],
)
def test_a_citation_goes_with_its_quotation(sources, text, pairs):
    found = [(citation.key, citation.quote) for citation in citations_of_text(text, sources)]
    kept = [(key, quote.strip() if quote else None) for key, quote in found]
    expected = [(key, quote) for key, quote in pairs]
    assert [key for key, _ in kept] == [key for key, _ in expected]
    for (_, quote), (_, wanted) in zip(kept, expected, strict=True):
        assert wanted is None or quote == wanted
