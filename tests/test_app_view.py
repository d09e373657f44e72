"""What the page shows, as pure functions: exchanges, sources, examples, remarks, headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.answer import Answer, AnswerStatus, Statement
from bot.app.asking import LONGEST_QUESTION, exchanges, remark
from bot.app.examples import examples
from bot.app.exchange import Exchange, Progress, turns
from bot.app.headers import PageHeaders
from bot.app.markup import Markup, element, join
from bot.app.sources import closest, sources
from bot.app.view import banner_html, conversation_html, exchange_html, welcome_html
from bot.question import Question
from bot.reference import reference
from store.corpus import Corpus
from store.errors import InputError
from store.model import Citation, Document, Paragraph, Passage, Status
from store.texts import LANGUAGES, catalogue, render

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)"><style>*{display:none}</style>'


def paragraph(mark: str, text: str, **values: object) -> Paragraph:
    """Return a recommendation of the report ``r``, with the values that matter to a test."""
    base = Paragraph(
        key=f"r#{mark}",
        label=f"par. {mark}",
        number=(mark,),
        scope=None,
        section=("II. Débats", "A. Entretien des phares et des balises"),
        status=Status.RECOMMENDATION,
        addressee="États",
        chapeau="",
        text=text,
        footnotes=(),
        page=None,
        start=0,
        end=len(text),
    )
    return replace(base, **values)  # type: ignore[arg-type]


def report(*paragraphs: Paragraph, **values: object) -> Document:
    """Return a short report; its paragraphs' offsets in the document do not matter here."""
    base = Document(
        id="r",
        source="phares.txt",
        sha256="",
        symbol="A/CONF.1/L.3",
        title="Rapport sur les phares",
        body=None,
        meeting=None,
        place=None,
        date=None,
        language="fr",
        format="txt",
        fictional=False,
        text="",
        paragraphs=paragraphs,
    )
    return replace(base, **values)  # type: ignore[arg-type]


def cite(document: Document, place: int, quote: str) -> Citation:
    """Return the citation of ``quote`` in the paragraph at ``place``."""
    cited = document.paragraphs[place]
    start = cited.text.index(quote)
    return Citation(document, cited, start, start + len(quote))


def answer(*statements: Statement, **values: object) -> Answer:
    """Return an answer made of the statements."""
    base = Answer(
        question="Que dit-on des phares ?",
        status=AnswerStatus.ANSWERED,
        statements=statements,
        passages=(),
        searched="",
    )
    return replace(base, **values)  # type: ignore[arg-type]


