"""The error tree. Each error carries a code of ``store/texts`` and its values, so that the words
are the user's language and foreign exceptions are translated once, where they enter.

    AlineaError
     ├─ InputError          what the user named cannot be used (path, file, question file)
     ├─ StoreError          the store is missing, not ours, damaged or of another version
     ├─ SettingsError       a setting has a value that cannot be used
     ├─ ModelError          the language model did not answer, or not usably
     └─ FetchError          a document could not be fetched from the document service
"""

from __future__ import annotations

import unicodedata

from store.texts import render

UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class AlineaError(Exception):
    """An error that a person can act on: one sentence saying what was expected and what came."""

    def __init__(self, code: str, **values: object) -> None:
        """Keep the code of the sentence (``error.<code>``) and the values it names."""
        self.code = code
        self.values = values
        super().__init__(self.message("fr"))

    def message(self, language: str) -> str:
        """Return the sentence in ``language`` (fr, en or es)."""
        return render(f"error.{self.code}", language, **{k: shown(v) for k, v in self.values.items()})


class InputError(AlineaError):
    """What the user named cannot be used."""


class StoreError(AlineaError):
    """The store is missing, not ours, damaged, or made by another version."""


class SettingsError(AlineaError):
    """A setting has a value that cannot be used."""


class ModelError(AlineaError):
    """The language model did not answer, or not usably."""


class FetchError(AlineaError):
    """A document could not be fetched: the service did not answer, refused, or sent no document."""


def shown(value: object) -> str:
    """Return ``value`` on one line: line ends, direction marks and undecodable bytes are escaped, so
    that a file's name can neither break nor disguise the sentence that names it.
    """
    text = str(value)
    if all(unicodedata.category(character) not in UNSHOWN for character in text):
        return text
    return "".join(c.encode("unicode_escape").decode() if unicodedata.category(c) in UNSHOWN else c for c in text)
