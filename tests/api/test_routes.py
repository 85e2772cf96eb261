"""Who may call each route: a route without a row fails. Where nothing is asked for, the key in the address is proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi.routing import APIRoute

from api.pages import site
from api.rest import service
from api.rights import Needs
from api.roles import PERMISSIONS, Permission, Role

TABLE = {
    "GET /": "read",
    "GET /admin": "admin",
    "POST /admin/accounts": "admin",
    "POST /admin/accounts/change": "admin",
    "GET /api/v1/audit/events": "audit",
    "POST /api/v1/audit/events/{seq}/undo": "correct",
    "GET /api/v1/audit/verify": "audit",
    "GET /api/v1/directives": "read",
    "GET /api/v1/directives/{directive_id}": "read",
    "PATCH /api/v1/directives/{directive_id}": "correct",
    "GET /api/v1/directives/{directive_id}/citations": "read",
    "POST /api/v1/directives/{directive_id}/join": "correct",
    "GET /api/v1/directives/{directive_id}/tasks": "read",
    "GET /api/v1/documents": "read",
    "POST /api/v1/documents": "crawl",
    "GET /api/v1/documents/{document_id}": "read",
    "POST /api/v1/documents/{document_id}/join": "correct",
    "POST /api/v1/documents/{document_id}/reviewed": "correct",
    "GET /api/v1/documents/{document_id}/source": "read",
    "GET /api/v1/documents/{document_id}/versions": "read",
    "POST /api/v1/extract": "read",
    "GET /api/v1/health": "public",
    "GET /api/v1/openapi.json": "public",
    "GET /api/v1/proposals": "read",
    "POST /api/v1/proposals/{proposal_id}/decide": "correct",
    "GET /api/v1/search": "read",
    "POST /api/v1/subscriptions": "read",
    "GET /api/v1/suggest": "read",
    "GET /api/v1/tasks": "read",
    "POST /api/v1/tasks": "correct",
    "POST /api/v1/tasks/merge": "correct",
    "DELETE /api/v1/tasks/{task_id}": "correct",
    "GET /api/v1/tasks/{task_id}": "read",
    "PATCH /api/v1/tasks/{task_id}": "change",
    "PATCH /api/v1/tasks/{task_id}/facts": "correct",
    "GET /api/v1/tasks/{task_id}/history": "read",
    "POST /api/v1/tasks/{task_id}/split": "correct",
    "GET /api/v1/units": "read",
    "GET /api/v1/units/{unit_id}": "read",
    "POST /api/v1/units/{unit_id}/join": "correct",
    "GET /api/v1/units/{unit_id}/tasks": "read",
    "GET /audit": "audit",
    "GET /calendar": "read",
    "GET /crawl": "read",
    "GET /directives/{directive_id}": "read",
    "POST /documents": "crawl",
    "GET /documents/{document_id}": "read",
    "GET /explain": "read",
    "POST /explain": "read",
    "GET /export/tasks.{form}": "export",
    "GET /graph": "read",
    "GET /login": "public",
    "POST /login": "public",
    "GET /login/oidc": "public",
    "GET /login/oidc/callback": "public",
    "POST /logout": "public",
    "GET /mail": "public",
    "POST /mail": "public",
    "GET /mail/{key}": "",
    "GET /mail/{key}/archive/{period}": "",
    "POST /mail/{key}/confirm": "",
    "POST /mail/{key}/remove/{subscription_id}": "",
    "POST /mail/{key}/stop": "",
    "GET /mail/{key}/{step}": "",
    "GET /review": "read",
    "POST /review/documents/{document_id}": "correct",
    "POST /review/proposals/{proposal_id}": "correct",
    "GET /search": "read",
    "GET /tasks": "read",
    "POST /tasks/bulk": "change",
    "GET /tasks/{task_id}": "read",
    "POST /tasks/{task_id}/correct": "correct",
    "POST /tasks/{task_id}/move": "change",
    "POST /tasks/{task_id}/remove": "correct",
    "POST /tasks/{task_id}/undo": "correct",
    "GET /units": "read",
    "GET /units/{unit_id}": "read",
}


def routes(router: Any, prefix: str = "") -> Iterator[tuple[str, APIRoute]]:
    """The routes of a router and of those that it includes, with their whole paths."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield prefix + route.path, route
        else:
            yield from routes(route.original_router, prefix + route.include_context.prefix)


def asked(dependant: Any) -> Iterator[str]:
    """The permissions that a route's dependencies ask for."""
    if isinstance(dependant.call, Needs):
        yield str(dependant.call.permission)
    for each in dependant.dependencies:
        yield from asked(each)


def found() -> dict[str, str]:
    rows = {}
    for router in (service.router, site.router):
        for path, route in routes(router):
            for method in route.methods:
                rows[f"{method} {path}"] = ",".join(sorted(set(asked(route.dependant))))
    return rows


def test_every_route_has_its_row():
    assert set(found().items()) - set(TABLE.items()) == set()


def test_whoever_only_reads_changes_nothing_of_the_record():
    readers = PERMISSIONS[Role.READER] | PERMISSIONS[Role.AUDITOR]
    open_posts = {
        address
        for address, permission in TABLE.items()
        if not address.startswith("GET") and (not permission or Permission(permission) in readers)
    }
    assert open_posts == {
        "POST /api/v1/extract",
        "POST /api/v1/subscriptions",
        "POST /explain",
        "POST /login",
        "POST /logout",
        "POST /mail",
        "POST /mail/{key}/confirm",
        "POST /mail/{key}/remove/{subscription_id}",
        "POST /mail/{key}/stop",
    }