class Page(HTMLParser):
    """HTML read back: its elements, and the text inside those of a class or a name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, set[str], list[str]]] = []
        self._closed: list[tuple[str, set[str], str]] = []
        self.feed(html)
        assert not self._open, "an element was left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        self._open.append((tag, set((attributes.get("class") or "").split()), []))

    def handle_data(self, data: str) -> None:
        for _, _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        opened, classes, words = self._open.pop()
        assert opened == tag, "elements are nested wrongly"
        self._closed.append((tag, classes, "".join(words)))

    def texts(self, of: str) -> list[str]:
        """Return the text of each ``name`` or ``.class``, in the order in which they end."""
        return [text for tag, classes, text in self._closed if of == tag or of.lstrip(".") in classes]

    def attributes(self, name: str) -> list[str | None]:
        """Return the values of the attribute, in the order of the page."""
        return [attributes[name] for _, attributes in self.elements if name in attributes]


@pytest.fixture
def document() -> Document:
    """A fictional report with a chapeau, three paragraphs and a note."""
    return report(
        paragraph("1", "Publier la liste des feux éteints ; et la tenir à jour."),
        paragraph(
            "2",
            "Former les gardiens.",
            chapeau="Les recommandations suivantes n’ont pas été négociées :",
            footnotes=("r#note-1",),
        ),
        paragraph("3", "Protéger les côtes.", status=Status.DEBATE, addressee=None),
        paragraph("note-1", "Voir le chapitre IV.", label="note 1", number=(), scope="note"),
        fictional=True,
    )


class TestMarkup:
    """A string is text until it is ``Markup``."""

    @pytest.mark.parametrize(
        ("made", "expected"),
        [
            pytest.param(element("p", "a < b & c"), "<p>a &lt; b &amp; c</p>", id="text"),
            pytest.param(element("p", element("b", "x")), "<p><b>x</b></p>", id="markup"),
            pytest.param(element("p", None, "x"), "<p>x</p>", id="nothing"),
            pytest.param(
                element("i", class_="a", aria_label='"<'),
                '<i class="a" aria-label="&quot;&lt;"></i>',
                id="attributes",
            ),
            pytest.param(element("i", open=True, id=None), "<i open></i>", id="bare and left out"),
            pytest.param(element("i", data_copy="a\nb"), '<i data-copy="a&#10;b"></i>', id="line break"),
            pytest.param(join("<", Markup("<br>")), "&lt;<br>", id="join"),
        ],
    )
    def test_escapes_by_construction(self, made: Markup, expected: str) -> None:
        assert made == expected


class TestExchange:
    """A question, its answer, and the sources beside it."""

    def test_numbers_follow_the_order_of_the_citations(self, document: Document) -> None:
        first, second = cite(document, 1, "Former les gardiens."), cite(document, 0, "Publier")
        said = answer(Statement("A", (first,)), Statement("B", (second, first)))
        page = Page(exchange_html(Exchange("?", said), 4, "fr"))
        assert page.texts(".citation") == ["[1]", "[2]", "[1]"]
        assert page.attributes("data-opens") == ["source-4-1", "source-4-2", "source-4-1"]
        assert page.texts(".card-label") == ["par.\u00a02", "par.\u00a01"]
        assert {"source-4-1", "source-4-2"} <= set(page.attributes("id"))

    def test_without_a_model_the_quotations_are_the_answer(self, document: Document) -> None:
        said = answer(Statement("Recommandation :", (cite(document, 0, "Publier la liste"),)))
        page = Page(exchange_html(Exchange("?", said), 0, "fr"))
        assert page.texts(".quote") == ["Publier la liste"]
        assert page.texts(".lead") == ["Recommandation :"]

    def test_with_a_model_its_phrasing_carries_the_numbers(self, document: Document) -> None:
        statement = Statement("", (cite(document, 0, "Publier"),), text="On publie une liste.")
        page = Page(exchange_html(Exchange("?", answer(statement)), 0, "fr"))
        assert page.texts(".phrasing") == ["On publie une liste. par.\u00a01\u00a0[1]"]
        assert page.texts(".quote") == []

    def test_hostile_text_makes_no_element(self, document: Document) -> None:
        bad = report(
            paragraph("1", HOSTILE, label=HOSTILE, chapeau=HOSTILE, section=(HOSTILE,)),
            title=HOSTILE,
            symbol='"><img src=x>',
        )
        said = answer(
            Statement(HOSTILE, (cite(bad, 0, HOSTILE),), text=HOSTILE),
            note=HOSTILE,
            searched=HOSTILE,
            missing=(HOSTILE,),
            understood=HOSTILE,
        )
        corpus = Corpus([bad])
        html = exchange_html(Exchange(HOSTILE, said), 0, "fr") + welcome_html(corpus, "fr")
        page = Page(html)
        assert not {name for name, _ in page.elements} & {"script", "img", "style", "form", "a"}
        assert not [name for _, found in page.elements for name in found if name.startswith("on")]
        assert page.texts(".question")[0].endswith(HOSTILE)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        ("exchange", "name"),
        [
            pytest.param(Exchange("?"), "app.waiting", id="waiting"),
            pytest.param(Exchange("?", progress=Progress.STOPPED), "app.stopped", id="stopped"),
            pytest.param(Exchange("?", progress=Progress.FAILED), "app.unexpected", id="fault"),
        ],
    )
    def test_says_how_far_it_has_come(self, exchange: Exchange, name: str, language: str) -> None:
        page = Page(exchange_html(exchange, 0, language))
        assert page.texts(".answer") == [render(name, language)]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_error_speaks_the_language_of_the_interface(self, language: str) -> None:
        error = InputError("path_missing", path="a.txt")
        exchange = Exchange("?", progress=Progress.FAILED, error=error)
        page = Page(exchange_html(exchange, 0, language))
        assert page.texts(".failure") == [error.message(language)]

    def test_a_conversation_keeps_the_places_of_its_exchanges(self) -> None:
        html = conversation_html((Exchange("a"), Exchange("b")), "fr", first=3)
        assert Page(html).attributes("aria-labelledby") == ["question-3", "question-4"]

    def test_the_status_is_shown_and_the_missing_parts_named(self, document: Document) -> None:
        said = answer(
            Statement("", (cite(document, 0, "Publier"),)),
            status=AnswerStatus.PARTIAL,
            missing=("les coûts",),
        )
        page = Page(exchange_html(Exchange("?", said), 0, "fr"))
        assert page.texts(".outcome") == [render("app.partial", "fr")]
        assert "les coûts" in page.texts(".missing")[0]


class TestSources:
    """A card opens on the paragraph in its context."""

    def test_the_quotation_is_highlighted_in_the_whole_paragraph(self, document: Document) -> None:
        citation = cite(document, 0, "la liste des feux éteints ;")
        page = Page(sources((citation,), 0, "fr") or "")
        assert page.texts("mark") == [citation.quote]
        assert citation.paragraph.text in page.texts(".official")

    def test_the_context_holds_all_that_governs_the_paragraph(self, document: Document) -> None:
        citation = cite(document, 1, "Former")
        page = Page(sources((citation,), 0, "fr") or "")
        context = page.texts(".context")[0]
        assert citation.paragraph.chapeau in page.texts(".chapeau")[0]
        assert "Voir le chapitre IV." in page.texts(".footnotes")[0]
        assert [text for text in page.texts("li") if text in citation.paragraph.section]
        assert len(page.texts(".neighbour")) == 2
        assert reference(document, citation.paragraph, "fr") in context

    def test_copies_the_reference_and_the_quotation_with_it(self, document: Document) -> None:
        citation = cite(document, 0, "Publier la liste")
        page = Page(sources((citation,), 0, "fr") or "")
        form = reference(document, citation.paragraph, "fr")
        assert page.attributes("data-copy") == [
            form,
            render("app.quote_with_reference", "fr", quote="Publier la liste", reference=form),
        ]

    def test_badges_name_status_addressee_and_fiction(self, document: Document) -> None:
        citations = (cite(document, 0, "Publier"), cite(document, 2, "Protéger"))
        page = Page(sources(citations, 0, "fr") or "")
        assert page.texts(".badges") == [
            "RecommandationDestinataire\u00a0: ÉtatsDocument fictif",
            "Résumé des débatsDocument fictif",
        ]
        # On each card, and again in each context.
        assert page.texts(".fictional") == ["Document fictif"] * 4

    def test_a_real_document_is_not_called_fictional(self, document: Document) -> None:
        real = replace(document, fictional=False)
        corpus = Corpus([real])
        html = (sources((cite(real, 0, "Publier"),), 0, "fr") or "") + banner_html(corpus, "fr")
        assert Page(html).texts(".fictional") == []

    def test_the_page_says_that_a_document_is_fictional(self, document: Document) -> None:
        corpus = Corpus([document])
        html = banner_html(corpus, "fr") + welcome_html(corpus, "fr")
        assert Page(html).texts(".fictional") == ["Document fictif"] * 2

    def test_a_refusal_shows_the_closest_passages_apart(self, document: Document) -> None:
        passages = tuple(Passage(document, found, 0.1) for found in document.paragraphs)
        refused = answer(status=AnswerStatus.REFUSED, passages=passages, searched="Tout.")
        page = Page(exchange_html(Exchange("?", refused), 0, "fr"))
        assert page.texts(".outcome") == [render("app.refused", "fr")]
        assert page.texts(".closest-note") == [render("app.closest_note", "fr")]
        assert page.texts(".citation") == page.texts("mark") == page.texts(".card-number") == []
        assert document.paragraphs[0].text not in page.texts(".answer")[0]

    def test_nothing_found_shows_no_empty_panel(self) -> None:
        assert sources((), 0, "fr") is None
        assert closest((), 0, "fr") is None


class TestExamples:
    """The questions come from the documents, whatever they are."""

    def test_paragraphs_and_themes_of_the_corpus(self, document: Document) -> None:
        assert examples(Corpus([document]), "fr") == (
            "Que dit-on sur «\u00a0Entretien des phares et des balises\u00a0»\u202f?",
            "Que dit le par. 1\u202f?",
        )

    def test_a_label_of_two_documents_is_not_asked_for(self, document: Document) -> None:
        twin = report(*(replace(p, key=p.key.replace("r#", "s#")) for p in document.paragraphs), id="s")
        assert not [q for q in examples(Corpus([document, twin]), "fr") if "par." in q]

    def test_a_recommendation_takes_its_article(self) -> None:
        document = report(paragraph("5", "x", label="recommandation 5 à l'ONUDC", section=()))
        assert examples(Corpus([document]), "fr") == ("Que dit la recommandation 5 à l'ONUDC\u202f?",)

    def test_the_name_of_a_part_is_no_theme(self) -> None:
        document = report(paragraph("5", "x", label="note", section=("Recommandations aux États membres",)))
        assert not [q for q in examples(Corpus([document]), "fr") if "États" in q]

    def test_an_empty_corpus_has_none(self) -> None:
        assert examples(Corpus([]), "fr") == ()


class Scripted:
    """An assistant that replays answers, then raises if told to."""

    def __init__(self, answers: list[Answer], error: Exception | None = None) -> None:
        self.corpus = Corpus([])
        self.answers = answers
        self.error = error

    def stream(self, question: Question) -> Iterator[Answer]:
        """Yield what was scripted, whatever the question."""
        yield from self.answers
        if self.error:
            raise self.error


class TestAsking:
    """Each question ends: answered, refused politely, or failed with a reason."""

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("typed", ["", "  \n "])
    def test_an_empty_question_is_asked_for(self, typed: str, language: str) -> None:
        assert remark(typed, language) == render("app.empty_question", language)

    def test_a_question_of_20_000_characters_is_told_the_limit(self) -> None:
        said = remark("a" * 20_000, "fr")
        assert "20\u202f000" in said
        assert "4\u202f000" in said
        assert remark("a" * LONGEST_QUESTION, "fr") == ""

    @pytest.mark.parametrize(
        ("error", "last"),
        [
            pytest.param(None, Progress.DONE, id="done"),
            pytest.param(InputError("path_missing", path="x"), Progress.FAILED, id="ours"),
            pytest.param(RuntimeError("x"), Progress.FAILED, id="unforeseen"),
        ],
    )
    def test_an_exchange_always_ends(self, error: Exception | None, last: Progress) -> None:
        assistant = Scripted([answer()], error)
        seen = list(exchanges(assistant, Question("?")))  # type: ignore[arg-type]
        assert [exchange.progress for exchange in seen] == [
            Progress.WAITING,
            Progress.STREAMING,
            last,
        ]
        assert seen[-1].error is (error if isinstance(error, InputError) else None)
        assert not seen[-1].running

    def test_the_history_holds_what_was_answered(self, document: Document) -> None:
        said = answer(Statement("", (cite(document, 0, "Publier"),)))
        history = turns((Exchange("a"), Exchange("b", said, Progress.DONE)), "fr")
        assert [turn.role for turn in history] == ["user", "assistant"]
        assert history[0].content == "b"
        assert "Publier" in history[1].content


class TestStrings:
    """Every word of the page, in the three languages."""

    def test_the_same_names_and_placeholders(self) -> None:
        french = _placeholders("fr")
        assert french
        assert _placeholders("en") == french
        assert _placeholders("es") == french

    def test_french_has_its_narrow_spaces(self) -> None:
        for name, string in _strings("fr").items():
            assert not re.search(r"[ \w][;?!]|[ \w]:|« | »", string), f"app.{name}: {string}"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_status_has_a_name(self, language: str) -> None:
        assert all(render(f"app.status_{status.value}", language) for status in Status)


def _strings(language: str) -> dict[str, str]:
    found = catalogue(language).items()
    return {key.removeprefix("app."): value for key, value in found if key.startswith("app.")}


def _placeholders(language: str) -> dict[str, set[str]]:
    return {name: set(re.findall(r"\{(\w+)\}", string)) for name, string in _strings(language).items()}


class TestHeaders:
    """Nothing from another host, and the page's own language."""

    @pytest.fixture
    def client(self) -> TestClient:
        """A small application behind the same middleware as the page."""
        html = '<!doctype html><html lang="en"><body lang="en"></body></html>'
        routes = [
            Route("/", lambda _: HTMLResponse(html)),
            Route("/text", lambda _: PlainTextResponse('lang="en"')),
        ]
        return TestClient(Starlette(routes=routes, middleware=[Middleware(PageHeaders, language="es")]))

    def test_policy_on_every_response(self, client: TestClient) -> None:
        for path in ("/", "/text"):
            headers = client.get(path).headers
            policy = headers["content-security-policy"]
            assert "frame-ancestors 'self'" in policy
            assert "http" not in policy
            assert headers["x-content-type-options"] == "nosniff"

    def test_the_language_of_the_page_and_of_nothing_else(self, client: TestClient) -> None:
        assert client.get("/").text.startswith('<!doctype html><html lang="es"><body lang="en">')
        assert client.get("/text").text == 'lang="en"'
