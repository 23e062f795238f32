"""What sources say: ids and fingerprints."""

import pytest
from builders import make_paper
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.paper import arxiv_id, fingerprint, is_strong, paper_ids, title_id


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2403.06634", "2403.06634"),
        ("0704.0001", "0704.0001"),
        ("2403.06634v2", "2403.06634"),
        ("arXiv:2403.06634v12", "2403.06634"),
        ("https://arxiv.org/abs/2403.06634v1", "2403.06634"),
        ("https://arxiv.org/pdf/2403.06634v2.pdf", "2403.06634"),
        ("https://arxiv.org/html/2403.06634?x=1#S2", "2403.06634"),
        ("https://huggingface.co/papers/2403.06634", "2403.06634"),
        ("cs/0503050", "cs/0503050"),
        ("hep-th/9901001v3", "hep-th/9901001"),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
    ],
)
def test_the_arxiv_id_is_found_in_ids_and_links_without_its_version(text: str, number: str) -> None:
    assert arxiv_id(text) == number


@pytest.mark.parametrize("text", [
    "", "paper", "240.06634", "2403.066", "2403.066345", "12403.06634", "2403.06634abc", "1.2403.06634", "3.14159",
    "10.1145/3292500.3330701", "10.1234/2403.06634", "https://doi.org/10.1000/hep-th/9901001",
    "https://github.com/user/1234567", "https://example.org/news/2503001", "cs/050305", "٢٤٠٣.٠٦٦٣٤",
])  # fmt: skip
def test_what_only_looks_like_an_arxiv_id_is_none(text: str) -> None:
    assert arxiv_id(text) is None


@pytest.mark.parametrize(
    "variant",
    [
        "Attention Is All You Need",
        "attention is all you need.",
        "  Attention—Is: All  You… Need?! ",
        "“Attention_is_ALL” (you need)",
    ],
)
def test_case_and_punctuation_do_not_change_a_fingerprint(variant: str) -> None:
    assert fingerprint(variant) == "attention is all you need"


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("GPT-2 and GPT-3", "gpt 2 and gpt 3"),
        ("Straße", "strasse"),
        ("深度：综述", "深度 综述"),
        (" *** ", "***"),
    ],
)
def test_letters_of_every_script_and_digits_count_or_else_the_signs_themselves(title: str, found: str) -> None:
    assert fingerprint(title) == found


@given(st.text(min_size=1))
def test_a_fingerprint_is_its_own_fingerprint_up_to_case_folding(title: str) -> None:
    assert fingerprint(fingerprint(title)) == fingerprint(title)


@pytest.mark.parametrize(
    ("facts", "ids"),
    [
        ({}, ("arxiv:2503.00001", "title:paper number 1")),
        ({"doi": "10.1000/ABC"}, ("arxiv:2503.00001", "doi:10.1000/abc", "title:paper number 1")),
        ({"arxiv_id": None, "doi": "10.1000/abc"}, ("doi:10.1000/abc", "title:paper number 1")),
        ({"arxiv_id": None}, ("title:paper number 1",)),
    ],
)
def test_a_paper_is_known_by_all_its_ids_the_canonical_one_first(
    facts: dict[str, str | None], ids: tuple[str, ...]
) -> None:
    assert paper_ids(make_paper(**facts)) == ids


def test_an_id_from_a_register_is_strong_and_a_title_is_not() -> None:
    assert is_strong("arxiv:2503.00001")
    assert is_strong("doi:10.1000/182")
    assert not is_strong(title_id("Paper"))
