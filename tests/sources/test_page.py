"""Saved digest pages: both shapes, what stands at their head, and text that is no such page."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperfeed.errors import NotADigest
from paperfeed.sources.page import read_page

TODAY = date(2025, 3, 14)
ABSTRACT = "About {}: this abstract says at some length what its paper is about, and what was found out on the way. "
TITLES = ("Engines That Weave Patterns", "On Computable Numbers", "A Third Title: With Parts")


def abstract_of(title: str) -> str:
    return (ABSTRACT.format(title) * 2).strip()


def pairs(titles=TITLES) -> list[str]:
    return [block for title in titles for block in (title, abstract_of(title))]


def spread(titles=TITLES, day: str | None = "Mar 12", end: str = "\n") -> str:
    """The shape with blank lines between the blocks."""
    head = ["new", "Get trending papers in your email inbox!", "Subscribe", "byAK and the research community"]
    return (end * 2).join([*head, *([day] if day else []), *pairs(titles)]) + end


def tight(titles=TITLES, end: str = "\n") -> str:
    """The shape with a block a line, whose first title is glued to the head."""
    head = ["Get trending papers in your email inbox once a day!", "Get trending papers in your email inbox!"]
    return end.join([*head, "Subscribe" + "\n".join(pairs(titles)).replace("\n", end)])


def titles_of(text: str) -> list[str]:
    return [item.paper.title for item in read_page(text, TODAY).items]


def test_a_page_with_blank_lines_is_read():
    page = read_page(spread(), TODAY)
    assert [item.paper.title for item in page.items] == list(TITLES)
    assert [item.paper.abstract for item in page.items] == [abstract_of(title) for title in TITLES]
    assert all(item.votes is None and item.paper.arxiv_id is None for item in page.items)
    assert (page.day, page.skipped, page.problems) == (date(2025, 3, 12), 0, ())


def test_a_page_with_a_block_a_line_and_a_glued_title_is_read():
    page = read_page(tight(), TODAY)
    assert [item.paper.title for item in page.items] == list(TITLES)
    assert (page.day, page.skipped) == (None, 0)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("shape", [spread, tight])
def test_line_ends_of_other_systems_make_no_difference(shape, end):
    assert read_page(shape(end=end), TODAY) == read_page(shape(), TODAY)


@pytest.mark.parametrize("shape", [spread, tight])
def test_a_byte_order_mark_and_white_space_around_make_no_difference(shape):
    assert read_page("\ufeff\n\n" + shape() + "\n\n\n", TODAY).items == read_page(shape(), TODAY).items


def test_blank_lines_may_hold_blanks_and_blocks_may_be_wrapped():
    wrapped = spread().replace("\n\n", "\n \t\n  ").replace(", and what", ",\nand what")
    assert read_page(wrapped, TODAY) == read_page(spread(), TODAY)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Mar 12", date(2025, 3, 12)),
        ("Mar 14", date(2025, 3, 14)),
        ("Mar 15", date(2024, 3, 15)),
        ("Dec 31", date(2024, 12, 31)),
        ("Feb 29", date(2024, 2, 29)),
        ("Mar 12, 2023", date(2023, 3, 12)),
        ("Mar 32", None),
        (None, None),
    ],
)
def test_a_date_without_a_year_is_the_latest_such_day(written, day):
    page = read_page(spread(day=written), TODAY)
    assert page.day == day
    assert [item.paper.title for item in page.items] == list(TITLES)


def test_a_date_glued_to_its_byline_is_found():
    text = spread(day=None).replace("research community", "research communityMar 12")
    assert read_page(text, TODAY).day == date(2025, 3, 12)
    assert titles_of(text) == list(TITLES)


@pytest.mark.parametrize("title", ["Subscribe to Nothing", "New", "May the Force Be Learned", "Papers, Please"])
def test_titles_like_the_head_of_the_page_are_titles(title):
    assert titles_of(spread([TITLES[0], title])) == [TITLES[0], title]


def test_blocks_that_are_neither_title_nor_abstract_are_counted():
    text = spread().replace(f"\n\n{TITLES[1]}\n", f"\n\nAdvertisement\n\nShort\n\n{TITLES[1]}\n")
    page = read_page(text, TODAY)
    assert [item.paper.title for item in page.items] == list(TITLES)
    assert page.skipped == 2
    assert page.problems == ("2 blocks were neither a title nor an abstract",)


def test_a_title_without_abstract_at_the_end_is_counted():
    page = read_page(spread() + "\nA Title Cut Off\n", TODAY)
    assert (len(page.items), page.skipped) == (3, 1)


def test_the_text_of_a_page_is_cleaned():
    [item] = read_page(spread(["A \x1b]0;bad\x07 \u202etitle"]), TODAY).items
    assert item.paper.title.isprintable()
    assert "bad" in item.paper.title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "A shopping list\n\nBread\n\nButter",
        "Subscribe",
        "new\n\nSubscribe\n\nMar 12",
        "\n\n".join(pairs()),
        "<html><body>Subscribe</body></html>",
        "We subscribe to the view\n\n" + ABSTRACT,
        "Subscribe\n\nShort\n\nShort too",
    ],
)
def test_any_other_text_is_refused(text):
    with pytest.raises(NotADigest):
        read_page(text, TODAY)


WORDS = st.text(st.sampled_from("abcdefgh "), min_size=1, max_size=60).map(str.split).map(" ".join).filter(len)


@given(st.lists(WORDS.map(lambda words: f"The {words}"), min_size=1, max_size=8), st.sampled_from([spread, tight]))
@settings(max_examples=60)
def test_every_title_comes_back_in_order(titles, shape):
    assert titles_of(shape(titles)) == titles


@given(st.text(max_size=400), st.sampled_from(["", "Subscribe", "Subscribe\n\n", "new\n\nSubscribe\n\nMar 12\n\n"]))
@settings(max_examples=100)
def test_no_text_crashes_it(text, head):
    try:
        page = read_page(head + text, TODAY)
    except NotADigest:
        return
    assert page.items


@pytest.mark.parametrize(
    ("name", "count", "day"),
    [
        ("000_50dc554ab975489c.txt", 56, (3, 12)),
        ("001_552b325ef0d62c58.txt", 55, (3, 17)),
        ("004_679632857d56aeca.txt", 270, None),
    ],
)
def test_the_recorded_pages_are_read_whole(shared, name, count, day):
    page = read_page((shared / "data" / "digest_pages" / name).read_text("utf-8"), TODAY)
    assert (len(page.items), page.skipped) == (count, 0)
    assert (page.day and (page.day.month, page.day.day)) == day
    assert all(10 < len(item.paper.title) < 200 < len(item.paper.abstract) for item in page.items)
