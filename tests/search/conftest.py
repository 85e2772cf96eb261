from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.index import Index, open_index
from tests.search import made
from tests.servers.elasticsearch.node import PartMissingError, single


@pytest.fixture(scope="session")
def elasticsearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server, started once."""
    try:
        with single(tmp_path_factory.mktemp("elasticsearch")) as node:
            yield node.url
    except PartMissingError as missing:
        if os.environ.get("CHIDAO_REQUIRE_PARTS") == "1":
            pytest.fail(f"Elasticsearch is required here: {missing}")
        pytest.skip(f"no Elasticsearch: {missing}")


@pytest.fixture(scope="session")
def embedded_filled(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An embedded index of the made entries; not to be written to."""
    index = open_index(f"tantivy:{tmp_path_factory.mktemp('tantivy')}")
    index.put(made.entries())
    return index


@pytest.fixture(scope="session")
def elastic_filled(elasticsearch: str) -> Index:
    """An Elasticsearch index of the made entries; not to be written to."""
    index = open_index(f"{elasticsearch}/made")
    index.put(made.entries())
    return index


@pytest.fixture(params=["embedded", "elastic"])
def filled(request: pytest.FixtureRequest) -> Index:
    """Either of the two."""
    index: Index = request.getfixturevalue(f"{request.param}_filled")
    return index


@pytest.fixture(params=["embedded", "elastic"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index of either sort, to do with as one likes."""
    if request.param == "embedded":
        opened = open_index(f"tantivy:{tmp_path / 'index'}")
    else:
        server = request.getfixturevalue("elasticsearch")
        opened = open_index(f"{server}/{tmp_path.name.lower().strip('_')}")
    yield opened
    opened.close()
