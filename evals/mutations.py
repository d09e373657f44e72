"""Checks on the checker: right answers, then every kind of damage, and which metric sees it.

A case and the sources come in; ``ideal_line`` is the line of ANSWERS.jsonl that a perfect system
would give, and each ``Mutation`` spoils one thing in it. ``Catch.unnoticed``
is what no metric saw: it must be empty.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evals.answers import GivenAnswer, answer_of, missing_answer
from evals.cases import Case
from evals.fields import Record
from evals.folding import fold
from evals.metrics import judge_attempt, worsened
from evals.quotation_metrics import pattern_matches
from evals.scoring import Attempt
from evals.sources import Sources
from store.model import Paragraph, Status
from store.texts import render

Line = dict[str, Any]
Damage = Callable[[Line, Case, Sources], Line | None]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One kind of damage; ``damage`` returns None where a case offers nothing to spoil so."""

    name: str
    damage: Damage

    def apply(self, line: Line, case: Case, sources: Sources) -> Line | None:
        """Return a spoiled copy of ``line``, or None."""
        return self.damage(copy.deepcopy(line), case, sources)


@dataclass(frozen=True, slots=True)
class Catch:
    """What one kind of damage met: how often it was done, and how often each metric saw it."""

    mutation: str
    done: int
    seen_by: tuple[tuple[str, int], ...]
    unnoticed: tuple[str, ...]


def ideal_line(case: Case, sources: Sources) -> Line:
    """Return what a perfect system answers: the gold, quoted whole, in the question's language."""
    keys = list(dict.fromkeys([*case.required, *(group[0] for group in case.alternative)]))
    cited = [p for key in keys if (p := sources.get(key)) is not None]
    line: Line = {
        "id": case.id,
        "question": case.question,
        "status": "answered" if case.answerable else "refused",
        "citations": [citation_json(p, sources) for p in cited],
        "passages": passages_json(cited, case, sources),
        "mode": "extractive",
        "seconds": 0.0,
    }
    line["text"] = text_of(line, case.language)
    return line


def citation_json(paragraph: Paragraph, sources: Sources, quote: str | None = None) -> Line:
    """Return a citation of the contract, of the whole paragraph or of ``quote`` in it."""
    document = sources.documents[paragraph.document_id]
    words = paragraph.text if quote is None else quote
    start = paragraph.text.find(words)
    shown = paragraph.to_json()
    return {
        **{name: shown[name] for name in ("key", "label", "number", "scope", "status")},
        **{name: shown[name] for name in ("addressee", "chapeau", "section", "page")},
        "document": document.id,
        "source": document.source,
        "fictional": document.fictional,
        "quote": words,
        "start": start,
        "end": start + len(words),
        "paragraph": paragraph.text,
    }


def passages_json(cited: Sequence[Paragraph], case: Case, sources: Sources) -> list[Line]:
    """Return twelve passages: the gold, then the acceptable, then the rest as they come."""
    allowed = case.documents or tuple(sources.documents)
    others = [p for p in sources.paragraphs.values() if p.document_id in allowed]
    more = (*sorted(case.gold), *case.acceptable)
    accepted = [p for key in more if (p := sources.get(key)) is not None]
    order = list({p.key: p for p in (*cited, *accepted, *others)}.values())[: max(12, len(cited))]
    return [{"key": p.key, "score": round(1 - rank / 100, 4), "paragraph": p.text} for rank, p in enumerate(order)]


def text_of(line: Line, language: str) -> str:
    """Return the text of a line: a lead, the reference, the quotation, its chapeau."""
    if line["status"] == "refused":
        return render("evals.ideal_refusal", language)
    parts = []
    for citation in line["citations"]:
        frame = f" ({render('evals.ideal_frame', language)} « {citation['chapeau']} »)"
        parts.append(
            render(
                "evals.ideal_statement",
                language,
                document=citation["document"],
                label=citation["label"],
                quote=citation["quote"],
                frame=frame if citation["chapeau"] else "",
            )
        )
    return "\n\n".join(parts)


