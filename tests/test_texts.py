"""Searching the library: what waits for the index and what notes say is found, and odd words are told of."""

from datetime import timedelta

import pytest
from builders import DAY, Clock, make_digest, make_paper, open_library

from paperfeed.library import Library
from paperfeed.marks import Act, Edit
from paperfeed.paper import Listed, Paper
from paperfeed.store import marks as store_marks
from paperfeed.texts import SLOWLY

NOTE = "Compare with gauge fields; modeling is nice"
SUBJECTS = ("lattice gauge theory", "diffusion transformer", "sparse mixture of experts", "protein folding")


def paper(number: int, title: str, **facts: object) -> Paper:
    return make_paper(number, title=title, **{"abstract": "", "authors": (), **facts})


def fill(library: Library, *papers: Paper | Listed, later: int = 0) -> None:
    library.take_in(make_digest(papers, captured=make_digest().captured + timedelta(later)))


def note(library: Library, row: int, said: str | None, before: str | None = None) -> None:
    """Writes a note on a paper, or takes it away."""
    with library._database.transaction() as run:
        store_marks.write(run, [Edit(row, "note", before, said)], library._now())


def rows(library: Library, text: str, order: str = "relevance", typing: bool = False) -> list[int]:
    """What a query finds, in order of rows if in no order that was asked for."""
    found = library.look(library.parse(text), order, typing).rows.tolist()
    assert library.count(library.parse(text)) == len(found) or typing
    return sorted(found) if order == "relevance" else found


def notices(library: Library, text: str) -> tuple[str, ...]:
    return library.look(library.parse(text), "relevance").notices


# What waits for the index


def test_a_paper_that_waits_is_found_by_its_new_title_and_not_by_the_old_one(library: Library):
    fill(library, paper(1, "Lattice gauge theory"), paper(2, "Lattice models"))
    library.indexing.take_waiting()
    fill(library, paper(1, "Protein folding"), paper(2, "Lattice models"), later=1)
    assert library.indexing.waits() == 1
    for waits in (1, 0):
        assert rows(library, "protein") == [1]
        assert rows(library, "prot", typing=True) == [1]
        assert rows(library, '"protein folding"') == [1]
        assert rows(library, "lattice") == [2]
        assert rows(library, "lattice OR protein") == [1, 2]
        assert rows(library, "-lattice") == [1]
        assert rows(library, "protein is:unread") == [1]
        assert library.indexing.waits() == waits
        library.indexing.take_waiting()


def test_new_papers_are_found_before_the_index_has_them(library: Library):
    fill(library, paper(1, "Lattice models"))
    library.indexing.take_waiting()
    fill(library, paper(2, "Models of lattices"), paper(3, "Otters"))
    assert rows(library, "lattice") == [1, 2]
    assert rows(library, "lattices -gauge") == [1, 2]
    assert rows(library, "title:otter") == [3]
    assert notices(library, "lattice") == ()


def test_without_an_index_the_same_is_found_and_it_is_said_to_be_slow(library: Library):
    fill(library, *(paper(number, title) for number, title in enumerate(SUBJECTS, 1)))
    asked = ("lattice", "experts mixture", '"mixture of experts"', "fold*", "difusion~", "-sparse", "gauge OR protein")
    before = [rows(library, text) for text in asked]
    assert notices(library, "lattice") == (SLOWLY,)
    library.indexing.take_waiting()
    assert [rows(library, text) for text in asked] == before
    assert before == [[1], [3], [3], [4], [2], [1, 2, 4], [1, 4]]
    assert notices(library, "lattice") == ()


# Notes


@pytest.fixture
def noted(library: Library) -> Library:
    """Three papers, the second with a note."""
    fill(library, *(paper(number, title) for number, title in enumerate(SUBJECTS[:3], 1)))
    library.indexing.take_waiting()
    note(library, 2, NOTE)
    return library


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gauge", [1, 2]),
        ("fields", [2]),
        ("note:gauge", [2]),
        ("note:lattice", []),
        ("note:(compare gauge)", [2]),
        ('note:"gauge fields"', [2]),
        ('"gauge fields"', [2]),
        ("note:comp*", [2]),
        ("note:guage~", [2]),
        ("title:fields", []),
        ("-gauge", [3]),
        ("-note:gauge", [1, 3]),
        ("gauge -fields", [1]),
        ("diffusion gauge", [2]),
        ("gauge -lattice", [2]),
        ("nice OR sparse", [2, 3]),
        ("gauge is:unread", [1, 2]),
    ],
)
def test_a_note_is_searched_like_the_paper_it_is_on(noted: Library, text: str, found: list[int]):
    assert rows(noted, text) == found


