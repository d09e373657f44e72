"""Token counts by tiktoken, without a network: the encoding comes with llama-index."""

from __future__ import annotations

from functools import cache

import tiktoken

from store.settings import use_bundled_encodings

ENCODING = "cl100k_base"


@cache
def encoding() -> tiktoken.Encoding:
    """Return the encoding, read from the copy that llama-index-core carries."""
    use_bundled_encodings()
    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Return how many tokens ``text`` has."""
    return len(encoding().encode_ordinary(text))
