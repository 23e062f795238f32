"""Fetching over a real connection: conditional requests, and every fault as a sentence, in time."""

import socket
import threading
import time
from datetime import date

import pytest
from builders import DAY, Clock
from sources.server import FeedServer, api_item

from paperfeed.errors import FetchError, Unreachable
from paperfeed.library import Library
from paperfeed.sources import Validators
from paperfeed.sources.fetching import refresh_days
from paperfeed.sources.http import LARGEST, Http, _next_hop
from paperfeed.sources.huggingface import HuggingFace

ISO = DAY.isoformat()


@pytest.fixture
def server():
    with FeedServer({ISO: [api_item(n) for n in range(1, 4)]}) as running:
        yield running


def refused(http: Http, url: str) -> str:
    """The sentence of the FetchError that a request ends in; it comes within five seconds."""
    begun = time.monotonic()
    with pytest.raises(FetchError) as caught:
        http.get(url)
    assert time.monotonic() - begun < 5
    sentence = str(caught.value)
    assert sentence
    assert sentence.isprintable()
    assert "Traceback" not in sentence
    assert "Error(" not in sentence
    return sentence


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Faults


@pytest.mark.parametrize(
    ("kind", "arg", "says"),
    [
        ("status", 404, "HTTP 404 Not Found"),
        ("status", 500, "HTTP 500 Internal Server Error"),
        ("status", 503, "HTTP 503"),
        ("status", 204, "HTTP 204"),
        ("retry", 120, "HTTP 429, too many requests (try again in 120 s)"),
        ("retry", "Fri, 14 Mar 2025 12:00:00 GMT", "HTTP 429, too many requests"),
        ("retry", "soon\x7f", "HTTP 429, too many requests"),
        ("loop", None, "more than 5 redirects"),
        ("redirect", "file:///etc/passwd", "a redirect to 'file:///etc/passwd', which is not followed"),
        ("redirect", "javascript:alert(1)", "a redirect to"),
        ("redirect", "http://[", "a redirect to 'http://[', which is not followed"),
        ("redirect", "//user:password@127.0.0.1/", "which is not followed"),
        ("html", None, "a web page instead of data"),
        ("body", b"  <html>", "a web page instead of data"),
        ("cut", None, "the answer broke off"),
        ("reset", None, "the answer broke off"),
        ("bomb", (LARGEST >> 20) + 1, "larger than 16 MiB"),
        ("bomb", 200, "larger than 16 MiB"),
        ("large", (LARGEST >> 20) + 1, "larger than 16 MiB"),
    ],
)
def test_a_fault_of_the_server_is_a_sentence(server, kind, arg, says):
    server.fail(kind, arg)
    with Http() as http:
        assert says in refused(http, server.url)


def test_a_retry_after_that_is_no_number_is_not_repeated(server):
    server.fail("retry", "\x1b]0;owned\x07")
    with Http() as http:
        assert refused(http, server.url).startswith(("HTTP 429, too many requests", "the answer broke off"))


def test_an_answer_that_drips_ends_at_the_deadline(server):
    server.fail("drip", 0.05)
    with Http(deadline=0.5) as http:
        begun = time.monotonic()
        refused(http, server.url)
        assert 0.4 < time.monotonic() - begun < 1.5


def test_an_answer_that_stalls_ends_at_the_deadline(server):
    server.fail("stall")
    with Http(deadline=0.4) as http:
        begun = time.monotonic()
        sentence = refused(http, server.url)
        assert time.monotonic() - begun < 1.5
        assert "within 0.4 s" in sentence


def test_a_server_that_says_nothing_is_unreachable(server):
    server.fail("slow", 30)
    with Http(deadline=0.3) as http, pytest.raises(Unreachable):
        http.get(server.url)


def test_cancelling_ends_a_download_between_two_chunks(server):
    server.fail("drip", 0.05)
    cancelled = threading.Event()
    timer = threading.Timer(0.3, cancelled.set)
    timer.start()
    with Http(cancelled) as http:
        begun = time.monotonic()
        assert refused(http, server.url) == "cancelled"
        assert time.monotonic() - begun < 1.5
    timer.join()


