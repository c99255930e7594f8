"""Counts what no answer may show: a quotation, mark, code or figure that no cited passage has.

    python -m benchmarks.violations QUESTIONS.jsonl ... [--index .citedesk] [--generator NAME]

The questions of the files and the thousand of ``adversary.py`` are asked as they are, and each answer is reworded by
the liar there. With ``--generator`` the files' questions are also asked with that generator, as settings.toml has it.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import console
from assistant.answers import Answer
from assistant.ask import Desk
from assistant.measuring import evaluation, rendered
from assistant.quoting import citations
from assistant.rewording import leash
from assistant.rewording.generators import Generator
from assistant.showing import plain
from benchmarks.adversary import Liar, questions
from benchmarks.fit_grounding import remembering
from indexer import codes
from indexer.errors import CitationError, QuestionError

_SPELLED = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "ten": "10", "seven": "7", "thirty": "30"}


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    history: tuple[str, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--generator")
    chosen = parser.parse_args()
    opened = Desk.open(chosen.index)
    desk = dataclasses.replace(opened, index=remembering(opened.index))
    filed = [Asked(one.question, one.history) for one in evaluation.read(chosen.files)]
    for name, asked in (("files", filed), ("fuzzed", [Asked(text) for text in questions()])):
        print(f"{name}: {counted(asked, desk, Liar(7))}")
    if chosen.generator:
        told = dataclasses.replace(desk, settings=console.chosen(chosen.generator))
        print(f"files, {chosen.generator}: {counted(filed, told, None)}")


def counted(asked: Iterable[Asked], desk: Desk, liar: Generator | None) -> str:
    """Answers, sentences shown and dropped, and violations; each answer is reworded by ``liar``, where there is one."""
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for one in asked:
        try:
            answer = desk.ask(one.text, one.history)
        except QuestionError:
            seen["rejected"] += 1
            continue
        except CitationError as error:
            wrong.append(f"{one.text}: {error}")
            continue
        answers = [answer, reworded(answer, desk, liar)] if liar and answer.quotations else [answer]
        wrong += [f"{one.text}: {violation}" for answer in answers for violation in violations(answer)]
        seen["answered" if answer.quotations else "refused"] += 1
        seen["reworded"] += bool(answers[-1].wording.sentences)
        seen["sentences shown"] += len(answers[-1].wording.sentences)
        seen["sentences dropped"] += sum(dropped.count for dropped in answers[-1].wording.dropped)
    return ", ".join([*(f"{name} {count}" for name, count in sorted(seen.items())), f"violations {len(wrong)} {wrong}"])


def reworded(quoted: Answer, desk: Desk, generator: Generator) -> Answer:
    """``quoted`` as it would be if the settings named ``generator``."""
    asked = desk.search(quoted.question).question
    answer = dataclasses.replace(quoted, wording=leash.reword(generator, asked, quoted.quotations, desk.index))
    citations.check(answer)
    return dataclasses.replace(answer, text=plain.text(answer))


def violations(answer: Answer) -> list[str]:
    """Looked for anew, from the text that is shown, without the program's own check."""
    found = []
    numbers = {citation.number for citation in answer.citations}
    found += [f"quotation {one.citation}" for one in rendered.quotations(answer)]
    found += [f"asker {one.citation}" for one in answer.quotations if one.passage.role == "asker"]
    found += [f"mark {mark}" for mark in rendered.marks(answer)]
    found += [code.value for code in rendered.codes(answer)]
    if answer.disagreement:
        sides = [set(side.citations) for side in answer.disagreement.sides]
        if len(sides) < 2 or not all(side and side <= numbers for side in sides) or set.intersection(*sides):
            found.append(f"sides {sides}")
    for sentence in answer.wording.sentences:
        found += [f"{fault}: {sentence.text}" for fault in _faults(sentence.text, answer)]
    return found


def _faults(sentence: str, answer: Answer) -> Sequence[str]:
    """Of a generated sentence, by sets of signs, digits and codes."""
    passages = {quotation.citation: quotation.passage for quotation in answer.quotations}
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", sentence)]
    if not marks or not set(marks) <= set(passages):
        return ["marks"]
    found = []
    bare = re.sub(r"\[\d+\]", "", sentence)
    named = {code for mark in marks for code in passages[mark].codes}
    if not set(codes.values(codes.find(bare))) <= named:
        found.append("code")
    known = " ".join(f"{passages[mark].text} {passages[mark].date}" for mark in marks)
    known += " ".join(code.value for code in named)
    spelled = {digits for word, digits in _SPELLED.items() if re.search(rf"\b{word}\b", known, re.IGNORECASE)}
    if not set(re.findall(r"\d+", bare)) <= set(re.findall(r"\d+", known)) | spelled:
        found.append("figure")
    if set(bare) & set('“”„«»"<>{}|#*_`[]\\\u202e\u200b') or re.search(r"[^\x00-\u024f’–—§×½]|http|www", bare):
        found.append("sign")
    return found


if __name__ == "__main__":
    main()
