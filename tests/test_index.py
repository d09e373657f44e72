"""An index: built beside, verified, opened only when it is whole and made by this program."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from store.build import build
from store.chunking import chunk
from store.embedding import HashedEmbedder
from store.errors import StoreError
from store.index import Index, fingerprint, is_whole, nearest, open_index
from store.settings import Settings
from store.shelf import Shelf
from tests.factories import LAMPS, NIGHT, TOOLS, document, paragraph

KEYS = {"phares#1": LAMPS, "phares#2": NIGHT, "phares#3": TOOLS}
DOCUMENT = document(*(paragraph(text, key=key) for key, text in KEYS.items()))


def silent(stage: str, done: int, total: int) -> None:
    return None


def settings_for(folder: Path) -> Settings:
    return Settings(store=str(folder), _env_file=None)  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one document, to be copied by the tests that damage it."""
    folder = tmp_path_factory.mktemp("index") / "store"
    shelf = Shelf(folder)
    shelf.create()
    records = [shelf.write_document(DOCUMENT, "origin")]
    manifest = build(shelf, records, HashedEmbedder(), settings_for(folder), silent)
    assert shelf.current() is None, "building lets nothing answer yet"
    shelf.switch(manifest.generation)
    return folder


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "store"))


def opened(folder: Path) -> Index:
    return open_index(Shelf(folder), HashedEmbedder(), settings_for(folder))


def test_an_opened_index_holds_every_paragraph_and_every_chunk(built: Path) -> None:
    index = opened(built)
    assert {p.key: p.text for p in index.corpus.paragraphs} == KEYS
    assert index.collection.count() == sum(len(chunk(p)) for p in index.corpus.paragraphs)
    assert index.fingerprint == fingerprint(HashedEmbedder())
    assert index.lexicon.size == 3


def test_chunks_carry_what_is_filtered_by(built: Path) -> None:
    held = opened(built).collection.get(ids=["phares#1"], include=["metadatas"])
    assert held["metadatas"] == [
        {
            "key": "phares#1",
            "document": "phares",
            "label": "par. 1",
            "status": "recommandation",
            "start": 0,
            "end": len(LAMPS),
        }
    ]


def test_texts_are_not_kept_twice(built: Path) -> None:
    assert opened(built).collection.get(ids=["phares#1"], include=["documents"])["documents"] == [None]


def test_the_nearest_paragraph_to_its_own_vector_is_itself(built: Path) -> None:
    index = opened(built)
    for key, text in KEYS.items():
        (vector,) = HashedEmbedder().embed([text])
        found = nearest(index, vector, 3, None)
        assert found[0][0] == key and found[0][1] == pytest.approx(1, abs=1e-3)


def test_chroma_finds_what_an_exact_search_finds(demo_index: Index) -> None:
    embedder = HashedEmbedder()
    pieces = [piece for p in demo_index.corpus.paragraphs for piece in chunk(p)]
    vectors = embedder.embed([piece.text for piece in pieces])
    for text in (LAMPS, NIGHT, TOOLS):
        (vector,) = embedder.embed([text])
        similarities = vectors @ vector
        best: dict[str, float] = {}
        for piece, similarity in zip(pieces, similarities, strict=True):
            best[piece.paragraph.key] = max(best.get(piece.paragraph.key, -1.0), float(similarity))
        exact = sorted(best.values(), reverse=True)[:5]
        found = [similarity for _, similarity in nearest(demo_index, vector, 20, None)[:5]]
        assert found == pytest.approx(exact, abs=1e-3)


def test_a_zero_vector_is_near_to_nothing(built: Path) -> None:
    assert nearest(opened(built), np.zeros(1024, dtype=np.float32), 3, None) == []


def test_where_restricts_what_is_near(built: Path) -> None:
    index = opened(built)
    (vector,) = HashedEmbedder().embed([LAMPS])
    assert nearest(index, vector, 3, {"status": "deliberations"}) == []


