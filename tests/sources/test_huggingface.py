"""Answers of the Daily Papers API as digests: whole, with every field spoilt in turn, and broken."""

import copy
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from builders import make_digest
from sources.server import api_item

from paperfeed.errors import NotADigest
from paperfeed.library import Library
from paperfeed.sources.huggingface import read_answer

BROKEN = ["api_error", "bare_int", "python_repr_strings", "wrapper_no_data", "wrapper_with_data"]

FULL: dict[str, Any] = {
    "title": "A title\n  in two lines",
    "summary": "One line\nof many.\n\nA second paragraph.",
    "thumbnail": "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2503.00001.png",
    "numComments": 3,
    "publishedAt": "2025-03-13T23:00:00.000Z",
    "isAuthorParticipating": False,
    "mediaUrls": ["https://cdn-uploads.huggingface.co/a.mp4"],
    "submittedBy": {"name": "akhaliq", "fullname": "AK", "avatarUrl": "/avatars/1.svg", "type": "user"},
    "organization": {"_id": "1", "name": "analytical", "fullname": "Analytical Engines"},
    "paper": {
        "id": "2503.00001",
        "title": "A title\n  in two lines",
        "summary": "One line\nof many.\n\nA second paragraph.",
        "authors": [
            {"_id": "1", "name": "Ada  Lovelace", "hidden": False, "user": {"user": "ada"}},
            {"_id": "2", "name": "Nobody", "hidden": True},
            {"_id": "3", "name": "Alan Turing"},
        ],
        "publishedAt": "2025-03-12T04:00:00.000Z",
        "upvotes": 42,
        "discussionId": "67d2",
        "submittedOnDailyAt": "2025-03-14T01:30:00.000Z",
        "submittedOnDailyBy": {"user": "akhaliq", "fullname": "AK"},
        "ai_keywords": ["large language models", "Large Language Models", "tokens"],
        "ai_summary": "Says it shortly.",
        "githubRepo": "https://github.com/ada/engine",
        "githubStars": 1815,
        "projectPage": " https://ada.example/engine",
        "organization": {"_id": "1", "name": "analytical", "fullname": "Analytical Engines"},
    },
}
"""An item with every field that was ever seen."""

SPOILT: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 1.5, "", " \n", "text", "\x1b[31m\x00", [], [None], [[]], {}, {"name": None}, {"id": 1},
)  # fmt: skip


def read(*items: Any) -> tuple[list[Any], int, tuple[str, ...]]:
    found, skipped, problems = read_answer(json.dumps(items).encode())
    return [listed for _, listed in found], skipped, problems


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside `value`."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield (*path, key)
        yield from places(inner, (*path, key))


def spoil(path: tuple[Any, ...], *value: Any) -> dict[str, Any]:
    """The full item with the value at `path` replaced, or removed if none is given."""
    item = copy.deepcopy(FULL)
    holder: Any = item
    for key in path[:-1]:
        holder = holder[key]
    if value:
        holder[path[-1]] = value[0]
    else:
        del holder[path[-1]]
    return item


def named(item: dict[str, Any]) -> bool:
    """Whether the item has what is counted on, an id and a title: said once more in few words."""
    paper = item.get("paper")
    paper = paper if isinstance(paper, dict) else {}

    def text(value: Any) -> bool:
        return isinstance(value, str) and value.strip() != ""

    return text(paper.get("id")) and (text(paper.get("title")) or text(item.get("title")))


