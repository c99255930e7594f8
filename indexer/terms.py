"""Search terms: the words of a text as the word search counts them."""

from __future__ import annotations

import functools

import tantivy


def analyzer() -> tantivy.TextAnalyzer:
    # A full stop never belongs to a word, so that "62368." at the end of a sentence is found.
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"\w+"))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def find(text: str) -> list[str]:
    """The terms of ``text`` in their order: lower case, no accents, no English stop words, stemmed."""
    return _shared().analyze(text)


@functools.cache
def _shared() -> tantivy.TextAnalyzer:
    return analyzer()
