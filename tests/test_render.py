"""The answer as a person reads it: numbered citations, the chapeau, nothing that hostile text can break."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, AnswerStatus, Statement
from bot.extractive import group
from bot.quoting import quote_whole
from bot.render import escape, markdown, printed_label
from store.model import Citation, Paragraph
from tests.factories import CHAPEAU, LAMPS, NIGHT, document, paragraph, passage, passages

HOSTILE = (
    "<img src=x onerror=alert(1)> [lien](http://x.example) ![i](y) `code` **gras** _souligné_ | &lt;b&gt; ~~rayé~~"
)


def citation(item: Paragraph) -> Citation:
    return quote_whole(document(item), item)


def answer(*items: Paragraph, status: AnswerStatus = AnswerStatus.ANSWERED, **fields: object) -> Answer:
    statements = group([citation(item) for item in items], "fr")
    return Answer("?", status, statements, passages(), "2 documents", **fields)  # type: ignore[arg-type]


def test_each_citation_has_its_number_and_label() -> None:
    text = markdown(answer(paragraph(LAMPS, label="par. 11 a)"), paragraph(NIGHT, key="phares#4", label="par. 4")))
    assert "— par.\u00a011\u00a0a) [1]" in text
    assert "— par.\u00a04 [2]" in text


def test_the_chapeau_stands_above_its_items_once() -> None:
    items = [paragraph(f"Texte {n}.", key=f"phares#11.{n}", chapeau=CHAPEAU) for n in "ab"]
    text = markdown(answer(*items))
    assert text.count("négociées, ont été formulées") == 1
    assert text.index("ont été formulées") < text.index("Texte a")


def test_a_quotation_is_a_block_quote_word_for_word() -> None:
    assert "> Plusieurs orateurs ont indiqué" in markdown(answer(paragraph("Plusieurs orateurs ont indiqué cela.")))


def test_lines_of_a_quotation_stay_within_it() -> None:
    block = markdown(answer(paragraph("Une ligne\nUne autre\n\nUne troisième"))).split("\n\n", 1)[1]
    assert all(line.startswith(">") for line in block.split("\n"))


def test_a_phrased_statement_calls_its_citations() -> None:
    item = paragraph(LAMPS, label="par. 11 a)")
    statement = Statement("Recommandation", (citation(item),), "Il faut former les gardiens.")
    text = markdown(Answer("?", AnswerStatus.ANSWERED, (statement,), (), ""))
    assert "Il faut former les gardiens. (par.\u00a011\u00a0a)) [1]" in text


def test_one_quotation_cited_twice_has_one_number() -> None:
    cited = citation(paragraph(LAMPS))
    statements = tuple(Statement("", (cited,), text) for text in ("Un.", "Deux."))
    assert markdown(Answer("?", AnswerStatus.ANSWERED, statements, (), "")).count("[1]") == 2


def test_a_refusal_shows_what_was_searched_and_apart_what_comes_closest() -> None:
    text = markdown(answer(status=AnswerStatus.REFUSED, note="Rien."))
    note, searched, closest, items = text.split("\n\n")
    assert note == "Rien."
    assert "2 documents" in searched
    assert "ne répondent pas" in closest
    assert items.count("\n") == 2


def test_passages_that_nothing_speaks_for_are_not_called_close() -> None:
    far = Answer("?", AnswerStatus.REFUSED, (), (passage(paragraph(LAMPS), score=0.0),), "2 documents")
    assert "proches" not in markdown(far)


def test_what_is_missing_is_said() -> None:
    text = markdown(answer(paragraph(LAMPS), status=AnswerStatus.PARTIAL, missing=("99", "*z*")))
    assert "99, \\*z\\*" in text


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_frame_is_in_the_language_asked_for(language: str) -> None:
    text = markdown(answer(status=AnswerStatus.REFUSED), language)
    assert {"fr": "Recherche", "en": "earch", "es": "buscado"}[language] in text


# ── hostile text ──────────────────────────────────────────────────────────────────────────────


def test_hostile_documents_show_their_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    item = paragraph(HOSTILE, label=HOSTILE, chapeau=HOSTILE, addressee=HOSTILE)
    shown = markdown(answer(item, missing=(HOSTILE,), note=HOSTILE, status=AnswerStatus.PARTIAL))
    for sign in "<>[]`*_":
        assert not re.search(rf"(?<!\\)\{sign}", without_our_own(shown)), sign


def without_our_own(text: str) -> str:
    """Leave out the marks that the rendering itself makes."""
    return re.sub(r"^> ?|^\*\*|\*\*$|\[\d+\]|\*Chapeau\u00a0:\*|^- ", "", text, flags=re.MULTILINE).replace(
        "*Chapeau :*", ""
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# titre", "\\# titre", id="a heading"),
        pytest.param("1. premier", "1\\. premier", id="a numbered list"),
        pytest.param("3) troisième", "3\\) troisième", id="a numbered list with a bracket"),
        pytest.param("- tiret", "\\- tiret", id="a list"),
        pytest.param("  + plus", "\\+ plus", id="a list, indented"),
        pytest.param("---", "\\---", id="a rule"),
        pytest.param("~~~", "\\~\\~\\~", id="a fence"),
        pytest.param("&lt;b&gt;", "\\&lt;b\\&gt;", id="an entity"),
        pytest.param("a | b", "a \\| b", id="a table"),
        pytest.param("A & B, 3 - 2, fin. 1.", "A & B, 3 - 2, fin. 1.", id="nothing to escape"),
        pytest.param("« où ? » – n° 5, § 3", "« où ? » – n° 5, § 3", id="French signs stay"),
    ],
)
def test_escaping(text: str, expected: str) -> None:
    assert escape(text) == expected


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\\ \t\r"), max_size=80))
def test_escaping_only_adds_backslashes(text: str) -> None:
    assert escape(text).replace("\\", "") == text


def test_labels_hold_together() -> None:
    assert printed_label("annexe, par. 5 b) ii)") == "annexe, par.\u00a05\u00a0b)\u00a0ii)"
    assert printed_label("recommandation 5 à l'ONUDC") == "recommandation 5 à l'ONUDC"
