"""Verification: what a model says is kept only if code finds it in the paragraphs it cites.

Comes in: a draft (a text, and citations as an id with a quotation) and the passages that were
given under those ids. Goes out: a ``Statement`` whose citations carry offsets, or a ``Dropped``
with its reason. Everything is deterministic and reads nothing but its arguments.

``locate`` is the one place that compares a quotation with a paragraph.

The rules err on one side: a true statement may be dropped (the verbatim answer stands behind it),
a doubtful one is not shown as verified.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.answer import Statement
from store.model import Citation, Paragraph, Passage, Status
from store.texts import render

MINIMUM_WORDS = 3  # of a quotation: fewer carry nothing («les États»), unless it is the whole text
SUPPORTED_SHARE = 0.5  # of a statement's content words, where it is in the document's language
STEM = 4  # letters compared: réduire, réduction, réduisant
CLAUSE_BEFORE = 80  # characters read before a quotation for «envisager», «pourraient», «ne»


# --- Quotations ---------------------------------------------------------------------------------

_FOLDED = (
    dict.fromkeys("«»“”„‟‹›″", '"')
    | dict.fromkeys("’‘‛ʼ′`´", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
)
_NO_SPACE_BEFORE = '";:?!'
_NO_SPACE_AFTER = '"'
_ELISION = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))\s*")
_WRAPPING = "\"'«»“”„‹›’‘… \t\n\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text folded to what two copies of it share; character i comes from source[start:end]."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def locate(quote: str, paragraph: str) -> tuple[int, int] | None:
    """Return the offsets of ``quote`` in ``paragraph``, or None; never by resemblance.

    First letter by letter; then with both folded (quotation marks, apostrophes, dashes, œ and
    ligatures, kinds and runs of spaces, spaces that typography puts beside punctuation, composed
    accents); then without the marks that may wrap a quotation; then, where it leaves words out
    with «[…]», its parts in their order, the offsets covering what was left out too. Words,
    accents and capitals are never folded, and no word is cut. Of several places, the first.
    """
    if not quote.strip():
        return None
    found = _exactly(quote, paragraph) or _folded(quote, paragraph)
    bare = quote.strip(_WRAPPING)
    if found is None and bare and bare != quote:
        found = _folded(bare, paragraph)
    if found is None and _ELISION.search(quote):
        found = _in_parts(_ELISION.split(quote), paragraph)
    return found


def _exactly(quote: str, paragraph: str) -> tuple[int, int] | None:
    wanted = quote.strip()
    start = paragraph.find(wanted)
    while start >= 0:
        if _on_words(paragraph, start, start + len(wanted)):
            return start, start + len(wanted)
        start = paragraph.find(wanted, start + 1)
    return None


def _folded(quote: str, paragraph: str, after: int = 0) -> tuple[int, int] | None:
    """Find the folded quotation in the folded paragraph, at or after offset ``after``."""
    wanted, source = _fold(quote).text.strip(), _fold(paragraph)
    if not wanted:
        return None
    at = source.text.find(wanted)
    while at >= 0:
        last = at + len(wanted) - 1
        start, end = source.starts[at], source.ends[last]
        whole = not _splits(source, at) and not _splits(source, last + 1)
        if start >= after and whole and _on_words(paragraph, start, end):
            return start, end
        at = source.text.find(wanted, at + 1)
    return None


def _in_parts(parts: Iterable[str], paragraph: str) -> tuple[int, int] | None:
    start, end = -1, 0
    for part in parts:
        bare = part.strip(_WRAPPING)
        if not bare:
            continue
        found = _folded(bare, paragraph, end)
        if found is None:
            return None
        start, end = (found[0] if start < 0 else start), found[1]
    return (start, end) if start >= 0 else None


def _splits(source: _Folded, at: int) -> bool:
    """Whether position ``at`` of the folded text lies inside one character of the source."""
    return 0 < at < len(source.starts) and source.starts[at] < source.ends[at - 1]


def _on_words(text: str, start: int, end: int) -> bool:
    """Whether neither end cuts a word; «non-discrimination» and «États-Unis» are one word each."""
    return not (_joined(text, start - 1, start) or _joined(text, end - 1, end))


def _joined(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    if _is_hyphen(text[left]):
        left -= 1
    elif _is_hyphen(text[right]):
        right += 1
    return left >= 0 and right < len(text) and _in_word(text[left]) and _in_word(text[right])


def _is_hyphen(character: str) -> bool:
    return character in "-‐‑\u00ad"


def _in_word(character: str) -> bool:
    return character.isalnum() or bool(unicodedata.combining(character))


@lru_cache(maxsize=256)
def _fold(text: str) -> _Folded:
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for folded, start, end in _without_optional_spaces(text):
        for character in folded:
            characters.append(character)
            starts.append(start)
            ends.append(end)
    return _Folded("".join(characters), tuple(starts), tuple(ends))


def _without_optional_spaces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the folded clusters: a run of spaces is one; none beside a quotation mark or « ; »."""
    space: tuple[int, int] | None = None
    previous = ""
    for folded, start, end in _clusters(text):
        if folded.isspace():
            space = (space[0] if space else start, end)
            continue
        if not folded:
            continue
        if space and previous not in _NO_SPACE_AFTER and folded not in _NO_SPACE_BEFORE:
            yield " ", *space
        space, previous = None, folded
        yield folded, start, end


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each character with the marks combined with it, folded, and its place in ``text``."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        folded = "".join(_folded_character(character) for character in text[start:end])
        yield unicodedata.normalize("NFC", folded), start, end
        start = end


