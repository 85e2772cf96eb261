"""From a query to the plan that both engines carry out. All that makes one hit better than another is decided here."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from search import synonyms
from search.analysis import LEADING, keyword, parts
from search.fields import fields
from search.folding import fold, marked_tokens, number_tokens, tokens
from search.plan import AnyOf, AtLeast, Fuzzy, Leaf, Node, OneOf, Phrase, Plan, Prefix, Range, Term
from search.query import Clause, Filter, Query
from search.syllables import neighbours, split, syllables
from search.types import Match

VIETNAM = timezone(timedelta(hours=7))
NAMES_WEIGHT = 1.5
MARKED_WEIGHT = 0.5
PAIR_WEIGHT = 1.0
# Of a concept that is named in another form, for each word of its long form.
CONCEPT_WEIGHT = 0.7
NEAR_WEIGHT = 0.3
# A figure in a text is worth less than the same figure that a document's number begins with.
FIGURE_WEIGHT = 1.0
TEXTS = ("title", "body")
MAX_WORDS = 64


@dataclass(frozen=True, slots=True)
class _Group:
    """Words that are looked for together: one word, the forms of a concept, or a number."""

    words: tuple[str, ...]
    concept: str | None = None
    number: tuple[str, ...] = ()
    unfinished: bool = False


def plan(query: Query, match: Match) -> Plan:
    """How to carry out a query, its words taken as `match` says."""
    today = query.today or datetime.now(VIETNAM).date()
    positive = [clause for clause in query.clauses if not clause.negated]
    groups = _groups(positive, typing=query.typing)
    required: tuple[Node, ...] = tuple(_required(g) for g in groups) if match == "all" else (_nearly(groups),)
    required += tuple(_phrase(clause) for clause in positive if clause.kind == "phrase")
    excluded = tuple(_anywhere(clause) for clause in query.clauses if clause.negated)
    filters = [_filter(each, today) for each in query.filters if not each.negated]
    excluded += tuple(_filter(each, today) for each in query.filters if each.negated)
    return Plan(
        required=required,
        bonus=tuple(_bonus(positive, groups)),
        filters=tuple(filters),
        excluded=excluded,
        surfaces=tuple(_surfaces(positive, groups, match)),
        unfinished=groups[-1].words[-1] if groups and groups[-1].unfinished else None,
    )


def has_words(query: Query) -> bool:
    """Whether there is anything to rank by."""
    return any(not clause.negated for clause in query.clauses)


def by_relevance(query: Query) -> bool:
    """Whether hits are sorted by what they are worth; else by a day."""
    return query.sort == "relevance" and has_words(query)


def _groups(clauses: Sequence[Clause], *, typing: bool) -> list[_Group]:
    """The words and numbers of the query in order, concepts found in the runs of words between numbers."""
    groups: list[_Group] = []
    run: list[str] = []

    def close() -> None:
        at = 0
        for start, end, concept in synonyms.find(run):
            groups.extend(_Group((word,)) for word in run[at:start])
            groups.append(_Group(tuple(run[start:end]), concept))
            at = end
        groups.extend(_Group((word,)) for word in run[at:])
        run.clear()

    for clause in clauses:
        if clause.kind == "words":
            run += tokens(clause.text)
        elif clause.kind == "number":
            close()
            groups.append(_Group(tuple(tokens(clause.text)), number=tuple(number_tokens(clause.text))))
    close()
    groups = [group for group in groups if group.words or group.number][:MAX_WORDS]
    if typing and groups and clauses[-1].kind != "phrase":
        last = groups[-1]
        groups[-1] = _Group(last.words, last.concept, last.number, unfinished=True)
    return groups


def _required(group: _Group) -> Node:
    """Where the words of a group may stand, the best place counting."""
    if group.number:
        return AnyOf(tuple(_number(group)))
    places: list[Node] = [_word(word) for word in group.words]
    whole: Node = places[0] if len(places) == 1 else AtLeast(tuple(places), len(places))
    others: list[Node] = []
    if group.concept:
        weight = CONCEPT_WEIGHT * max(map(len, synonyms.forms()[group.concept]))
        others += [Term(f"{field}_pairs", group.concept, fields()[field].weight * weight) for field in TEXTS]
    if group.unfinished:
        start = group.words[-1]
        others += [Prefix(field, start, fields()[field].weight) for field in TEXTS]
        others += [Prefix("names", start, NAMES_WEIGHT), Prefix("number", start, FIGURE_WEIGHT)]
        if len(places) > 1:
            whole = AtLeast((*places[:-1], AnyOf((places[-1], *others))), len(places))
            others = []
    return AnyOf((whole, *others)) if others else whole


def _word(word: str) -> AnyOf:
    scored: list[Node] = [Term(field, word, fields()[field].weight) for field in TEXTS]
    return AnyOf((*scored, Term("names", word, NAMES_WEIGHT), Term("number", word, FIGURE_WEIGHT)))


def _number(group: _Group) -> list[Node]:
    number, words = group.number, group.words
    own, cited = fields()["number"].weight, fields()["references"].weight
    found: list[Node] = []
    if group.unfinished:
        start = Prefix("number", number[-1], FIGURE_WEIGHT)
        whole = _side_by_side("number", number[:-1], own / 2) if number[:-1] else None
        found.append(AtLeast((whole, start), 2) if whole else start)
    if len(number) == 1:
        found += [Term("number", LEADING + number[0], own), Term("references", LEADING + number[0], cited)]
    found += [_side_by_side("number", number, own / 2), _side_by_side("references", number, cited / 2)]
    found += [_side_by_side(field, words, fields()[field].weight) for field in TEXTS if words]
    return found


def _side_by_side(field: str, words: Sequence[str], weight: float) -> Leaf:
    return Term(field, words[0], weight) if len(words) == 1 else Phrase(field, tuple(words), weight)


def _phrase(clause: Clause) -> Node:
    """A quoted phrase: word by word; where accents were typed, the words must have them somewhere in that text."""
    words = tokens(clause.text)
    if not words:
        return AtLeast((), 0)
    numbers = [_side_by_side("number", number_tokens(clause.text), fields()["number"].weight)]
    places: list[Node] = []
    marked = [word for word in marked_tokens(clause.text) if word != fold(word)]
    for field in TEXTS:
        found: Node = _side_by_side(field, words, fields()[field].weight * len(words))
        if marked:
            accents = tuple(Term(f"{field}_marked", word, 0.0) for word in dict.fromkeys(marked))
            found = AtLeast((found, *accents), 1 + len(accents))
        places.append(found)
    return AnyOf((*places, _side_by_side("names", words, NAMES_WEIGHT), *numbers))


def _anywhere(clause: Clause) -> Node:
    """Where a word or phrase that is not wanted may stand."""
    words = tokens(clause.text)
    if not words:
        return AtLeast((), 1)
    places: list[Node] = [_side_by_side(field, words, 0.0) for field in (*TEXTS, "names")]
    return AnyOf((*places, _side_by_side("number", number_tokens(clause.text), 0.0)))


def _nearly(groups: Sequence[_Group]) -> Node:
    """All numbers, and of the words three in four as typed, or all but one as typed and that one a slip away.

    A word that can't be Vietnamese may always be a slip.
    """
    numbers = [_required(group) for group in groups if group.number]
    words = [group for group in groups if not group.number]
    typed: list[Node] = []
    slipped: list[Node] = []
    for group in words:
        slips = _slips(group)
        either = AnyOf((_required(group), *slips)) if slips else _required(group)
        typed.append(_required(group) if group.words[0] in syllables() else either)
        slipped.append(either)
    least = len(words) - 1 if words else 0
    one_slip = AtLeast((AtLeast(tuple(typed), least), *slipped), 1 + len(slipped))
    most = AtLeast(tuple(typed), len(words) - len(words) // 4)
    return AtLeast((*numbers, AnyOf((most, one_slip))), len(numbers) + 1)


def _slips(group: _Group) -> list[Node]:
    """What may have been meant by a word that is not found."""
    if group.number or group.concept or len(group.words) != 1:
        return []
    word = group.words[0]
    near: list[Node] = []
    for field in TEXTS:
        joined = [one + other for one, other in itertools.pairwise(split(word) or ())]
        if joined:
            pairs = tuple(Term(f"{field}_pairs", pair, 2 * fields()[field].weight) for pair in joined)
            near.append(AtLeast(pairs, len(pairs)))
    near += [Term(field, each, NEAR_WEIGHT) for each in neighbours(word) for field in TEXTS]
    if word not in syllables() and len(word) > 3:
        near += [Fuzzy(field, word, NEAR_WEIGHT) for field in TEXTS]
    return near


def _bonus(clauses: Sequence[Clause], groups: Sequence[_Group]) -> list[Node]:
    """Neighbouring words that stand together in the text as well, and accents that are as typed."""
    words = [word for group in groups if not group.number for word in group.words]
    nodes: list[Node] = []
    for one, other in itertools.pairwise(words):
        nodes += [Term(f"{field}_pairs", one + other, PAIR_WEIGHT * fields()[field].weight) for field in TEXTS]
    nodes += _spaced_numbers(clauses)
    for clause in clauses:
        if clause.kind == "words":
            for word in marked_tokens(clause.text)[:MAX_WORDS]:
                if word != fold(word):
                    nodes += [Term(f"{field}_marked", word, MARKED_WEIGHT * fields()[field].weight) for field in TEXTS]
    return nodes[: 8 * MAX_WORDS]


def _spaced_numbers(clauses: Sequence[Clause]) -> list[Node]:
    """Numbers typed with spaces, `595 ubnd kt`: the figure together with one, two, three words that follow it."""
    nodes: list[Node] = []
    for at, clause in enumerate(clauses):
        parts_so_far = number_tokens(clause.text) if clause.kind == "number" else []
        for following in clauses[at + 1 : at + 4] if parts_so_far else ():
            if following.kind != "words":
                break
            parts_so_far = [*parts_so_far, *number_tokens(following.text)]
            nodes.append(Phrase("number", tuple(parts_so_far), fields()["number"].weight))
    return nodes


def _surfaces(clauses: Sequence[Clause], groups: Sequence[_Group], match: Match) -> list[tuple[str, ...]]:
    """What a highlight marks: the words, every form of their concepts, phrases whole."""
    found: list[tuple[str, ...]] = []
    for group in groups:
        if group.concept:
            found += synonyms.forms()[group.concept]
        elif group.number:
            found += [group.words]
        else:
            found += [(word,) for word in group.words]
            if match == "near":
                found += [tuple(split(group.words[0]) or ()), *((word,) for word in neighbours(group.words[0]))]
    found += [tuple(tokens(clause.text)) for clause in clauses if clause.kind == "phrase"]
    return [words for words in dict.fromkeys(found) if words]


def _filter(given: Filter, today: date) -> Node:
    field = fields()[given.field] if given.field != "kind" else None
    if field is None or field.type == "id":
        return OneOf(given.field, given.values)
    if field.type == "date":
        low = given.low.toordinal() if given.low else None
        high = given.high.toordinal() if given.high else None
        return Range(field.name, low, high)
    return AnyOf(tuple(_value(field.name, value, given.exact, today) for value in given.values), tie=0.0)


def _value(field: str, value: str, exact: bool, today: date) -> Node:
    if field == "status" and value == "overdue":
        return Range("open_deadline", None, (today - timedelta(days=1)).toordinal())
    if fields()[field].type == "number":
        words = number_tokens(value)
        return _side_by_side(field, words, 0.0) if words else AtLeast((), 1)
    if exact:
        return OneOf(field, (keyword(value),))
    words = parts(value)
    return _side_by_side(f"{field}_parts", words, 0.0) if words else AtLeast((), 1)
