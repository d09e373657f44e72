"""Mending what the extraction broke, and leaving alone what the author wrote."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapped import MappedText
from ingest.measure_repair import DAMAGES, is_held_back, measure
from ingest.repair import repair


def mended(text: str, language: str = "fr") -> str:
    return repair(MappedText.whole(text), language).text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        pytest.param("des ressource s suffisantes", "des ressources suffisantes", id="last letter cut off"),
        pytest.param("su r les quais", "sur les quais", id="last letter of a short word"),
        pytest.param("s ur la digue", "sur la digue", id="first letter of a short word"),
        pytest.param("y c ompris", "y compris", id="first letter of a longer word"),
        pytest.param("la confidentia lité", "la confidentialité", id="cut in the middle"),
        pytest.param("d'a ide aux équipages", "d'aide aux équipages", id="after an elision"),
        pytest.param("le s jeunes", "les jeunes", id="plural of an article"),
        pytest.param("De s États", "Des États", id="at the head of a sentence"),
        pytest.param("des instit ution s", "des institutions", id="cut twice"),
        pytest.param("puisque ceux -ci", "puisque ceux-ci", id="space before a hyphen"),
        pytest.param("la non -discrimination", "la non-discrimination", id="space before a hyphen, prefix"),
        pytest.param("la non - discrimination", "la non-discrimination", id="hyphen at a line's end, space before"),
        pytest.param("la sous- région", "la sous-région", id="hyphen at a line's end"),
        pytest.param("la ré- daction", "la rédaction", id="word divided at a line's end"),
        pytest.param("l 'éthique", "l'éthique", id="space before an apostrophe"),
        pytest.param("aujourd 'hui", "aujourd'hui", id="the one word with an apostrophe inside"),
        pytest.param("les  phares   du port", "les phares du port", id="doubled spaces"),
        pytest.param("les\tphares", "les phares", id="tabulator"),
        pytest.param("co\u00adopération", "coopération", id="soft hyphen"),
        pytest.param("co\u0002opération", "coopération", id="pdfium's soft hyphen"),
        pytest.param("\u200fphare\u202e", "phare", id="direction marks"),
        pytest.param("les gouverne› ments", "les gouvernements", id="line-end hyphen of the old volumes"),
        pytest.param("le vingt› deuxième phare", "le vingt-deuxième phare", id="compound at a line's end, old volumes"),
        pytest.param("le Sud› Ouest", "le Sud-Ouest", id="capital after the old hyphen"),
        pytest.param("des aux\u00ad quelles", "des auxquelles", id="soft hyphen at a line's end"),
        pytest.param("les poli- tiques", "les politiques", id="hyphen between pieces that look like words"),
        pytest.param("desNations Unies", "des Nations Unies", id="glued before a capital"),
        pytest.param("l'Assembléegénérale", "l'Assemblée générale", id="glued small letters"),
        pytest.param("dela session", "de la session", id="small words glued"),
        pytest.param("à compter du1er mai", "à compter du 1er mai", id="day of the month glued"),
        pytest.param("l' espoir", "l'espoir", id="space after an elision"),
        pytest.param("les ports , les quais", "les ports, les quais", id="space before a comma"),
        pytest.param("au niveau national .", "au niveau national.", id="space before a full stop"),
        pytest.param("la quarante\u00ad cinquième", "la quarante-cinquième", id="compound numeral at a line's end"),
        pytest.param("il pro› voquera", "il provoquera", id="a prefix before what is no word"),
        pytest.param("ﬁnances et conﬂits", "finances et conflits", id="ligatures of the typesetter"),
    ],
)
def test_what_the_extraction_broke_is_whole_again(broken: str, whole: str) -> None:
    assert mended(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("les expert.e.s ont", id="inclusive form with full stops"),
        pytest.param("les expert·e·s ont", id="inclusive form with middle dots"),
        pytest.param("les professionnel.le.s du droit", id="inclusive form in three parts"),
        pytest.param("M. J. Dupont et Mme A. B. Martin", id="initials"),
        pytest.param("le point a) de l'ordre du jour", id="a letter that names a point"),
        pytest.param("au point c ou d de la liste", id="two letters that name points"),
        pytest.param("l'hépatite C et la vitamine D", id="a capital that names"),
        pytest.param("le groupe B est réuni", id="a group's letter before a verb"),
        pytest.param("il y a un phare à l'est", id="the words y and a"),
        pytest.param("Tel que définie par les partis prenantes", id="the author's slips"),
        pytest.param("tout autant que par tout moyen", id="two words that would also make one"),
        pytest.param("plus tôt, bien tôt, sur tout", id="adverbs that exist in one word too"),
        pytest.param("la ligne Paris - Dakar", id="a dash between names"),
        pytest.param("de mai - juin", id="a dash between months"),
        pytest.param("les formations pré- et post-opératoires", id="a hyphen left hanging on purpose"),
        pytest.param("10\u00a0000 habitants, soit 40\u202f% de plus\u00a0;", id="no-break spaces"),
        pytest.param("10 000 habitants, 5 % d’entre eux", id="spaces between figures"),
        pytest.param("« l’œuvre » – voir l’annexe", id="guillemets, typographic apostrophe, ligature œ, dash"),
        pytest.param("PHARE/CONF.2/7 et A/78/L.49", id="symbols"),
        pytest.param("la voie est libre. Envoie un signal, parle", id="verbs that could be two words"),
        pytest.param("la ‹ rade› profonde", id="single quotation marks"),
        pytest.param("I' Assemblée, 1' Article", id="misread letters"),
        pytest.param("la pluie . du soir", id="a speck between words"),
        pytest.param("les Nations . Unies", id="a speck in a name"),
        pytest.param("negocip- avec", id="a word whose end is lost"),
        pytest.param("l'article c' dans", id="a letter closed by an apostrophe"),
        pytest.param("et/ou de l'entre-deux", id="slash and hyphen"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_the_author_wrote_is_untouched(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("language", "broken", "whole"),
    [
        pytest.param("en", "inter- national law", "international law", id="English word at a line's end"),
        pytest.param("en", "the recommenda tions", "the recommendations", id="English word split"),
        pytest.param("en", "of  the ﬁle , and", "of the file, and", id="English layout"),
        pytest.param("en", "pour les ressource s", "pour les ressource s", id="French is not mended by English"),
        pytest.param("en", "he said d 'une and l' espoir", "he said d 'une and l' espoir", id="no elision in English"),
        pytest.param("es", "las  ﬁnanzas , y", "las finanzas, y", id="Spanish layout"),
        pytest.param(
            "es", "le s jeunes de s resolu ciones", "le s jeunes de s resolu ciones", id="no vocabulary, no word"
        ),
    ],
)
def test_each_language_is_mended_by_its_own_evidence(language: str, broken: str, whole: str) -> None:
    assert mended(broken, language) == whole


@given(st.text(alphabet="aàdelnoprstuœé'’- .,;\n\u00a0\u00adﬁ", max_size=80))
def test_mending_is_done_once_for_all(text: str) -> None:
    assert mended(mended(text)) == mended(text)


@given(st.text(alphabet="aàdelnoprstuœé'’- .,;\n\u00a0\u00ad", max_size=80))
def test_only_spaces_hyphens_and_invisible_characters_ever_go(text: str) -> None:
    gone = " -\u00ad"  # a space may also be put between glued words
    assert [c for c in mended(text) if c not in gone] == [c for c in text if c not in gone]


@given(st.text(alphabet="aàdelnoprstuœé'’- .,;\u00a0\u00ad", max_size=80))
def test_every_character_that_stays_leads_back_to_itself(text: str) -> None:
    result = repair(MappedText.whole(text))
    assert all(text[origin] == c for c, origin in zip(result.text, result.origins, strict=True))


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "none"])
def test_damage_of_each_kind_is_damage(damage: str) -> None:
    sentence = "Les gardiens du port, réunis à l'aube, ont compté les bateaux de la rade."
    broken = DAMAGES[damage](sentence, random.Random(1))
    assert broken is not None
    assert broken != sentence


def test_repair_is_measured_on_documents_held_back(tmp_path: Path) -> None:
    sentence = "Le gardien du phare allume la lampe chaque soir avant que les bateaux rentrent au port."
    for number in range(60):
        (tmp_path / f"phare-{number}.md").write_text(f"{sentence}\n", encoding="utf-8")
    assert 0 < sum(is_held_back(file.name) for file in tmp_path.iterdir()) < 30
    found = {measured.damage: measured for measured in measure(tmp_path)}
    assert (found["none"].damaged, found["none"].mended) == (1, 1)
    assert (found["old_hyphen"].recall, found["old_hyphen"].precision) == (1.0, 1.0)


def test_a_line_of_a_million_letters_is_mended_at_once() -> None:
    for text in ("a" * 1_000_000, "ab " * 300_000, "a- " * 300_000):
        began = time.perf_counter()
        mended(text)
        assert time.perf_counter() - began < 20
