"""Reading citations as people write them: «par. 11 f)», «paragraphes 6 et 7», «rec. 5 (ONUDC)».

A text and the sources come in; ``Mention`` objects go out, each with the keys that it can mean. One
key is a citation; several are an ambiguity that the writer left; none is a paragraph that does
not exist. A document named in the text («A/RES/48/161, par. 2») holds for what follows it, a
list («recommandation 8 à l'ONUDC», «annexe, par. 5 b)») for the numbers beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reference import document_name
from evals.folding import fold_case
from evals.sources import Sources
from store.model import Document, Paragraph, Status

_PARAGRAPH = r"paragraphes?|paragraphs?|párrafos?|parágrafos?|paras?\.?|parr\.|párrs?\.|pars?\.|§+"
_ITEM = r"alinéas?|sous-paragraphes?|al\.|als\.|subparagraphs?|apartados?"
_ADVICE = r"recommandations?|recommendations?|recomendaci(?:ón|ones)|recs?\.?"
_NOTE = r"notes?(?: de bas de page)?|footnotes?|notas?(?: de pie de página)?"
_SUB = r"\(?(?:[a-z]|[ivx]{2,5}|aa|bb|cc|dd)\)"
_NUMBER = (
    rf"\d{{1,3}}(?![\d/]|[.,]\d)(?:\s*,?\s*(?:{_ITEM})?\s*{_SUB}(?:\s*{_SUB})?"
    r"|\.[a-z](?:\.[ivx]+)?\b|[a-z]\b)?"
)
_JOIN = r"\s*,?\s*(?:et|ou|puis|and|or|y|e|o)\s+(?:(?:du |de la |le |la )?(?:%s)\s*)?|\s*[,;]\s*"
_RANGE = r"\s*(?:à|au|to|a|al|-|–|—)\s*"
_PART = rf"(?:{_NUMBER}|{_SUB})"
_LIST = rf"{_PART}(?:(?:{_JOIN % (_PARAGRAPH + '|' + _ITEM)}|{_RANGE}){_PART})*"
_OF = rf"\s*,?\s*(?:du|de la|de|of|del|au|,)?\s*(?:le |la )?(?:{_PARAGRAPH})\s*(\d{{1,3}})\b"
_LETTER = r"(?<![^\W\d_])"
MENTION = re.compile(
    rf"{_LETTER}(?:(?P<par>{_PARAGRAPH})|(?P<item>{_ITEM})|(?P<rec>{_ADVICE})|(?P<note>{_NOTE}))"
    rf"\s*(?:n[os]?[°º.]\s*)?(?P<list>{_LIST})(?:(?<=\))(?P<of>{_OF}))?",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    rf"(?P<number>\d{{1,3}})|(?P<sub>{_SUB})|(?P<dot>\.[a-z](?:\.[ivx]+)?\b)"
    rf"|(?P<bare>(?<=\d)[a-z]\b)|(?P<item>{_ITEM})"
    rf"|(?P<range>(?<![^\W\d_])(?:à|au|to|a|al)(?![^\W\d_])|[-–—])"
    rf"|(?P<word>{_PARAGRAPH}|[^\W\d_]+)",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"\s*\(?(?:à l['’]|à la |à |aux? |to |al? |a los )[^\W\d_]+(?: [Mm]embres)?\)?"
    r"\s*(?:,|et|and|y)\s+"
    rf"(?:la |le |les |the )?(?P<list>{_LIST})(?=\s*\(?(?:à l['’]|à |aux? |to |al? ))",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 60, 45
_BARE_LABEL = re.compile(r"\w+\.? \d+(?: ?[a-z]+\))*")
_SYNONYMS = {
    "onudc": ("onudc", "unodc", "office"),
    "états": ("états", "etats", "états membres", "states", "member states", "estados"),
    "secrétaire général": ("secrétaire général", "secretary-general", "secretario general"),
    "secrétariat": ("secrétariat", "secretariat", "secretaría"),
}
_TO = (
    r"(?:à l'|à la |à |au |aux |l'|les |le |la |to the |to |al |a la |a los |a |de l'|du |des "
    r"|de la )?"
)
_ENDS = re.compile(r"[.;:!?]\s|\n\s*\n|(?:" + _PARAGRAPH + "|" + _ADVICE + r")\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation as written, where it stands, and the keys that it can mean (none: it is false)."""

    written: str
    start: int
    end: int
    keys: tuple[str, ...]

    @property
    def key(self) -> str | None:
        """The one paragraph meant, or None where there is none or more than one."""
        return self.keys[0] if len(self.keys) == 1 else None


