"""A paper as it is cited: BibTeX that is whole whatever a title says, and Markdown that shows what is meant."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import DAY, make_digest, make_paper, open_library
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperfeed.cite import bibtex, escaped, key_of, markdown
from paperfeed.cli import paperfeed
from paperfeed.marks import UNMARKED, Entry
from paperfeed.paper import Paper, PaperId

PAPER = make_paper(1, title="Masked Token Modeling", published="2024-12-27T09:07:12Z")


def entry_of(paper: Paper = PAPER, **facts: Any) -> Entry:
    return Entry(1, PaperId("arxiv:2503.00001"), replace(paper, **facts), UNMARKED, (), DAY, None)


def test_a_paper_at_arxiv_is_a_misc_entry_with_its_eprint() -> None:
    assert bibtex([entry_of()]) == (
        "@misc{lovelace2024masked,\n"
        "  title         = {{Masked Token Modeling}},\n"
        "  author        = {Ada Lovelace and Alan Turing},\n"
        "  year          = {2024},\n"
        "  eprint        = {2503.00001},\n"
        "  archivePrefix = {arXiv},\n"
        "  url           = {https://arxiv.org/abs/2503.00001}\n"
        "}"
    )


def test_a_paper_known_by_its_doi_has_that_and_its_page() -> None:
    told = bibtex([entry_of(arxiv_id=None, doi="10.1000/a_b", url="https://example.org/a_b%20c")])
    assert "eprint" not in told
    assert "archivePrefix" not in told
    assert "  doi           = {10.1000/a_b},\n" in told
    assert "  url           = {https://example.org/a_b%20c}\n" in told


def test_a_paper_of_which_little_is_known_is_cited_by_what_there_is() -> None:
    bare = Paper(title="Untold")
    assert bibtex([entry_of(bare)]) == (
        "@misc{anonymous2025untold,\n  title         = {{Untold}},\n  year          = {2025}\n}"
    )


def test_several_papers_are_several_entries() -> None:
    assert bibtex([entry_of(), entry_of(title="Other")]).count("@misc{") == 2


@pytest.mark.parametrize(
    ("author", "title", "key"),
    [
        ("Ada Lovelace", "On the Art of Masks", "lovelace2025masks"),
        ("Łukasz Kaiser", "Attention Is All You Need", "kaiser2025attention"),
        ("Piotr Dollár", "A B C", "dollar2025a"),
        ("Martin Weiß", r"$\pi_0$: Über Alles", "weiss2025uber"),
        (r"Erwin Schr\"odinger", "Cats", "schrodinger2025cats"),
        ("Lovelace, Ada", "GPT-4o speaks", "lovelace2025speaks"),
        ("Sammy Davis Jr.", "Singing", "davis2025singing"),
        ("王小明", "論文の要約", "anonymous2025"),
        ("O'Neill", "It's time", "oneill2025time"),
    ],
)
def test_the_key_is_surname_year_and_the_first_long_word_in_ascii(author: str, title: str, key: str) -> None:
    assert key_of(entry_of(authors=(author,), title=title, published=None)) == key


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D at 5% for $3 #1 a_b", r"R\&D at 5\% for \$3 \#1 a\_b"),
        ("A^2 ~ B", r"A\textasciicircum{}2 \textasciitilde{} B"),
        ("an {open brace", r"an \textbraceleft{}open brace"),
        ("sets {a, b}", r"sets \textbraceleft{}a, b\textbraceright{}"),
        ("a trailing \\", r"a trailing \textbackslash{}"),
        ("Dollár and Łukasz, 論文", "Dollár and Łukasz, 論文"),
        (r"$\pi_0$: a policy & more", r"$\pi_0$: a policy \& more"),
        (r"$\ell_1^{2}$ and 5\%", r"$\ell_1^{2}$ and 5\%"),
        (r"Schr\"odinger's \textbf{cat}_1", r"Schr\"odinger's \textbf{cat}\_1"),
        (r"\textbf{cat", r"\textbf\textbraceleft{}cat"),
        ("from $5 to $6", r"from \$5 to \$6"),
        (r"costs $5 and $x_1$", r"costs \$5 and $x_1$"),
        (r"\input{/etc/passwd}", r"\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}"),
        (r"$\input{x}$", r"\$\textbackslash{}input\textbraceleft{}x\textbraceright{}\$"),
        ("^^5cinput", r"\textasciicircum{}\textasciicircum{}5cinput"),
    ],
)
def test_latex_stays_as_its_source_gave_it_and_everything_else_is_text(text: str, written: str) -> None:
    assert escaped(text) == written


def depths(text: str) -> list[int]:
    """How deep in braces each place is, as BibTeX counts: a backslash makes no difference to it."""
    found, depth = [], 0
    for char in text:
        depth += (char == "{") - (char == "}")
        found.append(depth)
    return found


PIECES = st.sampled_from([*"{}$&%#_~^\\ ", r"\{", r"\}", r"\textbf{", r"\input{", "$x$", "\\\\", "^^5c", "word", "é"])
TEXT = st.text(max_size=40) | st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=1_000)
@example("}{")
@example("$}$ {")
@given(TEXT)
def test_the_braces_of_any_title_are_balanced_and_no_sign_is_left_to_be_obeyed(title: str) -> None:
    written = escaped(title)
    assert min([0, *depths(written)]) == 0
    assert [0, *depths(written)][-1] == 0
    commands = re.sub(r"\\[^A-Za-z]", "", written)
    assert not re.search(r"[&%#]", commands)
    assert not re.search(r"\\(?:input|write|def|csname)(?![A-Za-z])", commands)


@settings(max_examples=300)
@given(TEXT, TEXT, TEXT)
def test_whatever_sources_say_an_entry_closes_where_it_ends(title: str, author: str, link: str) -> None:
    told = bibtex([entry_of(title=title, authors=(author, author), arxiv_id=link, doi=link, url=link)])
    levels = depths(told)
    assert levels[-1] == 0
    assert levels.index(0, told.index("{")) == len(told) - 1
    assert re.match(r"@misc\{[a-z0-9]+,\n", told)


def test_a_name_that_holds_the_word_and_is_one_author() -> None:
    told = bibtex([entry_of(authors=("Research and Development", "Ada Lovelace"))])
    assert "author        = {{Research and Development} and Ada Lovelace}" in told


def test_in_markdown_a_paper_is_a_link_with_authors_and_year() -> None:
    assert markdown([entry_of()]) == (
        "[Masked Token Modeling](https://huggingface.co/papers/2503.00001) — Ada Lovelace, Alan Turing, 2024"
    )


def test_in_markdown_brackets_and_stars_are_what_they_look_like() -> None:
    told = markdown([entry_of(title="[A*] <b>_x_</b> `y` \\", url="https://example.org/a(b)", authors=())])
    assert told == r"[\[A\*\] \<b\>\_x\_\</b\> \`y\` \\](https://example.org/a%28b%29) — 2024"


def test_in_markdown_latex_is_unicode_and_a_paper_without_a_page_leads_to_arxiv() -> None:
    told = markdown([entry_of(title=r"$\pi_0$ policies", url=None, pdf_url=None)])
    assert told.startswith("[π₀ policies](https://arxiv.org/abs/2503.00001)")


def test_in_markdown_a_paper_without_any_link_is_its_title() -> None:
    assert markdown([entry_of(url="javascript:alert(1)", arxiv_id=None)]).startswith("Masked Token Modeling — Ada")


@settings(max_examples=300)
@given(TEXT)
def test_in_markdown_no_title_ends_its_link(title: str) -> None:
    told = markdown([entry_of(title=title or "x")])
    label = re.match(r"\[((?:[^\\\[\]]|\\.)*)\]\(https://huggingface\.co/papers/2503\.00001\) — ", told, re.DOTALL)
    assert label is not None


# On the command line


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_library(tmp_path) as library:
        library.take_in(make_digest([PAPER], day=date(2025, 3, 14)))
    return tmp_path


def show(home: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(paperfeed, ["--home", str(home), "show", "arxiv:2503.00001", *options])
    return done.exit_code, done.output


def test_show_prints_what_the_app_copies(home: Path) -> None:
    assert show(home, "--bibtex") == (0, f"{bibtex([entry_of()])}\n")
    assert show(home, "--markdown") == (0, f"{markdown([entry_of()])}\n")


def test_show_prints_in_one_form_at_a_time(home: Path) -> None:
    status, told = show(home, "--bibtex", "--json")
    assert status == 2
    assert "one of --json, --bibtex and --markdown at a time" in told
