"""The citation graph around a directive: what it stands on, and what stands on it, as a picture and a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.pages.rendering import page, shorten
from api.rest.common import READ, CurrentState
from api.views import directive_name, reference_name
from corpus.citations import Graph
from corpus.types import Directive, DirectiveFilter

router = APIRouter()
NODE_WIDTH, NODE_HEIGHT, GAP = 250, 46, 14
MOST_DRAWN = 18
MOST_LISTED = 60


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the picture. `kind` is "centre", "inside" or "outside" (cited, but not in the record)."""

    label: str
    sub: str
    href: str
    x: int
    y: int
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: who names whom, in which words."""

    source: str
    source_href: str
    target: str
    target_href: str
    words: str


@router.get("/graph", response_class=HTMLResponse, dependencies=[READ])
def graph(
    request: Request, state: CurrentState, id: Annotated[str | None, Query(max_length=200)] = None
) -> HTMLResponse:
    """Trang viện dẫn: quanh một văn bản, hoặc danh sách để chọn."""
    if id is None:
        recent = state.corpus.directives(DirectiveFilter(), limit=MOST_LISTED)
        return page(request, "graph.html", d=None, recent=[(d, directive_name(d)) for d in recent.items])
    centre = state.corpus.directive(id)
    around = state.corpus.citations.around(centre.id)
    left, right = _sides(centre, around)
    height = max(len(left), len(right), 1) * (NODE_HEIGHT + GAP) + GAP
    nodes = [*_column(left, 0, height), *_column(right, 2 * (NODE_WIDTH + 90), height)]
    middle = Node(
        directive_name(centre),
        shorten(centre.issuer, 34),
        f"/directives/{centre.id}",
        NODE_WIDTH + 90,
        (height - NODE_HEIGHT) // 2,
        "centre",
    )
    return page(
        request,
        "graph.html",
        d=centre,
        name=directive_name(centre),
        nodes=[*nodes, middle],
        edges=_edges(nodes, middle),
        width=3 * NODE_WIDTH + 180,
        height=height,
        node=(NODE_WIDTH, NODE_HEIGHT),
        rows=_rows(around),
        hidden=max(len(left) - MOST_DRAWN, 0) + max(len(right) - MOST_DRAWN, 0),
    )


Label = tuple[str, str, str, str]


def _sides(centre: Directive, around: Graph) -> tuple[list[Label], list[Label]]:
    """What cites the centre, and what the centre cites, each once, most cited first."""
    known = {d.id: d for d in around.directives}
    citing = Counter(a for a, b, _ in around.edges if b == centre.id)
    cited = Counter(b for a, b, _ in around.edges if a == centre.id)
    outside = Counter((reference_name(r), r.issuer or "") for a, r in around.outside if a == centre.id)

    def inside(ids: Counter[str]) -> list[Label]:
        return [
            (directive_name(known[i]), known[i].issuer or "", f"/graph?id={i}", "inside") for i, _ in ids.most_common()
        ]

    beyond = [(name, issuer, f"/search?q={name}", "outside") for (name, issuer), _ in outside.most_common()]
    return inside(citing), inside(cited) + beyond


def _column(labels: list[Label], x: int, height: int) -> list[Node]:
    labels = labels[:MOST_DRAWN]
    top = (height - len(labels) * (NODE_HEIGHT + GAP) + GAP) // 2
    return [
        Node(shorten(name, 32), shorten(sub, 36), href, x, top + i * (NODE_HEIGHT + GAP), kind)
        for i, (name, sub, href, kind) in enumerate(labels)
    ]


def _edges(nodes: list[Node], middle: Node) -> list[str]:
    """The curves as SVG paths, from the one that cites to the one that is cited."""
    paths = []
    for n in nodes:
        a, b = (n, middle) if n.x < middle.x else (middle, n)
        x1, y1, x2, y2 = a.x + NODE_WIDTH, a.y + NODE_HEIGHT // 2, b.x - 7, b.y + NODE_HEIGHT // 2
        paths.append(f"M{x1} {y1}C{x1 + 45} {y1} {x2 - 45} {y2} {x2} {y2}")
    return paths


def _rows(around: Graph) -> list[Row]:
    names = {d.id: directive_name(d) for d in around.directives}
    inside = [
        Row(names.get(a, a), f"/directives/{a}", names.get(b, b), f"/directives/{b}", r.text)
        for a, b, r in around.edges
    ]
    outside = [Row(names.get(a, a), f"/directives/{a}", reference_name(r), "", r.text) for a, r in around.outside]
    return list(dict.fromkeys(inside + outside))
