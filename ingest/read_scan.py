"""Recognise the words of a page from its picture, with tesseract where it is installed.

Comes in: a page of an open PDF. Goes out: words with their places, like those of ``page_words``.
tesseract runs as a process of its own, one page at a time, on one thread (several threads are ten
times slower on small machines), within a time limit. It is asked for hOCR, the one output that says
where the base line of each line runs and how large its letters are.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.page_words import Page, Word
from store.language import COMMON

Progress = Callable[[int, int], None]
# One thread: several are ten times slower on small machines.
ONE_THREAD = ("/usr/bin/env", "OMP_THREAD_LIMIT=1")
LANGUAGES = {"fr": "fra", "en": "eng", "es": "spa"}
RESOLUTION = 300
MOST_PIXELS = 40_000_000
SECONDS = 120
CONFIDENT = 25
EM = 1.1  # an em, in what tesseract calls the size of a line (measured on Courier and Times)
FEWEST_WORDS = 60
LEGIBLE, TELLING = 0.06, 0.2
ELEMENT = re.compile(
    r"<span class=['\"](?P<kind>ocr_\w+|ocrx_word)['\"][^>]*?title=(?P<quote>['\"])(?P<title>.*?)(?P=quote)[^>]*>"
    r"(?P<text>(?:(?!<span).)*?)(?=</span>|<span|$)",
    re.DOTALL,
)
BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
SIZE = re.compile(r"x_size ([\d.]+)")
CONFIDENCE = re.compile(r"x_wconf (\d+)")
TAG = re.compile(r"<[^>]+>")
LETTERS = re.compile(r"[^\W\d_]+")
FUNCTION_WORDS = frozenset().union(*COMMON.values()) | frozenset("a d l s n c o y e i of la".split())


@dataclass(slots=True)
class Recogniser:
    """tesseract as it is installed: the program, its languages, and what is missing if anything.

    ``missing`` is "" where it can be used, else "tesseract" (no program) or "languages" (no data).
    The first page is read in every language; once its language is clear, the others in that alone.
    """

    program: str = ""
    languages: tuple[str, ...] = ()
    seconds: float = SECONDS
    chosen: str = field(default="", init=False)

    @property
    def missing(self) -> str:
        """What is to be installed before pages can be recognised."""
        if not self.program:
            return "tesseract"
        return "" if self.languages else "languages"

    def read(self, document: Any, page: Page) -> tuple[Word, ...] | None:
        """Return the words of a page; None when that took longer than the time limit."""
        picture, scale = draw(document, page)
        output = self._run(picture, self.chosen or "+".join(self.languages), "3")
        if output is None:
            return None
        words = tuple(read_hocr(output, scale))
        if not self.chosen:
            self.chosen = tell_language(words, self.languages)
        return words

    def read_figures(self, picture: Any) -> str | None:
        """Return the hOCR of a picture that holds nothing but figures, one number a line."""
        language = "eng" if "eng" in self.languages else self.languages[0]
        return self._run(picture, language, "6", "-c", "tessedit_char_whitelist=0123456789.")

    def _run(self, picture: Any, languages: str, segmentation: str, *options: str) -> str | None:
        height, width = picture.shape
        data = f"P5\n{width} {height}\n255\n".encode() + picture.tobytes()
        command = [
            *ONE_THREAD,
            self.program,
            "-",
            "-",
            "-l",
            languages,
            "--dpi",
            str(RESOLUTION),
            "--psm",
            segmentation,
        ]
        try:
            done = subprocess.run(  # noqa: S603 - the program found on the path, no shell, our own arguments
                [*command, *options, "hocr"],
                input=data,
                capture_output=True,
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        return bytes(done.stdout).decode("utf-8", errors="replace")


@cache
def _installed() -> tuple[str, tuple[str, ...]]:
    program = shutil.which("tesseract")
    if program is None:
        return "", ()
    try:
        done = subprocess.run(  # noqa: S603 - the program found on the path, no shell
            [program, "--list-langs"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "", ()
    listed = done.stdout.decode("utf-8", errors="replace").split()
    return program, tuple(name for name in LANGUAGES.values() if name in listed)


def find_recogniser() -> Recogniser:
    """Return tesseract as it is installed on this machine."""
    return Recogniser(*_installed())


def draw(document: Any, page: Page, resolution: float = RESOLUTION) -> tuple[Any, float]:
    """Return a page as a grey picture (rows of bytes) and the points that one of its pixels measures."""
    scale = min(resolution / 72, (MOST_PIXELS / max(page.width * page.height, 1)) ** 0.5)
    opened = document[page.number - 1]
    try:
        bitmap = opened.render(scale=scale, grayscale=True, may_draw_forms=False)
        try:
            picture = bitmap.to_numpy().copy()
        finally:
            bitmap.close()
    finally:
        opened.close()
    return picture.reshape(picture.shape[0], picture.shape[1]), 1 / scale


def read_hocr(output: str, scale: float) -> Iterator[Word]:
    """Yield the words of tesseract's hOCR; ``scale`` is the points that a pixel measures."""
    slope, foot, size, left = 0.0, 0.0, 12.0 / scale, 0.0
    for match in ELEMENT.finditer(output):
        box = BOX.search(match["title"])
        if box is None:
            continue
        x0, y0, x1, y1 = (int(number) for number in box.groups())
        if match["kind"] != "ocrx_word":
            base, height = BASELINE.search(match["title"]), SIZE.search(match["title"])
            slope, rise = (float(base[1]), float(base[2])) if base else (0.0, 0.0)
            foot, left, size = y1 + rise, x0, float(height[1]) * EM if height else float(y1 - y0)
            continue
        text = html.unescape(TAG.sub("", match["text"])).strip()
        confidence = CONFIDENCE.search(match["title"])
        if not text or (confidence and int(confidence[1]) < CONFIDENT and not any(c.isalnum() for c in text)):
            continue
        base_here = foot + slope * ((x0 + x1) / 2 - left)
        yield Word(text, x0 * scale, y0 * scale, x1 * scale, y1 * scale, base_here * scale, size * scale)


def tell_language(words: Sequence[Word], installed: Sequence[str]) -> str:
    """Return tesseract's name of the language of ``words``; "" where they do not tell it clearly."""
    said = [part.lower() for word in words for part in LETTERS.findall(word.text)]
    if len(said) < FEWEST_WORDS:
        return ""
    score = {name: sum(part in COMMON[name] for part in said) / len(said) for name in LANGUAGES}
    best = max(score, key=lambda name: score[name])
    clear = score[best] > TELLING and all(score[best] > 1.5 * score[name] for name in score if name != best)
    return LANGUAGES[best] if clear and LANGUAGES[best] in installed else ""


def is_legible(words: Sequence[Word]) -> bool:
    """Whether Latin letters make words: among sixty, some are those that every text is full of.

    A text layer whose encoding is broken shows « 7KH &RPPLWWHH » for words; it has none of them.
    """
    said = [part.lower() for word in words for part in LETTERS.findall(word.text)]
    latin = [part for part in said if all(ord(letter) < 0x250 for letter in part)]
    if len(latin) < FEWEST_WORDS or len(latin) < 0.5 * len(said):
        return True
    return sum(part in FUNCTION_WORDS for part in latin) >= LEGIBLE * len(latin)
