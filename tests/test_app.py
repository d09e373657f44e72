"""The page in a real browser, over the demonstration corpus: ask, open a source, copy, stop.

Skipped, with the reason, where Playwright or Chromium is missing. Each page is watched: a request
to another host or an error in its console fails the test that caused it.
"""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.answer import Answer, AnswerStatus, Statement
from bot.app.examples import examples
from bot.assistant import Assistant
from bot.question import Question
from bot.reference import reference
from ingest.pipeline import run
from store.model import Citation, Document, Paragraph, Passage, Status
from store.settings import Settings
from store.texts import render

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

DEMONSTRATION = Path(__file__).parent.parent / "ingest" / "demo"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 15_000  # milliseconds
NARROW = {"width": 390, "height": 844}
LOOPBACK = {"127.0.0.1", "localhost", ""}
HOSTILE = "<script>window.hit=1</script><img src=x onerror='window.hit=1'> ${window.hit=1} {{value}}"

Script = Callable[[Question], Iterator[Answer]]


class Rehearsed(Assistant):
    """The real assistant, except for the questions that a test has scripted."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.scripts: dict[str, Script] = {}

    def stream(self, question: Question) -> Iterator[Answer]:
        """Yield the scripted answers, or those of the real assistant."""
        script = self.scripts.get(question.text, super().stream)
        yield from script(question)

    def document(self) -> Document:
        """Return the document with the most recommendations."""
        return max(self.corpus.documents.values(), key=lambda d: len(recommendations(d)))


def recommendations(document: Document) -> list[Paragraph]:
    """Return what the document recommends."""
    return [p for p in document.paragraphs if p.status is Status.RECOMMENDATION]


def answer_of(document: Document, question: Question, *places: int) -> Answer:
    """Return an answer that quotes a part of the recommendations at ``places``."""
    found = recommendations(document)
    quoted = [Citation(document, found[place], 3, len(found[place].text) - 3) for place in places]
    return Answer(
        question=question.text,
        status=AnswerStatus.ANSWERED,
        statements=tuple(Statement("Recommandation :", (citation,)) for citation in quoted),
        passages=(),
        searched="",
        language=question.language,
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a store that holds the demonstration corpus."""
    store = tmp_path_factory.mktemp("store") / "data"
    chosen = Settings(_env_file=None, store=str(store))  # type: ignore[call-arg]
    run([DEMONSTRATION], chosen, lambda *_: None)
    return chosen


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Rehearsed:
    """The assistant that the served page asks."""
    return Rehearsed(settings)


