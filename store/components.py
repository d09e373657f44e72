"""Our parts as llama-index components, for any llama-index program to plug in.

``ParagraphNodeParser`` cuts documents into nodes that never span two paragraphs and carry the
paragraph's key; ``AlineaEmbedding`` gives our vectors; ``ParagraphRetriever`` searches an open
index. Each is a thin face on the plain functions that the program itself uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle, TextNode
from llama_index.core.schema import Document as LlamaDocument
from pydantic import PrivateAttr

from store.chunking import LARGEST_CHUNK, chunk
from store.embedding import Embedder, HashedEmbedder
from store.index import Index
from store.model import Document, Paragraph
from store.search import Filters, search


def to_llama_documents(document: Document) -> list[LlamaDocument]:
    """Return one llama-index document a paragraph, with the paragraph itself in its metadata."""
    return [
        LlamaDocument(
            id_=paragraph.key,
            text=paragraph.text,
            metadata={"paragraph": paragraph.to_json(), "source": document.source},
            excluded_embed_metadata_keys=["paragraph", "source"],
            excluded_llm_metadata_keys=["paragraph", "source"],
        )
        for paragraph in document.paragraphs
    ]


class ParagraphNodeParser(NodeParser):
    """Cuts the documents of ``to_llama_documents`` into chunks of at most ``largest`` tokens."""

    largest: int = LARGEST_CHUNK

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which llama-index serialises the component."""
        return "AlineaParagraphNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for node in nodes:
            data = node.metadata.get("paragraph")
            if data is None:
                expected = "nodes made by store.components.to_llama_documents (metadata 'paragraph')"
                raise ValueError(f"expected {expected}, got a node with {sorted(node.metadata)}")
            paragraph = Paragraph.from_json(data)
            parsed += [
                _node(piece.id, piece.text, _metadata(paragraph, piece.start, piece.end))
                for piece in chunk(paragraph, self.largest)
            ]
        return parsed


class AlineaEmbedding(BaseEmbedding):
    """An ``Embedder`` as a llama-index embedding model; the built-in one when none is given."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder | None = None, **kwargs: Any) -> None:
        """Wrap ``embedder``."""
        chosen = embedder or HashedEmbedder()
        super().__init__(model_name=chosen.name, **kwargs)
        self._embedder = chosen

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which llama-index serialises the component."""
        return "AlineaEmbedding"

    def _get_text_embedding(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed([text])[0].tolist()
        return vector

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class ParagraphRetriever(BaseRetriever):
    """Our hybrid search as a llama-index retriever: whole paragraphs, with key, label and score."""

    def __init__(self, index: Index, count: int = 10, filters: Filters | None = None) -> None:
        """Search ``index`` for up to ``count`` paragraphs that pass ``filters``."""
        super().__init__()
        self._index = index
        self._count = count
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        passages = search(self._index, query_bundle.query_str, self._filters, self._count)
        return [
            NodeWithScore(
                node=_node(
                    passage.paragraph.key,
                    passage.paragraph.text,
                    _metadata(passage.paragraph, 0, len(passage.paragraph.text)),
                ),
                score=passage.score,
            )
            for passage in passages
        ]


def _node(identifier: str, text: str, metadata: dict[str, Any]) -> TextNode:
    # What is embedded is the text alone, as in our own index; a model may read the metadata.
    return TextNode(id_=identifier, text=text, metadata=metadata, excluded_embed_metadata_keys=sorted(metadata))


def _metadata(paragraph: Paragraph, start: int, end: int) -> dict[str, Any]:
    return {
        "key": paragraph.key,
        "document": paragraph.document_id,
        "label": paragraph.label,
        "status": paragraph.status.value,
        "addressee": paragraph.addressee or "",
        "start": start,
        "end": end,
    }


__all__ = ["AlineaEmbedding", "ParagraphNodeParser", "ParagraphRetriever", "to_llama_documents"]