def _folded_character(character: str) -> str:
    return " " if character.isspace() else _FOLDED.get(character, character)


# --- Statements ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote, unchecked: a text, and pairs of an id and a quotation."""

    text: str
    citations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A draft that is not shown: ``code`` names a ``model.dropped_…``, ``detail`` the cause."""

    text: str
    code: str
    detail: str = ""

    def message(self, language: str) -> str:
        """Return the reason and the text as one sentence in the interface's language."""
        return render(f"model.dropped_{self.code}", language, statement=self.text, detail=self.detail)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A draft's text with what it cites, found; each rule reads these and nothing else."""

    text: str
    citations: tuple[Citation, ...]
    language: str

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple({c.paragraph.key: c.paragraph for c in self.citations}.values())

    @property
    def whole(self) -> str:
        """All that the cited paragraphs say, and the chapeaux that govern them."""
        return "\n".join(text for p in self.paragraphs for text in (p.chapeau, p.text))

    @property
    def sentences(self) -> str:
        """The sentences that the quotations touch."""
        return "\n".join(sentence_around(c.paragraph.text, c.start, c.end) for c in self.citations)

    @property
    def clauses(self) -> tuple[str, ...]:
        """Each quotation with the words just before it: «envisager» may stand outside it."""
        return tuple(_clause(citation) for citation in self.citations)

    @property
    def known(self) -> frozenset[str]:
        """The stems of all that the cited paragraphs, their place and their document name."""
        place = (text for p in self.paragraphs for text in (*p.section, p.label, p.addressee))
        documents = (c.document for c in self.citations)
        names = (text for d in documents for text in (d.title, d.body, d.meeting, d.place))
        every = " ".join(text for text in (self.whole, *place, *names) if text)
        return frozenset(stem(word) for word in words(every))

    @property
    def same_language(self) -> bool:
        """Whether words can be compared: the sources are in the statement's language."""
        return all(citation.document.language == self.language for citation in self.citations)


def check(draft: Draft, given: Mapping[str, Passage], language: str) -> Statement | Dropped:
    """Return the draft as a statement with exact citations, or why it is dropped.

    ``given`` maps the ids shown to the model to their passages; ``language`` (fr, en, es) is the
    one the text should be in. The statement's ``lead`` is empty: the caller says who speaks.
    """
    citations = _citations(draft, given)
    if isinstance(citations, Dropped):
        return citations
    evidence = _Evidence(draft.text, citations, language)
    for code, rule in _RULES:
        if detail := rule(evidence):
            return Dropped(draft.text, code, detail)
    return Statement(lead="", citations=citations, text=draft.text)


