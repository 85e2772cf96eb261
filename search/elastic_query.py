"""A plan in Elasticsearch's terms, and what else its server is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search import answers
from search.analysis import pairs
from search.fields import facets
from search.folding import tokens
from search.plan import AnyOf, AtLeast, Fuzzy, Leaf, Node, OneOf, Phrase, Plan, Prefix, Range, Term
from search.planner import by_relevance
from search.query import Query

_MOST_SPELLINGS = 1000
# tantivy multiplies BM25 by k1 + 1, Lucene does not: constant scores keep their share of the whole.
_BM25_SCALE = 2.2
_Body = dict[str, Any]


def query(plan: Plan, names: Mapping[Leaf, str] | None = None, *, prior: bool = False) -> _Body:
    """The query that finds and ranks what the plan says. `names` are given to leaves, to tell what each one adds.

    `prior`: scores are multiplied by log(2 + the entry's prior), as tantivy's `weight_by_field` does.
    """
    made = _query(plan, names or {})
    if not prior:
        return made
    factor = {"field": "prior", "modifier": "log2p", "missing": 0}
    return {"function_score": {"query": made, "field_value_factor": factor, "boost_mode": "multiply"}}


def _query(plan: Plan, named: Mapping[Leaf, str]) -> _Body:
    return {
        "bool": {
            "must": [node_query(node, named) for node in plan.required],
            "should": [node_query(node, named) for node in plan.bonus],
            "filter": [node_query(node, {}) for node in plan.filters],
            "must_not": [node_query(node, {}) for node in plan.excluded],
            "minimum_should_match": 0,
        }
    }


def node_query(node: Node, names: Mapping[Leaf, str]) -> _Body:
    """The query of one node of a plan."""
    match node:
        case AnyOf(nodes, tie):
            return {"dis_max": {"queries": [node_query(each, names) for each in nodes], "tie_breaker": tie}}
        case AtLeast(nodes, count):
            return _at_least([node_query(each, names) for each in nodes], count)
        case _:
            made = _leaf(node)
            if node in names:
                kind, body = next(iter(made.items()))
                target = body if kind == "constant_score" else next(iter(body.values()))
                target["_name"] = names[node]
            return made


def _at_least(queries: Sequence[_Body], count: int) -> _Body:
    if count > len(queries):
        return {"match_none": {}}
    if not queries:
        return {"constant_score": {"filter": {"match_all": {}}, "boost": 0.0}}
    if count == len(queries):
        return {"bool": {"must": list(queries)}}
    return {"bool": {"should": list(queries), "minimum_should_match": count}}


def _leaf(leaf: Leaf) -> _Body:
    match leaf:
        case Term(field, word, weight):
            return _weighted({"term": {field: {"value": word}}}, weight)
        case Phrase(field, words, weight):
            return _weighted({"match_phrase": {field: {"query": " ".join(words)}}}, weight)
        case Prefix(field, start, weight):
            return _constant({"prefix": {field: {"value": start}}}, weight / _BM25_SCALE)
        case Fuzzy(field, word, weight):
            spelt = {"value": word, "fuzziness": 1, "max_expansions": _MOST_SPELLINGS, "rewrite": "constant_score"}
            return _constant({"fuzzy": {field: spelt}}, weight / _BM25_SCALE)
        case OneOf(field, values):
            return _constant({"terms": {field: list(values)}}, 0.0)
        case Range(field, low, high):
            bounds = {name: bound for name, bound in (("gte", low), ("lte", high)) if bound is not None}
            return _constant({"range": {field: bounds}}, 0.0)


def _constant(filter_query: _Body, score: float) -> _Body:
    return {"constant_score": {"filter": filter_query, "boost": score}}


def _weighted(made: _Body, weight: float) -> _Body:
    if weight == 0.0:
        return _constant(made, 0.0)
    ((_, by_field),) = made.items()
    ((_, body),) = by_field.items()
    body["boost"] = weight
    return made


def sort(asked: Query) -> list[Any]:
    """The order of hits, in which no two are equal."""
    if by_relevance(asked):
        return [{"_score": "desc"}, {"by_date": "desc"}]
    return [{"by_deadline": "asc"}] if asked.sort == "deadline" else [{"by_date": "desc"}]


def aggregations(asked: Query) -> dict[str, Any]:
    """Counts over the entries of the query's kinds; kinds themselves are counted over all."""
    size = answers.FACET_VALUES_ASKED
    terms = {name: {"terms": {"field": name, "size": size, "shard_size": 5 * size}} for name in facets()}
    kind = terms.pop("kind")
    of_kind: dict[str, Any] = {"filter": {"terms": {"kind": list(asked.kinds)}}}
    if asked.facets:
        of_kind["aggs"] = terms
    return {"of_kind": of_kind, "kind": kind}


def counts(told: Mapping[str, Any], asked: Query) -> tuple[int, dict[str, tuple[tuple[str, int], ...]]]:
    """How many entries of the query's kinds there are, and how many have each value; kinds are counted over all."""
    counted = {"kind": told["kind"], **{name: told["of_kind"][name] for name in facets() if name in told["of_kind"]}}
    values = {
        name: answers.facet((bucket["key"], bucket["doc_count"]) for bucket in each["buckets"])
        for name, each in counted.items()
    }
    return told["of_kind"]["doc_count"], values if asked.facets else {}


def like(key: str, values: Mapping[str, Any], alias: str) -> dict[str, Any]:
    """What shares rare pairs of words with these texts, of the same kind."""
    texts = {f"{name}_pairs": " ".join(pairs(tokens(values[name]))) for name in ("title", "body") if values.get(name)}
    like = {
        "fields": list(texts),
        "like": [{"_index": alias, "doc": texts}],
        "min_doc_freq": 2,
        "min_term_freq": 1,
        "max_query_terms": 25,
        "minimum_should_match": "1",
    }
    kind = node_query(OneOf("kind", (key.partition(":")[0],)), {})
    itself = node_query(OneOf("key", (key,)), {})
    return {"bool": {"must": [{"more_like_this": like}], "filter": [kind], "must_not": [itself]}}