def test_a_store_where_nothing_was_ingested_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Rien n’a encore été ingéré"):
        opened(tmp_path / "none")
    assert not (tmp_path / "none").exists()


class Other(HashedEmbedder):
    """Another embedder: the same vectors under another name."""

    name = "other-2"


def test_an_index_made_by_another_embedder_is_refused_by_name(built: Path) -> None:
    with pytest.raises(StoreError, match=r"embedder.*hashed-ngrams.*other-2") as caught:
        open_index(Shelf(built), Other(), settings_for(built))
    assert "python -m ingest run" in str(caught.value)


@pytest.mark.parametrize("part", ["format", "embedder", "tokeniser", "chunker"])
def test_each_part_of_the_fingerprint_is_checked(part: str, copy: Path) -> None:
    generation = Shelf(copy).current()
    manifest = Shelf(copy).generation_folder(str(generation)) / "manifest.json"
    expected = fingerprint(HashedEmbedder())[part]
    manifest.write_text(manifest.read_text().replace(f'"{part}": "{expected}"', f'"{part}": "ancien"'))
    with pytest.raises(StoreError, match=rf"{part}.*: ancien"):
        opened(copy)


def damage(folder: Path, how: str) -> None:
    generation = Shelf(folder).generation_folder(str(Shelf(folder).current()))
    database = generation / "chroma" / "chroma.sqlite3"
    lexicon = generation / "lexicon"
    if how == "database cut short":
        database.write_bytes(database.read_bytes()[:5000])
    elif how == "database overwritten":
        database.write_bytes(b"garbage" * 1000)
    elif how == "database gone":
        shutil.rmtree(generation / "chroma")
    elif how == "lexicon gone":
        shutil.rmtree(lexicon)
    elif how == "manifest gone":
        (generation / "manifest.json").unlink()
    elif how == "document gone":
        next((folder / "documents").iterdir()).unlink()
    elif how == "generation gone":
        shutil.rmtree(generation)
    else:
        for path in lexicon.iterdir():
            path.write_bytes(b"" if how == "lexicon emptied" else path.read_bytes()[: path.stat().st_size // 2])


DAMAGES = [
    pytest.param(how, id=how)
    for how in (
        "database cut short",
        "database overwritten",
        "database gone",
        "lexicon gone",
        "lexicon emptied",
        "lexicon cut short",
        "manifest gone",
        "document gone",
        "generation gone",
    )
]


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_index_is_refused_in_one_sentence(how: str, copy: Path) -> None:
    damage(copy, how)
    with pytest.raises(StoreError, match=r"endommagé|illisible") as caught:
        opened(copy)
    assert "python -m ingest run" in str(caught.value)


@pytest.mark.parametrize(
    "how", [p for p in DAMAGES if "document" not in p.id and "man" not in p.id and "gen" not in p.id]
)
def test_a_damaged_index_is_known_not_to_be_whole(how: str, built: Path, copy: Path) -> None:
    manifest = Shelf(built).latest_manifest()
    assert manifest is not None
    assert is_whole(Shelf(built), manifest, HashedEmbedder(), settings_for(built))
    damage(copy, how)
    assert not is_whole(Shelf(copy), manifest, HashedEmbedder(), settings_for(copy))


def test_a_server_that_does_not_answer_is_named(built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(built, tmp_path / "data")
    settings = Settings(store="http://127.0.0.1:9", _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(StoreError, match=r"http://127\.0\.0\.1:9 ne répond pas"):
        open_index(Shelf(settings.folder), HashedEmbedder(), settings)


def test_a_paragraph_without_a_word_is_indexed_like_any_other(tmp_path: Path) -> None:
    shelf, settings = Shelf(tmp_path / "store"), settings_for(tmp_path / "store")
    shelf.create()
    silent_one = document(paragraph("…", key="phares#1"), paragraph(LAMPS, key="phares#2"))
    records = [shelf.write_document(silent_one, "origin")]
    shelf.switch(build(shelf, records, HashedEmbedder(), settings, silent).generation)
    assert len(opened(tmp_path / "store").corpus) == 2
