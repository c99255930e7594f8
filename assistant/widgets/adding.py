"""Files dropped in: how each would be read is shown first, then they are written into a folder of the base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from assistant.library import adding, working
from assistant.library.adding import Drafted, Place, There
from assistant.showing import draft_page, html
from assistant.widgets import indexing, permission
from assistant.widgets.permission import Duty
from indexer import settings
from indexer.errors import RecordError
from indexer.settings import IndexSettings

_ROUND, _DRAFTS = "library-round", "library-drafts"
_PREFIX = "library-replace"


def draw(folder: Path) -> None:
    """Adds to the base of the index in ``folder``."""
    if why := permission.refused(Duty.ADD):
        st.html(html.problem(why))
        return
    place = chosen(folder, "Into which folder")
    if place is None:
        return
    given = _given()
    if not given:
        return
    drafts = _drafts(given, place)
    replaced = [name for one in drafts for name in _shown(one)]
    ready = [one for one in drafts if _ready(one, replaced)]
    count = sum(len(one.names) for one in ready)
    words = f"Add {count} file{'' if count == 1 else 's'} to the base"
    if st.button(words, type="primary", disabled=not ready, icon=":material/add:"):
        _add(folder, place, given, ready, replaced)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()


def chosen(folder: Path, asked: str) -> Place | None:
    """The folder of the base that is written into; None, with the reason on the page, where there is none."""
    places = adding.places(folder)
    able = [place for place in places if not place.refusal]
    if not able:
        for place in places:
            st.html(html.problem(f"nothing can be added here: {place.refusal}"))
        if not places:
            st.html(html.problem("this index is made of no folder; index one first: citedesk index --kb DIR"))
        return None
    if len(able) == 1:
        return able[0]
    return st.selectbox(asked, able, format_func=lambda place: str(place.folder), key=f"place-{asked}")


def _given() -> dict[str, bytes]:
    """What lies in the box, by name; of two of one name neither."""
    key = f"library-files-{st.session_state.get(_ROUND, 0)}"
    told = "Threads, guidance, mails, tables, saved pages, archives, or the payers' public files"
    dropped = st.file_uploader(told, accept_multiple_files=True, key=key)
    names = Counter(one.name for one in dropped)
    for name in (name for name, times in names.items() if times > 1):
        st.html(html.problem(f"{name}: {names[name]} files have this name; rename all but one"))
    return {one.name: one.getvalue() for one in dropped if names[one.name] == 1}


def _drafts(given: Mapping[str, bytes], place: Place) -> Sequence[Drafted]:
    """Read once for the same files."""
    mark = (place.folder, tuple((name, hash(data)) for name, data in given.items()))
    if st.session_state.get(_DRAFTS, (None,))[0] != mark:
        with st.spinner("Reading the files"):
            found = adding.draft(given, place, settings.read("index", IndexSettings))
        st.session_state[_DRAFTS] = (mark, found)
    drafts: Sequence[Drafted] = st.session_state[_DRAFTS][1]
    return drafts


def _shown(one: Drafted) -> Sequence[str]:
    """Shows how it was read; the names that are to replace what stands there."""
    st.html(draft_page.draft(one))
    if one.there is There.ANOTHER and not one.refusal:
        asked = st.checkbox("Replace the file that is there", key=f"{_PREFIX}-{'-'.join(one.names)}")
        return one.names if asked else ()
    return ()


def _ready(one: Drafted, replaced: Sequence[str]) -> bool:
    free = one.there is There.NOTHING or set(one.names) <= set(replaced)
    return one.readable and free and not one.refusal


def _add(
    folder: Path, place: Place, given: Mapping[str, bytes], ready: Sequence[Drafted], replaced: Sequence[str]
) -> None:
    """Writes what is ready, and has it indexed; what became of each is said."""
    said, ids = list[str](), list[str]()
    for one in (one for one in ready if one.explained):
        try:
            for name in one.names:
                said.append(f"Written: {adding.save(name, given[name], place, name in replaced)}")
            ids += [told.document.id for told in one.explained.documents] if one.explained else []
        except RecordError as error:
            said.append(f"Not written: {error}")
    references = {name: given[name] for one in ready if one.references for name in one.names}
    if references:
        with st.spinner("Keeping the rows of the public files"):
            done = working.add_reference(folder, references)
        said += [f"Kept: {line}" for line in done.added] + ([f"Not kept: {done.error}"] if done.error else [])
    if ids:
        indexing.start(folder, tuple(said), tuple(ids))
    else:
        indexing.tell(tuple(said))
