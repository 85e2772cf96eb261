"""Requests made up from the endpoints' own description are never answered with an error of the server's."""

from __future__ import annotations

import shutil
from collections import Counter

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from api.app import create_app
from api.settings import Settings

EXAMPLES = 10


def test_no_made_up_request_breaks_anything(filled, tmp_path):
    app = create_app(Settings(home=shutil.copytree(filled, tmp_path / "home")))
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    answered: Counter[int] = Counter()
    broken = []
    for described in schema.get_all_operations():
        operation = described.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case):
            answer = case.call()
            answered[answer.status_code] += 1
            if answer.status_code >= 500:
                broken.append(f"{case.method} {case.formatted_path}: {answer.text[:200]}")

        ask()
    app.state.chidao.close()
    assert broken == []
    assert answered[200] > 10
    assert answered[404] > 10
