"""Kill an ingestion at random moments, and see each time that the previous or the new index answers, whole.

    python -m tests.killing --times 50 --seed 1

Everything is imported once; each ingestion and each look at the store is a fork of that. Every round changes
one document, adds one and takes one away, so that an index that answers is one of exactly two.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx  # noqa: F401

from ingest.pipeline import run
from store.chunking import chunk
from store.embedding import open_embedder
from store.index import nearest, open_index
from store.settings import Settings
from store.shelf import Shelf
from store.tokens import encoding


def write(corpus: Path, turn: int) -> None:
    """Write the corpus of one turn: eight documents, of which three differ from the turn before."""
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    for number in [*range(6), 10 + turn]:
        told = turn if number == 0 else 0
        lines = [f"{n}. Le phare {number} éclaire la baie {n} ({told}).\n" for n in range(1, 9)]
        (corpus / f"phare-{number}.txt").write_text("\n".join(lines), encoding="utf-8")


def forked(work: Callable[[], None]) -> int:
    """Run ``work`` in a process of its own and return its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException as error:  # noqa: BLE001  its process ends here, whatever it is
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


def ingest(corpus: Path, settings: Settings) -> None:
    done = run([corpus], settings, lambda stage, number, total: None, prune=True)
    assert not done.failed


def answers(settings: Settings, turns: tuple[int, int]) -> None:
    """Raise unless the index is that of one of two turns: its texts, its words and its vectors."""
    index = open_index(Shelf(settings.folder), open_embedder("builtin"), settings)
    texts = {p.text for p in index.corpus.paragraphs}
    held = [turn for turn in turns if texts == expected(turn)]
    assert held, f"neither {turns}"
    assert index.lexicon.size == len(index.corpus)
    assert index.collection.count() == sum(len(chunk(p)) for p in index.corpus.paragraphs)
    for paragraph in index.corpus.paragraphs[::5]:
        (vector,) = index.embedder.embed([paragraph.text])
        assert nearest(index, vector, 3, None)[0][1] > 0.999, paragraph.key


def expected(turn: int) -> set[str]:
    numbers = [*range(6), 10 + turn]
    return {f"Le phare {n} éclaire la baie {k} ({turn if n == 0 else 0})." for n in numbers for k in range(1, 9)}


def wait(pid: int) -> bool:
    """Wait for a process; return whether it ended well."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def kill(times: int, seed: int, folder: Path) -> int:
    """Kill ``times`` ingestions; return how many were still at work. Raises ``AssertionError``."""
    chance = random.Random(seed)
    corpus, settings = folder / "corpus", Settings(store=str(folder / "store"), _env_file=None)  # type: ignore[call-arg]
    encoding()
    write(corpus, 0)
    assert wait(forked(lambda: ingest(corpus, settings)))
    write(corpus, 1)
    begun = time.monotonic()
    assert wait(forked(lambda: ingest(corpus, settings)))
    lasts, last, killed = time.monotonic() - begun, 1, 0
    current = settings.folder / "current"
    now = current.read_text()
    for turn in range(2, times + 2):
        write(corpus, turn)
        pid = forked(lambda: ingest(corpus, settings))
        time.sleep(chance.uniform(0, lasts))
        os.kill(pid, signal.SIGKILL)
        killed += not wait(pid)
        assert wait(forked(lambda turns=(last, turn): answers(settings, turns))), f"seed {seed}, turn {turn}"
        before, now = now, current.read_text()
        last = turn if now != before else last
    assert wait(forked(lambda: ingest(corpus, settings)))
    assert wait(forked(lambda: answers(settings, (times + 1, times + 1))))
    assert len(list((settings.folder / "index").iterdir())) <= 2, "what killed ingestions left is swept"
    return killed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        killed = kill(options.times, options.seed, Path(folder))
    print(f"{options.times} rounds, {killed} killed at work, {time.monotonic() - begun:.0f} s: always whole")


if __name__ == "__main__":
    main()
