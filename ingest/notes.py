"""Footnotes: take the bodies out of the running text, and find where they are called.

Comes in: the blocks as read. Goes out: the blocks with each footnote body as one ``NOTE`` block,
and the calls (a digit glued to a word, ``[^1]``) as positions to be cut from the text that calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from ingest.blocks import Block, Kind
from ingest.entry import slug
from ingest.mapped import MappedText, join

BODY = re.compile(r"^(?:\[\^(?P<mark>[^\]\s]+)\]:?|\(?(?P<number>\d{1,3})\s?[)/]?(?=[\s.])\.?|(?P<star>\*{1,3}))\s*")
UNDERSCORES = re.compile(r"^(?:\\?_){4,}$")
# Where no rule sets the notes apart: a body begins with a bare number in sequence …
BARE = re.compile(r"^(?P<number>\d{1,3})\s?/?\s+(?=[A-ZÀ-Ý«“\"(\[*])")
# … or it only names a source.
SOURCE = re.compile(
    r"^(?:voir (?:aussi |également )?"
    r"(?:[A-Z]{1,6}/|r[ée]solution|documents officiels|nations unies|le document|la d[ée]cision)"
    r"|ibid|[A-Z]{1,6}(?:/[A-Z0-9][\w.()-]*){1,5}(?:[\s,.;]|$)|r[ée]solutions? (?:[A-Z-]+/)?\d"
    r"|nations unies, recueil|united nations, treaty|documents officiels|official records|publication des nations unies"
    r"|soci[ée]t[ée] des nations|suppl[ée]ment n|see (?:also )?(?:[A-Z]{1,6}/|resolution|official records)"
    r"|resolutions? \d|v[ée]ase |resoluci[óo]n(?:es)? \d|naciones unidas, |documentos oficiales"
    r"|organisation internationale du travail, recueil|international legal materials)",
    re.IGNORECASE,
)
# Several numbers in a row are a list («les paragraphes 4, 6 et 7»), not calls.
LISTED = re.compile(r"\s?(?:,|;|et|à|ou|and|to|y|-)\s?\d")
LISTS = re.compile(r"\d\s?(?:,|et|à|ou|and|to|y)\s?$")
STOPS = re.compile(r"\s?(?:[,.;:)»]|$)")
# The space between a call and a comma is the conversion's.
CLOSE = re.compile(r" (?=[,.)])")
ALONE = re.compile(r"^\d{1,3}\s?/?$")
CLOSING = frozenset("»”)")
SHORTEST_RUN, VARIED = 4, 0.6
LONGEST_SOURCE = 420
LONGEST_BARE = 1500
STEP = 3
PROSE = 120
SIGNED = re.compile(r"[\d*\]]")
LONGEST_WORD = 30
# A number that stands apart from the word before it calls a note, save after a word that it completes.
SPACED = re.compile(r" (?P<spaced>\d{1,3})(?=\s?[,.;:)»](?!\d)|\s[a-zà-ÿ(«]|\s?$)")
YEAR = re.compile(r"\b(?:19|20)\d\d$")
COMPLETED = frozenset(
    """paragraphe paragraphes par article articles art chapitre chap section sections no n o nos point points
    résolution résolutions décision décisions annexe annexes partie page pages p règle règles alinéa tableau
    objectif cible km m cm mm ha kg niveau phase groupe scénario item étape pilier axe classe type catégorie
    option zone ligne note figure volet module scenario level stage step quelque quelques objectifs voix
    contre abstentions action le la les du au aux des de en à et ou entre sur environ plus moins que dans pour
    pendant après avant depuis janvier février mars avril mai juin juillet août septembre octobre novembre
    décembre ces ses leurs vol volume paragraph paragraphs article rule the of and in to from by or sections
    párrafo párrafos artículo""".split()
)
# A digit glued to a letter calls a note, save where the two are a sign of their own (CO2, G7, m2).
CALL = re.compile(
    r"\[\^(?P<mark>[^\]\s]+)\]"
    r"| ?(?P<slashed>\d{1,3})/(?=[\s,.;:)»”]|$)"
    r"|(?<=[^\W\d_]|[»”)])(?<!\b[A-Z])(?<!\b[A-Z]{2})(?<!\bm)(?<!\b[ck]m)"
    r"(?P<glued>\d{1,3}|\*{1,3})(?=[\s,.;:)»”]|$)"
)
SIGN_NAMES = {"*": "asterisque", "†": "croix", "‡": "double-croix", "§": "paragraphe"}
SIGNS = re.compile("[*†‡§]")
TERMINAL = re.compile(r"[.;:!?»”)]$")


@dataclass(frozen=True, slots=True)
class Call:
    """A note's call in a text: which note, and the characters ``start:end`` that print it.

    ``again`` says that the note was called before, ``lost`` that the file has no body for it.
    """

    number: str
    start: int
    end: int
    again: bool = False
    lost: bool = False


def mark_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, those that are footnote bodies marked ``NOTE`` and whole."""
    in_notes = False
    pending: Block | None = None
    blocks = _with_numbers(blocks)
    called = {_called(match) for block in blocks for match in _calls(block.text.text)}
    loose = _loose_bodies(blocks, called)
    for index, block in enumerate(blocks):
        if block.kind is Kind.RULE and UNDERSCORES.match(block.text.text):
            in_notes = True
        elif block.kind in (Kind.PAGE, Kind.HEADING):
            in_notes = False
        body = block.kind is Kind.NOTE or (
            in_notes and block.kind in (Kind.TEXT, Kind.BULLET) and _begins(block, called)
        )
        body = body or _is_markdown_note(block) or index in loose
        if pending and in_notes and not body and _continues(pending, block):
            pending = replace(pending, text=join([pending.text, block.text], " "))
            continue
        in_notes = in_notes and (body or block.kind in (Kind.RULE, Kind.FURNITURE))
        if pending and block.kind is not Kind.FURNITURE:
            yield pending
            pending = None
        if body:
            pending = replace(block, kind=Kind.NOTE)
        else:
            yield block
    if pending:
        yield pending


