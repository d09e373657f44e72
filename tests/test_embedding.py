"""The built-in embedder: the same vectors on every machine, of length one, near for near texts."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.embedding import DIMENSION, HashedEmbedder, open_embedder
from store.errors import SettingsError
from tests.factories import LAMPS, NIGHT, TOOLS

ROOT = Path(__file__).parent.parent
PROGRAM = """
import hashlib, sys
from store.embedding import HashedEmbedder
print(hashlib.sha256(HashedEmbedder().embed(sys.argv[1:]).tobytes()).hexdigest())
"""


def embedded(*texts: str) -> np.ndarray:
    return HashedEmbedder().embed(texts)


@given(st.text(max_size=120))
def test_a_vector_has_length_one_or_is_zero(text: str) -> None:
    (vector,) = embedded(text)
    assert vector.shape == (DIMENSION,) and vector.dtype == np.float32
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5) or not vector.any()


@pytest.mark.parametrize("text", [pytest.param("", id="nothing"), pytest.param("… de la", id="no content word")])
def test_a_text_without_content_is_the_zero_vector(text: str) -> None:
    assert not embedded(text).any()


def test_no_text_gives_no_row() -> None:
    assert embedded().shape == (0, DIMENSION)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_a_text_s_vector_does_not_depend_on_its_company(texts: list[str]) -> None:
    together = embedded(*texts)
    assert all(np.array_equal(together[n], embedded(text)[0]) for n, text in enumerate(texts))


def test_vectors_are_the_same_in_every_process() -> None:
    texts = [LAMPS, NIGHT, TOOLS]
    expected = hashlib.sha256(embedded(*texts).tobytes()).hexdigest()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PROGRAM, *texts]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == expected


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        pytest.param("former les gardiens de phare", 0, id="the words of the text"),
        pytest.param("navigation nocturne sans balises", 1, id="other forms of its words"),
        pytest.param("outil de veil pour les ports", 2, id="a misspelt word"),
    ],
)
def test_a_question_lies_nearest_to_the_text_that_answers_it(question: str, nearest: int) -> None:
    similarities = embedded(LAMPS, NIGHT, TOOLS) @ embedded(question)[0]
    assert int(similarities.argmax()) == nearest


def test_the_name_says_what_the_vectors_depend_on() -> None:
    assert str(DIMENSION) in HashedEmbedder().name


def test_the_built_in_embedder_is_opened_by_its_setting() -> None:
    assert open_embedder("builtin").dimension == DIMENSION


def test_an_embedder_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SettingsError, match="ALINEA_EMBEDDING vaut «\xa0oracle\xa0»"):
        open_embedder("oracle")
