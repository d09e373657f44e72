"""The prompt templates: French Markdown files beside this module, with the variables they take.

Comes in: a template's name and its variables. Goes out: the text that a language model reads.
A template opens with a line ``variables: question, passages`` and a line ``---``; in its body a
variable stands between the brackets U+27E6 and U+27E7, as ``⟦question⟧``, which no document of
this kind holds. Filling is one pass: what a variable brings in is never read as a template, so
document text that looks like a placeholder stays literal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OPENING, CLOSING = "⟦", "⟧"
SEPARATOR = "\n---\n"
_DECLARATION = re.compile(r"variables:(?P<names>[ \ta-z_,]*)")
_PLACEHOLDER = re.compile(f"{OPENING}([a-z_]+){CLOSING}")
_NAME = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template whose placeholders are exactly ``variables`` (checked when it is made)."""

    name: str
    variables: tuple[str, ...]
    body: str

    def __post_init__(self) -> None:
        """Refuse a body whose placeholders are not the declared variables."""
        used = set(_PLACEHOLDER.findall(self.body))
        declared = set(self.variables)
        if undeclared := used - declared:
            raise ValueError(f"prompt {self.name}: undeclared variable {_listed(undeclared)}")
        if unused := declared - used:
            raise ValueError(f"prompt {self.name}: variable {_listed(unused)} is never used")
        rest = _PLACEHOLDER.sub("", self.body)
        if OPENING in rest or CLOSING in rest:
            raise ValueError(f"prompt {self.name}: a {OPENING} or {CLOSING} outside a placeholder")

    def fill(self, **variables: str) -> str:
        """Return the body with its placeholders replaced, in one pass.

        Raises ``ValueError`` naming the variables that are missing or not the template's.
        """
        if missing := set(self.variables) - variables.keys():
            raise ValueError(f"prompt {self.name}: missing variable {_listed(missing)}")
        if extra := variables.keys() - set(self.variables):
            raise ValueError(f"prompt {self.name}: unknown variable {_listed(extra)}")
        return _PLACEHOLDER.sub(lambda match: variables[match[1]], self.body)


@cache
def load(name: str) -> Prompt:
    """Return the template ``prompts/<name>.md``.

    Raises ``ValueError`` when there is no such file, when its first lines do not declare its
    variables, or when the body's placeholders are not those declared.
    """
    file = files(__package__) / f"{name}.md"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise ValueError(f"there is no prompt named {name!r}")
    return parse(name, file.read_text(encoding="utf-8"))


def parse(name: str, source: str) -> Prompt:
    """Return the template that ``source``, the text of a file, declares."""
    front, separator, body = source.partition(SEPARATOR)
    declaration = _DECLARATION.fullmatch(front.strip())
    if not separator or declaration is None:
        raise ValueError(f"prompt {name}: expected a line 'variables: a, b' and then a line '---'")
    names = tuple(part.strip() for part in declaration["names"].split(",") if part.strip())
    return Prompt(name=name, variables=names, body=body.strip())


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