def _with_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each note number that stands alone on its line joined to its source."""
    joined: list[Block] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if above is not None and above.kind is Kind.TEXT and ALONE.match(above.text.text) and _is_source(block):
            joined[-1] = replace(block, text=join([above.text, block.text], " "))
        else:
            joined.append(block)
    return joined


def _is_source(block: Block) -> bool:
    return block.kind is Kind.TEXT and len(block.text) <= LONGEST_SOURCE and _names_source(block.text.text)


def _calls(text: str) -> Iterator[re.Match[str]]:
    # Most texts have no sign that could call: to look for one is cheaper than to try each place.
    return CALL.finditer(text) if SIGNED.search(text) else iter(())


def _called(match: re.Match[str]) -> str:
    return match["mark"] or match["glued"] or match["slashed"]


def _loose_bodies(blocks: Sequence[Block], called: Set[str]) -> frozenset[int]:
    """Return the blocks that are footnote bodies although no rule sets them apart."""
    spaced = (m for block in blocks for m in SPACED.finditer(block.text.text) if _may_call(block.text.text, m))
    called = {*called, *(match["spaced"] for match in spaced)}
    long = (i for i, block in enumerate(blocks) if block.kind is Kind.TEXT and len(block.text) > PROSE)
    prose = next(long, len(blocks))
    found: set[int] = set()
    last = 0
    for index, block in enumerate(blocks):
        if block.kind not in (Kind.TEXT, Kind.BULLET) or block.tentative or block.marker:
            continue
        text = block.text.text
        bare = BARE.match(text)
        if bare is None:
            # In a masthead the same words are the document's own symbol.
            if index > prose and len(text) <= LONGEST_SOURCE and _names_source(text):
                found.add(index)
            continue
        number = int(bare["number"])
        follows = last < number <= last + STEP or number == 1
        source = _names_source(text[bare.end() :])
        beside = index - 1 in found and last < number
        named = (source and (follows or bare["number"] in called)) or beside
        if len(text) <= LONGEST_BARE and (named or _is_next(bare, called, last)):
            found.add(index)
            last = number
    return frozenset(found)


def _is_next(bare: re.Match[str], called: Set[str], last: int) -> bool:
    number = int(bare["number"])
    return number == last + 1 and bare["number"] in called and number > 0 and last > 0


def _names_source(text: str) -> bool:
    return SOURCE.match(text) is not None and re.search(r"[.)]\s*$", text) is not None


def note_number(block: Block) -> str | None:
    """Return the number or mark that a note's body begins with."""
    match = BODY.match(block.text.text)
    return (match["mark"] or match["number"] or match["star"]) if match else None


def note_text(block: Block) -> MappedText:
    """Return a note's body without its number."""
    match = BODY.match(block.text.text)
    return block.text.cut(match.end()).strip() if match else block.text


def note_name(number: str) -> str:
    """Return a note's number or mark as keys write it."""
    return slug(SIGNS.sub(lambda match: f"-{SIGN_NAMES[match[0]]}-", number))


