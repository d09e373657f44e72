"""kill -9 at random moments of an ingestion: a short run of ``tests/killing.py``, which does fifty."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.conftest import ROOT


def test_an_ingestion_killed_at_random_moments_leaves_an_index_that_answers_whole() -> None:
    command = [sys.executable, "-m", "tests.killing", "--times", "10", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    killed = re.search(r"10 rounds, (\d+) killed at work", done.stdout)
    assert killed and int(killed[1]) >= 3, "the kills have to hit ingestions at work"
