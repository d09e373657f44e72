"""What an evaluation refuses, in the user's language.

    store.errors.InputError
     └─ EvaluationError      cases, answers, a run folder or a baseline that cannot be used

Its sentences live in ``store/texts/*/evals.toml`` under ``error_<code>``.
"""

from __future__ import annotations

from store.errors import InputError
from store.texts import render


class EvaluationError(InputError):
    """A file of an evaluation cannot be used: which, where, what was expected."""

    def message(self, language: str) -> str:
        """Return the sentence in ``language`` (fr, en or es)."""
        return render(f"evals.error_{self.code}", language, **self.values)
