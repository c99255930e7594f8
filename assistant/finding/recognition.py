"""Which recorded point a question is about, if it is about one."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.finding import asking, memo, unnamed
from assistant.finding.features import UNREAD
from assistant.finding.reader import Reader
from assistant.finding.retrieval import Candidates
from assistant.fitted import logistic
from assistant.fitted.logistic import Logistic
from assistant.judgement import Voice
from assistant.reading import gist
from assistant.reading.question import Question
from indexer import point_likeness, points, scoring
from indexer.index import Index
from indexer.points import Point

# How far down the ranking a recorded side is looked for.
POOL = 40
# From this cosine on a point is weighed though none of its sources was found.
ALIKE = 0.7
# How many points are weighed: of 1,446 questions that are about a point, .97 have it among the likeliest five.
HEAD = 5
# The chance from which on sources that pull apart are told. Of questions a third of which are near misses it is right
# for .77 (and .09 more name a point of the same texts). From .4 on .57 of what pulls apart is found in place of .43 of
# the questions that were labelled blindly, but on others fewer right documents lead (.874 for .896) and more near
# misses are claimed.
APART = 0.6
# As near lies the next point where many are recorded: of 694 questions about a point of the shipped base it lies nearer
# for 24 in 25. A margin over less is no sign where few are recorded.
BESIDE = 0.45
# The same of the reader's logit.
BESIDE_READ = -3.0
# The chance from which on the words of a point that nobody disputes are quoted first: of 974 such points four in five
# were right, while the sentence that the reader prefers answers for three in five.
LIKELY = 0.5
# From this cosine on a question is one of an editor's own ways to ask about a point.
SAME = 0.95
# More search terms than this are a story's. Of the questions that recognition is fitted on one in ten has more, and one
# in twenty without words that only tell; a story of 80 words has 40, and of these no more are of what it asks about.
LONG = 15


@dataclass(frozen=True, slots=True)
class Asked:
    """How near a question comes to a recorded point; all but the logits between 0 and 1.

    Cosines of the question: ``likeness`` to the nearest way to ask about the point, ``view`` to the nearest view of a
    side or case; ``ahead``: by how much ``likeness`` passes that of the next other point, or BESIDE if that is more.
    Parts of the question's rarity, or of what LONG terms weigh where it tells a story: ``covered`` is held by the
    point's phrases, ``strays`` only by the questions beside the point. ``back`` is the part of the nearest phrase's
    rarity that the question holds. ``first`` and ``second``: the best scores of passages of its sides, as a part of the
    best one's, the better side first; 0 for the second of a point that nobody disputes, which is ``plain``. Logits of
    the reader: ``read`` of the nearest view under the point's name, ``read_ahead`` by how much it passes that of the
    next other point, ``behind`` by how much the best passage of its sources stays behind the best of all.
    """

    likeness: float
    view: float
    covered: float
    strays: float
    back: float
    first: float
    second: float
    plain: float
    ahead: float = 0.0
    read: float = UNREAD
    read_ahead: float = 0.0
    behind: float = 0.0


@dataclass(frozen=True, slots=True)
class Met:
    """A recorded point that a question comes near: the phrase of it that lies ``nearest``, and the ``chance`` that the
    question is about it. ``views``: what of its sides and of its cases lies nearest. ``enough``: likely enough to be
    told; else its words are only quoted.
    """

    point: Point
    nearest: str
    asked: Asked
    chance: float
    views: tuple[str, ...] = ()
    enough: bool = False


def of(question: Question, near: Sequence[Met], index: Index, voice: Voice, reader: Reader | None) -> Met | None:
    """Of the points ``near`` it, as ``met`` gives them, the one that the question is about, or likely is. ``voice`` is
    what support alone gives it.

    None where no document names any of the procedures asked about: a record says nothing of those.
    """
    if not near or unnamed.all_procedures(question, index):
        return None
    best = near[0]
    enough = best.chance >= shipped(reader is not None).needed(voice, best.point)
    likely = best.point.why is None and best.chance >= LIKELY
    return replace(best, enough=enough) if enough or likely else None


def met(question: Question, candidates: Candidates, index: Index, reader: Reader | None = None) -> list[Met]:
    """The HEAD points that lie nearest, the likeliest first."""
    near = sorted(_near(question, candidates, index), key=lambda one: -_standing(one.asked))[:HEAD]
    ahead = _ahead(near, [one.asked.likeness for one in near], BESIDE)
    asked = [replace(one.asked, ahead=margin) for one, margin in zip(near, ahead, strict=True)]
    fitted = shipped(reader is not None).fitted
    if reader and near:
        asked = _read(question, near, asked, candidates, reader)
    found = [
        replace(one, asked=by, chance=1.0 if by.likeness >= SAME else fitted.chance(by))
        for one, by in zip(near, asked, strict=True)
    ]
    return sorted(found, key=lambda one: -one.chance)


def _standing(asked: Asked) -> float:
    """Set by hand: it only has to keep the right point among the first."""
    return asked.likeness + 0.5 * asked.first + 0.3 * asked.covered


def _near(question: Question, candidates: Candidates, index: Index) -> list[Met]:
    """Every recorded point of which a side was found, or that is asked for in much the same words, before anything is
    read.
    """
    best = _best_scores(candidates)
    whole = memo.rarity(question.words, index.store)
    asked_of, times = _asked_of(question, whole, index)
    known = index.points
    found = []
    for point, like in zip(known.recorded, point_likeness.of(known, candidates.vector), strict=True):
        sides = sorted((max(best.get(source, 0.0) for source in side.sources) for side in point.sides), reverse=True)
        if not sides[0] and like.cosine < ALIKE:
            continue
        phrases, beside = (frozenset(points.terms_of(*texts)) for texts in (point.phrases, point.beside))
        asked = Asked(
            likeness=like.cosine,
            view=like.view,
            covered=min(1.0, times * scoring.part(asked_of, phrases)),
            strays=min(1.0, times * scoring.part(asked_of, beside - phrases)),
            back=scoring.part(known.weighed(like.nearest), whole),
            first=sides[0],
            second=sides[1] if len(sides) > 1 else 0.0,
            plain=float(point.why is None),
        )
        found.append(Met(point, like.nearest, asked, 0.0, like.views))
    return found


def _asked_of(question: Question, whole: dict[str, float], index: Index) -> tuple[dict[str, float], float]:
    """The rarities of which parts are taken, and how often a part counts: ``whole``, once. Of what has more than LONG
    terms those that only tell are left out, and a part counts as often as the others hold LONG of them.
    """
    if len(whole) <= LONG:
        return whole, 1.0
    asked = memo.rarity(gist.untold(question.words), index.store)
    return asked, max(1.0, len(asked) / LONG)


def _best_scores(candidates: Candidates) -> dict[str, float]:
    """Of each source the best score of a passage, as a part of the best of all."""
    head = candidates[:POOL]
    top = max((one.score for one in head), default=0.0) or 1.0
    best: dict[str, float] = {}
    for one in head:
        for source in points.names(one.passage) if one.passage.role != "asker" else ():
            best[source] = max(best.get(source, 0.0), one.score / top)
    return best


def _read(
    question: Question, near: Sequence[Met], asked: Sequence[Asked], candidates: Candidates, reader: Reader
) -> list[Asked]:
    """``asked`` with what the reader says of each point."""
    said = [(at, f"{one.point.on}. {view}") for at, one in enumerate(near) for view in one.views]
    meant = question.meaning if question.follow_up else asking.asked(question.meaning)
    logits = reader.scores(meant, [text for _, text in said])
    reads = [
        max(logit for (at, _), logit in zip(said, logits, strict=True) if at == place) for place in range(len(near))
    ]
    head = [one for one in candidates[:POOL] if one.read is not None]
    best = max((one.read or UNREAD for one in head), default=UNREAD)
    own = [
        max(
            (one.read or UNREAD for one in head if any(side.has(one.passage) for side in met.point.sides)),
            default=UNREAD,
        )
        for met in near
    ]
    return [
        replace(one, read=read, read_ahead=margin, behind=best - mine)
        for one, read, margin, mine in zip(asked, reads, _ahead(near, reads, BESIDE_READ), own, strict=True)
    ]


def _ahead(near: Sequence[Met], values: Sequence[float], least: float) -> list[float]:
    """By how much each passes the best of the others, which is ``least`` at the least. A point that quotes the same
    words says the same, and is no other.
    """
    said = [{one.says for one in met.point.stated} for met in near]
    return [
        value - max([least, *(other for at, other in enumerate(values) if said[at].isdisjoint(said[place]))])
        for place, value in enumerate(values)
    ]


@dataclass(frozen=True, slots=True)
class Recognition:
    """``fitted`` over the fields of ``Asked``; its threshold makes an answer of what support alone would not claim, and
    from ``told`` on a point is told of what is claimed anyway.
    """

    fitted: Logistic
    told: float

    def needed(self, voice: Voice, point: Point) -> float:
        """The chance from which on ``point`` is told of a question to which support alone gives ``voice``."""
        if point.why is not None:
            return APART
        return self.told if voice is Voice.ANSWERS else self.fitted.threshold


@functools.cache
def shipped(reader: bool) -> Recognition:
    """Fitted with what the reader says, or without it."""
    record = logistic.shipped("points")["read" if reader else "unread"]
    return Recognition(Logistic.read(record), float(record["told"]))
