"""Puts the pages together."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages import (
    admin,
    audit,
    calendar,
    crawls,
    directives,
    explain,
    graph,
    home,
    login,
    review,
    searching,
    tasks,
    units,
)

router = APIRouter(include_in_schema=False)
for _part in (home, searching, directives, tasks, units, calendar, graph, review, crawls, explain, audit, admin, login):
    router.include_router(_part.router)