def read_citations(text: str, sources: Sources, documents: Collection[str] = ()) -> tuple[Mention, ...]:
    """Return the citations written in ``text``, in order, a range or a list being several.

    ``documents`` narrows the reading to some documents (ids); empty means all. Offsets are
    characters of ``text``.
    """
    found: list[Mention] = []
    for kind, base, match in _matches(text):
        pool = _pool(text, match, sources, documents)
        for number in _references(match.group("list"), base, pool):
            keys = _resolve(kind, number, pool, text, match)
            found.append(Mention(match.group().strip(), match.start(), match.end(), keys))
    parts = list(_named_parts(text, sources, documents))
    found = [m for m in found if not any(p.start <= m.start < p.end for p in parts)] + parts
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def _matches(text: str) -> Iterator[tuple[str, tuple[str, ...], re.Match[str]]]:
    """Yield the kind of word, the number that follows «du paragraphe», and the place of each list.

    «recommandations 2 aux États et 3 à l'ONUDC» is two lists under one word.
    """
    for match in MENTION.finditer(text):
        kind = next(name for name in ("par", "item", "rec", "note") if match.group(name))
        parent = re.search(r"(\d+)\s*$", match.group("of") or "")
        yield kind, (parent.group(1),) if parent else (), match
        further = _CONTINUED.match(text, match.end())
        while further:
            yield kind, (), further
            further = _CONTINUED.match(text, further.end())


def _pool(text: str, match: re.Match[str], sources: Sources, documents: Collection[str]) -> list[Paragraph]:
    """Return the paragraphs of the documents that the text can be speaking of at this place."""
    open_to = [d for d in sources.documents.values() if not documents or d.id in documents]
    after = _until_end(text[match.end() : match.end() + 120])
    near = _documents_named(after, open_to, from_end=False)
    near = near or _documents_named(text[: match.start()], open_to, from_end=True)
    return [p for d in (near or open_to) for p in d.paragraphs]


def _until_end(text: str) -> str:
    end = _ENDS.search(text)
    return text[: end.start()] if end else text


def _documents_named(text: str, documents: Sequence[Document], *, from_end: bool) -> list[Document]:
    """Return the document named last in ``text`` (or first, where the text follows)."""
    folded = fold_case(text)
    places: list[tuple[int, Document]] = []
    for document in documents:
        for name in _names(document):
            at = folded.rfind(name) if from_end else folded.find(name)
            if at >= 0:
                places.append((at if from_end else -at, document))
    best = max((at for at, _ in places), default=None)
    return list({d.id: d for at, d in places if at == best}.values())


@lru_cache(maxsize=512)
def _names(document: Document) -> tuple[str, ...]:
    stem = document.source.rpartition("/")[2]
    shown = document_name(document)
    names = (document.id, document.symbol, stem, stem.rpartition(".")[0], document.title, shown)
    return tuple(dict.fromkeys(fold_case(name) for name in names if name and len(name) > 3))


def _references(listed: str, base: tuple[str, ...], pool: Sequence[Paragraph]) -> Iterator[tuple[str, ...]]:
    """Yield what a list counts up: «3, 4 et 11 c) à e)» is 3, 4, 11 c), 11 d) and 11 e)."""
    previous: tuple[str, ...] | None = None
    pending_range = False
    for number in _numbers(listed, base):
        if number is None:
            pending_range = True
            continue
        if pending_range and previous:
            yield from _between(previous, number, pool)
        pending_range = False
        previous = number
        yield number


def _numbers(text: str, base: tuple[str, ...]) -> list[tuple[str, ...] | None]:
    """Return the number paths of a list, None standing for «to»; a lone letter keeps its head."""
    found: list[tuple[str, ...] | None] = []
    head, fresh = base, False
    for token in _TOKEN.finditer(text):
        value = token.group().lower()
        if token.lastgroup == "number":
            head, fresh = (value,), True
            found.append(head)
        elif token.lastgroup in ("sub", "dot", "bare"):
            path = tuple(part for part in re.split(r"[().\s]+", value) if part)
            deeper = fresh or (_adjacent(text, token) and _roman(path) and bool(found))
            _add_letter(found, head, path, deeper=deeper)
            fresh = False
        elif token.lastgroup == "range":
            found.append(None)
            fresh = False
    return found


def _adjacent(text: str, token: re.Match[str]) -> bool:
    return text[: token.start()].rstrip().endswith(")")


def _roman(path: tuple[str, ...]) -> bool:
    return all(re.fullmatch(r"[ivx]+", part) for part in path)


def _add_letter(
    found: list[tuple[str, ...] | None],
    head: tuple[str, ...],
    path: tuple[str, ...],
    *,
    deeper: bool,
) -> None:
    """Extend the last number by ``path`` where it continues it, else add a sibling under head."""
    last = found[-1] if found else None
    if deeper and last is not None:
        found[-1] = last + path
    else:
        found.append(head + path)


def _between(first: tuple[str, ...], last: tuple[str, ...], pool: Sequence[Paragraph]) -> list[tuple[str, ...]]:
    """Return the numbers strictly between two of the same depth, those that the pool has."""
    if len(first) != len(last) or first[:-1] != last[:-1]:
        return []
    low, high = _rank(first[-1]), _rank(last[-1])
    known = {p.number for p in pool if len(p.number) == len(first) and p.number[:-1] == first[:-1]}
    return sorted((number for number in known if low < _rank(number[-1]) < high), key=lambda n: _rank(n[-1]))