def _citations(draft: Draft, given: Mapping[str, Passage]) -> tuple[Citation, ...] | Dropped:
    """Find every quotation in the paragraph it names; one that is not there drops the draft."""
    if not draft.citations:
        return Dropped(draft.text, "uncited")
    found: list[Citation] = []
    for identifier, quote in draft.citations:
        if identifier not in given:
            return Dropped(draft.text, "id", identifier)
        passage = given[identifier]
        text = passage.paragraph.text
        # A quotation that ends a sentence of the model's own may bring its full stop along.
        span = locate(quote, text) or locate(quote.rstrip(" .,;"), text)
        if span is None:
            return Dropped(draft.text, "quotation", quote)
        citation = Citation(passage.document, passage.paragraph, *span)
        if len(words(citation.quote)) < MINIMUM_WORDS and not _is_whole(citation):
            return Dropped(draft.text, "short", quote)
        if citation not in found:
            found.append(citation)
    return tuple(found)


def _is_whole(citation: Citation) -> bool:
    return words(citation.quote) == words(citation.paragraph.text)


# --- The rules: each returns what is wrong, or nothing -------------------------------------------

_MARKUP = re.compile(r"</?[a-zA-Z!][^>]*>?|!?\[[^\]]*\]\(|https?://|www\.|```")
_QUOTED = re.compile(r"«([^»]*)»|“([^”]*)”|\"([^\"]*)\"")


def markup(evidence: _Evidence) -> str:
    """Return the first tag, link or fence: a statement is plain words."""
    found = _MARKUP.search(evidence.text)
    return found[0] if found else ""


def altered_quotation(evidence: _Evidence) -> str:
    """Return the first words between quotation marks that no cited paragraph has."""
    for match in _QUOTED.finditer(evidence.text):
        quoted = next((group for group in match.groups() if group), "")
        texts = (text for p in evidence.paragraphs for text in (p.text, p.chapeau))
        if quoted.strip() and not any(locate(quoted, text) for text in texts):
            return quoted.strip()
    return ""


