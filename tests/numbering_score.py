"""How well paragraph numbers are read: precision, recall and F1 against expectations made by eye.

The expectations were written from the documents themselves, never from the program's output
(``tests/data/formats-numbers.json``, ``tests/data/onu-fr-numbers.tsv``; both say how to read them).
A number path is what is printed: 11 f) is ``("11", "f")``. Where numbering restarts a document has
several *lists*; the program's lists are matched to the expected ones in order, so that a paragraph
5 of the annex never counts as paragraph 5 of the resolution.

    python -m tests.numbering_score             # the formats and the forty documents to work with
    python -m tests.numbering_score --unseen    # the forty documents kept for the measurement
    python -m tests.numbering_score --hash < numbered-text.tsv   # the boundaries of paragraphs
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
ROMAN = ("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv").split()

Number = tuple[str, ...]


# ── expectations ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Expected:
    """One list of paragraph numbers in a document.

    ``paths`` must be found; ``optional`` may be (a number that the extraction lost and that only the
    sequence gives, an agenda that is the document itself): found or not, they count for nothing.
    """

    scope: str | None
    paths: tuple[Number, ...]
    optional: tuple[Number, ...] = ()


def expand(ranges: str) -> list[str]:
    """Return the labels of compact ranges: ``1-3, 3 bis, 5``, ``a-c``, ``i-iv``, ``aa-ac``, ``A-C``."""
    labels: list[str] = []
    for part in filter(None, (part.strip() for part in ranges.split(","))):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        labels += _between(first, last) if dash else [first]
    return labels


def _between(first: str, last: str) -> list[str]:
    if first.isdigit() and last.isdigit():
        return [str(number) for number in range(int(first), int(last) + 1)]
    if first.lower() in ROMAN and last.lower() in ROMAN and (first.lower() == "i" or len(first + last) > 2):
        run = ROMAN[ROMAN.index(first.lower()) : ROMAN.index(last.lower()) + 1]
        return [label.upper() for label in run] if first.isupper() else run
    if first.isalpha() and last.isalpha() and first[:-1] == last[:-1] and first[-1:] <= last[-1:]:
        return [first[:-1] + chr(code) for code in range(ord(first[-1]), ord(last[-1]) + 1)]
    raise ValueError(f"« {first}-{last} » is not a range of numbers, letters or Roman numerals")


def paths(top: str, sub: Mapping[str, str]) -> tuple[Number, ...]:
    """Return every path of a compact list; the keys of ``sub`` are the paths above, joined by dots."""
    above = [(label,) for label in expand(top)]
    below = [(*key.split("."), label) if key else (label,) for key, ranges in sub.items() for label in expand(ranges)]
    return (*above, *below)


def expected_list(entry: Mapping[str, Any]) -> Expected:
    """Read one list of an expectation file."""
    return Expected(entry.get("scope"), paths(entry["top"], entry.get("sub", {})), paths("", entry.get("optional", {})))


def read_compact(lists: str) -> list[Expected]:
    """Read the table's one-line form: ``[scope] 1-9; 7: a-c; 7.a: i-ii; ?: 3`` lists apart by `` | ``.

    What follows ``?`` is optional: ``?: 3`` the paragraph 3, ``?7: a-c`` its sub-paragraphs.
    """
    return [_compact_list(entry) for entry in lists.split("|")] if lists.strip() else []


def _compact_list(entry: str) -> Expected:
    scope, rest = re.fullmatch(r"\s*(?:\[([^]]*)])?\s*(.*?)\s*", entry, re.DOTALL).groups()  # type: ignore[union-attr]
    top, *pieces = (piece.strip() for piece in rest.split(";"))
    named = [piece.split(":", 1) for piece in pieces]
    sub = {key.strip(): ranges for key, ranges in named if not key.startswith("?")}
    optional = {key[1:].strip(): ranges for key, ranges in named if key.startswith("?")}
    return Expected(scope or None, paths(top, sub), paths("", optional))


def formats() -> dict[str, dict[str, Any]]:
    """Return the expectations of ``corpus/formats``, by file name."""
    data = json.loads((DATA / "formats-numbers.json").read_text(encoding="utf-8"))
    return dict(data["documents"])


def resolutions() -> list[dict[str, str]]:
    """Return the rows of the table for ``corpus/onu-fr`` (file, part, lists, damage)."""
    with (DATA / "onu-fr-numbers.tsv").open(encoding="utf-8", newline="") as file:
        rows = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


NOTHING = Expected(None, ())


# ── the score ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Score:
    """Right, wrongly given, and missing number paths; ``+`` adds documents up (micro average)."""

    right: int = 0
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missing + other.missing)

    @property
    def precision(self) -> float:
        given = self.right + len(self.wrong)
        return self.right / given if given else 1.0

    @property
    def recall(self) -> float:
        wanted = self.right + len(self.missing)
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        total = 2 * self.right + len(self.wrong) + len(self.missing)
        return 2 * self.right / total if total else 1.0


def compare(expected: Sequence[Expected], found: Sequence[Sequence[Number]]) -> Score:
    """Compare the lists of a document with the expected ones, in order.

    Lists are aligned so that most paths agree (a list too many or too few costs only itself). Rule 17.1
    may be given as one label or as two.
    """
    wanted = [Expected(e.scope, _undotted(e.paths), _undotted(e.optional)) for e in expected]
    given = [_undotted(numbers) for numbers in found]
    score = Score()
    for i, j in align(wanted, given):
        score += _compare_list(wanted[i] if i is not None else NOTHING, given[j] if j is not None else ())
    return score


def _undotted(numbers: Iterable[Number]) -> tuple[Number, ...]:
    return tuple(tuple(piece for part in number for piece in part.split(".")) for number in numbers)


def _compare_list(wanted: Expected, numbers: Sequence[Number]) -> Score:
    must, given = Counter(wanted.paths), Counter(numbers)
    wrong = given - must
    wrong -= wrong & Counter(wanted.optional)
    name = f"{wanted.scope}: " if wanted.scope else ""
    return Score((must & given).total(), _named(wrong, name), _named(must - given, name))


def _named(found: Counter[Number], name: str) -> tuple[str, ...]:
    return tuple(name + " ".join(path) for path in found.elements())


def align(expected: Sequence[Expected], found: Sequence[Sequence[Number]]) -> Iterator[tuple[int | None, int | None]]:
    """Pair the lists, by index, in order: as many paths as possible agree (a weighted longest common
    subsequence); ``None`` stands for a list without a partner.
    """
    gain = [[_agreement(wanted, given) for given in found] for wanted in expected]
    best = [[0] * (len(found) + 1) for _ in range(len(expected) + 1)]
    for i in reversed(range(len(expected))):
        for j in reversed(range(len(found))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + gain[i][j])
    i = j = 0
    while i < len(expected) and j < len(found):
        if best[i][j] == best[i + 1][j]:
            yield i, None
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield None, j
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1
    yield from ((k, None) for k in range(i, len(expected)))
    yield from ((None, k) for k in range(j, len(found)))


def _agreement(wanted: Expected, numbers: Sequence[Number]) -> int:
    """What must be found weighs more than any number of optional paths."""
    given = Counter(numbers)
    return 10_000 * (Counter(wanted.paths) & given).total() + (Counter(wanted.optional) & given).total()


# ── the program's lists ───────────────────────────────────────────────────────────────────────


def numbered_lists(document: Any) -> list[list[Any]]:
    """Return the numbered paragraphs of a parsed document, list by list in reading order.

    Preamble, notes and unnumbered texts are no numbered paragraphs. A list is a run of keys that are
    the same but for the number.
    """
    numbered = [p for p in document.paragraphs if p.number and not _is_unnumbered(p)]
    return [list(run) for _, run in groupby(numbered, key=lambda p: p.key.partition("#")[2].rpartition("/")[0])]


def found_lists(document: Any) -> list[list[Number]]:
    """Return the number paths of a parsed document, list by list in reading order."""
    return [[tuple(p.number) for p in run] for run in numbered_lists(document)]


def _is_unnumbered(paragraph: Any) -> bool:
    fragment = paragraph.key.partition("#")[2]
    return re.search(r"(?:^|/)(?:preambule|note|texte)/", fragment) is not None or "+" in fragment


def read(path: Path) -> Any:
    """Parse one file."""
    from ingest.parse import parse  # late: this module's arithmetic must be testable without the parser

    return parse(path)


# ── text boundaries ───────────────────────────────────────────────────────────────────────────


def fold(text: str) -> list[str]:
    """Return the words of a text, folded: œ and æ as two letters, NFKD, lower case, accents dropped,
    and of that the runs of ``[a-z0-9]``.
    """
    spelled = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    plain = unicodedata.normalize("NFKD", spelled).lower()
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


def boundary(text: str) -> dict[str, Any]:
    """Return the hashes of a paragraph's first three and last three words, and how many it has."""
    words = fold(text)
    return {"first": _digest(words[:3]), "last": _digest(words[-3:]), "words": len(words)}