def examine(cases: Iterable[Case], sources: Sources, mutations: Sequence[Mutation] | None = None) -> list[Catch]:
    """Do every kind of damage to every case that offers it, and say who saw it."""
    known = [case for case in cases if all(sources.get(key) for key in case.gold)]
    return [_examine(mutation, known, sources) for mutation in mutations or MUTATIONS]


def _examine(mutation: Mutation, cases: Sequence[Case], sources: Sources) -> Catch:
    seen: Counter[str] = Counter()
    done, unnoticed = 0, []
    for case in cases:
        line = ideal_line(case, sources)
        spoiled = mutation.apply(line, case, sources)
        if spoiled is None:
            continue
        done += 1
        caught = worsened(
            judge_attempt(Attempt(case, given(line, case, sources), sources)),
            judge_attempt(Attempt(case, given(spoiled, case, sources), sources)),
        )
        seen.update(name for name in caught if name != "case_right")
        if not caught:
            unnoticed.append(case.id)
    return Catch(mutation.name, done, tuple(seen.most_common()), tuple(unnoticed))


def given(line: Line, case: Case, sources: Sources) -> GivenAnswer:
    """Return a line as the metrics read it; an empty line is an answer never given."""
    if not line:
        return missing_answer(case.id, with_passages=True)
    return answer_of(Record(line, case.id, 1), sources, {case.id: case.documents})


def _rewritten(line: Line, case: Case) -> Line:
    """Make the text of a spoiled line say what its citations say."""
    line["text"] = text_of(line, case.language)
    return line


def _wrong(case: Case, sources: Sources) -> list[Paragraph]:
    """Return the paragraphs that it would be wrong to cite, notes last."""
    right = case.gold | set(case.acceptable)
    return [p for key, p in sources.paragraphs.items() if key not in right and p.text]


def _swap(line: Line, case: Case, sources: Sources, paragraph: Paragraph) -> Line:
    """Cite ``paragraph``, faithfully, in place of the first citation."""
    line["citations"][0] = citation_json(paragraph, sources)
    line["passages"].append({"key": paragraph.key, "score": 0.01, "paragraph": paragraph.text})
    return _rewritten(line, case)


def _neighbour(step: int) -> Damage:
    def damage(line: Line, case: Case, sources: Sources) -> Line | None:
        if not line["citations"]:
            return None
        key = line["citations"][0]["key"]
        siblings = list(sources.documents[key.partition("#")[0]].paragraphs)
        place = next(i for i, p in enumerate(siblings) if p.key == key) + step
        if not 0 <= place < len(siblings) or siblings[place] not in _wrong(case, sources):
            return None
        return _swap(line, case, sources, siblings[place])

    return damage


def _elsewhere(fits: Callable[[Paragraph, Paragraph], bool]) -> Damage:
    """Cite a wrong paragraph that ``fits(it, the right one)`` in place of the right one."""

    def damage(line: Line, case: Case, sources: Sources) -> Line | None:
        if not line["citations"]:
            return None
        right = sources.paragraphs[line["citations"][0]["key"]]
        found = next((p for p in _wrong(case, sources) if fits(p, right)), None)
        return None if found is None else _swap(line, case, sources, found)

    return damage


def _same_number(p: Paragraph, right: Paragraph) -> bool:
    return bool(p.number) and p.number == right.number


def _wrong_list(p: Paragraph, right: Paragraph) -> bool:
    same = p.document_id == right.document_id and p.scope != right.scope
    return same and _same_number(p, right)


def _wrong_document(p: Paragraph, right: Paragraph) -> bool:
    return p.document_id != right.document_id and _same_number(p, right)


def _parent(p: Paragraph, right: Paragraph) -> bool:
    same = p.document_id == right.document_id and p.scope == right.scope
    return same and bool(p.number) and p.number == right.number[:-1]


