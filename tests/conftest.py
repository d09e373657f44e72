"""What the tests share: the demonstration corpus as a store, the two real reports, a clean environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from ingest.parse import parse
from ingest.pipeline import run
from store.embedding import open_embedder
from store.index import Index, open_index
from store.model import Document
from store.settings import Settings
from store.shelf import Shelf

ROOT = Path(__file__).parent.parent
# How long an example takes says more of the machine than of the program.
hypothesis.settings.register_profile("alinea", deadline=None)
hypothesis.settings.load_profile("alinea")

DEMONSTRATION = ROOT / "ingest" / "demo"
SHARED = ROOT.parent / "shared"
REPORTS = SHARED / "corpus" / "rapports"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the variables ``ALINEA_…`` or the ``.env`` file of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("ALINEA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", str(tmp_path / ".env"))


@pytest.fixture(scope="session")
def demo_documents() -> dict[str, Document]:
    """The documents of the demonstration corpus, parsed, by their id."""
    files = sorted(path for path in DEMONSTRATION.iterdir() if path.name != "corpus.toml")
    documents = [parse(path) for path in files]
    return {document.id: document for document in documents}


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose store holds the demonstration corpus. Shared: to be read, never written."""
    settings = Settings(store=str(tmp_path_factory.mktemp("demo") / "store"), _env_file=None)  # type: ignore[call-arg]
    done = run([DEMONSTRATION], settings, lambda stage, number, total: None)
    assert not done.failed
    return settings


@pytest.fixture(scope="session")
def demo_index(demo_store: Settings) -> Iterator[Index]:
    """The demonstration corpus, open to be searched."""
    index = open_index(Shelf(demo_store.folder), open_embedder(demo_store.embedding), demo_store)
    yield index
    index.close()


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of the two real reports; skips the test where they are not there."""
    if not REPORTS.is_dir():
        pytest.skip(f"the two real reports are not on this machine ({REPORTS})")
    return REPORTS


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``../shared``; skips the test where it is not there."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def reports_store(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose store holds the two real reports. Shared: to be read, never written."""
    settings = Settings(store=str(tmp_path_factory.mktemp("reports") / "store"), _env_file=None)  # type: ignore[call-arg]
    done = run([reports], settings, lambda stage, number, total: None)
    assert not done.failed
    return settings
