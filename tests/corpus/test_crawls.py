"""What crawls leave in the record, on both databases."""

from datetime import UTC, datetime, timedelta

from corpus import Corpus
from corpus.crawls import Address

START = datetime(2025, 6, 1, 5, 30, tzinfo=UTC)
AT = "https://langson.example.vn/tin/1"


def test_a_run_that_was_cut_off_is_carried_on(corpus: Corpus) -> None:
    first = corpus.crawls.begin("langson", START)
    assert (first.resumed, first.deep) == (False, True)
    again = corpus.crawls.begin("langson", START + timedelta(hours=1))
    assert (again.id, again.resumed, again.started) == (first.id, True, START)
    assert corpus.crawls.begin("laocai", START).id != first.id


def test_only_a_run_that_came_to_its_end_lets_the_next_stop_early(corpus: Corpus) -> None:
    for state, deep in (("stopped", True), ("layout", True), ("complete", False), ("failed", True)):
        run = corpus.crawls.begin("langson", START)
        corpus.crawls.finish(run, START, state, {"new": 1})
        following = corpus.crawls.begin("langson", START)
        assert following.deep is deep, state
        corpus.crawls.finish(following, START, "complete", {})


def test_an_address_is_one_row_whatever_is_met_there(corpus: Corpus) -> None:
    run = corpus.crawls.begin("langson", START)
    corpus.crawls.settle(run, Address(AT, "article", "new", etag='"1"', links=["a.pdf"]), START)
    corpus.crawls.finish(run, START, "complete", {})
    following = corpus.crawls.begin("langson", START + timedelta(days=1))
    corpus.crawls.settle(following, Address(AT, "article", "failed", reason="quá chậm", failures=1), START)
    known = corpus.crawls.addresses("langson")
    assert list(known) == [AT]
    assert (known[AT].read_run, known[AT].last_run, known[AT].first_seen) == (run.id, following.id, START)
    assert (known[AT].outcome, known[AT].failures) == ("failed", 1)


def test_what_a_run_found_new_stays_new_when_it_is_met_again(corpus: Corpus) -> None:
    run = corpus.crawls.begin("langson", START)
    for outcome in ("new", "unchanged"):
        corpus.crawls.settle(run, Address(AT, "article", outcome), START)  # type: ignore[arg-type]
    assert [row.outcome for row in corpus.crawls.met(run)] == ["new"]


def test_listings_are_known_but_not_met(corpus: Corpus) -> None:
    run = corpus.crawls.begin("langson", START)
    corpus.crawls.settle(run, Address(AT, "listing", "unchanged", links=["x"], next="y"), START)
    assert corpus.crawls.met(run) == []
    assert corpus.crawls.addresses("langson")[AT].next == "y"


def test_runs_are_listed_the_newest_first(corpus: Corpus) -> None:
    for day, portal in enumerate(("langson", "laocai", "langson")):
        run = corpus.crawls.begin(portal, START + timedelta(days=day))
        corpus.crawls.finish(run, START + timedelta(days=day, hours=1), "complete", {"new": day})
    assert [(r.portal, r.report["new"]) for r in corpus.crawls.runs()] == [
        ("langson", 2),
        ("laocai", 1),
        ("langson", 0),
    ]
    assert [r.report["new"] for r in corpus.crawls.runs("langson")] == [2, 0]
    assert {name: run.report["new"] for name, run in corpus.crawls.latest().items()} == {"langson": 2, "laocai": 1}
    assert [r.portal for r in corpus.crawls.since(START + timedelta(days=1))] == ["laocai", "langson"]