def test_a_closed_port_is_unreachable_and_the_sentence_names_it():
    port = closed_port()
    with Http() as http, pytest.raises(Unreachable, match=f"cannot connect to 127.0.0.1:{port}"):
        http.get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1", "http://", "http://a b/"])
def test_what_is_no_http_address_is_not_asked(url):
    with Http() as http, pytest.raises(FetchError, match="is not an http or https address"):
        http.get(url)


def test_a_connection_is_of_use_again_after_every_kind_of_fault(server):
    with Http(deadline=0.3) as http:
        for kind, arg in [("status", 500), ("cut", 0), ("reset", 0), ("drip", 0.1), ("large", 17), ("html", 0)]:
            server.fail(kind, arg, times=1)
            refused(http, server.url)
            assert http.get(f"{server.url}/?date={ISO}").body == server.body_for(f"/?date={ISO}")


# Redirects


def test_a_redirect_on_the_same_host_is_followed(server):
    server.fail("redirect", f"/moved?date={ISO}", match="/api")
    with Http() as http:
        assert http.get(f"{server.url}/api").body == server.body_for(f"/?date={ISO}")
    assert [path for path, _, _ in server.requests] == ["/api", f"/moved?date={ISO}"]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://localhost/",
        "http://localhost./",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://printer.local/",
        "http://vault.internal/",
        "//127.0.0.1/",
    ],
)
def test_a_public_server_cannot_lead_into_a_private_network(target):
    with pytest.raises(FetchError, match="into a private network"):
        _next_hop("http://papers.example/api", target, private=False)


def test_a_private_server_may_lead_to_a_private_one():
    assert _next_hop("http://127.0.0.1:8000/a", "/b", private=True) == "http://127.0.0.1:8000/b"
    assert _next_hop("http://127.0.0.1/a", "http://localhost/b", private=True) == "http://localhost/b"


def test_a_redirect_never_leaves_https():
    with pytest.raises(FetchError, match="from https to http"):
        _next_hop("https://papers.example/api", "http://papers.example/api", private=False)
    assert _next_hop("http://papers.example/a", "https://papers.example/a", False) == "https://papers.example/a"


# Conditional requests


def test_the_second_request_says_what_is_known_and_gets_no_body(server):
    url = f"{server.url}/api/daily_papers?date={ISO}"
    with Http() as http:
        first = http.get(url)
        second = http.get(url, first.validators)
    assert first.body == server.body_for(url)
    assert second.body is None
    assert [(tag, status) for _, tag, status in server.requests] == [(None, 200), (first.validators.etag, 304)]


def test_an_etag_that_no_header_can_carry_does_no_harm(server):
    server.fail("etag", '"é"')
    with Http() as http:
        first = http.get(f"{server.url}/?date={ISO}")
        assert http.get(f"{server.url}/?date={ISO}", first.validators).body == first.body
        assert http.get(f"{server.url}/?date={ISO}", Validators("é", "ü")).body == first.body


def test_a_gzipped_answer_is_unpacked(server):
    server.fail("bomb", 1)
    with Http() as http:
        assert http.get(server.url).body == b" " * (1 << 20)


# A day of Hugging Face


def fetch(server: FeedServer, known=None, day: date = DAY):
    with Http() as http:
        return HuggingFace("huggingface", server.url).fetch(day, http.get, known or {})


def test_a_day_is_fetched_and_not_fetched_again_while_it_stays_as_it_is(server):
    first = fetch(server)
    second = fetch(server, first.validators)
    assert [len(digest.items) for digest in first.digests] == [3]
    assert first.digests[0].day == DAY
    assert second.digests == ()
    assert second.error is None


@pytest.mark.parametrize(("count", "pages"), [(99, 1), (100, 2), (101, 2), (230, 3)])
def test_a_long_day_is_asked_for_page_by_page(server, count, pages):
    server.days[ISO] = [api_item(n) for n in range(1, count + 1)]
    fetched = fetch(server)
    titles = [item.paper.title for digest in fetched.digests for item in digest.items]
    assert titles == [f"Paper number {n}" for n in range(1, count + 1)]
    assert [digest.first_rank for digest in fetched.digests] == [page * 100 for page in range(pages)]
    assert len(server.requests) == len(fetched.validators) == pages