def test_a_word_of_a_note_is_found_at_every_letter(noted: Library):
    for length in range(3, len("modeling") + 1):
        assert rows(noted, "modeling"[:length], typing=True) == [2], "modeling"[:length]


def test_a_note_that_is_taken_away_is_found_no_longer(noted: Library):
    note(noted, 2, "otters", NOTE)
    assert (rows(noted, "gauge"), rows(noted, "otters")) == ([1], [2])
    note(noted, 2, None, "otters")
    assert (rows(noted, "gauge"), rows(noted, "otters")) == ([1], [])


def test_a_note_on_a_paper_that_waits_counts_too(noted: Library):
    fill(noted, paper(1, SUBJECTS[0]), paper(2, "Otters"), later=1)
    assert noted.indexing.waits() == 1
    assert rows(noted, "otters gauge") == [2]
    assert rows(noted, "diffusion") == []


# Likeness


def library_of_kinds(library: Library) -> None:
    kinds = ["lattice quantum gauge fields", "diffusion transformer images", "protein folding structures"]
    fill(library, *(paper(n, f"{kinds[n % 3]} {n}", abstract=f"{n} on {kinds[n % 3]}") for n in range(1, 13)))


def test_papers_like_one_are_those_that_share_its_words_and_not_itself(library: Library):
    library_of_kinds(library)
    library.indexing.take_waiting()
    assert rows(library, "like:arxiv:2503.00003") == [6, 9, 12]
    assert rows(library, "like:arxiv:2503.00003 -like:arxiv:2503.00001") == [6, 9, 12]
    assert rows(library, "like:arxiv:2503.00003 9") == [9]
    assert rows(library, "like:arxiv:2503.00003 is:starred") == []
    assert notices(library, "like:arxiv:2503.00003") == ()


def test_a_paper_whose_text_has_changed_is_not_like_itself(library: Library):
    library_of_kinds(library)
    library.indexing.take_waiting()
    again = paper(3, "Lattice quantum gauge fields", abstract="lattice quantum gauge fields")
    fill(library, again, later=1)
    for _ in range(2):
        assert rows(library, "like:arxiv:2503.00003") == [6, 9, 12]
        library.indexing.take_waiting()


def test_an_id_that_no_paper_has_is_said_so(library: Library):
    library_of_kinds(library)
    library.indexing.take_waiting()
    look = library.look(library.parse("like:arxiv:9999.99999"), "relevance")
    assert look.rows.tolist() == []
    assert look.notices == ("no paper has the id arxiv:9999.99999",)


def test_without_an_index_likeness_is_said_to_be_out_of_reach(library: Library):
    library_of_kinds(library)
    told = notices(library, "like:arxiv:2503.00003")
    assert told == (SLOWLY, "what papers are like one cannot be told without the index")


# Words that are odd


def test_a_word_in_no_paper_is_taken_for_the_nearest_which_is_said(library: Library):
    fill(library, paper(1, "Diffusion Transformers"), paper(2, "Protein folding"))
    library.indexing.take_waiting()
    assert rows(library, "diffusion transfromers") == [1]
    assert notices(library, "diffusion transfromers") == (
        "“transfromers” is in no paper: searched “transformers” instead",
    )
    assert notices(library, "diffusion transformers") == ()
    assert notices(library, "protein zebra") == ()


def test_what_a_word_is_taken_for_is_said_once(library: Library):
    fill(library, paper(1, "Diffusion Transformers"))
    library.indexing.take_waiting()
    assert notices(library, "(transfromers is:unread) OR (transfromers is:read)") == (
        "“transfromers” is in no paper: searched “transformers” instead",
    )


def test_words_that_nearly_every_paper_has_are_left_out_and_named(library: Library):
    fill(library, paper(1, "The diffusion"), paper(2, "A lattice"))
    library.indexing.take_waiting()
    assert rows(library, "the diffusion of") == [1]
    assert notices(library, "the diffusion of the") == ("“the”, “of”: in nearly every paper, left out",)
    assert rows(library, "the") == [1, 2]


# Nothing found


def test_a_search_that_finds_nothing_says_what_would_find_something(library: Library):
    fill(library, *(paper(number, title) for number, title in enumerate(SUBJECTS, 1)))
    library.indexing.take_waiting()
    look = library.look(library.parse("lattice protein"), "relevance")
    assert look.rows.tolist() == []
    assert [(one.told, one.query) for one in look.advice] == [
        ("without lattice: 1 found", "protein"),
        ("without protein: 1 found", "lattice"),
        ("any of these words: 2 found", "lattice OR protein"),
    ]
    for one in look.advice:
        again = library.look(library.parse(one.query), "relevance")
        assert f"{len(again.rows)} found" in one.told
        assert again.advice == ()


