"""French words and how often UN documents use them: the evidence for mending split words.

``frequencies.tsv`` is computed by ``python -m ingest vocabulary FOLDER`` from a folder of French
documents (ours comes from 2,573 UN resolutions and reports) and holds words alone, no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

WORD = re.compile(r"[^\W\d_]+")
MINIMUM = 6


@cache
def frequencies() -> Mapping[str, int]:
    """Return the shipped table: lower-case word → number of occurrences."""
    text = files(__package__).joinpath("frequencies.tsv").read_text(encoding="utf-8")
    return {w: int(n) for w, _, n in (line.partition("\t") for line in text.splitlines())}


def count(texts: Iterable[str]) -> Counter[str]:
    """Count the lower-case words of ``texts``."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(word.lower() for word in WORD.findall(text))
    return counted


def table(counted: Mapping[str, int], minimum: int = MINIMUM) -> str:
    """Return the file's text: words seen at least ``minimum`` times, in alphabetical order."""
    kept = sorted((word, n) for word, n in counted.items() if n >= minimum)
    return "".join(f"{word}\t{n}\n" for word, n in kept)
