"""The retrieval of other programs on BEIR-form sets, with the same model, beside a run of Citedesk, by the same scorer.

    citedesk eval --beir DIR --run FILE
    python -m benchmarks.peers DIR --run FILE [--cache FOLDER] [--at-most N]

Each peer stands in its ordinary documented hybrid form, BM25 beside vectors; Chroma, which has none on one machine,
with vectors alone. All get the vectors of the index's own compiled all-MiniLM-L6-v2, texts cut at its 256 tokens.
Peers are no dependencies of the project: install those that you want beside it; one that is not there is left out,
and said so. Where queries have earlier turns, peers are asked the last turn alone and
after the one before it. Rankings are 100 deep; N takes that many judged queries, evenly spaced, for every system.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from assistant.measuring import beir, metrics
from assistant.measuring.beir import DEPTH, Query
from benchmarks import embedded
from indexer import index as index_
from indexer.embedders import Vectors

Ranking = list[str]


@dataclass(frozen=True, slots=True)
class Task:
    """``documents`` maps ids to texts; ``vectors`` has one for every text and every question."""

    documents: dict[str, str]
    questions: list[str]
    vectors: Mapping[str, Vectors]


def langchain(task: Task) -> list[Ranking]:
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    class Known(Embeddings):  # type: ignore[misc]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [task.vectors[text].tolist() for text in texts]

        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in task.vectors[text]]

    texts, marks = list(task.documents.values()), [{"id": id} for id in task.documents]
    words = BM25Retriever.from_texts(texts, metadatas=marks, k=DEPTH)
    meaning = FAISS.from_texts(texts, Known(), metadatas=marks).as_retriever(search_kwargs={"k": DEPTH})
    both = EnsembleRetriever(retrievers=[words, meaning], weights=[0.5, 0.5])
    return [[found.metadata["id"] for found in both.invoke(question)] for question in task.questions]


def llama_index(task: Task) -> list[Ranking]:
    import faiss
    from llama_index.core import MockEmbedding, StorageContext, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import QueryBundle, TextNode
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.faiss import FaissVectorStore

    nodes = [TextNode(id_=id, text=text, embedding=task.vectors[text].tolist()) for id, text in task.documents.items()]
    dimension = len(task.vectors[task.questions[0]])
    store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(dimension))
    # Questions bring their vectors along; nothing is left for the embedding model to do.
    index = VectorStoreIndex(
        nodes,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=MockEmbedding(embed_dim=dimension),
    )
    fusion = QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=DEPTH),
            BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(DEPTH, len(nodes))),
        ],
        llm=MockLLM(),
        mode="reciprocal_rerank",
        similarity_top_k=DEPTH,
        num_queries=1,
        use_async=False,
    )
    asked = [QueryBundle(text, embedding=task.vectors[text].tolist()) for text in task.questions]
    return [[found.node.node_id for found in fusion.retrieve(one)] for one in asked]


def haystack(task: Task) -> list[Ranking]:
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(
        [Document(id=id, content=text, embedding=task.vectors[text].tolist()) for id, text in task.documents.items()]
    )
    words, meaning = InMemoryBM25Retriever(store, top_k=DEPTH), InMemoryEmbeddingRetriever(store, top_k=DEPTH)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH)
    found = []
    for text in task.questions:
        lists = [
            words.run(query=text)["documents"],
            meaning.run(query_embedding=task.vectors[text].tolist())["documents"],
        ]
        found.append([document.id for document in joiner.run(documents=lists)["documents"]])
    return found


def txtai(task: Task) -> list[Ranking]:
    from txtai import Embeddings

    def known(texts: Sequence[str]) -> Vectors:
        return np.stack([task.vectors[text] for text in texts])

    embeddings = Embeddings(hybrid=True, method="external", transform=known)
    embeddings.index([(id, text, None) for id, text in task.documents.items()])
    return [[str(id) for id, _ in embeddings.search(question, DEPTH)] for question in task.questions]


def chroma(task: Task) -> list[Ranking]:
    import chromadb

    with tempfile.TemporaryDirectory() as folder:
        settings = chromadb.Settings(anonymized_telemetry=False)
        client: Any = chromadb.PersistentClient(path=folder, settings=settings)
        collection = client.create_collection("peers", metadata={"hnsw:space": "cosine"}, embedding_function=None)
        ids = list(task.documents)
        for start in range(0, len(ids), 5000):
            part = ids[start : start + 5000]
            vectors = np.stack([task.vectors[task.documents[id]] for id in part])
            collection.add(ids=part, embeddings=vectors, documents=[task.documents[id] for id in part])
        asked = [task.vectors[question] for question in task.questions]
        return [collection.query(query_embeddings=[one], n_results=DEPTH)["ids"][0] for one in asked]


PEERS: dict[str, Callable[[Task], list[Ranking]]] = {
    "langchain-classic": langchain,
    "llama-index-core": llama_index,
    "haystack-ai": haystack,
    "txtai": txtai,
    "chromadb": chroma,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--cache", type=Path, default=embedded.CACHE)
    parser.add_argument("--at-most", type=int, default=1_000_000)
    options = parser.parse_args()
    documents = {one.id: _text(one.title, one.text) for one in beir.corpus(options.folder)}
    every = beir.queries(options.folder)
    forms = {"": [one.text for one in every]}
    if any(one.history for one in every):
        forms = {", last turn": forms[""], ", turn before": [" ".join([*one.history[-1:], one.text]) for one in every]}
    embedder = index_.open_index(options.index, threads=2).embedder
    judged = [number for number, one in enumerate(every) if any(one.relevant.values())]
    kept = judged[:: -(-len(judged) // options.at_most)]
    queries = [every[number] for number in kept]
    vectors = embedded.of(embedder, [texts[number] for texts in forms.values() for number in kept], options.cache)
    vectors |= embedded.of(embedder, list(documents.values()), options.cache)
    print(f"{options.folder.name}: {len(documents):,} documents, {len(queries):,} of {len(judged):,} judged queries")
    print("system | nDCG@10 | hit@1", flush=True)
    if options.run:
        run = _run(options.run)
        _show("citedesk", queries, [run.get(one.id, []) for one in queries])
    for name, peer in PEERS.items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            print(f"{name} is not installed, left out")
            continue
        for form, texts in forms.items():
            found = peer(Task(documents, [texts[number] for number in kept], vectors))
            _show(f"{name} {version}{form}", queries, found)


def _text(title: str, text: str) -> str:
    return f"{title}\n{text}" if title and title != text else text


def _run(path: Path) -> dict[str, Ranking]:
    """The documents of each query of a TREC run, in the order of their scores."""
    found: dict[str, list[tuple[float, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        query, _, document, _, score, _ = line.split()
        found.setdefault(query, []).append((-float(score), document))
    return {query: [document for _, document in sorted(rows)] for query, rows in found.items()}


def _show(name: str, queries: Sequence[Query], rankings: Sequence[Ranking]) -> None:
    pairs = [(one.relevant, ranking[:DEPTH]) for one, ranking in zip(queries, rankings, strict=True)]
    gain = statistics.mean(metrics.ndcg(ranking, relevant) for relevant, ranking in pairs)
    first = statistics.mean(metrics.hit(ranking, relevant, 1) for relevant, ranking in pairs)
    print(f"{name} | {gain:.4f} | {first:.4f}", flush=True)


if __name__ == "__main__":
    main()