_SYMBOL = re.compile(r"\b[A-Z]{1,8}(?:/[A-Z0-9][\w.\-]*(?:\(\w+\))?)+")
_PERCENT = r"\s*(?:%|‰|pour\s+cent\b|p\.\s*100|per\s*cent\b|por\s+ciento\b)"
_NUMBER = re.compile(
    r"(?<![\w])(?P<digits>\d{1,3}(?:[ .,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    rf"(?:er|re|eme|es|e|st|nd|rd|th)?(?P<percent>{_PERCENT})?",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january enero",
            "fevrier february febrero",
            "mars march marzo",
            "avril april abril",
            "mai may mayo",
            "juin june junio",
            "juillet july julio",
            "aout august agosto",
            "septembre september septiembre setiembre",
            "octobre october octubre",
            "novembre november noviembre",
            "decembre december diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"\b(?P<month>{'|'.join(_MONTHS)})\b"
_DATES = (
    re.compile(
        r"(?:\b(?P<first>\d{1,2})(?:er)?\s*(?:-|–|au|et|to|and|al|y)\s*)?"
        rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:de\s+|of\s+)?{_MONTH}"
    ),
    re.compile(rf"{_MONTH}\s+(?P<first>\d{{1,2}})(?:\s*[-–]\s*(?P<day>\d{{1,2}}))?(?:st|nd|rd|th)?\b"),
    re.compile(rf"{_MONTH}\s+(?:de\s+|del\s+)?(?P<year>\d{{4}})\b"),
)
_WORD_VALUES = {
    word: value
    for value, spoken in (
        (2, "deux two dos deuxieme second seconde second segundo"),
        (3, "trois three tres troisieme third tercer tercero tercera"),
        (4, "quatre four cuatro quatrieme fourth cuarto"),
        (5, "cinq five cinco cinquieme fifth quinto quinta"),
        (6, "six seis sixieme sixth sexto sexta"),
        (7, "sept seven siete septieme seventh septimo"),
        (8, "huit eight ocho huitieme eighth octavo"),
        (9, "neuf nine nueve neuvieme ninth noveno"),
        (10, "dix ten diez dixieme tenth decimo dizaine"),
        (11, "onze eleven once onzieme eleventh undecimo"),
        (12, "douze twelve doce douzieme twelfth douzaine"),
        (13, "treize thirteen trece treizieme thirteenth decimotercer"),
        (14, "quatorze fourteen catorce quatorzieme fourteenth decimocuarto"),
        (15, "quinze fifteen quince quinzieme fifteenth decimoquinto quinzaine"),
        (16, "seize sixteen dieciseis seizieme sixteenth"),
        (20, "vingt twenty veinte vingtieme twentieth vingtaine"),
        (30, "trente thirty treinta trentaine"),
        (40, "quarante forty cuarenta quarantaine"),
        (50, "cinquante fifty cincuenta cinquantaine"),
        (60, "soixante sixty sesenta soixantaine"),
        (70, "septante seventy setenta"),
        (80, "octante eighty ochenta"),
        (90, "nonante ninety noventa"),
        (100, "cent cents hundred cien ciento cientos centaine centaines"),
        (1000, "mille thousand mil milliers thousands miles millier"),
        (10**6, "million millions millon millones"),
        (10**9, "milliard milliards billion billions"),
    )
    for word in spoken.split()
}

_FALSE_FRIENDS = {"fr": {"once"}, "en": {"once", "seize"}}


def unknown_number(evidence: _Evidence) -> str:
    """Return the first number, date, percentage or UN symbol that the cited texts do not have."""
    wanted, source = _figures(evidence.text), _figures(evidence.whole)
    ignored = _FALSE_FRIENDS.get(evidence.language, set())
    unknown = (shown for figure, shown in wanted.items() if figure not in source)
    return next((shown for shown in unknown if shown not in ignored), "")


def _figures(text: str) -> dict[tuple[str, str], str]:
    """Return the figures of a text, in a form that languages share, with the words they are in."""
    figures = {("symbol", match[0].rstrip(".-")): match[0] for match in _SYMBOL.finditer(text)}
    rest = _plain(_SYMBOL.sub(" ", text))
    for pattern in _DATES:
        for match in pattern.finditer(rest):
            parts = match.groupdict()
            month = str(_MONTHS[parts["month"]])
            for part in ("first", "day", "year"):
                if parts.get(part):
                    figures["date", f"{int(parts[part])}/{month}"] = match[0]
    for match in _NUMBER.finditer(rest):
        kind = "percentage" if match["percent"] else "number"
        figures[kind, _canonical(match["digits"])] = match[0].strip()
    # «cent» of «pour cent» is no number.
    for word in words(re.sub(_PERCENT, " ", rest)):
        if word in _WORD_VALUES:
            figures["number", str(_WORD_VALUES[word])] = word
    return figures


def _canonical(digits: str) -> str:
    """Return «1 500», «1.500» and «1,500» as 1500, «2,50» and «2.5» as 2.5."""
    grouped = re.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", digits)
    if grouped:
        return str(int(re.sub(r"\D", "", digits)))
    whole, _, decimals = digits.replace(" ", "").replace(",", ".").rpartition(".")
    if not whole:
        return str(int(decimals))
    decimals = decimals.rstrip("0")
    whole = str(int(whole.replace(".", "")))
    return f"{whole}.{decimals}" if decimals else whole


