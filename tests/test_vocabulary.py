"""Words and pairs of words, counted: what mending rests on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ingest.__main__ import main
from store.vocabulary import count, count_pairs, table, vocabulary


def test_words_and_pairs_are_counted_in_small_letters() -> None:
    texts = ["Le Phare, le phare du port", "la non-vue"]
    assert count(texts) == {"le": 2, "phare": 2, "du": 1, "port": 1, "la": 1, "non": 1, "vue": 1}
    assert count_pairs(texts) == {"le phare": 2, "phare du": 1, "du port": 1, "la non": 1, "non-vue": 1}


def test_a_table_keeps_what_is_seen_often_enough() -> None:
    assert table({"b": 3, "a": 2, "c": 1}, 2) == "a\t2\nb\t3\n"


@pytest.mark.parametrize(
    ("language", "word", "pair"), [("fr", "assemblée", "non-discrimination"), ("en", "assembly", "general assembly")]
)
def test_each_language_has_its_own_evidence(language: str, word: str, pair: str) -> None:
    known = vocabulary(language)
    assert known.words[word] > 100
    assert known.pairs[pair] >= 40


def test_a_language_without_tables_has_no_evidence() -> None:
    assert not vocabulary("es").words
    assert not vocabulary("es").pairs


def test_blocks_of_translations_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with gzip.open(tmp_path / "blocs.jsonl.gz", "wt", encoding="utf-8") as file:
        for _ in range(3):
            file.write(json.dumps(["phare", "le phare", "the lighthouse"]) + "\n")
    arguments = ["vocabulary", str(tmp_path / "blocs.jsonl.gz"), "--minimum", "3"]
    assert main(arguments) == 0
    assert capsys.readouterr().out == "lighthouse\t3\nthe\t3\n"
    assert main([*arguments, "--pairs"]) == 0
    assert capsys.readouterr().out == "the lighthouse\t3\n"
