"""The links of a paper: which there are, in which order, each once, and none that could do harm."""

from dataclasses import replace
from typing import Any

import pytest
from builders import DAY, make_paper
from hypothesis import given, settings
from hypothesis import strategies as st

from paperfeed.links import safe_url
from paperfeed.marks import Entry, Marks
from paperfeed.paper import PaperId
from paperfeed.paper_links import links_in, paper_links, pdf_of


def urls(note: str | None = None, **facts: Any) -> list[str]:
    paper = make_paper(1, **facts)
    entry = Entry(1, PaperId("arxiv:2503.00001"), paper, Marks(note=note), (), DAY, None)
    return [link.url for link in paper_links(entry)]


def test_what_sources_name_comes_before_what_stands_in_texts() -> None:
    found = urls(
        pdf_url="https://arxiv.org/pdf/2503.00001",
        github_url="https://github.com/a/b",
        project_url="https://a.github.io/b/",
        doi="10.1000/182",
        abstract="See https://example.org/abstract.",
        note="and https://example.org/note",
    )
    assert found == [
        "https://huggingface.co/papers/2503.00001",
        "https://github.com/a/b",
        "https://arxiv.org/pdf/2503.00001",
        "https://a.github.io/b/",
        "https://doi.org/10.1000/182",
        "https://example.org/abstract",
        "https://example.org/note",
    ]


@pytest.mark.parametrize(
    "again",
    ["https://github.com/a/b", "http://github.com/a/b/", "https://GitHub.com/A/B.git.", "(https://www.github.com/a/b)"],
)
def test_a_link_written_in_another_way_is_there_once(again: str) -> None:
    found = urls(github_url="https://github.com/a/b", abstract=f"The code: {again}", arxiv_id=None, url=None)
    assert found == ["https://github.com/a/b"]


def test_what_is_no_web_address_is_no_link() -> None:
    found = urls(
        url="javascript:alert(1)",
        github_url="file:///etc/passwd",
        project_url="https://user:secret@example.org/",
        abstract="ftp://example.org/ and https://user@example.org/ and https:// and https://[x",
        arxiv_id=None,
    )
    assert found == []


def test_the_stars_of_the_code_are_told_with_it() -> None:
    paper = make_paper(1, github_url="https://github.com/a/b", github_stars=1_312)
    links = paper_links(Entry(1, PaperId("arxiv:2503.00001"), paper, Marks(), (), DAY, None))
    assert [link.shown for link in links] == [
        "huggingface.co/papers/2503.00001",
        "github.com/a/b · 1,312 stars",
        "arxiv.org/pdf/2503.00001",
    ]
    assert [link.name for link in links] == ["page", "code", "pdf"]


def test_a_link_that_is_not_encrypted_says_so_and_a_long_one_is_cut() -> None:
    long = f"https://example.org/{'a' * 200}"
    [plain, cut] = [
        link.shown
        for link in paper_links(
            Entry(
                1,
                PaperId("title:x"),
                make_paper(1, arxiv_id=None, url=None, abstract=f"http://example.org {long}"),
                Marks(),
                (),
                DAY,
                None,
            )
        )
    ]
    assert plain == "http://example.org"
    assert len(cut) == 72
    assert cut.endswith("a…")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("at https://example.org/a.", ["https://example.org/a"]),
        ("(see https://example.org/a), and", ["https://example.org/a"]),
        ("https://en.wikipedia.org/wiki/A_(b)", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("[code](https://example.org/a)", ["https://example.org/a"]),
        (r"\url{https://example.org/a\_b} or so", ["https://example.org/a_b"]),
        (r"\href{https://example.org/c}{d}", ["https://example.org/c"]),
        ("<https://example.org/a>; “https://example.org/b”", ["https://example.org/a", "https://example.org/b"]),
        ("HTTPS://EXAMPLE.ORG/A", ["https://example.org/A"]),
        ("https://example.org/a{Github}", ["https://example.org/a"]),
        ("example.org and www.example.org", []),
    ],
)
def test_links_are_found_in_sentences_in_markdown_and_in_latex(text: str, links: list[str]) -> None:
    assert list(links_in(text)) == links


@settings(max_examples=500)
@given(st.lists(st.sampled_from(["https://", "http://", "a.b", "(", ")", "[", "]", ".", ",", " ", "\\_", "\x1b", "/"])))
def test_whatever_a_text_says_its_links_are_web_addresses(pieces: list[str]) -> None:
    for link in links_in("".join(pieces)):
        assert safe_url(link) == link


def test_arxiv_has_a_pdf_of_every_paper() -> None:
    assert pdf_of(make_paper(7)) == "https://arxiv.org/pdf/2503.00007"
    assert pdf_of(replace(make_paper(7), pdf_url="https://example.org/7.pdf")) == "https://example.org/7.pdf"
    assert pdf_of(make_paper(7, arxiv_id=None)) is None
    assert pdf_of(make_paper(7, arxiv_id=None, pdf_url="file:///etc/passwd")) is None