_MUST = re.compile(
    r"\b(?:doit|doivent|doive|devra|devront|il faut|faudra|must|shall|ha(?:s|ve) to"
    r"|debe|deben|debera|deberan|tienen? que)\b"
)
_OBLIGATION = re.compile(
    r"\b(?:obligatoires?|obligatoirement|obligations?|oblige(?:e|s|es|nt)?|tenue?s? de"
    r"|exige(?:nt|e|s|es)?|imperati(?:f|fs|ve|ves|vement)|contraint(?:e|s|es)? de|impose(?:nt)?"
    r"|requires?|required|mandatory|compulsory|obliged|obligatori[oa]s?|obligad[oa]s?|exigen)\b"
)
_PAST_OBLIGATION = re.compile(r"\b(?:devait|devaient|fallait|falloir|faille|exigeait|exigeaient|debia|debian)\b")
_ADVICE = re.compile(
    r"\b(?:devrait|devraient|recommand\w*|should|recommend\w*|ought|deberian?|recomiend\w*|doi\w*"
    r"|must|shall|deben?|encourag\w*|urge[sd]?|prie\w*|demand\w*|exhort\w*)\b"
)
_HEDGE = re.compile(
    r"\b(?:envisag\w*|pourr\w*|peut|peuvent|pouvait|pouvaient|puisse\w*|possibilites?|possible"
    r"|eventuel\w*|etudier|examiner|reflechir"
    r"|consider\w*|could|may|might|can|possib\w*|explor\w*"
    r"|podrian?|puede[n]?|posib\w*|estudi\w*|examin\w*)\b"
)
_RECOMMENDS = re.compile(r"\b(?:recommand|recommend|recomiend|recomend)\w*")


_UNIVERSAL = re.compile(
    r"\b(?:tous|toutes?|tout|chaque|chacune?|unanim\w*|consensus|ensemble des"
    r"|all|every\w*|each|todos|todas|cada)\b"
)


def widened(evidence: _Evidence) -> str:
    """Return the word that makes all of some: «tous» where the text has «certains»."""
    said = _plain(evidence.sentences + "\n" + "\n".join(p.chapeau for p in evidence.paragraphs))
    found = _UNIVERSAL.search(_plain(evidence.text))
    return found[0] if found and not _UNIVERSAL.search(said) else ""


def raised_strength(evidence: _Evidence) -> str:
    """Return the verb that says more than the text: «doivent» for «devraient» or «envisager»."""
    text = _plain(evidence.text)
    said = _plain(evidence.sentences + "\n" + "\n".join(p.chapeau for p in evidence.paragraphs))
    must_be_said = _MUST.search(said) or _PAST_OBLIGATION.search(said)
    if (must := _MUST.search(text)) and not must_be_said:
        return must[0]
    if (obliged := _OBLIGATION.search(text)) and not (must_be_said or _OBLIGATION.search(said)):
        return obliged[0]
    hedged = all(_governed(_HEDGE, clause, text) for clause in evidence.clauses)
    if (advised := _ADVICE.search(text)) and hedged and not _HEDGE.search(text):
        return advised[0]
    return ""


def _governed(sign: re.Pattern[str], clause: str, statement: str) -> str:
    """Return the sign («envisager», «ne … pas») if what the statement says comes after it."""
    plain = _plain(clause)
    found = sign.search(plain)
    if found is None:
        return ""
    said = {stem(word) for word in content_words(statement)}
    before = said & {stem(word) for word in words(plain[: found.start()])}
    after = said & {stem(word) for word in words(plain[found.start() :])}
    return found[0].strip() if after and len(after) >= len(before) else ""


def raised_standing(evidence: _Evidence) -> str:
    """Return the word that makes a recommendation of what only the debate evoked."""
    found = _RECOMMENDS.search(_plain(evidence.text))
    standing = {paragraph.status for paragraph in evidence.paragraphs}
    recommends = standing & {Status.RECOMMENDATION, Status.OPERATIVE}
    if found and not recommends and not _RECOMMENDS.search(_plain(evidence.whole)):
        return found[0]
    return ""


