"""No English word of the record reaches a page: what the samples hold has its Vietnamese words."""

from __future__ import annotations

from typing import get_args

import pytest

from api.roles import Role
from api.words import table
from corpus.types import Status


def test_reasons_and_actions_of_the_samples(reader):
    reasons = {
        reason
        for directive in reader.get("/api/v1/directives").json()["items"]
        for reason in directive["reasons"].values()
    }
    reasons |= {
        task["deadline"]["reason"]
        for task in reader.get("/api/v1/tasks", params={"limit": 100}).json()["items"]
        if task["deadline"] and task["deadline"]["reason"]
    }
    actions = {event["action"] for event in reader.get("/api/v1/audit/events?limit=100").json()["items"]}
    assert reasons - set(table("reason")) == set()
    assert actions - set(table("action")) == set()


@pytest.mark.parametrize(("group", "names"), [("status", get_args(Status)), ("role", [role.value for role in Role])])
def test_every_name_has_its_words(group, names):
    assert set(names) <= set(table(group))
