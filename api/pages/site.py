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
    exports,
    graph,
    home,
    login,
    mail,
    review,
    searching,
    sending,
    single_sign_on,
    task,
    tasks,
    units,
)

_READING = (home, searching, directives, tasks, task, units, calendar, graph, review, crawls, explain, exports, sending)
_KEEPING = (audit, admin, login, single_sign_on, mail)

router = APIRouter(include_in_schema=False)
for _part in (*_READING, *_KEEPING):
    router.include_router(_part.router)