_NOT_NEGOTIATED = re.compile(
    r"\b(?:n'(?:ont|a|est|etaient|avaient)\s+pas(?:\s+encore)?(?:\s+ete)?|non|sans\s+(?:avoir\s+)?"
    r"(?:etre|ete)|pas\s+(?:ete\s+)?|not(?:\s+been)?|no(?:\s+(?:fueron|fue|han\s+sido|ha\s+sido))?"
    r"|sin\s+ser)[\s-]+(?:negoci|negot)\w+"
)
_NEGATION = re.compile(
    r"\b(?:ne|pas|jamais|aucun|aucune|nul|nulle|sans|non|ni|rien"
    r"|not|no|never|none|nor|neither|without|cannot"
    r"|nunca|ningun|ninguna|sin|jamas|tampoco)\b|\bn'(?=\w)|n't\b"
)
# What a text may say for «ne … pas»; wider, what may stand in a statement for a negation.
_PREVENTS = re.compile(
    r"\b(?:interdi\w*|empech\w*|evit\w*|refus\w*|prohib\w*|proscri\w*|exclu(?!siv)\w*|absten\w*"
    r"|abstien\w*|manque\w*|absence|avoid\w*|forbid\w*|ban|bans|banned|banni\w*|lack\w*|impid\w*|impedi\w*"
    r"|falta)\b"
)
_AGAINST = re.compile(
    r"\b(?:contre|elimin\w*|abol\w*|combat\w*|anti\w*|prevent\w*|prevenir|preven\w*|against"
    r"|contra|rejet\w*|fin (?:a|aux?)|protege\w*|protect\w*)\b"
)
_CLAUSAL = re.compile(
    r"\b(?:ne\s|n')\s*(?:\S+\s+){1,4}?(?:pas|plus|jamais|aucune?|rien|ni)\b"
    r"|\b(?:not|never|cannot|nunca|jamas)\b|\bno\s+(?:se|deb\w+|pued\w+|ser\w*)\b"
)
_OPPOSES = re.compile(r"\b(?:contre|combat\w*|elimin\w*|against|contra)\b")
_TURNING = (_CLAUSAL, _PREVENTS, _OPPOSES)


def changed_negation(evidence: _Evidence) -> str:
    """Return the negation that the text does not have, or that it has and the statement lost."""
    text = _plain(evidence.text)
    if _NOT_NEGOTIATED.search(_plain(evidence.whole)):
        text = _NOT_NEGOTIATED.sub(" ", text)
    said = _NOT_NEGOTIATED.sub(" ", _plain(evidence.sentences))
    added = _NEGATION.search(text)
    if added and not (_NEGATION.search(said) or _PREVENTS.search(said)):
        return added[0].strip()
    lost = [next(filter(None, (_governed(sign, clause, text) for sign in _TURNING)), "") for clause in evidence.clauses]
    if all(lost) and not (added or _PREVENTS.search(text) or _AGAINST.search(text)):
        return lost[0]
    return ""


# Verbs that turn a text round, in groups that mean the same: one of a group asks for another.
_DECISIVE = tuple(
    re.compile(rf"\b(?:{group})\w*")
    for group in (
        "augment|accroi|accru|elarg|etend|intensif|redoubl|renforc|resserr|consolid",
        "reduir|reduis|reduit|reduct|limit|restrei|diminu|abaiss",
        "interdi|prohib|proscri|banni|empech",
        "rejet|refus|oppos|critiqu|condamn|desapprouv|deplor|garde contre",
        "supprim|suppress|abol|elimin|retir|mettre fin",
        "autoris|legalis|tolere",
        "exclu(?!siv)|expuls|priver",
        "decid|approuv|ratifi|conven",
    )
)


def turned_round(evidence: _Evidence) -> str:
    """Return the French verb that decides the meaning and has no counterpart in the text."""
    if not evidence.same_language or evidence.language != "fr":
        return ""
    text, said = _plain(evidence.text), _plain(evidence.sentences)
    decisive = ((group, group.search(text)) for group in _DECISIVE)
    return next((found[0] for group, found in decisive if found and not group.search(said)), "")