def _sibling(p: Paragraph, right: Paragraph) -> bool:
    same = p.document_id == right.document_id and p.scope == right.scope
    return same and len(right.number) > 1 and p.number[:-1] == right.number[:-1] != ()


def _drop(position: int) -> Damage:
    def damage(line: Line, case: Case, sources: Sources) -> Line | None:
        if len(line["citations"]) < 2:
            return None
        line["citations"].pop(position)
        return _rewritten(line, case)

    return damage


def _drop_all(line: Line, case: Case, sources: Sources) -> Line | None:
    if not line["citations"]:
        return None
    line["citations"] = []
    return line


def _add(line: Line, case: Case, sources: Sources) -> Line | None:
    wrong = _wrong(case, sources)
    if not line["citations"] or not wrong:
        return None
    line["citations"].append(citation_json(wrong[len(wrong) // 2], sources))
    line["passages"].append({"key": wrong[len(wrong) // 2].key, "score": 0.01})
    return _rewritten(line, case)


def _add_forbidden(line: Line, case: Case, sources: Sources) -> Line | None:
    found = next((p for key in case.forbidden if (p := sources.get(key)) is not None), None)
    if found is None or not line["citations"]:
        return None
    line["citations"].append(citation_json(found, sources))
    line["passages"].append({"key": found.key, "score": 0.01})
    return _rewritten(line, case)


def _cite_everything(line: Line, case: Case, sources: Sources) -> Line | None:
    if not line["citations"]:
        return None
    everything = [p for p in sources.paragraphs.values() if p.text]
    line["citations"] = [citation_json(p, sources) for p in everything]
    line["passages"] = [{"key": p.key, "score": 0.5} for p in everything]
    return _rewritten(line, case)


def _fabricate(make: Callable[[str], str]) -> Damage:
    def damage(line: Line, case: Case, sources: Sources) -> Line | None:
        if not line["citations"]:
            return None
        line["citations"].append({"key": make(line["citations"][0]["key"])})
        return line

    return damage


def _rekey(line: Line, case: Case, sources: Sources) -> Line | None:
    if not line["citations"]:
        return None
    line["citations"][0]["key"] += ".zz"
    return line


def _in_quote(change: Callable[[str], str | None], *, in_text: bool, in_json: bool) -> Damage:
    """Change the first quotation, in what a person reads, in what a program reads, or in both."""

    def damage(line: Line, case: Case, sources: Sources) -> Line | None:
        if not line["citations"]:
            return None
        quote = line["citations"][0]["quote"]
        changed = change(quote)
        if changed is None or fold(changed) == fold(quote):
            return None
        if in_text:
            line["text"] = line["text"].replace(quote, changed, 1)
        if in_json:
            line["citations"][0]["quote"] = changed
            for name in ("start", "end", "paragraph"):
                line["citations"][0].pop(name)
        return line

    return damage


def _letter(quote: str) -> str | None:
    place = re.search(r"(?<=[a-z])[a-z](?=[a-z])", quote)
    if place is None:
        return None
    other = "x" if place.group() != "x" else "y"
    return quote[: place.start()] + other + quote[place.end() :]


def _replaced(pattern: str, by: str) -> Callable[[str], str | None]:
    def change(quote: str) -> str | None:
        changed = re.sub(pattern, by, quote, count=1)
        return None if changed == quote else changed

    return change


def _swapped_words(quote: str) -> str | None:
    words = quote.split(" ")
    for i in range(len(words) - 1):
        if words[i].isalpha() and words[i + 1].isalpha() and words[i] != words[i + 1]:
            words[i], words[i + 1] = words[i + 1], words[i]
            return " ".join(words)
    return None


def _swapped_halves(quote: str) -> str | None:
    words = quote.split(" ")
    if len(words) < 8:
        return None
    half = len(words) // 2
    return " ".join(words[half:]) + " […] " + " ".join(words[:half])


def _capital(quote: str) -> str | None:
    place = re.search(r"(?<=\s)[a-z]{3}", quote)
    if place is None:
        return None
    return quote[: place.start()] + quote[place.start()].upper() + quote[place.start() + 1 :]


def _foreign_quote(line: Line, case: Case, sources: Sources) -> Line | None:
    """Cite the right paragraph for the words of another."""
    if not line["citations"]:
        return None
    quote = line["citations"][0]["quote"]
    other = next((p for p in _wrong(case, sources) if fold(p.text) not in fold(quote)), None)
    if other is None:
        return None
    for name in ("start", "end", "paragraph"):
        line["citations"][0].pop(name)
    line["citations"][0]["quote"] = other.text
    line["text"] = line["text"].replace(quote, other.text, 1)
    return line


def _exchanged_quotes(line: Line, case: Case, sources: Sources) -> Line | None:
    if len(line["citations"]) < 2:
        return None
    one, other = line["citations"][:2]
    if fold(one["quote"]) == fold(other["quote"]):
        return None
    for name in ("quote", "start", "end", "paragraph"):
        one[name], other[name] = other[name], one[name]
    return _rewritten(line, case)


def _exchanged_in_text(line: Line, case: Case, sources: Sources) -> Line | None:
    """Put two quotations of the text under each other's reference; the citations stay right."""
    if len(line["citations"]) < 2:
        return None
    one, other = (citation["quote"] for citation in line["citations"][:2])
    if fold(one) == fold(other):
        return None
    text = line["text"].replace(one, "\0", 1).replace(other, one, 1)
    line["text"] = text.replace("\0", other, 1)
    return line


def _shifted(line: Line, case: Case, sources: Sources) -> Line | None:
    if not line["citations"]:
        return None
    line["citations"][0]["start"] += 1
    return line


def _altered_paragraph(line: Line, case: Case, sources: Sources) -> Line | None:
    if not line["citations"]:
        return None
    line["citations"][0]["paragraph"] += " (extrait)"
    return line


def _beside_the_point(line: Line, case: Case, sources: Sources) -> Line | None:
    """Quote four words of each paragraph that carry none of the nuggets."""
    if not case.nuggets or not line["citations"]:
        return None
    for position, citation in enumerate(line["citations"]):
        paragraph = sources.paragraphs[citation["key"]]
        short = _empty_words(paragraph.text, case)
        if short is None:
            return None
        line["citations"][position] = citation_json(paragraph, sources, short)
    return _rewritten(line, case)


def _empty_words(text: str, case: Case) -> str | None:
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    patterns = [pattern for nugget in case.nuggets for pattern in nugget.patterns]
    for first, fifth in zip(starts, starts[4:], strict=False):
        window = text[first:fifth].rstrip()
        if not any(pattern_matches(pattern, window) for pattern in patterns):
            return window
    return None


def _cut_fact(line: Line, case: Case, sources: Sources) -> Line | None:
    """Leave out of the quotation the words of a vital nugget, marked with […]."""
    vital = next((n for n in case.nuggets if n.vital), None)
    if vital is None or not line["citations"]:
        return None
    for citation in line["citations"]:
        for pattern in vital.patterns:
            pieces = re.split(re.escape(pattern), citation["quote"], flags=re.IGNORECASE)
            if len(pieces) > 1:
                citation["quote"] = " […] ".join(piece for piece in pieces if piece.strip())
                citation.pop("start", None)
                citation.pop("end", None)
    _rewritten(line, case)
    said = line["text"] + " ".join(c["quote"] for c in line["citations"])
    gone = not any(pattern_matches(pattern, said) for pattern in vital.patterns)
    whole = all(c["quote"].strip() for c in line["citations"])
    return line if gone and whole else None


def _status(status: str, *, answerable: bool, keep: bool = False) -> Damage:
    """Answer with ``status`` a case of the other kind, citing the first passage if need be."""

    def damage(line: Line, case: Case, sources: Sources) -> Line | None:
        if case.answerable != answerable:
            return None
        line["status"] = status
        if status == "refused" and not keep:
            line["citations"] = []
        elif not line["citations"]:
            first = sources.paragraphs[line["passages"][0]["key"]]
            line["citations"] = [citation_json(first, sources)]
        return _rewritten(line, case)

    return damage


def _refusal_cites(line: Line, case: Case, sources: Sources) -> Line | None:
    if case.answerable:
        return None
    line["citations"] = [citation_json(sources.paragraphs[line["passages"][0]["key"]], sources)]
    return line


def _no_text(line: Line, case: Case, sources: Sources) -> Line | None:
    line["text"] = ""
    return line


def _empty_answer(line: Line, case: Case, sources: Sources) -> Line | None:
    line |= {"status": "answered", "text": "", "citations": []}
    return line


def _never_given(line: Line, case: Case, sources: Sources) -> Line | None:
    return {}


def _caveat_lost(line: Line, case: Case, sources: Sources) -> Line | None:
    caveat = re.compile(r"(?:pas|sans|point|aucune) (?:\w+ )?(?:été )?(?:négoci|adopt|examin)", re.IGNORECASE)
    if not any(caveat.search(c["chapeau"] or "") for c in line["citations"]):
        return None
    for citation in line["citations"]:
        line["text"] = line["text"].replace(citation["chapeau"] or "\0", "…")
    still = caveat.search(line["text"])
    return None if still else line


def _field(name: str, value: Any, *, when_true: bool = True) -> Damage:
    """State ``value`` for a field of the first citation where the corpus says otherwise."""

    def damage(line: Line, case: Case, sources: Sources) -> Line | None:
        if not line["citations"]:
            return None
        citation = line["citations"][0]
        if citation[name] == value or (when_true and not citation[name]):
            return None
        citation[name] = value
        return line

    return damage


def _text_names_other(line: Line, case: Case, sources: Sources) -> Line | None:
    """Name a neighbour in the text while the citation stays right."""
    if not line["citations"] or not line["citations"][0]["number"]:
        return None
    label = line["citations"][0]["label"]
    changed = re.sub(r"\d+", lambda m: str(int(m.group()) + 1), label, count=1)
    line["text"] = line["text"].replace(label, changed, 1)
    return line


def _text_other_addressee(line: Line, case: Case, sources: Sources) -> Line | None:
    for citation in line["citations"][:1]:
        label = citation["label"]
        for one, other in ((" à l'ONUDC", " aux États"), (" aux États", " à l'ONUDC")):
            if one in label.replace("’", "'"):
                changed = label.replace("’", "'").replace(one, other)
                line["text"] = line["text"].replace(label, changed, 1)
                return line
    return None


def _text_names_false(line: Line, case: Case, sources: Sources) -> Line | None:
    if not line["citations"]:
        return None
    line["text"] += "\n\nVoir aussi le par. 97."
    return line


def _text_standing(sentence: str, *forbidden: Status) -> Damage:
    """Add a sentence that gives the cited paragraphs a standing that none of them has."""

    def damage(line: Line, case: Case, sources: Sources) -> Line | None:
        statuses = {Status(citation["status"]) for citation in line["citations"]}
        if not statuses or statuses & set(forbidden):
            return None
        line["text"] += "\n\n" + sentence
        return line

    return damage


def _text_addressee_lead(line: Line, case: Case, sources: Sources) -> Line | None:
    right = {citation["addressee"] for citation in line["citations"]}
    known = {p.addressee for p in sources.paragraphs.values() if p.addressee}
    false = sorted(known - right)
    if not false or not line["citations"]:
        return None
    line["text"] += f"\n\n(destinataire : {false[0]})"
    return line


def _other_language(line: Line, case: Case, sources: Sources) -> Line | None:
    line["text"] = text_of(line, "en" if case.language != "en" else "fr")
    return line


def _no_passages(line: Line, case: Case, sources: Sources) -> Line | None:
    if not case.answerable:
        return None
    line["passages"] = []
    return line


def _passages_upside_down(line: Line, case: Case, sources: Sources) -> Line | None:
    scores = [passage["score"] for passage in line["passages"]]
    if not case.answerable or len(case.gold) + len(case.acceptable) >= len(scores):
        return None
    for passage, score in zip(line["passages"], reversed(scores), strict=True):
        passage["score"] = score
    line["passages"].reverse()
    return line


def _first_passage_wrong(line: Line, case: Case, sources: Sources) -> Line | None:
    right = case.gold | set(case.acceptable)
    wrong = next((p for p in line["passages"] if p["key"] not in right), None)
    if not case.answerable or wrong is None:
        return None
    line["passages"].remove(wrong)
    wrong["score"] = 1.5
    line["passages"].insert(0, wrong)
    return line


def _gold_not_retrieved(line: Line, case: Case, sources: Sources) -> Line | None:
    if not line["citations"]:
        return None
    key = line["citations"][0]["key"]
    line["passages"] = [passage for passage in line["passages"] if passage["key"] != key]
    return line


def _passages_repeated(line: Line, case: Case, sources: Sources) -> Line | None:
    if len(line["citations"]) < 2:
        return None
    first = line["passages"][0]
    line["passages"] = [dict(first) for _ in range(10)] + line["passages"][1:]
    for rank, passage in enumerate(line["passages"]):
        passage["score"] = 1 - rank / 100
    return line


def _filter_ignored(line: Line, case: Case, sources: Sources) -> Line | None:
    if not case.documents:
        return None
    outside = (p for p in sources.paragraphs.values() if p.document_id not in case.documents)
    found = next(outside, None)
    if found is None:
        return None
    line["passages"].append({"key": found.key, "score": 0.0})
    return line


def _half_support(line: Line, case: Case, sources: Sources) -> Line | None:
    """Cite only one paragraph of a support set that needs several."""
    group = next((g for claim in case.claims for g in claim.support if len(g) > 1), None)
    if group is None:
        return None
    kept = [c for c in line["citations"] if c["key"] not in group[1:]]
    if len(kept) == len(line["citations"]) or not kept:
        return None
    line["citations"] = kept
    return _rewritten(line, case)


def _quotes(name: str, change: Callable[[str], str | None]) -> Iterator[Mutation]:
    """Yield a change of the quotation in both places, and in the text alone."""
    yield Mutation(f"quote_{name}", _in_quote(change, in_text=True, in_json=True))
    yield Mutation(f"text_{name}", _in_quote(change, in_text=True, in_json=False))


_CHANGES: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("letter", _letter),
    ("accent", _replaced("[éèê]", "e")),
    ("capital", _capital),
    ("word_dropped", _replaced(r" [a-zé]{3,} ", " ")),
    ("word_added", _replaced(r" ", " toujours ")),
    ("words_swapped", _swapped_words),
    ("halves_swapped", _swapped_halves),
    ("singular", _replaced(r"(?<=[a-z]{3})s\b", "")),
    ("negated", _replaced(r" (?:de|la|le|les|des) ", " non pas ")),
    ("dash", _replaced(r"(?<=\w)-(?=\w)", "–")),
    ("stop", _replaced(r"[;,]", ".")),
    ("digit", _replaced(r"\d", "§")),
)

MUTATIONS: tuple[Mutation, ...] = (
    Mutation("next_paragraph", _neighbour(1)),
    Mutation("previous_paragraph", _neighbour(-1)),
    Mutation("wrong_list", _elsewhere(_wrong_list)),
    Mutation("wrong_document", _elsewhere(_wrong_document)),
    Mutation("parent_for_item", _elsewhere(_parent)),
    Mutation("sibling_item", _elsewhere(_sibling)),
    Mutation("first_citation_dropped", _drop(0)),
    Mutation("last_citation_dropped", _drop(-1)),
    Mutation("every_citation_dropped", _drop_all),
    Mutation("half_of_a_support_set", _half_support),
    Mutation("citation_added", _add),
    Mutation("forbidden_added", _add_forbidden),
    Mutation("everything_cited", _cite_everything),
    Mutation("fabricated_number", _fabricate(lambda key: key.partition("#")[0] + "#97")),
    Mutation("fabricated_document", _fabricate(lambda key: "rapport-imaginaire#1")),
    Mutation("fabricated_in_place", _rekey),
    *(mutation for name, change in _CHANGES for mutation in _quotes(name, change)),
    Mutation("quotation_of_another", _foreign_quote),
    Mutation("quotations_exchanged", _exchanged_quotes),
    Mutation("text_quotations_exchanged", _exchanged_in_text),
    Mutation("offsets_shifted", _shifted),
    Mutation("paragraph_altered", _altered_paragraph),
    Mutation("quotation_beside_the_point", _beside_the_point),
    Mutation("vital_fact_cut", _cut_fact),
    Mutation("refused_though_answerable", _status("refused", answerable=True)),
    Mutation("answered_though_unanswerable", _status("answered", answerable=False)),
    Mutation("partial_though_unanswerable", _status("partial", answerable=False)),
    Mutation("clarify_though_unanswerable", _status("clarify", answerable=False)),
    Mutation("refusal_of_cited", _status("refused", answerable=True, keep=True)),
    Mutation("refusal_that_cites", _refusal_cites),
    Mutation("no_text", _no_text),
    Mutation("empty_answer", _empty_answer),
    Mutation("never_given", _never_given),
    Mutation("caveat_lost", _caveat_lost),
    Mutation("chapeau_wrong", _field("chapeau", "Les participants ont adopté :", when_true=False)),
    Mutation("chapeau_dropped", _field("chapeau", "")),
    Mutation("status_wrong", _field("status", "procedure")),
    Mutation("addressee_wrong", _field("addressee", "Secrétaire général", when_true=False)),
    Mutation("addressee_dropped", _field("addressee", None)),
    Mutation("label_wrong", _field("label", "par. 98")),
    Mutation("number_wrong", _field("number", ["98"])),
    Mutation("list_wrong", _field("scope", "annexe IX", when_true=False)),
    Mutation("source_wrong", _field("source", "autre.txt")),
    Mutation("document_wrong", _field("document", "autre")),
    Mutation("section_wrong", _field("section", ["Autre titre"], when_true=False)),
    Mutation("page_wrong", _field("page", 999, when_true=False)),
    Mutation("fiction_hidden", _field("fictional", False)),
    Mutation("text_names_neighbour", _text_names_other),
    Mutation("text_other_addressee", _text_other_addressee),
    Mutation("text_names_nothing_real", _text_names_false),
    Mutation(
        "debate_called_recommendation",
        _text_standing("Le rapport le recommande.", Status.RECOMMENDATION, Status.OPERATIVE),
    ),
    Mutation(
        "recommendation_called_debate",
        _text_standing("C'est un résumé des débats.", Status.DEBATE, Status.PROCEDURE),
    ),
    Mutation("text_addressee_stated", _text_addressee_lead),
    Mutation("other_language", _other_language),
    Mutation("no_passages", _no_passages),
    Mutation("passages_upside_down", _passages_upside_down),
    Mutation("first_passage_wrong", _first_passage_wrong),
    Mutation("gold_not_retrieved", _gold_not_retrieved),
    Mutation("passages_repeated", _passages_repeated),
    Mutation("filter_ignored", _filter_ignored),
)