@pytest.fixture(scope="module")
def address(assistant: Rehearsed, settings: Settings) -> Iterator[str]:
    """The page, served on a free port of this machine."""
    # Gradio takes seconds to import: only the tests that serve a page pay for it.
    from bot.app.serve import start

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = start(assistant, settings, host="127.0.0.1", port=port)
    yield f"http://127.0.0.1:{port}/"
    page.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"none of {', '.join(names)} is installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Open the page as a new visitor would; afterwards, nothing foreign was asked for."""
    contexts, foreign, faults = [], [], []

    def watch(request: Any) -> None:
        parts = urlsplit(request.url)
        if (parts.hostname or "") not in LOOPBACK:
            foreign.append(request.url)

    def opened(**options: Any) -> Any:
        context = browser.new_context(locale="fr-FR", **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.on("request", watch)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.locator("#question textarea").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert foreign == []
    assert faults == []


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """The page at the width of a laptop."""
    return open_page(viewport={"width": 1280, "height": 900})


def ask(page: Any, question: str) -> Any:
    """Type a question, press Enter, and return its exchange once the answer is whole."""
    before = page.locator(".exchange").count()
    area = page.locator("#question textarea")
    area.fill(question)
    area.press("Enter")
    exchange = page.locator(f"#exchange-{before}")
    exchange.locator("[data-progress=done]").wait_for()
    return exchange


def switch_to(page: Any, language: str) -> None:
    """Choose the interface language and wait until the page speaks it."""
    page.get_by_role("radio", name=language.upper()).check()
    page.get_by_role("button", name=render("app.ask", language), exact=True).wait_for()


def test_a_citation_opens_the_paragraph_with_the_quotation_highlighted(page: Any, assistant: Rehearsed) -> None:
    question = examples(assistant.corpus, "fr")[1]
    expected = list(assistant.stream(Question(question)))[-1].citations[0]
    exchange = ask(page, question)
    exchange.locator(".citation").first.click()
    source = exchange.locator("details.source[open]")
    assert source.count() == 1
    assert source.locator("mark").text_content() == expected.quote
    own = source.locator(".paragraph:not(.neighbour)")
    assert own.get_attribute("data-key") == expected.paragraph.key
    assert own.locator(".official").text_content() == expected.paragraph.text
    assert source.locator("mark").is_visible()


def test_every_example_is_answered(page: Any, assistant: Rehearsed) -> None:
    for question in examples(assistant.corpus, "fr"):
        exchange = ask(page, question)
        assert exchange.locator(".citation").count() > 0, question


def test_an_example_is_asked_by_a_click(page: Any) -> None:
    example = page.locator(".example").first
    question = example.text_content().strip()
    example.click()
    page.locator("[data-progress=done]").wait_for()
    assert question in page.locator("#exchange-0 .question").text_content()
    assert not page.locator("#opening").is_visible()


def test_the_keyboard_alone_opens_a_source_and_comes_back(page: Any, assistant: Rehearsed) -> None:
    exchange = ask(page, examples(assistant.corpus, "fr")[1])
    citation = exchange.locator(".citation").first
    citation.focus()
    page.keyboard.press("Enter")
    assert exchange.locator("details.source[open] mark").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Escape")
    assert citation.evaluate("element => element === document.activeElement")


def test_the_reference_is_copied_in_un_form(page: Any, assistant: Rehearsed) -> None:
    question = examples(assistant.corpus, "fr")[1]
    cited = list(assistant.stream(Question(question)))[-1].citations[0]
    exchange = ask(page, question)
    exchange.locator(".citation").first.click()
    source = exchange.locator("details.source[open]")
    form = reference(cited.document, cited.paragraph, "fr")
    source.locator(".copy-reference").click()
    source.get_by_text(render("app.copied", "fr")).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == form
    source.locator(".copy-quote").click()
    source.locator(".copy-quote", has_text=render("app.copied", "fr")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == render("app.quote_with_reference", "fr", quote=cited.quote, reference=form)


@pytest.mark.parametrize("language", ["en", "es"])
def test_another_language_keeps_the_conversation(page: Any, assistant: Rehearsed, language: str) -> None:
    assert page.evaluate("document.documentElement.lang") == "fr"
    exchange = ask(page, examples(assistant.corpus, "fr")[1])
    quotes = exchange.locator(".quote").all_text_contents()
    exchange.locator(".citation").first.click()
    switch_to(page, language)
    assert page.evaluate("document.documentElement.lang") == language
    exchange.get_by_role("heading", name=render("app.sources", language), exact=True).wait_for()
    assert exchange.locator(".quote").all_text_contents() == quotes
    assert exchange.locator("details.source[open]").count() == 1
    placeholder = page.locator("#question textarea").get_attribute("placeholder")
    assert placeholder == render("app.placeholder", language)
    ask(page, examples(assistant.corpus, language)[1])
    assert page.locator(".exchange").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_on_a_phone(open_page: Callable[..., Any], assistant: Rehearsed, scheme: str) -> None:
    page = open_page(viewport=NARROW, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    exchange = ask(page, examples(assistant.corpus, "fr")[1])
    exchange.locator(".citation").first.click()
    page.locator("#filters > button").click()
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    answer, sources = exchange.locator(".answer"), exchange.locator(".sources")
    end = answer.bounding_box()["y"] + answer.bounding_box()["height"]
    assert sources.bounding_box()["y"] >= end


def test_sources_stand_beside_the_answer_on_a_wide_window(page: Any, assistant: Rehearsed) -> None:
    exchange = ask(page, examples(assistant.corpus, "fr")[1])
    answer, sources = exchange.locator(".answer"), exchange.locator(".sources")
    box = answer.bounding_box()
    assert sources.bounding_box()["x"] >= box["x"] + box["width"]


def test_a_hostile_question_is_inert(page: Any) -> None:
    exchange = ask(page, HOSTILE)
    assert HOSTILE in exchange.locator(".question").text_content()
    assert page.evaluate("window.hit") is None
    assert page.locator("#current img, #current script, #current style").count() == 0


def test_a_hostile_document_is_inert(page: Any, assistant: Rehearsed) -> None:
    def script(question: Question) -> Iterator[Answer]:
        document = replace(assistant.document(), title=HOSTILE)
        cited = recommendations(document)[0]
        bad = replace(cited, text=HOSTILE, chapeau=HOSTILE, label=HOSTILE, section=(HOSTILE,))
        statement = Statement(HOSTILE, (Citation(document, bad, 0, len(HOSTILE)),))
        whole = answer_of(document, question)
        yield replace(whole, statements=(statement,), searched=HOSTILE, note=HOSTILE)

    assistant.scripts["document hostile"] = script
    exchange = ask(page, "document hostile")
    exchange.locator(".citation").click()
    assert exchange.locator(".quote").text_content() == HOSTILE
    assert page.evaluate("window.hit") is None
    assert page.locator("#current img, #current script, #current style").count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("   ", render("app.empty_question", "fr"), id="empty"),
        pytest.param("a" * 20_000, "20\u202f000", id="20,000 characters"),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered_politely(page: Any, typed: str, said: str) -> None:
    page.locator("#question textarea").fill(typed)
    page.locator("#ask").click()
    notice = page.locator(".notice")
    notice.wait_for()
    assert said in notice.text_content()
    assert page.locator(".exchange").count() == 0


def test_a_refusal_shows_the_closest_passages_apart(page: Any, assistant: Rehearsed) -> None:
    document = assistant.document()
    near = recommendations(document)[:3]

    def script(question: Question) -> Iterator[Answer]:
        passages = tuple(Passage(document, paragraph, 0.2) for paragraph in near)
        whole = answer_of(document, question)
        yield replace(whole, status=AnswerStatus.REFUSED, passages=passages)

    assistant.scripts["refus"] = script
    exchange = ask(page, "refus")
    assert exchange.locator(".outcome").text_content() == render("app.refused", "fr")
    closest = exchange.locator(".closest")
    assert render("app.closest_note", "fr") in closest.text_content()
    assert closest.locator(".card-label").all_text_contents() == [p.label for p in near]
    assert exchange.locator(".citation").count() == 0
    closest.locator("summary").first.click()
    assert near[0].text in closest.locator("details[open] .official").all_text_contents()


def test_stop_ends_the_stream_and_keeps_what_had_come(page: Any, assistant: Rehearsed) -> None:
    released = threading.Event()

    def script(question: Question) -> Iterator[Answer]:
        document = assistant.document()
        yield answer_of(document, question, 0)
        released.wait(PATIENCE / 1000)
        yield answer_of(document, question, 0, 1)

    assistant.scripts["longue"] = script
    page.locator("#question textarea").fill("longue")
    page.locator("#ask").click()
    page.locator("[data-progress=streaming] .citation").wait_for()
    page.locator("#stop").click()
    page.locator(".stopped").wait_for()
    released.set()
    page.wait_for_timeout(500)
    assert page.locator("#exchange-0 .citation").count() == 1
    assert not page.locator("#stop").is_visible()
    ask(page, examples(assistant.corpus, "fr")[1])
    assert page.locator("#exchange-0 .stopped").count() == 1


def test_a_source_opened_during_the_stream_stays_open(page: Any, assistant: Rehearsed) -> None:
    released = threading.Event()

    def script(question: Question) -> Iterator[Answer]:
        document = assistant.document()
        yield answer_of(document, question, 0)
        released.wait(PATIENCE / 1000)
        yield answer_of(document, question, 0, 1)

    assistant.scripts["deux temps"] = script
    page.locator("#question textarea").fill("deux temps")
    page.locator("#ask").click()
    page.locator(".citation").first.click()
    released.set()
    page.locator("[data-progress=done]").wait_for()
    assert page.locator("details.source").count() == 2
    assert page.locator("details.source[open]").count() == 1


def test_a_fault_is_said_in_the_language_of_the_interface(page: Any, assistant: Rehearsed) -> None:
    def script(question: Question) -> Iterator[Answer]:
        yield from ()
        raise RuntimeError(question.text)

    assistant.scripts["panne"] = script
    page.locator("#question textarea").fill("panne")
    page.locator("#ask").click()
    failure = page.locator(".failure")
    failure.wait_for()
    assert failure.text_content() == render("app.unexpected", "fr")
    switch_to(page, "en")
    page.get_by_text(render("app.unexpected", "en")).wait_for()


def test_visitors_do_not_see_each_other(open_page: Callable[..., Any], assistant: Rehearsed) -> None:
    first, second = open_page(), open_page()
    ask(first, examples(assistant.corpus, "fr")[1])
    ask(second, examples(assistant.corpus, "fr")[3])
    assert first.locator(".exchange").count() == second.locator(".exchange").count() == 1
    switch_to(first, "en")
    assert second.locator("#ask").text_content().strip() == render("app.ask", "fr")


def test_a_long_answer_holds_up_no_other_visitor(open_page: Callable[..., Any], assistant: Rehearsed) -> None:
    released = threading.Event()

    def script(question: Question) -> Iterator[Answer]:
        yield answer_of(assistant.document(), question, 0)
        released.wait(PATIENCE / 1000)

    assistant.scripts["occupée"] = script
    first, second = open_page(), open_page()
    first.locator("#question textarea").fill("occupée")
    first.locator("#ask").click()
    first.locator("[data-progress=streaming]").wait_for()
    ask(second, examples(assistant.corpus, "fr")[1])
    assert first.locator("[data-progress=streaming]").count() == 1
    released.set()
    first.locator("[data-progress=done]").wait_for()


def test_filters_reach_the_question(page: Any, assistant: Rehearsed) -> None:
    asked: list[Question] = []

    def script(question: Question) -> Iterator[Answer]:
        asked.append(question)
        yield answer_of(assistant.document(), question, 0)

    assistant.scripts["filtrée"] = script
    page.locator("#filters > button").click()
    recommendation = render("app.status_recommandation", "fr")
    page.locator("#filter-statuses").get_by_text(recommendation, exact=True).click()
    page.get_by_role("button", name=re.compile(r"\(1\)")).wait_for()
    ask(page, "filtrée")
    assert asked[0].statuses == (Status.RECOMMENDATION,)


def test_fiction_is_plain_on_page_card_and_context(page: Any, assistant: Rehearsed) -> None:
    said = render("app.fictional", "fr")
    assert said in page.locator("#banner").text_content()
    exchange = ask(page, examples(assistant.corpus, "fr")[1])
    exchange.locator(".citation").first.click()
    source = exchange.locator("details.source[open]")
    assert source.locator("summary .fictional").text_content() == said
    assert source.locator(".context .fictional").is_visible()