def test_every_field_is_read():
    [(day, listed)] = read_answer(json.dumps([FULL]).encode())[0]
    paper = listed.paper
    assert (day, listed.votes) == (date(2025, 3, 14), 42)
    assert paper.title == "A title in two lines"
    assert paper.abstract == "One line of many.\n\nA second paragraph."
    assert paper.authors == ("Ada Lovelace", "Alan Turing")
    assert paper.arxiv_id == "2503.00001"
    assert paper.url == "https://huggingface.co/papers/2503.00001"
    assert paper.pdf_url == "https://arxiv.org/pdf/2503.00001"
    assert paper.published == "2025-03-12T04:00:00Z"
    assert paper.comments == 3
    assert (paper.github_url, paper.github_stars) == ("https://github.com/ada/engine", 1815)
    assert paper.project_url == "https://ada.example/engine"
    assert (paper.organization, paper.submitter) == ("Analytical Engines", "akhaliq")
    assert paper.keywords == ("large language models", "tokens")
    assert paper.summary == "Says it shortly."
    assert paper.thumbnail_url == FULL["thumbnail"]


def test_an_item_with_an_id_and_a_title_only_is_a_paper():
    [listed], skipped, problems = read({"paper": {"id": "2503.00001", "title": "Bare"}})
    assert (listed.paper.title, listed.paper.abstract, listed.paper.authors, listed.votes) == ("Bare", "", (), None)
    assert listed.paper.published is None
    assert (skipped, problems) == (0, ())


@pytest.mark.parametrize("path", list(places(FULL)), ids=lambda path: ".".join(map(str, path)))
def test_no_field_is_missed_and_none_does_harm_in_a_wrong_type(path):
    good = api_item(9)
    for item in [spoil(path), *(spoil(path, value) for value in SPOILT)]:
        listed, skipped, problems = read(item, good)
        assert len(listed) + skipped == 2
        assert skipped == (not named(item)), item
        assert len(problems) == skipped
        assert listed[-1].paper.title == "Paper number 9"


def test_what_is_spoilt_is_left_out_and_the_rest_is_kept():
    for path, fact in [
        (("paper", "upvotes"), "votes"),
        (("paper", "githubStars"), "github_stars"),
        (("paper", "githubRepo"), "github_url"),
        (("paper", "ai_summary"), "summary"),
        (("thumbnail",), "thumbnail_url"),
        (("numComments",), "comments"),
    ]:
        whole, (spoilt,) = read(FULL)[0][0], read(spoil(path, [1]))[0]
        facts = {"votes": spoilt.votes, **{name: getattr(spoilt.paper, name) for name in type(spoilt.paper).__slots__}}
        expected = {"votes": whole.votes, **{name: getattr(whole.paper, name) for name in type(whole.paper).__slots__}}
        assert facts == expected | {fact: None}


def test_items_without_id_or_title_are_counted_by_what_they_lack():
    untitled = {"paper": {"id": "2503.00002"}}
    _, skipped, problems = read(FULL, {"paper": {"title": "No id"}}, untitled, untitled, "text", 7)
    assert skipped == 5
    assert sorted(problems) == [
        "1 of 6 items skipped: no id",
        "1 of 6 items skipped: not an object",
        "1 of 6 items skipped: text instead of an object",
        "2 of 6 items skipped: no title",
    ]


def test_whatever_a_spoilt_item_gives_can_be_stored(library: Library):
    spoilt = [spoil(path, value) for path in places(FULL) for value in SPOILT]
    listed = read(*[{**item, "paper": item["paper"]} for item in spoilt if named(item)])[0]
    library.take_in(make_digest(listed))
    for entry in library.entries(library.look(library.parse("")).rows):
        assert entry.paper.title


@pytest.mark.parametrize("name", ["2503.00001", "2503.00001v3", " 2503.00001 ", "https://arxiv.org/abs/2503.00001v2"])
def test_an_arxiv_id_is_known_in_all_its_forms(name):
    [listed], _, _ = read({"paper": {"id": name, "title": "T"}})
    assert listed.paper.arxiv_id == "2503.00001"
    assert listed.paper.url == "https://huggingface.co/papers/2503.00001"


def test_an_id_of_another_kind_stays_inside_its_link():
    [listed], _, _ = read({"paper": {"id": "../../evil?x=1#y", "title": "T"}})
    assert listed.paper.arxiv_id is None
    assert listed.paper.pdf_url is None
    assert listed.paper.url.startswith("https://huggingface.co/papers/")
    assert "/" not in listed.paper.url.removeprefix("https://huggingface.co/papers/")


