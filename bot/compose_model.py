"""The composer that has a language model phrase the answer, and believes none of it.

Comes in: a question, the passages that retrieval found, a model. Goes out, one by one while the
model still writes: statements that ``bot.verify`` found in the passages, and what was dropped.

The passages go to the model as JSON, one object a line, under ids that mean nothing outside this
call (``p1``, ``p2`` …): JSON is a fence that no document text can close. They are counted in
tokens; those that do not fit in the context window are left out, worst first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from bot.answer import Statement
from bot.model import LanguageModel, open_model
from bot.question import Question
from bot.verify import Draft, Dropped, check
from prompts import load
from store.errors import ModelError
from store.model import Passage
from store.settings import Settings
from store.tokens import count_tokens

LANGUAGE_NAMES = {"fr": "français", "en": "anglais", "es": "espagnol"}  # in the French prompts
MAXIMUM_STATEMENTS = 12
TOKENIZER_MARGIN = 0.85  # the model's own tokenizer may cut French finer than the one we count with
CHARACTERS_A_TOKEN = 8  # more than any language needs: a reply beyond this is cut off


def phrase(
    question: Question, passages: Sequence[Passage], settings: Settings, language: str
) -> Iterator[Statement | Dropped]:
    """Yield the verified statements that the model of the settings makes of the passages.

    See ``compose``. The model's libraries are loaded when the first item is asked for.
    """
    yield from compose(question, passages, open_model(settings), language=language)


def compose(
    question: Question, passages: Sequence[Passage], model: LanguageModel, *, language: str
) -> Iterator[Statement | Dropped]:
    """Yield each statement as soon as it is complete and verified, and each one dropped.

    ``passages`` are the best first; ``question.text`` must stand alone. ``language`` (fr, en, es)
    is that of the statements; quotations stay in the document's. Yields nothing when the model
    says that the passages do not answer. Raises ``ModelError``, possibly after statements that
    remain good (a stream that breaks off), and ``model_malformed`` when the reply held none of
    what was asked for. Closing the iterator cancels the request.
    """
    prompts = _prepare(question, passages, model, language)
    reader = ReplyReader()
    seen: set[Draft] = set()
    with closing(model.stream(prompts.system, prompts.user)) as pieces:
        for draft in _drafts(pieces, reader, model.reply_tokens * CHARACTERS_A_TOKEN):
            if isinstance(draft, Dropped):
                yield draft
            elif draft not in seen:
                seen.add(draft)
                yield check(draft, prompts.given, language)
            if len(seen) == MAXIMUM_STATEMENTS:
                return
    if not reader.understood:
        raise ModelError("model_prose")


# --- What the model is given ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Prompts:
    """The two texts sent, and the passages by the ids they have in them."""

    system: str
    user: str
    given: Mapping[str, Passage]


def _prepare(question: Question, passages: Sequence[Passage], model: LanguageModel, language: str) -> _Prompts:
    name = LANGUAGE_NAMES.get(language, LANGUAGE_NAMES["fr"])
    system = load("answer_system").fill(langue=name)
    asked = json.dumps(question.text, ensure_ascii=False)
    bare = load("answer").fill(passages="", question=asked, langue=name)
    window = int(model.context_window * TOKENIZER_MARGIN) - model.reply_tokens
    room = window - count_tokens(system) - count_tokens(bare)
    given = fitting(passages, room)
    if not given:
        raise ModelError("model_context", window=model.context_window)
    blocks = "\n".join(block(identifier, passage) for identifier, passage in given.items())
    return _Prompts(system, load("answer").fill(passages=blocks, question=asked, langue=name), given)


def fitting(passages: Sequence[Passage], room: int) -> dict[str, Passage]:
    """Return the passages whose blocks fit in ``room`` tokens, best first, under their ids.

    One that is too long is passed over for the next; an id is the passage's rank.
    """
    given: dict[str, Passage] = {}
    for rank, passage in enumerate(passages, start=1):
        identifier = f"p{rank}"
        cost = count_tokens(block(identifier, passage)) + 1
        if cost <= room:
            given[identifier] = passage
            room -= cost
    return given


def block(identifier: str, passage: Passage) -> str:
    """Return a passage as the line of JSON that the model reads."""
    paragraph, document = passage.paragraph, passage.document
    fields = {
        "id": identifier,
        "document": document.symbol or document.title or "",
        "repere": paragraph.label,
        "statut": paragraph.status.value,
        "destinataire": paragraph.addressee or "",
        "section": " > ".join(paragraph.section),
        "chapeau": paragraph.chapeau,
        "texte": paragraph.text,
    }
    return json.dumps({k: v for k, v in fields.items() if v}, ensure_ascii=False)


# --- What the model replies -----------------------------------------------------------------------

THINKING, THOUGHT = "<think>", "</think>"


@dataclass(slots=True)
class ReplyReader:
    """Reads JSON objects out of a stream, whatever stands around them.

    Each object that has a ``text`` is a statement, as soon as its brace closes: inside the object
    that was asked for, alone on a line, or in a list. Fences, prose and ``<think>`` are passed
    over. A line that ends within a string is broken: reading starts again on the next.
    """

    understood: bool = False
    _object: list[str] = field(default_factory=list)
    _opened: list[int] = field(default_factory=list)
    _in_string: bool = False
    _escaped: bool = False
    _thinking: bool = False
    _recent: str = ""

    def feed(self, piece: str) -> Iterator[Draft | Dropped]:
        """Yield the statements that ``piece`` completes."""
        for character in piece:
            if not self._opened:
                self._outside(character)
            elif self._in_string:
                yield from self._inside_string(character)
            else:
                yield from self._inside(character)

    def finish(self) -> Iterator[Dropped]:
        """Yield the statement that the end of the stream cut off, if there is one."""
        if self._opened:
            rest = "".join(self._object[self._opened[-1] :])
            self._reset()
            if '"text"' in rest:
                yield Dropped(rest[:200], "cut")

    def _outside(self, character: str) -> None:
        self._recent = (self._recent + character)[-len(THOUGHT) :]
        if self._thinking:
            self._thinking = not self._recent.endswith(THOUGHT)
        elif self._recent.endswith(THINKING):
            self._thinking = True
        elif character == "{":
            self._object, self._opened = ["{"], [0]

    def _inside(self, character: str) -> Iterator[Draft | Dropped]:
        self._object.append(character)
        if character == '"':
            self._in_string = True
        elif character == "{":
            self._opened.append(len(self._object) - 1)
        elif character == "}":
            source = "".join(self._object[self._opened.pop() :])
            yield from self._closed(source)

    def _inside_string(self, character: str) -> Iterator[Dropped]:
        self._object.append(character)
        if self._escaped:
            self._escaped = False
        elif character == "\\":
            self._escaped = True
        elif character == '"':
            self._in_string = False
        elif character in "\r\n":
            yield from self.finish()

    def _closed(self, source: str) -> Iterator[Draft | Dropped]:
        """Read an object whose brace has closed; one without a text is not a statement."""
        try:
            data = json.loads(source)
        # A RecursionError: brackets nested by the thousand.
        except (ValueError, RecursionError):
            if '"text"' in source and '"statements"' not in source:
                yield Dropped(source[:200], "malformed")
            return
        if "text" in data and "quote" not in data:
            self.understood = True
            yield draft_from(data)
        elif isinstance(data.get("statements"), list):
            self.understood = True

    def _reset(self) -> None:
        self._object, self._opened = [], []
        self._in_string = self._escaped = False


def draft_from(data: Mapping[str, object]) -> Draft | Dropped:
    """Return the draft that an object of the reply holds; ``Dropped`` when its form is wrong."""
    text, listed = data.get("text"), data.get("citations")
    if not isinstance(text, str) or not text.strip() or not isinstance(listed, list):
        return Dropped(str(text)[:200], "malformed")
    citations: list[tuple[str, str]] = []
    for item in listed:
        identifier = item.get("id") if isinstance(item, dict) else None
        quote = item.get("quote") if isinstance(item, dict) else None
        if not isinstance(identifier, str) or not isinstance(quote, str):
            return Dropped(text[:200], "malformed")
        citations.append((identifier.strip(" []()").lower(), quote))
    written = "".join((text, *(part for citation in citations for part in citation)))
    if not _is_text(written):
        return Dropped("…", "malformed")
    return Draft(" ".join(text.split()), tuple(citations))


def _is_text(written: str) -> bool:
    """Whether a string can be written out: JSON's escapes can make half a character."""
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return True


def _drafts(pieces: Iterator[str], reader: ReplyReader, limit: int) -> Iterator[Draft | Dropped]:
    """Yield what the stream holds, reading no more than ``limit`` characters of it."""
    for piece in pieces:
        yield from reader.feed(piece[:limit])
        limit -= len(piece)
        if limit <= 0:
            break
    yield from reader.finish()