_COMMON_WORDS = """
dans pour avec leur leurs cette celui celle celles ceux etre avoir sont elle elles nous vous plus
moins aussi ainsi afin entre vers sous comme mais donc tout tous toute toutes autre autres
notamment egalement doivent devrait devraient devra doit peut peuvent pourrait pourraient faire
fait faut dont quel quelle quels quelles cela ceci meme memes tres bien selon lors alors depuis
pendant apres avant contre sans etats etat membres pays passage paragraphe texte rapport
recommandation recommandations recommande recommandent recommander recommandee invite invites
invitee encourage encourages encouragees demande preconise souligne souligner indique indiquer
estime evoque evoquee evoques mentionne mentionnee orateurs orateur oratrices oratrice plusieurs
certains certaines nombreux nombreuses participants participantes delegations representants
experts expertes necessite importance important importante consiste vise visent agit porte portent
concerne concernant matiere that this with from have should would could must they their there
which what also such para como sobre entre deben deberian deberia estos estas este esta
"""
_COMMON = frozenset(_COMMON_WORDS.split())

_NAME = re.compile(r"(?<![.?!:]\s)(?<!^)(?<!\w)[A-ZÀ-Ý][\w]+")
_ALWAYS_KNOWN = frozenset(("etat", "memb", "nati", "unie"))


def unknown_name(evidence: _Evidence) -> str:
    """Return the first capitalised word, within a sentence, that the sources do not have."""
    if not evidence.same_language:
        return ""
    known = evidence.known | _ALWAYS_KNOWN
    names = (match[0] for match in _NAME.finditer(_SYMBOL.sub(" ", evidence.text)))
    return next((name for name in names if not {stem(w) for w in words(name)} <= known), "")


def unsupported_words(evidence: _Evidence) -> str:
    """Return the content words found in no cited text, when they are more than half of them.

    Words count by their first letters. Only where the statement and its sources share a language;
    across languages this rule has nothing to compare.
    """
    if not evidence.same_language:
        return ""
    content = content_words(evidence.text)
    known = evidence.known
    missing = [word for word in content if stem(word) not in known]
    return ", ".join(missing) if len(missing) > len(content) * (1 - SUPPORTED_SHARE) else ""


_RULES: tuple[tuple[str, Callable[[_Evidence], str]], ...] = (
    ("markup", markup),
    ("quoted", altered_quotation),
    ("number", unknown_number),
    ("strength", raised_strength),
    ("wide", widened),
    ("standing", raised_standing),
    ("negation", changed_negation),
    ("sense", turned_round),
    ("name", unknown_name),
    ("words", unsupported_words),
)


# --- Reading --------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"(?<=[.;?!])\s+(?=[A-ZÀ-ÝŒ«\d]|[a-z]\))|;\s*|\n+")


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentences of ``text`` that ``text[start:end]`` touches."""
    first, last = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return text[first:last]


def words(text: str) -> list[str]:
    """Return the words in small letters without accents; an elided article is cut off."""
    return re.findall(r"[^\W_]+", re.sub(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu)'", " ", _plain(text)))


def content_words(text: str) -> list[str]:
    """Return the words that carry the meaning: neither short nor in every report."""
    return [word for word in words(text) if len(word) >= STEM and word not in _COMMON]


def stem(word: str) -> str:
    """Return the letters by which two forms of a word are compared."""
    return word[:STEM]


def _clause(citation: Citation) -> str:
    text = citation.paragraph.text[: citation.end]
    said = sentence_around(text, citation.start, citation.end)
    quoted = citation.end - citation.start
    return said[max(0, len(said) - quoted - CLAUSE_BEFORE) :]


def _plain(text: str) -> str:
    """Return the folded text in small letters, without accents: for reading, never for quoting."""
    decomposed = unicodedata.normalize("NFD", _fold(text).text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