def _digest(words: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]


def boundaries_missed(document: Any, lists: Sequence[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """Return how many paragraphs begin, end and count words as expected, and those that do not.

    Words may differ by one, or one in fifty (a hyphen at a line's end is one word or two).
    """
    expected = [expected_list(item) for item in lists]
    found = numbered_lists(document)
    partners = dict(align(expected, found_lists(document)))
    right, missed = 0, []
    for index, item in enumerate(lists):
        partner = partners.get(index)
        texts = {p.number: p.text for p in found[partner]} if partner is not None else {}
        for number, wanted in item.get("boundaries", {}).items():
            reason = _boundary_differs(texts.get((number,)), wanted)
            right += not reason
            missed += [f"{item['scope'] or 'par.'} {number} {reason}"] if reason else []
    return right, missed


def _boundary_differs(text: str | None, wanted: Mapping[str, Any]) -> str:
    if text is None:
        return "not there"
    given = boundary(text)
    sides = [side for side in ("first", "last") if given[side] != wanted[side]]
    if abs(given["words"] - wanted["words"]) > max(1, wanted["words"] / 50):
        sides.append(f"{given['words']} words, not {wanted['words']}")
    return ", ".join(sides)


def hash_lines(lines: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Read lines ``number TAB text`` and return their boundaries by number."""
    pairs = (line.rstrip("\n").split("\t", 1) for line in lines if line.strip())
    return {number: boundary(text) for number, text in pairs}


# ── the table ─────────────────────────────────────────────────────────────────────────────────


@dataclass
class Table:
    """The scores of a run, by group, printed a line a document."""

    totals: dict[str, Score] = field(default_factory=dict)
    boundaries: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, group: str, path: Path, lists: Sequence[Expected], objects: Sequence[Mapping[str, Any]] = ()) -> None:
        try:
            document = read(path)
        except Exception as error:  # noqa: BLE001 (a file without a reader is a line of the table)
            print(f"{'—':>7} {path.name}: {type(error).__name__}")
            return
        score = compare(lists, found_lists(document))
        self.totals[group] = self.totals.get(group, Score()) + score
        right, missed = boundaries_missed(document, objects)
        self.boundaries[0] += right
        self.boundaries[1] += right + len(missed)
        print(f"{score.f1:7.4f} {path.name}{_explained(score, missed)}")

    def close(self) -> None:
        for group, score in self.totals.items():
            counts = f"{score.right} right, {len(score.wrong)} wrong, {len(score.missing)} missing"
            print(f"{group}: P {score.precision:.4f} R {score.recall:.4f} F1 {score.f1:.4f} ({counts})")
        if self.boundaries[1]:
            print("boundaries of every fifth paragraph: {} of {}".format(*self.boundaries))


def _explained(score: Score, missed: Sequence[str]) -> str:
    sides = (("not printed", score.wrong), ("missing", score.missing), ("boundary", missed))
    told = [f"{name} {', '.join(items[:8])}{' …' if len(items) > 8 else ''}" for name, items in sides if items]
    return f"  [{'; '.join(told)}]" if told else ""


def main(arguments: Sequence[str]) -> None:
    """Print the table (or, with ``--hash``, the boundaries of the paragraphs on standard input)."""
    if "--hash" in arguments:
        print(json.dumps(hash_lines(sys.stdin), indent=1))
        return
    part = "unseen" if "--unseen" in arguments else "tune"
    table = Table()
    if part == "tune":
        for name, entry in formats().items():
            objects = entry["lists"]
            table.add("formats", CORPUS / "formats" / name, [expected_list(item) for item in objects], objects)
    for row in resolutions():
        if row["part"] == part:
            table.add(f"onu-fr ({part})", CORPUS / "onu-fr" / row["file"], read_compact(row["lists"]))
    table.close()


if __name__ == "__main__":
    main(sys.argv[1:])
