"""Words, and pairs of words, and how often UN documents use them: the evidence for mending.

``frequencies.tsv`` and ``pairs.fr.tsv`` are computed by ``python -m ingest vocabulary FOLDER`` from a
folder of French documents (ours comes from 2,573 UN resolutions and reports), ``frequencies.en.tsv``
and ``pairs.en.tsv`` from a ``.jsonl.gz`` of English translations (``--minimum 8``, 40 for pairs). They hold
words alone, no text. A pair is two words with
the space or the hyphen that stands between them. Of Spanish there is no table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

WORD = re.compile(r"[^\W\d_]+")
PAIR = re.compile(r"([^\W\d_]+)([ -])(?=([^\W\d_]+))")
MINIMUM = 6
MINIMUM_PAIR = 100
TABLES = {"fr": ("frequencies.tsv", "pairs.fr.tsv"), "en": ("frequencies.en.tsv", "pairs.en.tsv")}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often words, and pairs of them (« droits humains », « non-discrimination »), are used."""

    words: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[str, int] = field(default_factory=dict)


@cache
def frequencies() -> Mapping[str, int]:
    """Return the shipped French table: lower-case word → number of occurrences."""
    return _read("frequencies.tsv")


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the shipped evidence for ``language``; an empty one where there is none."""
    if language not in TABLES:
        return Vocabulary()
    words, pairs = TABLES[language]
    return Vocabulary(frequencies() if language == "fr" else _read(words), _read(pairs))


def _read(name: str) -> Mapping[str, int]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return {w: int(n) for w, _, n in (line.partition("\t") for line in text.splitlines())}


def count(texts: Iterable[str]) -> Counter[str]:
    """Count the lower-case words of ``texts``."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(WORD.findall(text.lower()))
    return counted


def count_pairs(texts: Iterable[str]) -> Counter[str]:
    """Count the lower-case pairs of words that a space or a hyphen joins."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(map("".join, PAIR.findall(text.lower())))
    return counted


def table(counted: Mapping[str, int], minimum: int = MINIMUM) -> str:
    """Return the file's text: what was seen at least ``minimum`` times, in alphabetical order."""
    kept = sorted((word, n) for word, n in counted.items() if n >= minimum)
    return "".join(f"{word}\t{n}\n" for word, n in kept)
