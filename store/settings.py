"""The settings: environment variables ``ALINEA_…`` and a ``.env`` file, read once at the edge.

The one validated object that the rest receives; importing this module reads nothing.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from store.errors import SettingsError

DEFAULT_STORE = "data"


class Settings(BaseSettings):
    """What can be set from outside. Field names are the variables' names without the prefix."""

    model_config = SettingsConfigDict(
        env_prefix="ALINEA_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    store: str = Field(DEFAULT_STORE, description="settings.store")
    embedding: str = Field("builtin", description="settings.embedding")
    language: Literal["fr", "en", "es"] = Field("fr", description="settings.language")
    llm_base_url: str | None = Field(None, description="settings.llm_base_url")
    llm_model: str | None = Field(None, description="settings.llm_model")
    llm_api_key: SecretStr | None = Field(None, description="settings.llm_api_key")
    llm_timeout: float = Field(60.0, gt=0, le=3600, description="settings.llm_timeout")
    llm_context_window: int = Field(8192, ge=1024, description="settings.llm_context_window")

    documents_url: str = Field(
        "https://documents.un.org", pattern=r"^https?://[^\s/?#]+", description="settings.documents_url"
    )
    documents_pause: float = Field(1.0, ge=0, le=600, description="settings.documents_pause")
    parse_workers: int = Field(0, ge=0, le=256, description="settings.parse_workers")
    parse_memory: int = Field(2000, ge=100, description="settings.parse_memory")
    parse_timeout: float = Field(900.0, gt=0, description="settings.parse_timeout")

    @property
    def store_is_server(self) -> bool:
        """Whether the store is a Chroma server (a URL) rather than a folder."""
        return self.store.startswith(("http://", "https://"))

    @property
    def folder(self) -> Path:
        """The folder of the canonical files and the lexical index, beside a server too."""
        return Path(DEFAULT_STORE if self.store_is_server else self.store)

    @property
    def has_model(self) -> bool:
        """Whether a language model has been set."""
        return bool(self.llm_base_url and self.llm_model)


def load_settings(**overrides: object) -> Settings:
    """Read the environment and ``.env``; ``overrides`` (None is skipped) win over both.

    Raises ``SettingsError`` naming the first variable whose value cannot be used.
    """
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "ALINEA_" + "_".join(str(part) for part in first["loc"]).upper()
        value = "…" if "KEY" in name else str(first["input"])
        raise SettingsError("setting", name=name, value=value, expected=first["msg"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("configuration", file=Settings.model_config.get("env_file"), problem=error) from None


def use_bundled_encodings() -> None:
    """Point tiktoken to the encodings that llama-index-core carries: it asks the network for
    those that it does not find in the folder named by ``TIKTOKEN_CACHE_DIR``.
    """
    package = importlib.util.find_spec("llama_index.core")
    if package is not None and package.origin is not None:
        folder = Path(package.origin).parent / "_static" / "tiktoken_cache"
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(folder))