def test_links_are_kept_only_if_they_are_http():
    for bad in ("javascript:alert(1)", "file:///etc/passwd", "//host", "https://user:pw@github.com/x", "https://a b"):
        [listed], _, _ = read(api_item(1, githubRepo=bad, projectPage=bad, thumbnail=bad))
        assert (listed.paper.github_url, listed.paper.project_url, listed.paper.thumbnail_url) == (None, None, None)


def test_text_is_cleaned():
    [listed], _, _ = read(
        api_item(1, title="A\x1b[31m \u202etitle\u200b", authors=[{"name": "Ada\nLovelace\x07"}, {"name": "\u200b"}])
    )
    assert listed.paper.title == "A\ufffd[31m title"
    assert listed.paper.authors == ("Ada Lovelace\ufffd",)


@pytest.mark.parametrize("key", ["data", "dailyPapers"])
def test_a_list_inside_an_object_is_found(key):
    body = json.dumps({"status": "success", "count": 1, key: [FULL]}).encode()
    assert len(read_answer(body)[0]) == 1


def test_a_byte_order_mark_does_no_harm():
    assert len(read_answer(b"\xef\xbb\xbf" + json.dumps([FULL]).encode())[0]) == 1


def test_an_empty_list_is_a_digest_without_papers():
    assert read_answer(b"[]") == ([], 0, ())


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"1", "no list of papers: 1"),
        (b"null", "no list of papers"),
        (b'"text"', "no list of papers"),
        (b"{}", "a JSON object without a list of papers"),
        (b'{"data": {}}', "a JSON object without a list of papers"),
        (b'{"error": "gone \\u001b[31m"}', "only the error “gone \ufffd[31m”"),
        (b'{"status": "no_data", "date": "2025-03-14", "message": "nothing"}', "only the message “nothing”"),
        (b"""["{'paper': {'id': '1', 'title': 'T'}}", "{}"]""", "none of its 2 items is a paper (text instead of"),
        (b"""{"data": ["{'paper': 1}"], "count": 1}""", "none of its 1 items is a paper"),
        (b"", "not well-formed JSON"),
        (b"[{]", "not well-formed JSON"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"a":' * 200_000, "nested too deep"),
        (b'["\xff"]', "not well-formed JSON"),
        (b'["\\ud800"]', "not well-formed JSON"),
        (b"[1e999]", ""),
    ],
)
def test_what_is_no_digest_is_refused_in_a_sentence(body, says):
    with pytest.raises(NotADigest) as caught:
        read_answer(body)
    assert says in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_a_deep_value_inside_an_item_is_refused_or_skipped():
    deep = b'[{"paper": {"id": "2503.00001", "title": "T", "authors": ' + b"[" * 900 + b"]" * 900 + b"}}]"
    [(_, listed)], skipped, _ = read_answer(deep)
    assert (listed.paper.title, listed.paper.authors, skipped) == ("T", (), 0)


def test_an_answer_cut_anywhere_is_never_a_digest():
    whole = json.dumps([FULL, api_item(2)]).encode()
    for length in range(len(whole)):
        with pytest.raises(NotADigest):
            read_answer(whole[:length])
    assert len(read_answer(whole)[0]) == 2


def test_a_bit_flipped_anywhere_never_crashes():
    whole = json.dumps([FULL]).encode()
    for at in range(len(whole)):
        for bit in (0, 4, 7):
            flipped = bytearray(whole)
            flipped[at] ^= 1 << bit
            try:
                found, skipped, _ = read_answer(bytes(flipped))
            except NotADigest:
                continue
            assert len(found) + skipped == 1


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_recording_is_refused(shared, name):
    with pytest.raises(NotADigest) as caught:
        read_answer((shared / "data" / "hf_broken" / f"{name}.json").read_bytes())
    assert str(caught.value).isprintable()