def test_a_later_page_that_changed_is_fetched_though_the_first_did_not(server):
    server.days[ISO] = [api_item(n) for n in range(1, 121)]
    known = fetch(server).validators
    server.days[ISO][110] = api_item(111, upvotes=500)
    again = fetch(server, known)
    assert [digest.first_rank for digest in again.digests] == [100]
    assert again.digests[0].items[10].votes == 500


def test_pages_that_came_before_a_fault_are_kept_without_their_validators(server):
    server.days[ISO] = [api_item(n) for n in range(1, 121)]
    server.fail("status", 500, match="p=1")
    fetched = fetch(server)
    assert [len(digest.items) for digest in fetched.digests] == [100]
    assert fetched.validators == {}
    assert "HTTP 500" in str(fetched.error)


@pytest.mark.parametrize("body", [b"", b"1", b"{", b'{"error": "gone"}', b'["text"]', b"[" * 100_000])
def test_an_answer_that_is_no_digest_is_an_error_of_the_source(server, body):
    server.fail("body", body)
    fetched = fetch(server)
    assert fetched.digests == ()
    assert isinstance(fetched.error, FetchError)
    assert str(fetched.error).startswith("huggingface: ")


def test_a_day_without_papers_is_no_error(server):
    fetched = fetch(server, day=date(2025, 3, 15))
    assert fetched.error is None
    assert [digest.items for digest in fetched.digests] == [()]


def test_a_day_that_changed_replaces_what_was_known_of_it(server, library: Library, clock: Clock):
    assert library.take_in_fetched(fetch(server)).new == 3
    assert library.take_in_fetched(fetch(server, library.validators())).listed == 0
    server.days[ISO] = [api_item(1, upvotes=1, title="A better title"), api_item(2), api_item(9)]
    clock.forward(seconds=1)
    taken = library.take_in_fetched(fetch(server, library.validators()))
    assert (taken.listed, taken.new, taken.updated, taken.unchanged) == (3, 1, 1, 1)
    [entry] = library.entries([library.row_of("arxiv:2503.00001")])
    assert (entry.paper.title, entry.votes, len(entry.listings)) == ("A better title", 1, 1)
    assert library.count(library.parse("")) == 4


def test_a_fault_is_kept_with_the_source_until_the_next_good_answer(server, library: Library):
    server.fail("status", 503, times=1)
    assert "HTTP 503" in str(library.take_in_fetched(fetch(server)).error)
    assert [(last.source, "HTTP 503" in (last.error or "")) for last in library.last_refreshes()] == [
        ("huggingface", True)
    ]
    library.take_in_fetched(fetch(server))
    assert [last.error for last in library.last_refreshes()] == [None]


def test_a_fault_leaves_what_is_known_as_it_is(server, library: Library):
    library.take_in_fetched(fetch(server))
    before = (library.entries(library.look(library.parse("")).rows), library.validators())
    for kind in ("cut", "html", "reset"):
        server.fail(kind, times=1)
        library.take_in_fetched(fetch(server))
    assert (library.entries(library.look(library.parse("")).rows), library.validators()) == before


# Several days


def test_a_source_that_cannot_be_reached_is_asked_once(server):
    days = [date(2025, 3, day) for day in (14, 13, 12)]
    away = HuggingFace("away", f"http://127.0.0.1:{closed_port()}")
    asked = []
    with Http() as http:

        def get(url, known=None):
            asked.append(url)
            return http.get(url, known)

        found = list(refresh_days([away, HuggingFace("here", server.url)], days, get, {}))
    assert [(one.source, one.day, one.error is None) for one in found] == [
        *(("away", day, False) for day in days),
        *(("here", day, True) for day in days),
    ]
    assert sum("away" in one.source and "cannot connect" in str(one.error) for one in found) == 3
    assert len(asked) == 1 + 3


def test_a_day_that_fails_does_not_keep_the_other_days_back(server):
    server.days["2025-03-13"] = [api_item(7)]
    server.fail("status", 500, match=ISO)
    with Http() as http:
        found = list(refresh_days([HuggingFace("here", server.url)], [DAY, date(2025, 3, 13)], http.get, {}))
    assert [one.error is None for one in found] == [False, True]
    assert found[1].digests[0].items[0].paper.title == "Paper number 7"
