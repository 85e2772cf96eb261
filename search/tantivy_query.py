"""A plan in tantivy's terms, and what else its engine is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tantivy
from tantivy import Occur, Query

from search import answers
from search import query as asking
from search.analysis import pairs
from search.fields import facets
from search.folding import tokens
from search.plan import AnyOf, AtLeast, Fuzzy, Node, OneOf, Phrase, Plan, Prefix, Range, Term


def query(schema: tantivy.Schema, plan: Plan) -> Query:
    """The query that finds and ranks what the plan says."""
    must = [(Occur.Must, node_query(schema, node)) for node in plan.required]
    must += [(Occur.Must, _unscored(node_query(schema, node))) for node in plan.filters]
    must = must or [(Occur.Must, _unscored(Query.all_query()))]
    bonus = [(Occur.Should, node_query(schema, node)) for node in plan.bonus]
    excluded = [(Occur.MustNot, node_query(schema, node)) for node in plan.excluded]
    return Query.boolean_query([*must, *bonus, *excluded])


def _unscored(made: Query) -> Query:
    return Query.const_score_query(made, 0.0)


def _weighted(made: Query, weight: float) -> Query:
    if weight == 0.0:
        return _unscored(made)
    return made if weight == 1.0 else Query.boost_query(made, weight)


def node_query(schema: tantivy.Schema, node: Node) -> Query:
    """The query of one node of a plan."""
    match node:
        case Term(field, word, weight):
            return _weighted(Query.term_query(schema, field, word, index_option="freq"), weight)
        case Phrase(field, words, weight):
            return _weighted(Query.phrase_query(schema, field, list(words)), weight)
        case Prefix(field, start, weight):
            made = Query.fuzzy_term_query(schema, field, start, distance=0, prefix=True)
            return Query.const_score_query(made, weight)
        case Fuzzy(field, word, weight):
            made = Query.fuzzy_term_query(schema, field, word, distance=1)
            return Query.const_score_query(made, weight)
        case OneOf(field, values):
            return _unscored(Query.term_set_query(schema, field, list(values)))
        case Range(field, low, high):
            return _unscored(_range(schema, field, low, high))
        case AnyOf(nodes, tie):
            return Query.disjunction_max_query([node_query(schema, each) for each in nodes], tie_breaker=tie)
        case AtLeast(nodes, count):
            return _at_least(schema, nodes, count)


def _range(schema: tantivy.Schema, field: str, low: int | None, high: int | None) -> Query:
    return Query.range_query(schema, field, tantivy.FieldType.Integer, lower_bound=low, upper_bound=high)


def _at_least(schema: tantivy.Schema, nodes: Sequence[Node], count: int) -> Query:
    if count > len(nodes):
        return Query.empty_query()
    if not nodes:
        return _unscored(Query.all_query())
    made = [node_query(schema, each) for each in nodes]
    if count == len(nodes):
        return Query.boolean_query([(Occur.Must, each) for each in made])
    return Query.boolean_query([(Occur.Should, each) for each in made], minimum_number_should_match=count)


def like(made_of: tantivy.Schema, values: Mapping[str, Any]) -> Query:
    """What shares rare pairs of words with these texts."""
    wanted: dict[str, Any] = {
        f"{name}_pairs": [" ".join(pairs(tokens(values[name])))] for name in ("title", "body") if values.get(name)
    }
    return Query.more_like_this_document_fields_query(
        made_of, wanted, min_doc_frequency=2, min_term_frequency=1, max_query_terms=25
    )


def count(
    searcher: tantivy.Searcher, made: Query, asked: asking.Query
) -> tuple[int, dict[str, tuple[tuple[str, int], ...]]]:
    """How many entries of the query's kinds there are, and how many have each value; kinds are counted over all."""
    terms = {name: {"terms": {"field": name, "size": answers.FACET_VALUES_ASKED}} for name in facets()}
    kind = terms.pop("kind")
    wanted = " OR ".join(f"kind:{each}" for each in asked.kinds)
    of_kind: dict[str, Any] = {"filter": wanted}
    if asked.facets:
        of_kind["aggs"] = terms
    answer = searcher.aggregate(made, {"of_kind": of_kind, "kind": kind})
    counted = {"kind": answer["kind"], **{name: answer["of_kind"].get(name, {"buckets": []}) for name in terms}}
    values = {
        name: answers.facet((bucket["key"], int(bucket["doc_count"])) for bucket in each["buckets"])
        for name, each in counted.items()
    }
    return int(answer["of_kind"]["doc_count"]), values if asked.facets else {}
