"""Journey 2: question -> candidates -> evidence -> the parts of an answer, checked -> their text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant import naming
from assistant.answers import Answer, Found
from assistant.finding import apart as apart_
from assistant.finding import calibration, judging, meeting, memo, ranking, reader, recognition, reranking, retrieval
from assistant.finding import support as support_
from assistant.finding.calibration import Calibration
from assistant.finding.meeting import Meeting
from assistant.finding.reader import Reader
from assistant.finding.retrieval import Candidates
from assistant.judgement import Support
from assistant.quoting import (
    ask_first,
    basis,
    citations,
    disagreement,
    known,
    public_files,
    refusals,
)
from assistant.quoting import shown as shown_
from assistant.quoting.shown import Shown
from assistant.reading import facts as facts_
from assistant.reading import question
from assistant.reading.facts import Facts
from assistant.reading.question import Question
from assistant.rewording import judge as judge_
from assistant.rewording import leash
from assistant.rewording.judge import Judge
from assistant.settings import AssistantSettings
from assistant.showing import plain
from indexer import index as index_
from indexer import privacy
from indexer.errors import ModelError
from indexer.index import Index

# What a fingerprint says in the place of a reader's name.
UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Desk:
    """An open index and what is needed to answer from it. Safe to share between threads.

    ``reader`` judges what was found; ``unread`` says why there is none although one is set. ``judge`` is a language
    model that is asked which quotation answers.
    """

    index: Index
    settings: AssistantSettings
    calibration: Calibration = field(default_factory=calibration.shipped)
    reader: Reader | None = None
    unread: str | None = None
    judge: Judge | None = None

    @classmethod
    def open(cls, folder: str | Path, settings: AssistantSettings | None = None, judge: bool = False) -> Desk:
        """``judge``: the language model of ``settings`` is asked to judge. Raises SettingsError where there is none,
        NoIndexError where there is no index or it does not fit this program.
        """
        chosen = settings or AssistantSettings()
        asked = judge_.open(chosen) if judge else None
        index = index_.open_index(Path(folder), tables=chosen.plugins)
        found, unread = reading(chosen)
        own = calibration.beside(Path(folder), index.manifest, found.name if found else None)
        return cls(index, chosen, own, found, unread, asked)

    @property
    def fingerprint(self) -> str:
        """Of knowledge base, model and program, of the index's own calibration where it has one, of the reader, and of
        the judge where one is asked.
        """
        return self.fingerprint_with("")

    def fingerprint_with(self, rows: str) -> str:
        """Of the ``rows`` of public files too, where an answer shows any."""
        known = "#".join(filter(None, (self.calibration.fingerprint(self.index.manifest), rows)))
        read = f"{known}~{self.reader.name if self.reader else UNREAD}"
        return f"{read}~{self.judge.name}" if self.judge else read

    def ask(
        self,
        text: str,
        after: Sequence[str] = (),
        top: int = ranking.DOCUMENTS,
        draft: Callable[[str], None] | None = None,
        without: Collection[str] = (),
        full: bool = False,
        facts: Facts | None = None,
    ) -> Answer:
        """``after`` are the earlier turns, oldest first; ``top`` documents are listed. Documents of ``without`` are not
        found, as if the base lacked them. ``full``: the text gives every quotation, and each of them whole. ``facts``
        of the case go before what the earlier turns say of it, and after what ``text`` says itself.

        ``draft`` is given what a language model has written so far, unchecked, whenever more of it comes. Raises
        QuestionError for what is no question, SettingsError where the generator cannot be had as set, and CitationError
        where the answer fails its own check.
        """
        asked, masked = self.read(text, after, facts)
        index = memo.over(self.index)
        generator = leash.generator(self.settings)
        ordered = ranked(asked, index)
        judged = self.judged(asked, ordered.without(without) if without else ordered, index)
        # Support was fitted on the order without a user's cross-encoder, and means the same with one.
        support = self.support(asked, judged, index)
        found = self._reranked(asked, judged)
        recorded = known.find(asked, found, index)
        near = recognition.met(asked, found, index, self.reader)
        about = known.opening(asked, recorded, recognition.of(asked, near, index, support.voice, self.reader))
        support = support_.recorded(support) if about and about.enough else support
        shown = self._heard(asked, found, index, shown_.of(support, about, asked, found, index, self.reader))
        support, quotations, answering = shown.support, shown.quotations, shown.answering
        apart = disagreement.find(answering, shown.point, index)
        first = (
            ask_first.points(asked, found, answering, apart, shown.point, shown.cases, shown.case) if answering else []
        )
        beside, quoted = known.told(recorded, quotations, shown.point)
        stated = public_files.of(asked, index)
        answer = Answer(
            question=asked.typed,
            read_as=asked.read_as,
            codes=asked.codes,
            support=support,
            basis=basis.of(asked, answering) if answering else None,
            refusal=None if answering else refusals.of(asked, found, index),
            disagreement=apart,
            quotations=quoted,
            citations=tuple(citations.number(quoted)),
            ask_first=tuple(first),
            wording=leash.reword(generator if answering else None, asked, answering, index, draft),
            documents=tuple(ranking.documents(found, top)),
            nearest=() if quotations else tuple(refusals.nearest(found)),
            candidates=tuple(found[: ranking.DOCUMENTS]),
            masked=masked,
            fingerprint=self.fingerprint_with(public_files.fingerprint(stated)),
            judged=shown.judged,
            named=naming.of(asked.codes) if asked.wanted else (),
            headline=shown.headline,
            cases=shown.cases,
            known=beside,
            reference=stated,
            facts=facts_.words(asked.facts, facts_.NOTHING),
            full=full,
            unsearched=index.store.absent,
        )
        citations.check(answer)
        return replace(answer, text=plain.text(answer))

    def search(self, text: str, after: Sequence[str] = (), facts: Facts | None = None) -> Found:
        """Every candidate, best first; raises QuestionError for what is no question."""
        asked, masked = self.read(text, after, facts)
        index = memo.over(self.index)
        found = self._reranked(asked, self.judged(asked, ranked(asked, index), index))
        return Found(asked, masked, found, index.store.absent)

    def met(self, text: str, after: Sequence[str] = ()) -> Meeting:
        """Which recorded point a question meets, as ``ask`` finds it; raises QuestionError for what is no question."""
        asked, masked = self.read(text, after)
        index = memo.over(self.index)
        judged = self.judged(asked, ranked(asked, index), index)
        voice = self.support(asked, judged, index).voice
        found = self._reranked(asked, judged)
        near = recognition.met(asked, found, index, self.reader)
        about = recognition.of(asked, near, index, voice, self.reader)
        return meeting.of(asked, masked, voice, recognition.shipped(self.reader is not None), about, near)

    def judged(self, asked: Question, found: Candidates, index: Index) -> Candidates:
        """In the order that the reader gives them, where there is one; a user's cross-encoder has its say later."""
        # Codes alone ask nothing that a window could be read for.
        return judging.read(asked, found, self.reader, index) if self.reader and not asked.bare else found

    def support(self, asked: Question, judged: Candidates, index: Index) -> Support:
        found = support_.measure(asked, judged, index, self.calibration, self.settings.false_claims)
        said = "; ".join(one for one in (self.unread, found.caveat) if one)
        return replace(found, caveat=said or None)

    def _heard(self, asked: Question, found: Candidates, index: Index, shown: Shown) -> Shown:
        """What is shown after the judge was heard, where there is one; of codes alone there is nothing to judge."""
        if not self.judge or not shown.quotations or asked.bare:
            return shown
        said = self.judge.judge(asked, shown.quotations)
        moved = support_.heard(shown.support, said, self.calibration.claims.bound(self.settings.false_claims))
        after = shown if moved is shown.support else shown_.of(moved, shown.about, asked, found, index, self.reader)
        if said.pick is None:
            return replace(after if after.quotations else shown, judged=said)
        # In another voice other passages may be quoted: without the one that was picked nothing moves.
        pick = judge_.number(said, shown.quotations, after.quotations)
        return replace(after, judged=replace(said, pick=pick)) if pick else replace(shown, judged=said)

    def _reranked(self, asked: Question, ranked: Candidates) -> Candidates:
        return reranking.rerank(asked, ranked, reranking.reranker(self.settings))

    def read(
        self, text: str, after: Sequence[str] = (), facts: Facts | None = None
    ) -> tuple[Question, tuple[str, ...]]:
        """The question, and the kinds of what is masked in it: from here on only the masked text exists.

        Raises QuestionError for what is no question.
        """
        question.check(text)
        screened = [privacy.screen(turn) for turn in (text, *after)]
        kinds = tuple(dict.fromkeys(kind for turn in screened for kind in turn.kinds))
        texts = [turn.text for turn in screened]
        asked = question.parse(
            texts[0],
            texts[1:],
            self.settings.abbreviations,
            facts,
            lambda turn, earlier: apart_.alone(turn, earlier, self.index),
        )
        return asked, kinds


def reading(settings: AssistantSettings) -> tuple[Reader | None, str | None]:
    """The reader and why there is none where one is wanted: a user's own cross-encoder reads in its place."""
    if not settings.reader or settings.reranker:
        return None, None
    try:
        return reader.opened(), None
    except ModelError as error:
        return None, str(error)


def ranked(asked: Question, index: Index) -> Candidates:
    """Every candidate by its signals, authority and time, before anything is read."""
    return ranking.rank(asked, retrieval.candidates(asked, index))
