"""Our parts as llama-index components, in llama-index's own pipeline, index and vector store."""

from __future__ import annotations

import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import MetadataMode, QueryBundle, TextNode
from llama_index.core.vector_stores import SimpleVectorStore
from llama_index.core.vector_stores.types import VectorStoreQuery

from store.chunking import chunk
from store.components import AlineaEmbedding, ParagraphNodeParser, ParagraphRetriever, to_llama_documents
from store.embedding import HashedEmbedder
from store.index import Index
from store.model import Document, Status
from store.search import Filters, search
from store.tokens import count_tokens

QUESTION = "la formation des magistrats à la preuve numérique"


@pytest.fixture(scope="module")
def opinion(demo_documents: dict[str, Document]) -> Document:
    return demo_documents["avis-des-experts"]


def test_a_document_gives_one_llama_document_a_paragraph(opinion: Document) -> None:
    made = to_llama_documents(opinion)
    assert [item.id_ for item in made] == [p.key for p in opinion.paragraphs]
    assert [item.get_content(MetadataMode.NONE) for item in made] == [p.text for p in opinion.paragraphs]
    assert [item.get_content(MetadataMode.EMBED) for item in made] == [p.text for p in opinion.paragraphs]


def test_the_pipeline_gives_nodes_with_our_keys_and_vectors(opinion: Document) -> None:
    pipeline = IngestionPipeline(
        transformations=[ParagraphNodeParser(), AlineaEmbedding()], disable_cache=True, vector_store=None
    )
    nodes = pipeline.run(documents=to_llama_documents(opinion))
    expected = [piece for paragraph in opinion.paragraphs for piece in chunk(paragraph)]
    assert [node.node_id for node in nodes] == [piece.id for piece in expected]
    for node, piece in zip(nodes, expected, strict=True):
        assert isinstance(node, TextNode)
        assert node.text == piece.text
        assert node.metadata["key"] == piece.paragraph.key
        assert node.embedding == HashedEmbedder().embed([piece.text])[0].tolist()


def test_no_node_spans_two_paragraphs_or_has_too_many_tokens(opinion: Document) -> None:
    texts = {p.key: p.text for p in opinion.paragraphs}
    nodes = ParagraphNodeParser(largest=32).get_nodes_from_documents(to_llama_documents(opinion))
    assert len(nodes) > len(texts)
    for node in nodes:
        content = node.get_content(MetadataMode.NONE)
        assert texts[node.metadata["key"]][node.metadata["start"] : node.metadata["end"]] == content
        assert count_tokens(content) <= 32


def test_what_a_node_embeds_is_its_text_and_no_metadata(opinion: Document) -> None:
    for node in ParagraphNodeParser().get_nodes_from_documents(to_llama_documents(opinion)):
        assert node.get_content(MetadataMode.EMBED) == node.get_content(MetadataMode.NONE)


def test_a_document_that_is_not_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="to_llama_documents"):
        ParagraphNodeParser().get_nodes_from_documents([TextNode(text="autre")])


def test_a_llama_index_vector_index_answers_with_our_paragraphs(opinion: Document) -> None:
    nodes = ParagraphNodeParser().get_nodes_from_documents(to_llama_documents(opinion))
    index = VectorStoreIndex(nodes, embed_model=AlineaEmbedding())
    found = index.as_retriever(similarity_top_k=3).retrieve(QUESTION)
    assert found[0].node.node_id == "avis-des-experts#etats/7"


def test_a_llama_index_vector_store_takes_our_vectors(opinion: Document) -> None:
    embedder = AlineaEmbedding()
    nodes = ParagraphNodeParser().get_nodes_from_documents(to_llama_documents(opinion))
    for node in nodes:
        node.embedding = embedder.get_text_embedding(node.get_content(MetadataMode.EMBED))
    store = SimpleVectorStore()
    store.add(nodes)
    query = VectorStoreQuery(query_embedding=embedder.get_query_embedding(QUESTION), similarity_top_k=1)
    assert store.query(query).ids == ["avis-des-experts#etats/7"]


def test_the_retriever_gives_what_the_search_gives(demo_index: Index) -> None:
    found = ParagraphRetriever(demo_index, count=5).retrieve(QUESTION)
    expected = search(demo_index, QUESTION, count=5)
    assert [(n.node.node_id, n.score, n.text) for n in found] == [
        (p.paragraph.key, p.score, p.paragraph.text) for p in expected
    ]
    assert found[0].metadata["label"] == expected[0].paragraph.label


def test_the_retriever_filters(demo_index: Index) -> None:
    retriever = ParagraphRetriever(demo_index, count=5, filters=Filters(statuses=(Status.DEBATE,)))
    found = retriever.retrieve(QueryBundle(QUESTION))
    assert {node.metadata["status"] for node in found} == {"deliberations"}


async def _retrieve(retriever: ParagraphRetriever) -> list[str]:
    return [node.node.node_id for node in await retriever.aretrieve(QUESTION)]


def test_the_retriever_and_the_embedding_answer_asynchronously(demo_index: Index) -> None:
    import asyncio

    retriever = ParagraphRetriever(demo_index, count=3)
    assert asyncio.run(_retrieve(retriever)) == [n.node.node_id for n in retriever.retrieve(QUESTION)]
    embedding = AlineaEmbedding()
    assert asyncio.run(embedding.aget_query_embedding(QUESTION)) == embedding.get_query_embedding(QUESTION)


def test_components_have_names_of_their_own() -> None:
    assert AlineaEmbedding.class_name() == "AlineaEmbedding"
    assert ParagraphNodeParser.class_name() == "AlineaParagraphNodeParser"
    assert AlineaEmbedding().model_name == HashedEmbedder.name