def _rank(part: str) -> int:
    return int(part) if part.isdigit() else sum(26**i * (ord(c) - 96) for i, c in enumerate(part[::-1]))


def _resolve(
    kind: str,
    reference: tuple[str, ...],
    pool: Sequence[Paragraph],
    text: str,
    match: re.Match[str],
) -> tuple[str, ...]:
    """Return the keys of the pool that a reference can mean, narrowed by kind and by list."""
    number = tuple(part.lower() for part in reference)
    same = [p for p in pool if tuple(part.lower() for part in p.number) == number]
    same = [p for p in same if (p.status is Status.NOTE) == (kind == "note")]
    same = _of_stated_list(same, pool, text, match)
    if len(same) > 1:
        same = _of_scope(same, text, match)
    if len(same) > 1 and kind in ("par", "rec"):
        same = _of_kind(same, kind)
    return tuple(p.key for p in same)


def _of_kind(same: list[Paragraph], kind: str) -> list[Paragraph]:
    """Keep the paragraphs whose own label uses the word written («par.» or «recommandation»)."""
    fitting = [p for p in same if bool(re.search(r"\brec", p.label.lower())) == (kind == "rec")]
    return fitting or same


def _of_scope(same: list[Paragraph], text: str, match: re.Match[str]) -> list[Paragraph]:
    """Keep the paragraphs whose list is named right after the number, or else right before it."""
    after = fold_case(_until_end(text[match.end() : match.end() + _AFTER]))
    before = fold_case(text[max(0, match.start() - _BEFORE) : match.start()])
    beside = [p for p in same if any(_follows(name, after) for name in _lists(p))]
    if beside:
        return beside
    ahead = [p for p in same if any(_precedes(name, before) for name in _lists(p))]
    return ahead or _bare(same)


def _of_stated_list(
    same: list[Paragraph], pool: Sequence[Paragraph], text: str, match: re.Match[str]
) -> list[Paragraph]:
    """Keep those of the list that is stated («à l'ONUDC»), none where it is another's."""
    after = fold_case(_until_end(text[match.end() : match.end() + _AFTER]))
    known = {name for p in pool for name in _lists(p)}
    known |= {name for names in _SYNONYMS.values() for name in names}
    stated = {name for name in known if _states(name, after)}
    return [p for p in same if stated & set(_lists(p))] if stated else same


def _bare(same: Sequence[Paragraph]) -> list[Paragraph]:
    """Keep, within one document, the one whose own label names no list: that of the body."""
    bare = [p for p in same if _BARE_LABEL.fullmatch(fold_case(p.label))]
    return bare if len(bare) == 1 and len({p.document_id for p in same}) == 1 else list(same)


@lru_cache(maxsize=20_000)
def _lists(paragraph: Paragraph) -> tuple[str, ...]:
    names = {fold_case(name) for name in (paragraph.scope, paragraph.addressee) if name}
    words = {other for name in names for other in _SYNONYMS.get(name, ())}
    words |= {w for key, ws in _SYNONYMS.items() if names & set(ws) for w in (key, *ws)}
    prefix = re.match(r"([^,]+),\s*\w+\.? \d", fold_case(paragraph.label))
    return tuple(names | words | ({prefix.group(1)} if prefix else set()))


def _follows(name: str, after: str) -> bool:
    said = r"(?:est\s+|sont\s+|is\s+)?(?:adressée?s?\s+|destinée?s?\s+|addressed\s+)?"
    opening = rf"\s*,?\s*[(\[]?\s*{said}{_TO}"
    return re.match(opening + re.escape(name) + r"(?!\w)", after) is not None


def _states(name: str, after: str) -> bool:
    """Whether the text goes on with the list itself: «(ONUDC)», «à l'ONUDC», «to States»."""
    opening = rf"\s*(?:[(\[]\s*{_TO}|(?:adressée?s?\s+|addressed\s+)?(?:à l'|à la |au |aux |to |to the ))"
    return re.match(opening + re.escape(name) + r"(?![\w-])", after) is not None


def _precedes(name: str, before: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}\s*[,:(]?\s*$", before) is not None


def _named_parts(text: str, sources: Sources, documents: Collection[str]) -> Iterator[Mention]:
    """Yield citations of unnumbered parts, set off by signs: «(introduction)», «— en-tête»."""
    open_to = [d for d in sources.documents.values() if not documents or d.id in documents]
    labels = {p.label for d in open_to for p in d.paragraphs if not p.number}
    if not labels:
        return
    either = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    pattern = rf"[(\[,—–]\s*(?P<label>{either})(?=\s*(?:[)\],.:;\[—–]|$))"
    for match in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE):
        ahead = _until_end(text[match.end() : match.end() + 60]).partition(")")[0]
        named = _documents_named(ahead, open_to, from_end=False)
        named = named or _documents_named(text[: match.start()], open_to, from_end=True)
        pool = [p for d in (named or open_to) for p in d.paragraphs if not p.number]
        keys = tuple(p.key for p in pool if fold_case(p.label) == fold_case(match.group("label")))
        if keys:
            yield Mention(match.group("label"), match.start("label"), match.end("label"), keys)
