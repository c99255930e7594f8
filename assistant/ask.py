"""Journey 2: question -> candidates -> evidence -> the parts of an answer, checked -> their text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.answers import Answer, Found
from assistant.finding import calibration, memo, ranking, reranking, retrieval
from assistant.finding import support as support_
from assistant.finding.calibration import Calibration
from assistant.finding.retrieval import Candidates
from assistant.quoting import ask_first, basis, citations, disagreement, evidence, refusals, replies
from assistant.reading import question
from assistant.reading.question import Question
from assistant.rewording import leash
from assistant.settings import AssistantSettings
from assistant.showing import plain
from indexer import index as index_
from indexer import privacy
from indexer.index import Index


@dataclass(frozen=True, slots=True)
class Desk:
    """An open index and what is needed to answer from it. Safe to share between threads."""

    index: Index
    settings: AssistantSettings
    calibration: Calibration = field(default_factory=calibration.shipped)

    @classmethod
    def open(cls, folder: str | Path, settings: AssistantSettings | None = None) -> Desk:
        """Raises NoIndexError where there is no index or it does not fit this program."""
        chosen = settings or AssistantSettings()
        index = index_.open_index(Path(folder), tables=chosen.plugins)
        return cls(index, chosen, calibration.beside(Path(folder), index.manifest))

    @property
    def fingerprint(self) -> str:
        """Of knowledge base, model and program, and of the index's own calibration where it has one."""
        return self.calibration.fingerprint(self.index.manifest)

    def ask(
        self,
        text: str,
        after: Sequence[str] = (),
        top: int = ranking.DOCUMENTS,
        draft: Callable[[str], None] | None = None,
    ) -> Answer:
        """``after`` are the earlier questions, oldest first; ``top`` documents are listed.

        ``draft`` is given what a language model has written so far, unchecked, whenever more of it comes. Raises
        QuestionError for what is no question, SettingsError where the generator cannot be had as set, and CitationError
        where the answer fails its own check.
        """
        asked, masked = self._read(text, after)
        index = memo.over(self.index)
        generator = leash.generator(self.settings)
        ranked = _candidates(asked, index)
        # Support was fitted on the order without a cross-encoder, and means the same with one.
        support = support_.measure(asked, ranked, index, self.calibration)
        found = self._reranked(asked, ranked)
        point = disagreement.point(asked, found, index) if support.enough else None
        chosen = evidence.select(asked, found, index, point) if support.enough else []
        quotations = tuple(replies.beside(chosen))
        apart = disagreement.find(quotations, point, index)
        worded = leash.reword(generator if quotations else None, asked, quotations, index, draft)
        answer = Answer(
            question=asked.typed,
            read_as=asked.read_as,
            codes=asked.codes,
            support=support,
            basis=basis.of(asked, quotations) if quotations else None,
            refusal=None if quotations else refusals.of(asked, found, index),
            disagreement=apart,
            quotations=quotations,
            citations=tuple(citations.number(quotations)),
            ask_first=tuple(ask_first.points(asked, found, quotations, apart)) if quotations else (),
            wording=worded,
            documents=tuple(ranking.documents(found, top)),
            nearest=() if quotations else tuple(refusals.nearest(found)),
            candidates=tuple(found[: ranking.DOCUMENTS]),
            masked=masked,
            fingerprint=self.fingerprint,
        )
        citations.check(answer)
        return replace(answer, text=plain.text(answer))

    def search(self, text: str, after: Sequence[str] = ()) -> Found:
        """Every candidate, best first; raises QuestionError for what is no question."""
        asked, masked = self._read(text, after)
        return Found(asked, masked, self._reranked(asked, _candidates(asked, memo.over(self.index))))

    def _reranked(self, asked: Question, ranked: Candidates) -> Candidates:
        return reranking.rerank(asked, ranked, reranking.reranker(self.settings))

    def _read(self, text: str, after: Sequence[str]) -> tuple[Question, tuple[str, ...]]:
        """Masks identifiers first: from here on only the masked text exists."""
        question.check(text)
        screened = [privacy.screen(turn) for turn in (text, *after)]
        kinds = tuple(dict.fromkeys(kind for turn in screened for kind in turn.kinds))
        texts = [turn.text for turn in screened]
        return question.parse(texts[0], texts[1:], self.settings.abbreviations), kinds


def _candidates(asked: Question, index: Index) -> Candidates:
    return ranking.rank(asked, retrieval.candidates(asked, index))
