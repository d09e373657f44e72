"""How people name paragraphs, and what is read: in French as it is typed, dictated and texted, in English,
in Spanish; and the numbers that are no paragraph's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.number_lists import LONGEST_RANGE, successor
from bot.number_words import printed_roman, roman_value, spoken
from bot.numbers import asked_numbers, is_elliptic


def read(question: str) -> str:
    """Return what is asked for in short: « paragraph 11.f 12 », « recommendation* 3 » for a rank."""
    return " | ".join(
        " ".join(
            [asked.kind + "*" * asked.ranks + (f"@{asked.annex}" if asked.annex else ""), *map(".".join, asked.paths)]
        )
        for asked in asked_numbers(question)
    )


ONE = [
    pytest.param("Que dit le paragraphe 7 ?", "paragraph 7", id="a paragraph"),
    pytest.param("le par. 7", "paragraph 7", id="a paragraph, abbreviated"),
    pytest.param("par.7", "paragraph 7", id="abbreviated, no space"),
    pytest.param("§ 7", "paragraph 7", id="a section sign"),
    pytest.param("§7", "paragraph 7", id="a section sign, no space"),
    pytest.param("le point 7", "paragraph 7", id="a point"),
    pytest.param("le numéro 7", "paragraph 7", id="a number, named so"),
    pytest.param("le n° 7", "paragraph 7", id="n°"),
    pytest.param("nº 7", "paragraph 7", id="nº with the ordinal sign"),
    pytest.param("le n. 7", "paragraph 7", id="n."),
    pytest.param("#7", "paragraph 7", id="a hash"),
    pytest.param("paragraphe n° 7", "paragraph 7", id="noun and n°"),
    pytest.param("paragraphe numéro sept", "paragraph 7", id="noun, numéro, number in letters"),
    pytest.param("paragraphe « 7 »", "paragraph 7", id="in quotation marks"),
    pytest.param("paragraphe 007", "paragraph 7", id="with zeros before"),
    pytest.param("par. ７", "paragraph 7", id="full-width digits"),
    pytest.param("PARAGRAPHE 7", "paragraph 7", id="in capitals"),
    pytest.param("paragraphe 15 bis", "paragraph 15 bis", id="bis"),
    pytest.param("par. 15bis", "paragraph 15 bis", id="bis, no space"),
    pytest.param("recommandation 5 quater", "recommendation 5 quater", id="quater"),
    pytest.param("par. 15 bis a)", "paragraph 15 bis.a", id="a letter below a bis"),
    pytest.param("le paragraphe vingt et un", "paragraph 21", id="twenty-one in letters"),
    pytest.param("paragraphe vingt-deux", "paragraph 22", id="twenty-two with a hyphen"),
    pytest.param("recommandation dix sept", "recommendation 17", id="seventeen dictated as two words"),
    pytest.param("paragraphe soixante-quinze", "paragraph 75", id="seventy-five"),
    pytest.param("paragraphe nonante-deux", "paragraph 92", id="ninety-two as in Switzerland"),
    pytest.param("paragraphe un", "paragraph 1", id="one in letters"),
    pytest.param("paragraphe premier", "paragraph 1", id="first, after the noun"),
    pytest.param("la recommandation 5 à l'ONUDC", "recommendation 5", id="a recommendation to someone"),
    pytest.param("recommandations à l'Office : 5 et 6", "recommendation 5 6", id="the number after the addressee"),
    pytest.param("la recommandation aux États numéro 8", "recommendation 8", id="numéro after the addressee"),
    pytest.param("note 2", "note 2", id="a note"),
    pytest.param("la note de bas de page 2", "note 2", id="a footnote"),
    pytest.param("notes de bas de page 1 et 2", "note 1 2", id="two footnotes"),
    pytest.param("paragraphe XI", "paragraph 11", id="a capital roman numeral"),
]
BELOW = [
    pytest.param("11 f)", "paragraph 11.f", id="number and letter"),
    pytest.param("11 F)", "paragraph 11.f", id="capital letter"),
    pytest.param("11 D)", "paragraph 11.d", id="capital D, which is an article elsewhere"),
    pytest.param("11f)", "paragraph 11.f", id="no space"),
    pytest.param("11f", "paragraph 11.f", id="no space, no bracket"),
    pytest.param("11 f", "paragraph 11.f", id="no bracket"),
    pytest.param("11.f", "paragraph 11.f", id="a dot between"),
    pytest.param("11-f", "paragraph 11.f", id="a hyphen between"),
    pytest.param("11 (f)", "paragraph 11.f", id="two brackets"),
    pytest.param("par. 11, al. f)", "paragraph 11.f", id="al. after a comma"),
    pytest.param("paragraphe 11, alinéa f", "paragraph 11.f", id="alinéa after a comma"),
    pytest.param("paragraphe 11, f)", "paragraph 11.f", id="bracket after a comma"),
    pytest.param("paragraphe 11, alinéa 3", "paragraph 11.c", id="the third alinéa is c)"),
    pytest.param("l'alinéa f) du paragraphe 11", "paragraph 11.f", id="alinéa of a paragraph"),
    pytest.param("l'alinéa a du paragraphe 11", "paragraph 11.a", id="alinéa a without a bracket"),
    pytest.param("le troisième alinéa du paragraphe 11", "paragraph 11.c", id="the third alinéa of a paragraph"),
    pytest.param("la lettre f du 11", "paragraph 11.f", id="letter of a bare number"),
    pytest.param("Onzième paragraphe, lettre m", "paragraph 11.m", id="ordinal and letter"),
    pytest.param("Le paragraphe 11 a-t-il été négocié ?", "paragraph 11", id="a-t-il is a verb"),
    pytest.param("13 f) ii)", "paragraph 13.f.ii", id="a numeral below a letter"),
    pytest.param("13(f)(iii)", "paragraph 13.f.iii", id="a numeral below, all brackets"),
    pytest.param("13 f ii", "paragraph 13.f.ii", id="a numeral below, no bracket"),
    pytest.param("le sous-paragraphe ii de l'alinéa f du paragraphe 13", "paragraph 13.f.ii", id="from the bottom up"),
    pytest.param("l'alinéa c)", "letter c", id="a letter alone"),
    pytest.param("le point f", "letter f", id="a point that is a letter"),
]
SEVERAL = [
    pytest.param("les paragraphes 3 et 4", "paragraph 3 4", id="two"),
    pytest.param("paragraphes 3, 4 et 5", "paragraph 3 4 5", id="a list"),
    pytest.param("paragraphes 7,8", "paragraph 7 8", id="a list without a space"),
    pytest.param("par. 4 et 5 et aussi le 7", "paragraph 4 5 7", id="and also"),
    pytest.param("recommandations 2, 4 & 6", "recommendation 2 4 6", id="an ampersand"),
    pytest.param("par. 3-5", "paragraph 3 4 5", id="a range with a hyphen"),
    pytest.param("par. 3 – 5", "paragraph 3 4 5", id="a range with a dash"),
    pytest.param("les paragraphes 3 à 5", "paragraph 3 4 5", id="a range in words"),
    pytest.param("paragraphes 5 à 3", "paragraph 3 4 5", id="a range told backwards"),
    pytest.param("du paragraphe 4 au paragraphe 6", "paragraph 4 5 6", id="the noun twice"),
    pytest.param("paragraphes 4 jusqu'à 6", "paragraph 4 5 6", id="up to"),
    pytest.param("paragraphes trois et quatre", "paragraph 3 4", id="in letters"),
    pytest.param("11 a) et c)", "paragraph 11.a 11.c", id="two letters"),
    pytest.param("11 a, c et f", "paragraph 11.a 11.c 11.f", id="letters without brackets"),
    pytest.param("11 a-c", "paragraph 11.a 11.b 11.c", id="a range of letters"),
    pytest.param("les alinéas f) à h) du onzième paragraphe", "paragraph 11.f 11.g 11.h", id="letters of an ordinal"),
    pytest.param("le a), le d) et le n) du paragraphe 11", "paragraph 11.a 11.d 11.n", id="letters before"),
    pytest.param("11 a) c) f)", "paragraph 11.a 11.c 11.f", id="letters in a row"),
    pytest.param("13 f) i) et ii)", "paragraph 13.f.i 13.f.ii", id="two numerals"),
    pytest.param("13 f) i) à iii)", "paragraph 13.f.i 13.f.ii 13.f.iii", id="a range of numerals"),
    pytest.param("par. 3, 5 à 7 et 11 a) et c)", "paragraph 3 5 6 7 11.a 11.c", id="everything at once"),
    pytest.param("de 11 f) à 11 h)", "paragraph 11.f 11.g 11.h", id="a range that repeats the number"),
    pytest.param("paragraphe 8 et recommandation 5", "paragraph 8 | recommendation 5", id="two kinds"),
    pytest.param("la recommandation 8 et la note 1", "recommendation 8 | note 1", id="a note too"),
    pytest.param("les 5 et 6 ?", "paragraph 5 6", id="two without a noun"),
]
COUNTED = [
    pytest.param("le troisième paragraphe", "paragraph* 3", id="an ordinal"),
    pytest.param("la 3e recommandation", "recommendation* 3", id="an ordinal in digits"),
    pytest.param("la 1re recommandation", "recommendation* 1", id="1re"),
    pytest.param("la 1ère recommandation", "recommendation* 1", id="1ère, as it is often typed"),
    pytest.param("la 12e aux États", "paragraph 12", id="an ordinal without a noun, addressed"),
    pytest.param("le premier et le deuxième paragraphe", "paragraph* 1 2", id="two ordinals"),
    pytest.param("les deux premières recommandations", "recommendation* 1 2", id="the first two"),
    pytest.param("les 3 dernières recommandations", "recommendation* -3 -2 -1", id="the last three"),
    pytest.param("la dernière recommandation", "recommendation* -1", id="the last"),
    pytest.param("l'avant-dernier paragraphe", "paragraph* -2", id="the last but one"),
    pytest.param("la douzième demande faite à l'ONUDC", "recommendation* 12", id="a request made to someone"),
    pytest.param(
        "le douzième point pour les États et le premier pour l'Office", "paragraph* 12 | paragraph* 1", id="one elided"
    ),
]
ANNEXES = [
    pytest.param("annexe, par. 5 b)", "annex 5.b", id="annex, then paragraph"),
    pytest.param("le paragraphe 5 b) de l'annexe", "annex 5.b", id="paragraph of the annex"),
    pytest.param("annexe II, par. 5", "annex@2 5", id="a numbered annex"),
    pytest.param("Que prévoit l'annexe II ?", "annex@2", id="a whole annex"),
    pytest.param("le troisième alinéa du préambule", "preamble* 3", id="alinéa of the preamble"),
    pytest.param("préambule, al. 2", "preamble 2", id="preamble, al."),
    pytest.param("considérant 2", "preamble 2", id="considérant"),
]
MESSAGES = [
    pytest.param("kesk dit le par 7", "paragraph 7", id="par after an article"),
    pytest.param("para7 stp", "paragraph 7", id="glued to the noun"),
    pytest.param("c koi le 11d", "paragraph 11.d", id="the eleven d"),
    pytest.param("c'est quoi le 11 d", "paragraph 11.d", id="the eleven d, with a space"),
    pytest.param("lis moi le onze d", "paragraph 11.d", id="dictated"),
    pytest.param("paragraf onze lettre g", "paragraph 11.g", id="misspelt"),
    pytest.param("paragraphe 7 c quoi", "paragraph 7", id="c is no letter here"),
    pytest.param("reco 5 onudc", "recommendation 5", id="reco"),
    pytest.param("et le 8 ?", "paragraph 8", id="and the eight"),
    pytest.param("7 ?", "paragraph 7", id="a number alone"),
    pytest.param("(7)", "paragraph 7", id="a number in brackets"),
    pytest.param("et c) ?", "letter c", id="and c)"),
    pytest.param("la f) ?", "letter f", id="the f)"),
]
FOREIGN = [
    pytest.param("paragraph 5", "paragraph 5", id="English paragraph"),
    pytest.param("paras 3-5", "paragraph 3 4 5", id="English range"),
    pytest.param("para. 11(f) and (g)", "paragraph 11.f 11.g", id="English letters"),
    pytest.param("subparagraph (c) of paragraph 11", "paragraph 11.c", id="English subparagraph"),
    pytest.param("What does recommendation five say?", "recommendation 5", id="English number in letters"),
    pytest.param("the twenty-first recommendation", "recommendation* 21", id="English ordinal"),
    pytest.param("first and second paragraphs", "paragraph* 1 2", id="English ordinals"),
    pytest.param("recommendations 5 to 7 to UNODC", "recommendation 5 6 7", id="English range in words"),
    pytest.param("the last recommendation", "recommendation* -1", id="English last"),
    pytest.param("footnote 1", "note 1", id="English footnote"),
    pytest.param("¿Qué dice el párrafo 11 f)?", "paragraph 11.f", id="Spanish paragraph"),
    pytest.param("los párrafos 3 y 4", "paragraph 3 4", id="Spanish list"),
    pytest.param("párrafos 3 al 5", "paragraph 3 4 5", id="Spanish range"),
    pytest.param("el apartado f) del párrafo 11", "paragraph 11.f", id="Spanish letter"),
    pytest.param("la quinta recomendación", "recommendation* 5", id="Spanish ordinal"),
    pytest.param("n.º 5", "paragraph 5", id="Spanish n.º"),
]
NONE = [
    pytest.param("point 3 de l'ordre du jour", id="an agenda item"),
    pytest.param("le point 6 b) de l'ordre du jour", id="an agenda item with a letter"),
    pytest.param("points 1, 2 et 3 de l'ordre du jour", id="agenda items"),
    pytest.param("le point 3 inscrit à l'ordre du jour", id="an item on the agenda"),
    pytest.param("l'ordre du jour, point 3", id="agenda first"),
    pytest.param("la résolution 78/227", id="a resolution"),
    pytest.param("A/CONF.222/L.6", id="a symbol"),
    pytest.param("en 2030", id="a year"),
    pytest.param("les recommandations de 2024", id="the year of recommendations"),
    pytest.param("le 5 février 2025", id="a date"),
    pytest.param("recommandations du 5 février", id="the day of recommendations"),
    pytest.param("5.2.2025", id="a date in digits"),
    pytest.param("la réunion du 4 au 6 ?", id="days of a meeting"),
    pytest.param("50 % des victimes", id="a percentage"),
    pytest.param("50 pour cent", id="a percentage in words"),
    pytest.param("Que lit-on dans les deux ?", id="« les deux » counts texts"),
    pytest.param("ds les 2", id="« les 2 » counts texts"),
    pytest.param("les 5 pays", id="a count of countries"),
    pytest.param("les 18 recommandations aux États", id="a count of recommendations"),
    pytest.param("il y a 3 points", id="a count of points"),
    pytest.param("les enfants de moins de 12 ans", id="an age"),
    pytest.param("recommandations pour les 15 à 24 ans", id="a range of ages"),
    pytest.param("adopté par 7 voix contre 3", id="« par » the preposition"),
    pytest.param("soutenu par 12 pays", id="« par » before a count"),
    pytest.param("je note 3 points", id="« note » the verb"),
    pytest.param("l'article 5 a)", id="an article of a treaty"),
    pytest.param("chapitre 2", id="a chapter"),
    pytest.param("le quinzième Congrès", id="an ordinal of something else"),
    pytest.param("au 21e siècle", id="a century"),
    pytest.param("ODD 16", id="a goal"),
    pytest.param("le G7 ?", id="a group"),
    pytest.param("COVID-19", id="a disease"),
    pytest.param("3,14", id="a decimal number"),
    pytest.param("Dans quel paragraphe parle-t-on des femmes ?", id="a noun without a number"),
    pytest.param("Y a-t-il d'autres recommandations ?", id="a count that is not one"),
    pytest.param("et à l'ONUDC ?", id="« à » is no letter"),
    pytest.param("", id="nothing"),
    pytest.param("?", id="a question mark"),
]


@pytest.mark.parametrize(("question", "expected"), [*ONE, *BELOW, *SEVERAL, *COUNTED, *ANNEXES, *MESSAGES, *FOREIGN])
def test_numbers_are_read(question: str, expected: str) -> None:
    assert read(question) == expected


@pytest.mark.parametrize("question", NONE)
def test_other_numbers_are_left_alone(question: str) -> None:
    assert asked_numbers(question) == []


def test_a_paragraph_beside_an_agenda_item_is_read() -> None:
    assert read("le paragraphe 3 et le point 4 de l'ordre du jour") == "paragraph 3"


def test_a_count_after_a_number_is_not_taken_along() -> None:
    assert read("paragraphes 3 et 12 pays") == "paragraph 3"


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("paragraphes 1 à 9999", id="of numbers"),
        pytest.param("les 999 premiers paragraphes", id="of ranks"),
        pytest.param("par. 1 a) à z)", id="of letters"),
    ],
)
def test_ranges_are_bounded(question: str) -> None:
    assert 1 < len(asked_numbers(question)[0].paths) <= LONGEST_RANGE + 1


def test_where_a_number_stands_is_told() -> None:
    question = "Et que dit le par. 11 f) à ce sujet ?"
    asked = asked_numbers(question)[0]
    assert question[asked.start : asked.end] == asked.text == "par. 11 f)"


@pytest.mark.parametrize(
    ("question", "elliptic"),
    [
        pytest.param("et la 8 ?", True, id="without a noun"),
        pytest.param("et le paragraphe 8 ?", False, id="with a noun"),
    ],
)
def test_a_number_without_a_noun_leans_on_what_was_said(question: str, elliptic: bool) -> None:
    assert is_elliptic(question) is elliptic


@pytest.mark.parametrize(
    ("path", "step", "expected"),
    [
        pytest.param(("7",), 1, ("8",), id="the next number"),
        pytest.param(("7",), -1, ("6",), id="the number before"),
        pytest.param(("11", "c"), 1, ("11", "d"), id="the next letter"),
        pytest.param(("11", "a"), -1, ("11",), id="before a) stands the paragraph"),
        pytest.param(("13", "f", "ii"), 1, ("13", "f", "iii"), id="the next numeral"),
        pytest.param(("13", "f", "iv"), -1, ("13", "f", "iii"), id="the numeral before"),
        pytest.param(("1",), -1, None, id="nothing before the first"),
        pytest.param(("11", "z"), 1, None, id="nothing after z)"),
        pytest.param(("15 bis",), 1, None, id="after a bis, nobody knows"),
        pytest.param(("-1",), 1, None, id="nothing after the last"),
    ],
)
def test_next_and_previous(path: tuple[str, ...], step: int, expected: tuple[str, ...] | None) -> None:
    assert successor(path, step) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("vingt et un", (21, False), id="vingt et un"),
        pytest.param("soixante et onze", (71, False), id="soixante et onze"),
        pytest.param("septante", (70, False), id="septante"),
        pytest.param("quatre vingt dix neuf", (99, False), id="quatre-vingt-dix-neuf"),
        pytest.param("cent douze", (112, False), id="cent douze"),
        pytest.param("neuvieme", (9, True), id="neuvième"),
        pytest.param("vingt et unieme", (21, True), id="vingt et unième"),
        pytest.param("thirty fourth", (34, True), id="thirty-fourth"),
        pytest.param("treinta y cinco", (35, False), id="treinta y cinco"),
        pytest.param("avant derniere", (-2, True), id="avant-dernière"),
    ],
)
def test_numbers_in_letters(words: str, expected: tuple[int, bool]) -> None:
    parts = words.split()
    assert spoken(parts) == (*expected, len(parts))


def test_the_longest_number_wins() -> None:
    assert spoken("dix sept pays".split()) == (17, False, 2)
    assert spoken("pays".split()) is None


def test_roman_numerals_there_and_back() -> None:
    assert [roman_value(printed_roman(n)) for n in range(1, 30)] == list(range(1, 30))
    assert [roman_value(word) for word in ("iiii", "vv", "f", "", "iic")] == [0] * 5


PIECES = st.sampled_from(
    (
        "paragraphe par. paragraphes recommandation note annexe alinéa § n° 1 7 11 99 1000 2030 f) a) ii) iv à au et"
        " ou , ; - – ( ) premier dernier 3e 11f 15bis vingt et un l'ONUDC aux États . ? ! « » ordre du jour préambule"
        " y o a c 78/227"
    ).split()
)


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_no_mixture_of_number_words_breaks_the_reading(question: str) -> None:
    for asked in asked_numbers(question):
        assert asked.paths or asked.annex
        assert len(asked.paths) <= 40 * (LONGEST_RANGE + 1)
        assert all(part for path in asked.paths for part in path)
        assert 0 <= asked.start <= asked.end


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(question: str) -> None:
    asked_numbers(question)