def test_a_word_that_hardly_any_paper_has_may_have_been_meant_otherwise(library: Library):
    fill(library, *(paper(number, f"Otter {number}") for number in range(1, 15)), paper(20, "Oter misspelt"))
    library.indexing.take_waiting()
    look = library.look(library.parse("oter is:starred"), "relevance")
    assert look.advice == (("without is:starred: 1 found", "oter"),)
    library.apply(Act("star", (3,)))
    look = library.look(library.parse("oter is:starred"), "relevance")
    assert look.advice[0] == ("did you mean “otter”? 1 found", "otter is:starred")


def test_what_has_no_words_gets_no_advice(library: Library):
    fill(library, paper(1, "Otters"))
    assert library.look(library.parse("is:starred")).advice == ()


# The order


def test_the_order_that_a_query_names_comes_before_the_one_asked_for(library: Library):
    fill(
        library, Listed(paper(1, "An otter and a lattice"), 1), Listed(paper(2, "Otters"), 9), Listed(paper(3, "B"), 99)
    )
    library.indexing.take_waiting()
    query = library.parse("otter sort:votes")
    assert [library.look(query, order).rows.tolist() for order in ("relevance", "day", "title")] == [[2, 1]] * 3
    query = library.parse("otter sort:title")
    assert [library.look(query, order).rows.tolist() for order in ("relevance", "day", "votes")] == [[1, 2]] * 3
    query = library.parse("otter sort:relevance")
    assert library.look(query, "title").rows.tolist() == [2, 1]
    assert library.look(library.parse("otter sort:day"), "relevance").days[0].count == 2


def test_relevance_holds_with_states_days_and_alternatives(library: Library):
    said = "a long abstract that has words and more words about nothing much "
    fill(library, paper(1, "Other", abstract=f"{said} otter"), paper(2, "Otter", abstract=said),
         paper(3, "Lattice", abstract=f"{said} otter otter"), paper(4, "Otter lattice", abstract=said))  # fmt: skip
    library.indexing.take_waiting()
    library.apply(Act("star", (1, 2, 3)))
    for text in ("otter", "otter is:unread", "otter on:2025-03-14", "(otter is:unread) OR (zebra is:read)"):
        assert library.look(library.parse(text), "relevance").rows.tolist()[-2:] == [3, 1], text
    assert library.look(library.parse("otter is:starred"), "relevance").rows.tolist() == [2, 3, 1]
    assert library.look(library.parse("is:starred -lattice otter"), "relevance").rows.tolist() == [2, 1]


def test_relevance_without_words_is_the_order_of_days(library: Library):
    fill(library, *(paper(number, "Otter") for number in range(1, 5)))
    assert library.look(library.parse("is:unread"), "relevance").rows.tolist() == [1, 2, 3, 4]
    library.indexing.take_waiting()
    assert library.look(library.parse("the"), "relevance").rows.tolist() == [1, 2, 3, 4]


def test_the_newer_of_two_comes_first_that_are_otherwise_equal(library: Library, clock: Clock):
    clock.forward(days=400)
    library.take_in(make_digest([paper(1, "Otters here")], DAY + timedelta(300)))
    library.take_in(make_digest([paper(2, "Otters here")], DAY))
    library.indexing.take_waiting()
    assert library.look(library.parse("otters"), "relevance").rows.tolist() == [1, 2]


def test_a_title_is_found_first_by_its_own_words(library: Library):
    fill(library, paper(1, "Experts mix: mixture, experts, mixture, experts"), paper(2, "Mixture of experts"),
         paper(3, "The sparse mixture of experts of today and of tomorrow"))  # fmt: skip
    library.indexing.take_waiting()
    assert library.look(library.parse("mixture of experts"), "relevance").rows.tolist()[0] == 2


def test_rows_can_be_kept_in_view_by_relevance_too(library: Library):
    fill(library, paper(1, "Otter"), paper(2, "Otters again"), paper(3, "Lattice"))
    library.indexing.take_waiting()
    query = library.parse("otter is:unread")
    library.apply(Act("read", (1,)))
    assert library.look(query, "relevance").rows.tolist() == [2]
    assert sorted(library.look(query, "relevance", also=[1]).rows) == [1, 2]


def test_a_library_that_is_closed_and_opened_finds_the_same(tmp_path):
    with open_library(tmp_path / "home") as library:
        fill(library, *(paper(number, title) for number, title in enumerate(SUBJECTS, 1)))
        library.indexing.take_waiting()
        note(library, 4, "gauge")
        before = rows(library, "gauge")
    with open_library(tmp_path / "home") as library:
        assert rows(library, "gauge") == before == [1, 4]
