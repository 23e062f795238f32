"""Text that a feed may say, and what becomes of it: shown as it is, never obeyed."""

import base64
import re
from datetime import date
from pathlib import Path

import pytest
from builders import Clock, make_digest, make_paper, open_library
from pty_app import PtyApp
from textual import events
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, running

from paperfeed.marks import Act
from paperfeed.paper import Digest, Listed

ESCAPES = (
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b]8;;file:///etc/passwd\x1b\\x",
    "\x1b[6n",
    "\x1b[?47h",
    "\x1b[3J",
    "\x1bP$qm\x1b\\",
    "\x1b_owned\x1b\\",
    "\x1bc",
    "\x9b31;5m",
    "\x9d0;owned\x9c",
)
MARKUP = (
    "A [/] B",
    "[/is] C",
    "[@click=app.quit]x[/]",
    "[@click=app.exit('demo')]y[/]",
    "[link=file:///etc/passwd]z[/link]",
    "[link='file:///etc/passwd']w[/]",
    "[red]not red[/red]",
    "[bold",
    '{"b": [true, false]}',
    "[notacolour]v",
)
ODD = (
    "\u202egnp.exe",
    "\u2066isolated\u2069",
    "zero\u200bwidth\ufeff",
    "tag\U000e0041\U000e0042",
    "nul\x00 bell\x07 back\x08 del\x7f nel\x85 line\u2028",
    "e" + "\u0301" * 200,
    "人工知能による論文の要約と検索" * 8,
    "👩‍👩‍👧‍👦 👍🏽 ❤️ 🇯🇵 \U0001fae8",
    "مرحبا بالعالم",
    "x" * 100_000,
    r"$\frac{\hat{x}}{\infty}^{\text{[/]}}$ \href{javascript:x}{[red]\textbf{y}[/red]} \input{/etc/passwd} \'"
    + "$\\{" * 500,
    "\ud800 half a pair".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
)
HOSTILE = (*MARKUP, *ESCAPES, *ODD)
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def hostile_digests() -> list[Digest]:
    """A paper for each text, with it in every fact; on two days, so that there are headings."""
    papers = [
        make_paper(
            n,
            title=f"{n:02} {text}",
            abstract=f"{text}\n\n{text}",
            authors=(text, "Ada Lovelace"),
            organization=text,
            keywords=(text[:500],),
            summary=text,
            submitter=text,
        )
        for n, text in enumerate(HOSTILE, 1)
    ]
    half = len(papers) // 2
    return [make_digest(papers[:half]), make_digest(papers[half:], day=date(2025, 3, 13))]


def assert_harmless(app: Driver) -> None:
    found = FORBIDDEN.search(app.text.replace("\n", ""))
    assert found is None, f"{found[0]!r} on the screen:\n{app.text}"
    assert app.app._exit is False


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_every_paper_is_shown_in_list_and_preview(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, hostile_digests(), size=size) as app:
        for n in range(1, len(HOSTILE) + 1):
            await app.until(lambda t=f" {n:02}": t in app.cursor_line and t in app.preview_text, f"paper {n}")
            assert_harmless(app)
            await app.press("j")


async def test_markup_is_shown_as_it_stands(tmp_path: Path) -> None:
    async with running(tmp_path, hostile_digests()) as app:
        for n, text in enumerate(MARKUP, 1):
            await app.until(lambda t=f"{n:02} {text}": t in app.cursor_line and t in app.preview_text, text)
            await app.press("s")
            await app.see(f"starred “{n:02} {text}"[:30])
            await app.press("j")
        assert len(app.numbers("is:starred")) == len(MARKUP)


async def test_every_status_of_a_mark_is_harmless(tmp_path: Path) -> None:
    async with running(tmp_path, hostile_digests(), size=NARROW) as app:
        for n in range(1, len(HOSTILE) + 1):
            await app.press("s")
            await app.see(f"starred “{n:02} ")
            assert_harmless(app)
            await app.press("j")


async def test_tags_and_notes_are_shown_as_they_stand(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest(1)]) as app:
        row = app.entry(1).row
        for text in HOSTILE:
            app.library.apply(Act("tag", (row,), text[:100].replace("\x00", "")))
        await app.press("2")
        await app.see("#[@click=app.quit]x[/]")
        assert_harmless(app)


async def test_a_click_on_a_hostile_text_does_nothing_but_select(tmp_path: Path) -> None:
    click = "[@click=app.quit]click me[/] " * 3
    papers = [make_paper(1), make_paper(2, title=click, abstract=click, authors=(click,))]
    async with running(tmp_path, [make_digest(papers)]) as app:
        for _ in range(2):
            await app.pilot.click("#list", offset=(30, 2))
            await app.see("[@click=app.quit]click me[/]")
        for y in range(6):
            await app.pilot.click("#preview", offset=(25, y))
        await app.pilot.click("#status", offset=(5, 0))
        await app.press("s")
        await app.pilot.click("#status", offset=(20, 0))
        assert_harmless(app)


