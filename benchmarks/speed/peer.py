"""Another program over the same texts with the same model: a script for the Python that it is installed for.

    PYTHON benchmarks/speed/peer.py NAME MODEL TEXTS.json QUESTIONS.json FOLDER

It imports nothing of this project. Prints as JSON the program's version, the seconds from the script's start until all
texts are indexed, and the seconds of each question with its embedding; of a program that is not installed, null. Each
stands in its ordinary documented hybrid form, BM25 beside vectors; Chroma, which has none on one machine, with vectors
alone. ``benchmarks/peers.py`` measures how well they find.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import Any

os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
DEPTH = 100
# Texts to their unit vectors, and a question to the numbers of the texts that are found, best first.
Encode = Callable[[Sequence[str]], Any]
Ask = Callable[[str], list[int]]


def langchain(texts: list[str], encode: Encode, folder: str) -> Ask:
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    class Encoder(Embeddings):  # type: ignore[misc]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = encode(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    marks = [{"number": number} for number in range(len(texts))]
    words = BM25Retriever.from_texts(texts, metadatas=marks, k=DEPTH)
    meaning = FAISS.from_texts(texts, Encoder(), metadatas=marks).as_retriever(search_kwargs={"k": DEPTH})
    both = EnsembleRetriever(retrievers=[words, meaning], weights=[0.5, 0.5])
    return lambda text: [found.metadata["number"] for found in both.invoke(text)]


def llama_index(texts: list[str], encode: Encode, folder: str) -> Ask:
    import faiss
    from llama_index.core import MockEmbedding, StorageContext, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import QueryBundle, TextNode
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.faiss import FaissVectorStore

    vectors = encode(texts)
    nodes = [
        TextNode(id_=str(number), text=text, embedding=vectors[number].tolist()) for number, text in enumerate(texts)
    ]
    store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(vectors.shape[1]))
    index = VectorStoreIndex(
        nodes,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=MockEmbedding(embed_dim=vectors.shape[1]),
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

    def ask(text: str) -> list[int]:
        # The question brings its vector along; nothing is left for the embedding model to do.
        asked = QueryBundle(text, embedding=encode([text])[0].tolist())
        return [int(found.node.node_id) for found in fusion.retrieve(asked)]

    return ask


def haystack(texts: list[str], encode: Encode, folder: str) -> Ask:
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    pairs = zip(texts, encode(texts), strict=True)
    documents = [Document(id=str(number), content=text, embedding=v.tolist()) for number, (text, v) in enumerate(pairs)]
    store.write_documents(documents)
    words, meaning = InMemoryBM25Retriever(store, top_k=DEPTH), InMemoryEmbeddingRetriever(store, top_k=DEPTH)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH)

    def ask(text: str) -> list[int]:
        lists = [
            words.run(query=text)["documents"],
            meaning.run(query_embedding=encode([text])[0].tolist())["documents"],
        ]
        return [int(document.id) for document in joiner.run(documents=lists)["documents"]]

    return ask


def txtai(texts: list[str], encode: Encode, folder: str) -> Ask:
    from txtai import Embeddings

    embeddings = Embeddings(hybrid=True, method="external", transform=lambda texts: encode(list(texts)))
    embeddings.index([(number, text, None) for number, text in enumerate(texts)])
    return lambda text: [int(number) for number, _ in embeddings.search(text, DEPTH)]


def chroma(texts: list[str], encode: Encode, folder: str) -> Ask:
    import chromadb

    settings = chromadb.Settings(anonymized_telemetry=False)
    client: Any = chromadb.PersistentClient(path=folder, settings=settings)
    collection = client.create_collection("peers", metadata={"hnsw:space": "cosine"}, embedding_function=None)
    ids, vectors = [str(number) for number in range(len(texts))], encode(texts)
    for start in range(0, len(ids), 5000):
        part = slice(start, start + 5000)
        collection.add(ids=ids[part], embeddings=vectors[part], documents=texts[part])
    found = min(DEPTH, len(texts))
    return lambda text: [
        int(number) for number in collection.query(query_embeddings=[encode([text])[0]], n_results=found)["ids"][0]
    ]


# By the name of the package.
PEERS: dict[str, Callable[[list[str], Encode, str], Ask]] = {
    "langchain-classic": langchain,
    "llama-index-core": llama_index,
    "haystack-ai": haystack,
    "txtai": txtai,
    "chromadb": chroma,
}


def main() -> None:
    start = time.perf_counter()
    name, model, texts, questions, folder = sys.argv[1:]
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        print("null")
        return
    from sentence_transformers import SentenceTransformer

    opened = SentenceTransformer(model, device="cpu")

    def encode(texts: Sequence[str]) -> Any:  # noqa: ANN401  an array of a library that this module need not have
        return opened.encode(list(texts), batch_size=32, normalize_embeddings=True)

    with open(texts, encoding="utf-8") as given, open(questions, encoding="utf-8") as asked:
        ask = PEERS[name](json.load(given), encode, folder)
        indexed = time.perf_counter() - start
        taken = []
        for question in json.load(asked):
            start = time.perf_counter()
            ask(question)
            taken.append(time.perf_counter() - start)
    print(json.dumps({"version": version, "indexed": indexed, "taken": taken}))


if __name__ == "__main__":
    main()
