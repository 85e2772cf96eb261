"""From the record to the index: what is found of a directive, a document that carries none, a task, a unit.

An entry's revision is the last event of the log before its parts were read: of two readings the later one has no lower
revision, and whatever changes afterwards comes with an event and so with a revision of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from corpus.record import Corpus
from corpus.types import Bundle, Directive, DocumentFilter, Status, Task, Unit
from search.types import Entry

# A text that is longer is searched in its first part only.
MAX_BODY = 500_000
# How many of the documents that carry a directive lend it their words, the best first.
MAX_TEXTS = 4
_BETWEEN = "\n\n"
_CLOSED: tuple[Status, ...] = ("done", "cancelled", "superseded")
_PAGE = 200


def entries_of(corpus: Corpus, document_ids: Iterable[str]) -> Iterator[Entry]:
    """The entries of these documents: of their directives with all their tasks, or of the documents alone."""
    revision = max(1, corpus.audit.head().seq)
    bundles = {bundle.document.id: bundle for bundle in corpus.bundles(list(document_ids))}
    directives = {bundle.directive.id: bundle.directive for bundle in bundles.values() if bundle.directive}
    others = {each for directive in directives.values() for each in directive.documents} - bundles.keys()
    known = bundles | {bundle.document.id: bundle for bundle in corpus.bundles(sorted(others))}
    for bundle in bundles.values():
        if bundle.directive is None:
            yield _document(bundle, revision)
    for directive in directives.values():
        yield from _of_directive(directive, [known[each] for each in directive.documents if each in known], revision)


def all_entries(corpus: Corpus) -> Iterator[Entry]:
    """Every entry of the record, each once, those of units last."""
    done: set[str] = set()
    units: set[str] = set()
    for ids in document_pages(corpus):
        for entry in entries_of(corpus, ids):
            if entry.key not in done:
                done.add(entry.key)
                units |= _named(entry)
                yield entry
    yield from unit_entries(corpus, sorted(units))


def document_pages(corpus: Corpus) -> Iterator[list[str]]:
    """The ids of all documents, some hundreds at a time."""
    cursor: str | None = None
    while True:
        page = corpus.documents(DocumentFilter(), cursor=cursor, limit=_PAGE)
        yield [document.id for document in page.items]
        cursor = page.next
        if cursor is None:
            return


def units_of(corpus: Corpus, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of the units that were given tasks, or gave them, in these entries."""
    return unit_entries(corpus, sorted({unit for entry in entries for unit in _named(entry)}))


def unit_entries(corpus: Corpus, ids: Iterable[str]) -> Iterator[Entry]:
    """The entries of units by their ids."""
    revision = max(1, corpus.audit.head().seq)
    return (unit_entry(corpus.unit(each), revision) for each in ids)


def _named(entry: Entry) -> set[str]:
    """The units that an entry names, by their ids."""
    issuer = entry.fields.get("issuer_id")
    return {*entry.fields.get("unit_id", ()), *([issuer] if issuer else ())}


def unit_entry(unit: Unit, revision: int) -> Entry:
    """The entry of a unit."""
    title = f"{unit.name} {unit.place}" if unit.place and unit.place not in unit.name else unit.name
    return Entry("unit", unit.id, revision, _given(title=title, place=unit.place))


def _of_directive(directive: Directive, bundles: Sequence[Bundle], revision: int) -> Iterator[Entry]:
    if not bundles:
        return
    tasks = [task for bundle in bundles for task in bundle.tasks if task.current]
    best = bundles[0].document
    issued = directive.date or best.published
    common = _given(
        number=directive.number,
        type=directive.type,
        issuer=directive.issuer,
        issuer_id=directive.issuer_unit,
        signer=directive.signer or directive.chair,
        place=directive.place,
        portal=best.portal,
        date=issued,
        year=str(issued.year) if issued else None,
        directive_id=directive.id,
    )
    title = directive.subject or best.title or directive.number
    body, texts = _body(bundles)
    cited = dict.fromkeys(each.number for b in bundles for each in b.references if each.number and each.role == "cited")
    yield Entry(
        "directive",
        directive.id,
        revision,
        common
        | _assigned(tasks)
        | _given(
            title=title,
            body=body,
            texts=texts,
            references=list(cited),
            published=best.published,
            address=best.address,
            document_id=[bundle.document.id for bundle in bundles],
        ),
    )
    for task in tasks:
        fields = common | _assigned([task]) | _given(title=task.text, body=title, span=[task.start, task.end])
        yield Entry("task", task.id, revision, fields | {"document_id": [task.document_id]})


def _document(bundle: Bundle, revision: int) -> Entry:
    document = bundle.document
    body, texts = _body([bundle])
    fields = _given(
        title=document.title,
        body=body,
        texts=texts,
        references=list(dict.fromkeys(each.number for each in bundle.references if each.number)),
        place=document.place,
        portal=document.portal,
        date=document.published,
        year=str(document.published.year) if document.published else None,
        published=document.published,
        address=document.address,
        document_id=[document.id],
    )
    return Entry("document", document.id, revision, fields)


def _body(bundles: Sequence[Bundle]) -> tuple[str, list[list[Any]]]:
    """The texts one after the other, the best first, and where each begins: `[[document id, offset], …]`."""
    body, texts = "", []
    for bundle in bundles[:MAX_TEXTS]:
        content = bundle.document.content
        if content is None or len(body) >= MAX_BODY:
            continue
        body += _BETWEEN if body else ""
        texts.append([bundle.document.id, len(body)])
        body += content.text[: MAX_BODY - len(body)]
    return body, texts


def _assigned(tasks: Sequence[Task]) -> dict[str, Any]:
    """Who was given the tasks in which role, how far they are and when they fall due."""
    given = [assignment for task in tasks for assignment in task.assignments]
    names: dict[str, list[str]] = {"lead": [], "support": []}
    for assignment in given:
        names[assignment.role].append(assignment.unit)
    return _given(
        lead=list(dict.fromkeys(names["lead"])),
        support=list(dict.fromkeys(names["support"])),
        assignee=list(dict.fromkeys(assignment.unit for assignment in given)),
        role=sorted({assignment.role for assignment in given}),
        unit_id=list(dict.fromkeys(assignment.unit_id for assignment in given)),
        status=sorted({task.status for task in tasks}),
        deadline=sorted({due for task in tasks if (due := _due(task))}),
        open_deadline=sorted({due for task in tasks if (due := _due(task)) and task.status not in _CLOSED}),
    )


def _due(task: Task) -> date | None:
    return task.due or (task.deadline.date if task.deadline else None)


def _given(**values: Any) -> dict[str, Any]:
    """The values that are there."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
