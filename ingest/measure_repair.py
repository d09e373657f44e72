"""How often repair is right: damage clean sentences in known ways, mend them, compare.

Comes in: a folder of French text documents. Goes out: for each kind of damage, how many of the
damaged sentences were mended back to what they were, and how many became something else. One
document in eight, told by the hash of its name, is held back; the vocabulary is counted from the
others alone. A sentence is taken as clean when each of its words is in that vocabulary.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.mapped import MappedText
from ingest.repair import repair
from store.vocabulary import MINIMUM, MINIMUM_PAIR, WORD, Vocabulary, count, count_pairs

HELD_BACK = 8
SENTENCE = re.compile(r"[A-ZÉÈÀ][^.;:\n|<>#]{60,240}[.;]")
DAMAGED = re.compile(r"  | [.,]|- | -|›|\u00ad|['’] | ['’]|\d ?\d* ,")
INNER = re.compile(r"[^\W\d_]{4,}")
BETWEEN = re.compile(r"(?<=[^\W\d_]{2}) (?=[^\W\d_]{2})")


@dataclass(frozen=True, slots=True)
class Measured:
    """Of ``damaged`` sentences, ``mended`` are as they were and ``wrong`` became something else."""

    damage: str
    damaged: int
    mended: int
    wrong: int

    @property
    def recall(self) -> float:
        """The share of the damage that was mended."""
        return self.mended / self.damaged if self.damaged else 0.0

    @property
    def precision(self) -> float:
        """The share of the mends that were right (1 where nothing was mended)."""
        changed = self.mended + self.wrong
        return self.mended / changed if changed else 1.0


def measure(folder: Path, sentences: int = 2000) -> list[Measured]:
    """Return what was measured for each kind of damage, and for none, on held-back documents."""
    held: list[str] = []
    used: list[str] = []
    for file in sorted(folder.glob("*.md")):
        (held if is_held_back(file.name) else used).append(file.read_text(encoding="utf-8"))
    evidence = Vocabulary(_kept(count(used), MINIMUM), _kept(count_pairs(used), MINIMUM_PAIR))
    clean = clean_sentences(held, evidence, sentences)
    return [_measured(name, damage, clean, evidence) for name, damage in DAMAGES.items()]


def is_held_back(name: str) -> bool:
    """Whether a document is kept out of the vocabulary, so that repair can be measured on it."""
    return hashlib.sha256(name.encode()).digest()[0] % HELD_BACK == 0


def clean_sentences(texts: Sequence[str], evidence: Vocabulary, number: int) -> list[str]:
    """Return up to ``number`` sentences of known words, drawn at random, always the same."""
    found = sorted({sentence for text in texts for sentence in _sentences(text, evidence)})
    random.Random(0).shuffle(found)  # noqa: S311 (a draw that anyone can repeat)
    return found[:number]


def _sentences(text: str, evidence: Vocabulary) -> Iterator[str]:
    for match in SENTENCE.finditer(text):
        sentence = match[0]
        if not DAMAGED.search(sentence) and all(word in evidence.words for word in WORD.findall(sentence.lower())):
            yield sentence


def _kept(counted: dict[str, int], minimum: int) -> dict[str, int]:
    return {word: n for word, n in counted.items() if n >= minimum}


def _measured(name: str, damage: Damage, clean: Sequence[str], evidence: Vocabulary) -> Measured:
    draw = random.Random(name)  # noqa: S311
    damaged = mended = wrong = 0
    for sentence in clean:
        broken = damage(sentence, draw)
        if broken is None:
            continue
        result = repair(MappedText.whole(broken), "fr", evidence).text
        damaged += 1
        mended += result == sentence
        wrong += result not in (sentence, broken)
    return Measured(name, damaged, mended, wrong)


Damage = Callable[[str, random.Random], str | None]


def _divide(separator: str) -> Damage:
    """A damage that puts ``separator`` inside a word."""

    def damage(sentence: str, draw: random.Random) -> str | None:
        words = list(INNER.finditer(sentence))
        if not words:
            return None
        word = draw.choice(words)
        cut = draw.randrange(word.start() + 1, word.end())
        return sentence[:cut] + separator + sentence[cut:]

    return damage


def _glue(sentence: str, draw: random.Random) -> str | None:
    spaces = [match.start() for match in BETWEEN.finditer(sentence)]
    if not spaces:
        return None
    cut = draw.choice(spaces)
    return sentence[:cut] + sentence[cut + 1 :]


def _double(sentence: str, draw: random.Random) -> str | None:
    spaces = [n for n, character in enumerate(sentence) if character == " "]
    cut = draw.choice(spaces)
    return sentence[:cut] + "  " + sentence[cut + 1 :]


def _before_comma(sentence: str, draw: random.Random) -> str | None:
    commas = [match.start() for match in re.finditer(r"(?<=[a-zé]),(?= )", sentence)]
    if not commas:
        return None
    cut = draw.choice(commas)
    return f"{sentence[:cut]} {sentence[cut:]}"


def _after_elision(sentence: str, draw: random.Random) -> str | None:
    places = [match.end() for match in re.finditer(r"\b[dlnsDLN]['’](?=\w)", sentence)]
    if not places:
        return None
    cut = draw.choice(places) - draw.randrange(2)
    return f"{sentence[:cut]} {sentence[cut:]}"


def _untouched(sentence: str, draw: random.Random) -> str | None:
    return sentence


DAMAGES: dict[str, Damage] = {
    "none": _untouched,
    "split": _divide(" "),
    "hyphen": _divide("- "),
    "old_hyphen": _divide("› "),
    "soft_hyphen": _divide("\u00ad"),
    "soft_hyphen_space": _divide("\u00ad "),
    "glued": _glue,
    "doubled": _double,
    "comma": _before_comma,
    "elision": _after_elision,
}