async def test_a_hostile_text_pasted_into_the_search_is_searched_and_not_obeyed(tmp_path: Path) -> None:
    async with running(tmp_path, hostile_digests()) as app:
        for text in ("".join(MARKUP), *ESCAPES[::3], "".join(ESCAPES), "".join(ODD)):
            await app.press("slash")
            app.app.post_message(events.Paste(text[:2_000]))
            await app.see("Search · ")
            assert_harmless(app)
            await app.press("escape")
            await app.see("Inbox · ")


async def test_the_palette_and_the_help_open_over_hostile_papers(tmp_path: Path) -> None:
    async with running(tmp_path, hostile_digests()) as app:
        await app.press("question_mark")
        await app.see("the next paper")
        assert_harmless(app)
        await app.press("escape", "colon")
        await app.see("Search for commands")
        await app.write("[/]")
        await app.pilot.pause()
        assert_harmless(app)


async def test_y_copies_exactly_the_link(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest(1)]) as app:
        await app.press("y", "y")
        await app.see("copied https://huggingface.co/papers/2503.00001")
        assert app.app.clipboard == "https://huggingface.co/papers/2503.00001"


async def test_o_over_ssh_copies_the_link(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest(1)]) as app:
        await app.press("o")
        await app.see("no browser here: copied https://huggingface.co/papers/2503.00001")
        assert app.app.clipboard == "https://huggingface.co/papers/2503.00001"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/\x1b]0;x\x07", None])
async def test_a_link_that_is_no_web_address_is_neither_opened_nor_copied(tmp_path: Path, link: str | None) -> None:
    async with running(tmp_path, [make_digest([make_paper(1, url=link)])]) as app:
        await app.press("y", "y", "o")
        await app.see("no source gave a link for this paper")
        assert app.app.clipboard == ""
        assert_harmless(app)


# What reaches a real terminal

SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[P_^X\]][^\x1b\x07]*(?:\x1b\\|\x07)|[ -/]*[0-~])")


def kinds(raw: bytes) -> set[bytes]:
    """The escape sequences among these bytes; of colours and positions only what they are."""
    return {re.sub(rb"\x1b\[[\d;]*([mHCDABGd])", b"\x1b[#\\1", found[0]) for found in SEQUENCE.finditer(raw)}


def walk(home: Path, digests: list[Digest]) -> bytes:
    """What the program writes while every paper of these digests is looked at, starred and searched for."""
    with open_library(home, Clock()) as library:
        total = sum(library.take_in(digest).listed for digest in digests)
        library.indexing.take_waiting()
    with PtyApp.paperfeed(home) as app:
        app.wait_for("unread of", 30)
        for _ in range(total):
            app.send("sj")
            app.settle(0.05)
        app.send("?")
        app.wait_for("the next paper")
        app.send("q")
        app.settle(0.2)
        app.send(":")
        app.wait_for("Search for commands")
        app.send("\x1b")
        app.settle(0.2)
        app.send("/")
        app.settle(0.1)
        app.send("\x1b[200~a [/] \x1b]0;pasted\x07 b\x1b[201~")
        app.settle(0.3)
        app.send("\r")
        app.settle(0.3)
        app.send("\x1b")
        app.settle(0.3)
        return bytes(app.raw)


def test_nothing_that_a_feed_says_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    harmless = [
        make_digest([Listed(make_paper(n), 10) for n in range(1, 17)]),
        make_digest([Listed(make_paper(n), 10) for n in range(17, len(HOSTILE) + 1)], day=date(2025, 3, 13)),
    ]
    benign, hostile = walk(tmp_path / "benign", harmless), walk(tmp_path / "hostile", hostile_digests())
    assert kinds(hostile) <= kinds(benign)
    left = SEQUENCE.sub(b"", hostile).decode()
    found = re.sub(r"[\r\n\x0e\x0f]", "", left)
    assert not FORBIDDEN.search(found), FORBIDDEN.findall(found)
    assert not kinds("".join(ESCAPES).encode()) & kinds(benign)  # or none of them could have been told from ours
    with open_library(tmp_path / "hostile", Clock()) as library:
        assert library.count(library.parse("is:starred")) == len(HOSTILE)


def test_the_link_is_copied_by_one_osc_52_to_a_real_terminal(tmp_path: Path) -> None:
    with open_library(tmp_path, Clock()) as library:
        library.take_in(make_digest(1))
        library.indexing.take_waiting()
    with PtyApp.paperfeed(tmp_path) as app:
        app.wait_for("Paper number 1", 30)
        app.send("yy")
        app.wait_for("copied https://")
        payload = base64.b64encode(b"https://huggingface.co/papers/2503.00001")
        assert re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)", app.raw) == [payload]
