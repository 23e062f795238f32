"""The user's files: what may be read, which day it is of, and what is said of all the rest."""

import json
import os
import socket
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders import DAY
from sources.server import api_item

from paperfeed.errors import NotADigest, SourceError, UnreadableFile
from paperfeed.library import Library
from paperfeed.sources.files import LARGEST, expand, read_digests, read_file

NOW = datetime(2025, 3, 20, 12, tzinfo=UTC)
BROKEN = ["api_error", "bare_int", "python_repr_strings", "wrapper_no_data", "wrapper_with_data"]
ABSTRACT = "An abstract that is long enough to be told from a title by its mere length, as they all are. " * 2
PAGE = f"Subscribe\n\nbyAK and the research community\n\nMar 12\n\nA Title\n\n{ABSTRACT}\n"


def write(path: Path, content: object, modified: datetime = NOW - timedelta(hours=1)) -> Path:
    """A file of this text, these bytes, or this value as JSON, last modified then."""
    body = content if isinstance(content, bytes) else content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    os.utime(path, (modified.timestamp(), modified.timestamp()))
    return path


def why_not(path: Path) -> str:
    """The sentence with which a file is refused, at once."""
    begun = time.monotonic()
    with pytest.raises(SourceError) as caught:
        read_digests(path, None, NOW)
    assert time.monotonic() - begun < 2
    assert str(caught.value).isprintable()
    return str(caught.value)


# Days


def test_the_name_of_a_file_gives_its_day(tmp_path):
    path = write(tmp_path / "papers-2025-03-14.json", [api_item(1)])
    [digest] = read_digests(path, None, NOW)
    assert (digest.day, digest.source, digest.kind, digest.problems) == (DAY, "huggingface", "huggingface", ())
    assert digest.captured == NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-03-14.json", DAY),
        ("from-2025-03-13-to-2025-03-14.json", DAY),
        ("12025-03-145.json", date(2025, 3, 20)),
        ("2025-13-45.json", date(2025, 3, 20)),
        ("digest.json", date(2025, 3, 20)),
    ],
)
def test_a_name_without_a_day_gives_none(tmp_path, name, day):
    [digest] = read_digests(write(tmp_path / name, [api_item(1)]), None, NOW)
    assert digest.day == day


def test_a_file_without_a_day_takes_its_own_and_says_so(tmp_path):
    [digest] = read_digests(write(tmp_path / "digest.json", [api_item(1), api_item(2)]), None, NOW)
    assert digest.day == date(2025, 3, 20)
    assert digest.problems == ("no day for 2 papers: the file's own day is taken (--date overrides)",)


def test_a_file_from_the_future_counts_as_of_now(tmp_path):
    [digest] = read_digests(write(tmp_path / "a.json", [api_item(1)], NOW + timedelta(days=400)), None, NOW)
    assert (digest.captured, digest.day) == (NOW, date(2025, 3, 20))


def test_the_items_of_a_file_can_be_of_several_days(tmp_path):
    said = ["2025-03-14T01:00:00.000Z", "2025-03-13T01:00:00.000Z", "2025-03-14T02:00:00.000Z", "tomorrow", None]
    items = [api_item(n, submittedOnDailyAt=when) for n, when in enumerate(said, 1)]
    digests = read_digests(write(tmp_path / "week.json", items), None, NOW)
    assert [(d.day, [i.paper.arxiv_id for i in d.items]) for d in digests] == [
        (date(2025, 3, 13), ["2503.00002"]),
        (DAY, ["2503.00001", "2503.00003"]),
        (date(2025, 3, 20), ["2503.00004", "2503.00005"]),
    ]
    assert [d.problems for d in digests] == [
        ("no day for 2 papers: the file's own day is taken (--date overrides)",), (), ()
    ]  # fmt: skip


def test_skipped_items_of_several_days_are_counted_once(tmp_path):
    items = [
        api_item(1, submittedOnDailyAt="2025-03-14T00:00"),
        api_item(2, submittedOnDailyAt="2025-03-13T00:00"),
        "text",
    ]
    digests = read_digests(write(tmp_path / "week.json", items), None, NOW)
    assert [digest.skipped for digest in digests] == [1, 0]


def test_a_day_that_is_given_overrides_what_the_file_says(tmp_path):
    item = api_item(1, submittedOnDailyAt="2025-03-10T00:00:00.000Z")
    given = date(2025, 1, 1)
    for path in (write(tmp_path / "2025-03-14.json", [item]), write(tmp_path / "page.txt", PAGE)):
        [digest] = read_digests(path, given, NOW)
        assert (digest.day, digest.problems) == (given, ())


def test_a_page_gives_its_day_without_the_year(tmp_path):
    [digest] = read_digests(write(tmp_path / "page.txt", PAGE), None, NOW)
    assert (digest.day, digest.source, digest.kind, digest.problems) == (date(2025, 3, 12), "page", "page", ())
    [old] = read_digests(write(tmp_path / "page.txt", PAGE, datetime(2023, 5, 1, 12, tzinfo=UTC)), None, NOW)
    assert old.day == date(2023, 3, 12)


def test_a_page_without_a_day_takes_the_files_own_and_says_so(tmp_path):
    [digest] = read_digests(write(tmp_path / "page.txt", PAGE.replace("Mar 12\n\n", "")), None, NOW)
    assert digest.day == date(2025, 3, 20)
    assert "2025-03-20" in digest.problems[0]


# What it is


def test_the_content_tells_json_whatever_the_name(tmp_path):
    path = write(tmp_path / "2025-03-14.txt", b"\xef\xbb\xbf \n" + json.dumps([api_item(1)]).encode())
    assert read_digests(path, None, NOW)[0].kind == "huggingface"


