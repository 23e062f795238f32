"""Which papers are worth the minutes that there are, and why."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from paperfeed.catching_up import (
    LONGEST,
    NO_VISIT,
    STEPS,
    Away,
    Candidate,
    Chosen,
    Offer,
    choose,
    days_since,
    first_day,
    step,
    votes_of,
)

DAY = date(2025, 3, 14)
WORDS = ("diffusion", "video", "lattice", "sparse", "agents", "tokens", "graph", "the", "for")


def paper(row: int, title: str = "A paper", votes: int | None = 0, day: date = DAY, **facts: object) -> Candidate:
    base = Candidate(row, title, (), (), None, day, votes)
    return base._replace(**facts)


papers = st.lists(
    st.builds(
        Candidate,
        st.just(0),
        st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join),
        st.lists(st.sampled_from(("Video", "flow matching", "RL")), max_size=2).map(tuple),
        st.lists(st.sampled_from(("Ada Lovelace", "李明", "Émile Borel")), max_size=2).map(tuple),
        st.sampled_from((None, "OpenAI", "Lattice Labs")),
        st.sampled_from((DAY, DAY - timedelta(1), DAY - timedelta(9))),
        st.sampled_from((None, 0, 1, 5, 128)),
    ),
    max_size=30,
).map(lambda found: [one._replace(row=row) for row, one in enumerate(found, 1)])


@given(papers, papers, st.integers(0, 40))
def test_the_chosen_are_so_many_of_the_candidates_and_each_has_a_reason(
    candidates: list[Candidate], starred: list[Candidate], count: int
) -> None:
    chosen = choose(candidates, starred, count)
    assert len(chosen) == min(count, len(candidates))
    assert len({one.row for one in chosen}) == len(chosen)
    assert {one.row for one in chosen} <= {one.row for one in candidates}
    assert all(one.why for one in chosen)
    assert [one.score for one in chosen] == sorted((one.score for one in chosen), reverse=True)


@given(papers, papers, st.integers(0, 40))
def test_of_more_papers_the_first_are_the_same(
    candidates: list[Candidate], starred: list[Candidate], count: int
) -> None:
    assert choose(candidates, starred, count + 1)[:count] == choose(candidates, starred, count)


@given(papers)
def test_of_papers_with_one_score_those_that_stand_first_are_chosen_in_their_order(candidates: list[Candidate]) -> None:
    same = [one._replace(title="One title", votes=3, keywords=(), authors=(), organization=None) for one in candidates]
    by_day = [one._replace(day=DAY) for one in same]
    assert [one.row for one in choose(by_day, (), 40)] == [one.row for one in by_day]


def test_votes_count_beside_those_of_their_day() -> None:
    """The best of a quiet day comes before the middle of a loud one."""
    loud = [paper(number, votes=100 + number) for number in range(10)]
    quiet = [paper(20 + number, votes=number * 10, day=DAY - timedelta(1)) for number in range(5)]
    order = [one.row for one in choose([*loud, *quiet], (), 15)]
    assert order[0] == 9
    assert order.index(24) < order.index(5)
    assert order[-1] == 20


@given(papers)
def test_votes_are_weighed_between_nothing_and_one(candidates: list[Candidate]) -> None:
    assert all(0 <= weight <= 1 for weight in votes_of(candidates))


def test_what_is_like_the_starred_papers_comes_first_and_says_by_what() -> None:
    starred = [paper(100 + n, f"Video diffusion for subject {n}", None) for n in range(5)]
    others = [paper(n, f"Sparse lattices of kind {n}", 0) for n in range(20)]
    like = paper(50, "Faster video diffusion", 0)
    first = choose([*others, like], starred, 3)[0]
    assert (first.row, first.why) == (50, "like what you starred: diffusion, video")


def test_authors_organisation_and_keywords_are_likeness_too_and_shown_as_they_are_written() -> None:
    facts = {"keywords": ("Flow Matching",), "authors": ("Émile Borel",), "organization": "Lattice Labs"}
    starred = [paper(100 + n, f"Subject{n}", None, **facts) for n in range(6)]
    others = [paper(n, f"Thing{n}", 0) for n in range(30)]
    [first] = choose([*others, paper(50, "Whatever", 12, **facts)], starred, 1)
    assert first.row == 50
    assert first.why == "12 votes · like what you starred: Lattice Labs, Flow Matching, Émile Borel"


def test_small_words_and_words_that_all_have_are_no_likeness() -> None:
    starred = [paper(100 + n, "On the use of models for this", None) for n in range(8)]
    candidates = [paper(n, f"Models for the thing {n}", 1) for n in range(20)]
    assert {one.why for one in choose(candidates, starred, 20)} == {"1 vote"}


def test_a_paper_without_votes_says_when_it_was_listed() -> None:
    assert choose([paper(1, votes=None)], (), 1)[0].why == "listed Fri 14 Mar 2025"


def test_one_starred_paper_alone_does_not_outweigh_the_votes() -> None:
    candidates = [paper(1, "Odd zebrafish", 0), *(paper(n, f"Thing {n}", n * 10) for n in range(2, 30))]
    assert choose(candidates, [paper(100, "Odd subject", None)], 1)[0].row == 29


# Days and minutes


def test_the_days_go_back_to_the_last_visit() -> None:
    assert days_since(DAY, DAY) == 1
    assert days_since(DAY - timedelta(12), DAY) == 13
    assert days_since(DAY + timedelta(1), DAY) == 1
    assert days_since(date(1999, 1, 1), DAY) == LONGEST
    assert days_since(None, DAY) == NO_VISIT
    assert first_day(1, DAY) == DAY
    assert first_day(days_since(date(2025, 3, 3), DAY), DAY) == date(2025, 3, 3)


@given(st.integers(1, 1440))
def test_a_step_is_longer_or_shorter_or_stays_at_the_end(minutes: int) -> None:
    assert step(minutes, up=True) > minutes or minutes >= STEPS[-1]
    assert step(minutes, up=False) < minutes or minutes <= STEPS[0]
    assert step(step(10, up=True), up=False) == 10


def test_the_head_says_since_when_how_many_and_how_many_of_them() -> None:
    chosen = tuple(Chosen(row, 1.0, "why") for row in range(38))
    offer = Offer(date(2025, 3, 3), 9, 10, chosen, tuple(range(38, 312)))
    assert offer.head == "Since Mon 3 Mar 2025: 312 papers on 9 days · 10 min · the best 38"
    assert offer._replace(rest=(), days=1).head == "Since Mon 3 Mar 2025: 38 papers on 1 day · 10 min · all 38"
    assert offer._replace(chosen=()).head.endswith("274 papers on 9 days · 10 min · all read")
    assert offer._replace(chosen=(), rest=()).head == "Since Mon 3 Mar 2025: nothing waits · 10 min"


def test_an_absence_is_long_and_leaves_many_papers() -> None:
    assert Away(12, 312).is_long
    assert not Away(3, 312).is_long
    assert not Away(12, 100).is_long
    assert Away(12, 1312).told == "12 days away, 1,312 papers wait"
