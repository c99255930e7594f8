"""The documents that name a code, by date: who speaks, and whether it stands. A list below says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from assistant.dossiers.dossier import Naming
from assistant.showing import dossiers, phrases

STANDS, ENDED, REPLACED = "stands", "in force for a time", "replaced"
# Shape and words tell them apart, not colour alone.
_MARKS = {STANDS: ("circle", "#1f7a4d"), ENDED: ("triangle-up", "#b7791f"), REPLACED: ("cross", "#c0392b")}
# In pixels, of one who speaks.
_ROW = 44


def draw(documents: Sequence[Naming], code: str) -> None:
    """Nothing where fewer than two of them are dated."""
    dated = [one for one in documents if one.passage.date]
    if len(dated) < 2:
        return
    alternative = f"Documents that name {code}, by date; the list of documents by date says the same."
    st.vega_lite_chart(spec=_drawn(dated), width="stretch", alt=alternative)


def _drawn(dated: Sequence[Naming]) -> dict[str, Any]:
    """Vega-Lite: a line over the days that each date may mean, and a mark at the first of them."""
    first = {"field": "first", "type": "temporal", "title": None}
    who = {"field": "who", "type": "nominal", "title": None, "axis": {"labelLimit": 180}}
    legend = {"title": None, "orient": "top"}
    marks = {"field": "mark", "type": "nominal", "legend": legend}
    colour = {**marks, "scale": {"domain": list(_MARKS), "range": [colour for _, colour in _MARKS.values()]}}
    shape = {**marks, "scale": {"domain": list(_MARKS), "range": [shape for shape, _ in _MARKS.values()]}}
    told = [{"field": name, "type": "nominal", "title": name} for name in ("title", "date", "standing")]
    line = {"x": first, "x2": {"field": "last"}, "y": who, "color": {**colour, "legend": None}}
    return {
        "data": {"values": list(map(_row, dated))},
        "height": _ROW * len({one.passage.tier for one in dated}) + 70,
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.35}, "encoding": line},
            {
                "mark": {"type": "point", "size": 110, "filled": True},
                "encoding": {"x": first, "y": who, "color": colour, "shape": shape, "tooltip": told},
            },
        ],
    }


def _row(one: Naming) -> dict[str, str]:
    date = one.passage.date
    assert date
    first, last = date.days
    mark = REPLACED if one.replaced else ENDED if one.passage.until else STANDS
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "who": one.passage.tier.words,
        "title": phrases.line(one.passage.title),
        "date": str(date),
        "mark": mark,
        "standing": dossiers.standing(one) or STANDS,
    }
