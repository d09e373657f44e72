"""Vectors for texts. The seam is ``Embedder``; the built-in one needs no download and no network.

``HashedEmbedder`` adds up the hashed features of a text: the stem and the character 3- to 5-grams of
each word, weighted by how rare the word is in UN documents (``store/frequencies.tsv``),
and the concepts that it names. It is deterministic on every machine. Feature hashing: Weinberger et al., 2009
(arXiv:0902.2206); sub-word n-grams: Bojanowski et al., 2017 (arXiv:1607.04606).
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from store.concepts import VOCABULARY, read_terms
from store.errors import SettingsError
from store.lexicon import content_words, fold, stem
from store.vocabulary import frequencies

Vectors = NDArray[np.float32]
DIMENSION = 1024
CONCEPT_WEIGHT = 1.5
LONGEST_TEXT = 20_000


class Embedder(Protocol):
    """Turns texts into unit vectors; ``name`` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """A name that enters the index fingerprint."""

    @property
    def dimension(self) -> int:
        """The length of each vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape ``(len(texts), dimension)``, each row of length 1 (or 0)."""


class HashedEmbedder:
    """The built-in embedder: signed feature hashing of stems, character n-grams and concepts."""

    name = f"hashed-ngrams-1:{VOCABULARY}:{DIMENSION}"
    dimension = DIMENSION

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; a text without content words is the zero vector."""
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = _text_vector(text[:LONGEST_TEXT])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return unit


def _text_vector(text: str) -> Vectors:
    vector = np.zeros(DIMENSION, dtype=np.float32)
    for word, number in Counter(content_words(text)).items():
        vector += _word_vector(word) * math.sqrt(number)
    # In order: which sum of floats comes first shows in its last bit.
    for concept in sorted({found.concept for found in read_terms(text)[1]}):
        _add(vector, f"§{concept}", CONCEPT_WEIGHT)
    return vector


def _add(vector: Vectors, feature: str, weight: float) -> None:
    code = zlib.crc32(feature.encode())
    vector[(code >> 1) % DIMENSION] += weight if code & 1 else -weight


@lru_cache(maxsize=50_000)
def _word_vector(word: str) -> Vectors:
    vector = np.zeros(DIMENSION, dtype=np.float32)
    features = [f"={stem(word)}", *_ngrams(f"<{word}>")]
    share = 1 / math.sqrt(len(features) - 1) if len(features) > 1 else 0.0
    for position, feature in enumerate(features):
        _add(vector, feature, 1.0 if position == 0 else share)
    return vector * _weight(word)


def _ngrams(marked: str) -> list[str]:
    return [marked[i : i + n] for n in (3, 4, 5) for i in range(len(marked) - n + 1)]


def _weight(word: str) -> float:
    total, known = _totals()
    return math.log(1 + total / (known.get(word, 0) + 50)) / 10


@cache
def _totals() -> tuple[int, dict[str, int]]:
    folded: dict[str, int] = {}
    for word, number in frequencies().items():
        folded[fold(word)] = folded.get(fold(word), 0) + number
    return sum(folded.values()), folded


def open_embedder(name: str) -> Embedder:
    """Return the embedder that the setting ``ALINEA_EMBEDDING`` names.

    Raises ``SettingsError`` when there is none of that name.
    """
    if name == "builtin":
        return HashedEmbedder()
    raise SettingsError("embedding", name=name)