class Calls:
    """Finds the calls of a document's notes, paragraph by paragraph, in reading order."""

    def __init__(self, bodies: Iterable[str], texts: Iterable[str], *, marked: bool = False) -> None:
        """Take the numbers of the notes that have a body, and the texts that may call them.

        Where the conversion lost the bodies, calls are still known by their run 1, 2, 3 … over the
        whole document; a run of fewer than four is no evidence. Where calls are ``marked`` (``[^1]``), a
        figure that stands apart is never one.
        """
        self.marked = marked
        self.bodies = frozenset(bodies)
        self.called: set[str] = set()
        self.last = 0
        self.counted = _counted(texts) >= SHORTEST_RUN

    def find(self, text: str) -> list[Call]:
        """Return the calls in ``text``, in its order.

        A call that the reader itself wrote (``[^1]``) is one however often its number returns: a
        document may count its notes anew in each part.
        """
        calls: list[Call] = []
        for match in _calls(text):
            number = _called(match)
            if number in self.bodies and (match["mark"] or number not in self.called):
                calls.append(Call(number, match.start(), match.end()))
                self._note(number)
        for match in () if self.marked else SPACED.finditer(text):
            call = self._spaced(text, match)
            if call is not None:
                calls.append(call)
                self._note(call.number)
        return sorted(calls, key=lambda call: call.start)

    def _note(self, number: str) -> None:
        self.called.add(number)
        if number.isdigit():
            self.last = max(self.last, int(number))

    def _spaced(self, text: str, match: re.Match[str]) -> Call | None:
        number = match["spaced"]
        if not _may_call(text, match):
            return None
        start, end = match.start("spaced") - 1, match.end("spaced")
        end += CLOSE.match(text, end) is not None
        if number in self.called:
            stops = STOPS.match(text, match.end()) is not None
            return Call(number, start, end, True, number not in self.bodies) if stops else None
        step = int(number) - self.last
        if number in self.bodies and (self.counted or (step == 1 and STOPS.match(text, match.end()))):
            return Call(number, start, end)
        # A gap in the run is a call that the conversion lost: then only a stop after it is evidence.
        near = step == 1 or (1 < step <= STEP and STOPS.match(text, match.end()) is not None)
        return Call(number, start, end, lost=True) if self.counted and near else None


def _counted(texts: Iterable[str]) -> int:
    """Return how many spaced numbers of a document count up from 1 in reading order; 0 where they number
    one thing («la phase 1», «la phase 2», …): notes are called after all kinds of words.
    """
    last = count = 0
    words: set[str] = set()
    for text in texts:
        for match in SPACED.finditer(text):
            if 0 < int(match["spaced"]) - last <= STEP and _may_call(text, match):
                last, count = int(match["spaced"]), count + 1
                words.add(_word_before(text, match.start()))
    return count if len(words) >= VARIED * count else 0


def _may_call(text: str, match: re.Match[str]) -> bool:
    """Whether what surrounds a number allows it to be a call: it stands after a word, a closing sign or a
    year, completes no word («article 3») and is none of several numbers.
    """
    before = text[max(0, match.start() - 5) : match.start()]
    if not (before[-1:].isalpha() or before[-1:] in CLOSING or YEAR.search(before)) or not before:
        return False
    if _word_before(text, match.start()) in COMPLETED or LISTED.match(text, match.end()):
        return False
    return LISTS.search(text, max(0, match.start() - 6), match.start()) is None


def cut_calls(text: MappedText, calls: Sequence[Call]) -> MappedText:
    """Return ``text`` without the characters of ``calls``."""
    return text.replace([(call.start, call.end, "") for call in calls])


def _word_before(text: str, end: int) -> str:
    return re.split(r"[^\w]+", text[max(0, end - LONGEST_WORD) : end])[-1].lower()


def _begins(block: Block, called: Set[str]) -> bool:
    match = BODY.match(block.text.text)
    if match is None or block.tentative:
        return False
    # « 3. » under a rule is a note where a 3 calls it, and the next paragraph where none does.
    return not match.group().rstrip().endswith(".") or match["number"] in called


def _is_markdown_note(block: Block) -> bool:
    return block.kind is Kind.TEXT and re.match(r"\[\^[^\]\s]+\]:", block.text.text) is not None


def _continues(note: Block, block: Block) -> bool:
    unfinished = TERMINAL.search(note.text.text) is None
    return block.kind is Kind.TEXT and unfinished and block.text.text[:1].islower()
