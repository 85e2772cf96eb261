"""Who may do what: four roles, and the permissions that each has."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a route asks for. PUBLIC needs no account."""

    PUBLIC = "public"
    READ = "read"
    EXPORT = "export"
    CHANGE = "change"  # a task's state, notes and evidence
    CORRECT = "correct"  # what the extractor found
    CRAWL = "crawl"
    AUDIT = "audit"
    ADMIN = "admin"


class Role(StrEnum):
    """What an account is for."""

    READER = "reader"
    SECRETARY = "secretary"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_READING = frozenset({Permission.PUBLIC, Permission.READ, Permission.EXPORT})
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READING,
    Role.SECRETARY: _READING | {Permission.CHANGE, Permission.CORRECT, Permission.CRAWL},
    Role.AUDITOR: _READING | {Permission.AUDIT},
    Role.ADMINISTRATOR: frozenset(Permission),
}


def may(role: Role | None, permission: Permission) -> bool:
    """Whether somebody with this role (None: nobody signed in) has the permission."""
    return permission is Permission.PUBLIC or (role is not None and permission in PERMISSIONS[role])
