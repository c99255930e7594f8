"""Journey 2: question -> candidates -> evidence -> text -> answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answers import Answer, Found
from assistant.finding import ranking, reranking, retrieval
from assistant.finding.rerankers import cross_encoder
from assistant.finding.retrieval import Candidates
from assistant.quoting import ask_first, citations, disagreement, evidence, refusals
from assistant.reading import question
from assistant.reading.question import Question
from assistant.rewording import leash
from assistant.rewording.generators import extractive
from assistant.settings import AssistantSettings
from indexer import index as index_
from indexer import privacy
from indexer.index import Index


@dataclass(frozen=True, slots=True)
class Desk:
    """An open index and what is needed to answer from it. Safe to share between threads."""

    index: Index
    settings: AssistantSettings

    @classmethod
    def open(cls, folder: str | Path, settings: AssistantSettings | None = None) -> Desk:
        """Raises NoIndexError where there is no index or it does not fit this program."""
        return cls(index_.open_index(Path(folder)), settings or AssistantSettings())

    def ask(
        self,
        text: str,
        after: Sequence[str] = (),
        top: int = ranking.DOCUMENTS,
        draft: Callable[[str], None] | None = None,
    ) -> Answer:
        """``after`` are the earlier questions, oldest first; ``top`` documents are listed.

        ``draft`` is given what a language model has written so far, unchecked, whenever more of it comes. Raises
        QuestionError for what is no question, SettingsError where the generator cannot be had as set.
        """
        asked, masked = self._read(text, after)
        generator = leash.generator(self.settings)
        ranked = self._candidates(asked)
        # Support was fitted on the order without a cross-encoder, and means the same with one.
        support = ranking.support(asked, ranked, self.index)
        found = self._reranked(asked, ranked)
        point = disagreement.point(asked, found, self.index) if support.enough else None
        quotations = tuple(evidence.select(asked, found, self.index, point)) if support.enough else ()
        apart = disagreement.find(quotations, point, self.index)
        cited = citations.number(quotations)
        if quotations:
            quoted = extractive.write(asked, support, quotations, apart)
        else:
            quoted = refusals.write(asked, found, self.index)
        citations.check(quoted, quotations, cited, asked.codes)
        worded = leash.reword(generator if quotations else None, asked, quotations, self.index, draft)
        words = leash.above(quoted, worded, quotations, cited)
        return Answer(
            question=asked.typed,
            read_as=asked.read_as,
            codes=asked.codes,
            support=support,
            text=words.text,
            quotations=quotations,
            citations=tuple(cited),
            documents=tuple(ranking.documents(found, top)),
            nearest=() if quotations else tuple(refusals.nearest(found)),
            ask_first=tuple(ask_first.points(asked, found, quotations, apart)) if quotations else (),
            disagreement=apart,
            masked=masked,
            candidates=tuple(found[: ranking.DOCUMENTS]),
            wording=words.wording,
            fingerprint=self.index.manifest.fingerprint,
        )

    def search(self, text: str, after: Sequence[str] = ()) -> Found:
        """Every candidate, best first; raises QuestionError for what is no question."""
        asked, masked = self._read(text, after)
        return Found(asked, masked, self._reranked(asked, self._candidates(asked)))

    def _candidates(self, asked: Question) -> Candidates:
        return ranking.rank(asked, retrieval.candidates(asked, self.index))

    def _reranked(self, asked: Question, ranked: Candidates) -> Candidates:
        chosen = self.settings.reranker
        return reranking.rerank(asked, ranked, cross_encoder.open(chosen) if chosen else None)

    def _read(self, text: str, after: Sequence[str]) -> tuple[Question, tuple[str, ...]]:
        """Masks identifiers first: from here on only the masked text exists."""
        question.check(text)
        screened = [privacy.screen(turn) for turn in (text, *after)]
        kinds = tuple(dict.fromkeys(kind for turn in screened for kind in turn.kinds))
        texts = [turn.text for turn in screened]
        return question.parse(texts[0], texts[1:], self.settings.abbreviations), kinds
