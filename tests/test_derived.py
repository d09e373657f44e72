"""What is kept of a document for the index: the same when read back, and made again when it is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from store.derived import Cache, derive
from store.embedding import HashedEmbedder
from tests.factories import LAMPS, NIGHT, document, paragraph

DOCUMENT = document(paragraph(LAMPS, key="phares#1"), paragraph(NIGHT * 20, key="phares#2"))


class Other(HashedEmbedder):
    """Another embedder: the same vectors under another name."""

    name = "other-2"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    cache = Cache(tmp_path / "derived", HashedEmbedder())
    cache.save("phares.0123.json", derive(DOCUMENT, HashedEmbedder()))
    return cache


def test_what_was_derived_is_read_back_as_it_was(cache: Cache) -> None:
    derived = derive(DOCUMENT, HashedEmbedder())
    pieces, counts = cache.pieces("phares.0123.json"), cache.counts("phares.0123.json")
    assert pieces is not None and counts is not None
    assert (pieces.ids, pieces.metadatas) == (derived.pieces.ids, derived.pieces.metadatas)
    assert np.array_equal(pieces.vectors, derived.pieces.vectors)
    assert counts.vocabulary == derived.counts.vocabulary and counts.size == 2
    assert np.array_equal(counts.terms, derived.counts.terms)


@pytest.mark.parametrize("kind", ["pieces", "counts"])
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: b"", id="emptied"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut short"),
        pytest.param(lambda data: data[:-1] + bytes([data[-1] ^ 1]), id="one bit turned"),
    ],
)
def test_a_damaged_file_is_as_good_as_none(kind: str, spoil, cache: Cache) -> None:
    path = cache.path("phares.0123.json", kind)
    path.write_bytes(spoil(path.read_bytes()))
    assert getattr(cache, kind)("phares.0123.json") is None


def test_what_another_embedder_left_is_not_read_and_is_swept(cache: Cache) -> None:
    other = Cache(cache.folder, Other())
    assert not other.holds("phares.0123.json")
    other.sweep()
    assert list(cache.folder.iterdir()) == []