def test_a_page_in_the_encoding_of_another_system_is_read(tmp_path):
    path = write(tmp_path / "page.txt", b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    assert [item.paper.title for item in read_digests(path, None, NOW)[0].items] == ["A Title"]


def test_an_empty_list_is_a_digest_that_says_so(tmp_path):
    [digest] = read_digests(write(tmp_path / "2025-03-14.json", []), None, NOW)
    assert (digest.day, digest.items, digest.problems) == (DAY, (), ("lists no papers",))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.json", b"not json", "not well-formed JSON"),
        ("a.txt", b"{not json", "not well-formed JSON"),
        ("a.json", b"\x89PNG\r\n\x1a\n\0\0", "not well-formed JSON"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("a.txt", b"Subscribe\n\n\0\n\n", "binary"),
        ("a.txt", "Subscribe\n\nÜber".encode("utf-16"), "binary"),
        ("a.txt", b"A letter to a friend", "neither JSON nor the text of a digest page"),
        ("a.json", b"[" * 100_000, "nested too deep"),
        ("a.json", os.urandom(4096), ""),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path, name, content, says):
    assert says in why_not(write(tmp_path / name, content))


# What may be read


def test_a_missing_file_is_named_so(tmp_path):
    assert why_not(tmp_path / "nothing.json") == "no such file"


def test_a_folder_is_no_file_and_nothing_stays_open_behind_it(tmp_path):
    def still_open() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    assert why_not(tmp_path) == "a folder"
    before = still_open()
    for _ in range(3):
        why_not(tmp_path)
    assert still_open() == before


def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    assert why_not(tmp_path / "pipe.json") == "not a regular file"


def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.json")
        assert why_not(Path("socket.json")) == "not a regular file"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(name):
    assert why_not(Path(name))


def test_links_are_followed_unless_they_lead_back_to_themselves(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert why_not(tmp_path / "a") == "a link that leads back to itself"
    write(tmp_path / "2025-03-14.json", [api_item(1)])
    (tmp_path / "link").symlink_to(tmp_path / "2025-03-14.json")
    assert read_file(tmp_path / "link")[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named_so(tmp_path):
    write(tmp_path / "a.json", []).chmod(0)
    assert why_not(tmp_path / "a.json") == "no permission to read it"


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert why_not(path) == "larger than 32 MiB"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert why_not(path) == "larger than 32 MiB"


def test_a_file_of_just_the_largest_size_is_read(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(LARGEST)
    assert len(read_file(path)[0]) == LARGEST


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "a/" * 3000 + "b"])
def test_a_name_that_no_file_can_have_is_refused(name):
    with pytest.raises(UnreadableFile):
        read_file(Path(name))
    with pytest.raises(UnreadableFile):
        [read_file(path) for path in expand(Path(name))]


# Folders


def test_a_folder_stands_for_its_digests_by_name(tmp_path):
    for name in ("b.json", "a.TXT", "c.md", ".hidden.json", "d.json.bak"):
        write(tmp_path / name, [])
    assert [path.name for path in expand(tmp_path)] == ["a.TXT", "b.json"]


def test_a_file_stands_for_itself_even_if_it_is_not_there(tmp_path):
    assert expand(tmp_path / "nothing.json") == [tmp_path / "nothing.json"]


def test_a_folder_without_digests_says_what_it_looked_for(tmp_path):
    with pytest.raises(UnreadableFile, match=r"without a file that ends in \.json or \.txt"):
        expand(tmp_path)


# Into the library


def test_a_file_is_taken_in_whole_or_not_at_all(library: Library, tmp_path):
    path = write(tmp_path / "2025-03-14.json", [api_item(1), api_item(2)])
    assert [(taken.listed, taken.new) for taken in library.import_file(path)] == [(2, 2)]
    again = library.import_file(path)
    assert [(taken.new, taken.updated, taken.unchanged) for taken in again] == [(0, 0, 2)]
    with pytest.raises(NotADigest):
        library.import_file(write(tmp_path / "2025-03-15.json", b'[{"paper": {"id": "2503.00009", "title": "T"}},'))
    assert library.count(library.parse("")) == 2


def test_a_file_that_was_only_touched_changes_nothing_to_be_seen(library: Library, tmp_path):
    path = write(tmp_path / "2025-03-14.json", [api_item(1)], NOW - timedelta(days=30))
    library.import_file(path)
    before = library.entries([1])
    write(path, [api_item(1)], NOW - timedelta(days=10))
    assert [(taken.new, taken.updated, taken.unchanged) for taken in library.import_file(path)] == [(0, 0, 1)]
    assert library.entries([1]) == before


# Recordings


def test_the_recorded_pages_are_354_papers(shared, library: Library):
    taken = [one for path in expand(shared / "data" / "digest_pages") for one in library.import_file(path)]
    assert [one.listed for one in taken] == [56, 55, 270]
    assert sum(one.new for one in taken) == library.count(library.parse("")) == 354


@pytest.mark.slow
def test_the_recorded_days_and_pages_are_6641_papers(shared, library: Library):
    days = [one for path in expand(shared / "data" / "hf_days") for one in library.import_file(path)]
    assert sum(one.listed for one in days) == sum(one.new for one in days) == 6313
    assert all(one.skipped == 0 and one.problems == () for one in days)
    pages = [one for path in expand(shared / "data" / "digest_pages") for one in library.import_file(path)]
    assert sum(one.new for one in pages) == 6641 - 6313
    assert library.count(library.parse("")) == 6641
    assert library.count(library.parse("on:2024-03-12..2025-12-31")) >= 6313


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_recording_leaves_the_library_empty(shared, library: Library, name):
    with pytest.raises(NotADigest):
        library.import_file(shared / "data" / "hf_broken" / f"{name}.json")
    assert library.count(library.parse("")) == 0
