"""French words as the lexical index sees them, and the index itself (BM25, by bm25s).

Comes in: text. Goes out: stems (lower case, no accents, no elisions, no words without content), and
BM25 scores of paragraphs for them. Both sides of a search go through the same function, so that
« LES ENFANTS », « l'enfant » and « enfants » meet.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from store.atomic import write_text

TOKENISER = "fr-snowball-1"
READ = 2048
K1, B = 1.2, 0.6
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu|presqu|aujourd)['’](?=\w)")
SYMBOL = re.compile(r"\b[a-z]{1,6}(?:/[a-z0-9.()-]+)+\b|\b\d+/\d+\b")
WORD = re.compile(r"[^\W_]+")
STOPWORDS = frozenset(
    """a ai aie ainsi alors apres as au aucun aucune aupres auquel aussi autre autres aux avec avait avaient avant
    avoir c ca car ce ceci cela celle celles celui ces cet cette ceux chaque ci comme comment d dans de deja
    depuis des desormais desquels desquelles dit dite donc dont du duquel elle elles en encore enfin ensuite
    entre es est et etaient etait etant ete etes etre eu eux fait faire faut fois font furent ici il ils j je
    jusque l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me meme memes
    mes mon moi n ne ni nos notre nous on ont or ou par parce pas pendant peu peut peuvent plus plutot pour
    pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera seront ses si sien soi
    soient soit son sont sous sur t ta tandis te tel telle telles tels tes toi ton tous tout toute toutefois
    toutes tres tu un une va vers voici voila vos votre vous vu y etc chez ai-je est-ce""".split()
)


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents or ligatures; its length may change."""
    plain = unicodedata.normalize("NFKD", text).lower().replace("œ", "oe").replace("æ", "ae")
    return unicodedata.normalize("NFKD", plain).translate(_combining())


@cache
def _combining() -> dict[int, None]:
    """Return the characters that combine with the one before them, to be left out."""
    return {code: None for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))}


def words(text: str) -> list[str]:
    """Return the folded words of ``text``, elisions cut off, UN symbols kept whole."""
    folded = ELISION.sub("", fold(text))
    symbols = SYMBOL.findall(folded)
    return symbols + WORD.findall(SYMBOL.sub(" ", folded))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the French stem of a folded word."""
    return str(_stemmer().stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of the words of ``text`` that carry content, in order."""
    return [stem(word) for word in content_words(text)]


@lru_cache(maxsize=READ)
def content_words(text: str) -> tuple[str, ...]:
    """Return the folded words of ``text`` that carry content, in order; those of the last texts read are
    kept, for a paragraph is read once for its vector and once for its terms.
    """
    return tuple(word for word in words(text) if word not in STOPWORDS)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lexical index of a corpus: BM25 over paragraphs, and in how many each stem stands."""

    index: bm25s.BM25
    frequency: dict[str, int]
    size: int

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of each paragraph (shape ``(size,)``) for the terms ``query``."""
        known = [term for term in query if term in self.frequency]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self.index.get_scores(known), dtype=np.float32)

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a stem, 0 (everywhere) upwards."""
        frequency = self.frequency.get(term, 0)
        return float(np.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5)))


@dataclass(frozen=True, slots=True)
class Counts:
    """The terms of some paragraphs, counted: paragraph ``n`` has the terms ``terms[starts[n]:starts[n+1]]``,
    positions in ``vocabulary``, each as often as ``counts`` says at the same place.
    """

    vocabulary: tuple[str, ...]
    starts: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[np.int32]

    @property
    def size(self) -> int:
        """The number of paragraphs."""
        return len(self.starts) - 1


def count_terms(paragraphs: Sequence[Sequence[str]]) -> Counts:
    """Count the terms of each paragraph; one without a term has the empty one."""
    positions: dict[str, int] = {}
    starts, terms, numbers = [0], [], []
    for paragraph in paragraphs:
        for term, number in Counter(paragraph or [""]).items():
            terms.append(positions.setdefault(term, len(positions)))
            numbers.append(number)
        starts.append(len(terms))
    return Counts(
        tuple(positions),
        np.array(starts, dtype=np.int64),
        np.array(terms, dtype=np.int32),
        np.array(numbers, dtype=np.int32),
    )


def join_counts(parts: Sequence[Counts]) -> Counts:
    """Return the counts of the paragraphs of all ``parts``, in order."""
    positions: dict[str, int] = {}
    starts, terms, end = [np.zeros(1, dtype=np.int64)], [], 0
    for part in parts:
        known = [positions.setdefault(term, len(positions)) for term in part.vocabulary]
        terms.append(np.array(known, dtype=np.int32)[part.terms])
        starts.append(part.starts[1:] + end)
        end += len(part.terms)
    return Counts(
        tuple(positions),
        np.concatenate(starts),
        np.concatenate(terms) if terms else np.zeros(0, dtype=np.int32),
        np.concatenate([part.counts for part in parts]) if parts else np.zeros(0, dtype=np.int32),
    )


def build_lexicon(paragraphs: Sequence[Sequence[str]]) -> Lexicon:
    """Index paragraphs given as their terms, in order."""
    return index_counts(count_terms(paragraphs))


def index_counts(counted: Counts) -> Lexicon:
    """Index paragraphs given as their counts: the arrays that ``bm25s`` makes of the terms
    themselves, many times faster. BM25 as in Lucene: Kamphuis et al., 2020.
    """
    index = bm25s.BM25(method="lucene", k1=K1, b=B)
    size, width = counted.size, len(counted.vocabulary)
    rows = np.repeat(np.arange(size, dtype=np.int32), np.diff(counted.starts))
    lengths = np.bincount(rows, weights=counted.counts, minlength=size)
    frequency = np.bincount(counted.terms, minlength=width)
    rarity = np.log(1 + (size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    saturation = K1 * (1 - B + B * lengths / (lengths.mean() if size else 1.0))
    scores = rarity[counted.terms] * (counted.counts / (counted.counts + saturation[rows]))
    order = np.argsort(counted.terms, kind="stable")
    index.scores = {
        "data": scores[order].astype(np.float32),
        "indices": rows[order],
        "indptr": np.concatenate([[0], np.cumsum(frequency)]).astype(np.int32),
        "num_docs": size,
    }
    index.vocab_dict = {term: position for position, term in enumerate(counted.vocabulary)}
    index.unique_token_ids_set = set(range(width))
    index.nonoccurrence_array = None
    return Lexicon(index, dict(zip(counted.vocabulary, frequency.tolist(), strict=True)), size)


def save_lexicon(lexicon: Lexicon, folder: Path) -> None:
    """Write the index into ``folder``."""
    lexicon.index.save(str(folder), show_progress=False)
    state = {"frequency": lexicon.frequency, "size": lexicon.size}
    write_text(folder / "terms.json", json.dumps(state, ensure_ascii=False))


def load_lexicon(folder: Path) -> Lexicon:
    """Read what ``save_lexicon`` wrote; raises ``OSError`` or ``ValueError`` when it is damaged."""
    state = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
    index = bm25s.BM25.load(str(folder), load_corpus=False)
    return Lexicon(index, state["frequency"], state["size"])
