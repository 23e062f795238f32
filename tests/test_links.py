"""Links from outside: only http and https, re-serialised, never anything that a browser or a shell would act on."""

import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperfeed.links import LONGEST, _rewritten, open_in_browser, open_with, safe_url, viewer_command


@pytest.mark.parametrize(
    "text",
    [
        "https://arxiv.org/abs/2403.06634",
        "http://example.org:8080/a/b?q=1&r=a%20b#part",
        "http://[::1]:8080/",
        "https://sub.example-site.org",
        "https://example.org/~ada/(x)/[y]",
    ],
)
def test_a_plain_link_is_kept_as_it_is(text: str) -> None:
    assert safe_url(text) == text


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (" https://example.org/a\n", "https://example.org/a"),
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("https://bücher.example/ü?q=ö#ä", "https://xn--bcher-kva.example/%C3%BC?q=%C3%B6#%C3%A4"),
        ("https://раураl.example/", "https://xn--l-7sba6dbr.example/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ('https://example.org/"><script>`', "https://example.org/%22%3E%3Cscript%3E%60"),
        ("https://example.org/\x7f\x9b", "https://example.org/%7F%C2%9B"),
        ("https://example.org:00443/", "https://example.org:443/"),
        ("https://example.org:/", "https://example.org/"),
    ],
)
def test_a_link_is_written_anew_in_plain_ascii(text: str, url: str) -> None:
    assert safe_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "ftp://example.org/",
        "data:text/html,x",
        "//example.org/",
        "http:example.org",
        "http:///etc/passwd",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://@example.org/",
        "https://trusted.org\\@evil.org/",
        "https://example.org/a\\b",
        "--version",
        "-https://example.org",
        "https://-oProxyCommand/",
        "https://\uff0dexample.org/",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org/a\tb",
        "https://example.org/\x1b[31m",
        "https://example.org/\u2028x",
        "https://example.org/\ud800",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://exa%6dple.org/",
        "https://$(reboot).org/",
        "https://example.org;ls/",
        "https://\u00ad/",
        "https://" + "ü" * 70 + ".org/",
        "https://example.org/" + "a" * LONGEST,
        "https://example.org/" + "é" * 1_000,
    ],
)
def test_anything_else_is_no_link(text: str) -> None:
    assert safe_url(text) is None


@settings(max_examples=1_000)
@given(st.text("az09./-_~%:@ A", max_size=20).map("https://".__add__))
def test_a_link_told_at_a_glance_is_told_as_it_would_be_when_taken_apart(text: str) -> None:
    assert safe_url(text) == _rewritten(text.strip())


@pytest.mark.parametrize("thing", [None, 1, b"https://example.org", ["https://example.org"], {"url": "x"}])
def test_only_text_can_be_a_link(thing: object) -> None:
    assert safe_url(thing) is None


PIECES = st.sampled_from([
    "http", "https", "HTTP", "javascript", "file", ":", "//", "/", "\\", "@", "-", "[", "]", "::1", "%", "%2f", "?",
    "#", "example.org", "ü", "。", "\u00ad", "\uff0d", "\x00", "\x1b", "\x9b", "\ud800", " ", "\n", ".", "80", "v1.x",
])  # fmt: skip


@settings(max_examples=3_000)
@example("[v0.[]")
@example("[v1.x]")
@given(st.text(st.characters(), max_size=60) | st.lists(PIECES, max_size=12).map("".join))
def test_whatever_comes_out_is_an_http_link_and_stays_itself(text: str) -> None:
    for url in (safe_url(text), safe_url(f"https://{text}")):
        if url is not None:
            parts = urlsplit(url)
            assert url.startswith(("http://", "https://"))
            assert url.isascii()
            assert url.isprintable()
            assert " " not in url
            assert "\\" not in url
            assert parts.hostname
            assert "@" not in parts.netloc
            assert not parts.netloc.startswith("-")
            assert safe_url(url) == url


LINK = "https://arxiv.org/pdf/2503.00001"


@pytest.mark.parametrize(
    ("viewer", "command"),
    [
        ("zathura {url}", ("zathura", LINK)),
        ("zathura", ("zathura", LINK)),
        ("'my viewer' --fork --url={url} -x", ("my viewer", "--fork", f"--url={LINK}", "-x")),
        (r"mpv\ 2 {url} {url}", ("mpv 2", LINK, LINK)),
        ("sh -c 'zathura; id' {url}", ("sh", "-c", "zathura; id", LINK)),
        ("", None),
        ("   ", None),
        ("zathura 'x", None),
        ("{url}", None),
        ("x{url}y", None),
    ],
)
def test_a_viewer_of_the_settings_gets_the_link_as_one_argument(viewer: str, command: tuple[str, ...] | None) -> None:
    assert viewer_command(viewer, LINK) == command


@given(st.text(max_size=30), st.text(st.sampled_from("ab '\"\\$;-{}url"), max_size=40))
def test_no_link_adds_an_argument_to_a_viewer_or_changes_another(viewer: str, path: str) -> None:
    link = safe_url(f"https://example.org/{path}")
    command, plain = viewer_command(viewer, link or LINK), viewer_command(viewer, "LINK")
    assert (command is None) == (plain is None)
    if command is not None and plain is not None:
        assert len(command) == len(plain)
        assert command[0] == plain[0]
        assert [word for word in command if word.startswith("-")] == [
            word.replace("LINK", link or LINK) for word in plain if word.startswith("-")
        ]


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop whose browser notes its arguments, one per line, in the file returned."""
    if sys.platform == "win32":
        pytest.skip("no programs by path there")
    noted = tmp_path / "noted"
    program = tmp_path / ("open" if sys.platform == "darwin" else "xdg-open")
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" >'{noted}.part' && mv '{noted}.part' '{noted}'\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    return noted


def test_the_browser_gets_the_link_as_one_argument_that_no_shell_reads(desktop: Path) -> None:
    assert open_in_browser("https://example.org/$(id)?a='b'&c=`id`;ls") is True
    until = time.monotonic() + 10
    while not desktop.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert desktop.read_text() == "https://example.org/$(id)?a='b'&c=%60id%60;ls\n"


@pytest.mark.parametrize("text", ["--version", "file:///etc/passwd", "javascript:alert(1)", ""])
def test_the_browser_is_not_started_on_what_is_no_link(text: str, desktop: Path) -> None:
    assert open_in_browser(text) is False


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the desktop is always there")
def test_without_a_desktop_there_is_no_browser_to_start(desktop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert open_in_browser("https://example.org/") is False


def test_a_viewer_is_started_on_the_link_and_no_shell_reads_it(desktop: Path) -> None:
    browser = next(path for path in desktop.parent.iterdir() if path.name in ("open", "xdg-open"))
    assert open_with(f"{browser} --page 1 {{url}}", "https://example.org/$(id)?a='b'", pytest.fail) is None
    until = time.monotonic() + 10
    while not desktop.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert desktop.read_text() == "--page\n1\nhttps://example.org/$(id)?a='b'\n"


@pytest.mark.parametrize(
    ("viewer", "link", "why"),
    [
        ("no-such-viewer {url}", LINK, "there is no program no-such-viewer (reading.pdf_viewer)"),
        ("zathura 'x", LINK, "reading.pdf_viewer is no command"),
        ("zathura", "file:///etc/passwd", "reading.pdf_viewer is no command"),
    ],
)
def test_a_viewer_that_cannot_be_started_is_named(viewer: str, link: str, why: str) -> None:
    assert open_with(viewer, link, pytest.fail) == why


@pytest.mark.skipif(sys.platform == "win32", reason="no programs by path there")
def test_a_viewer_that_gives_up_at_once_is_named(tmp_path: Path) -> None:
    program, told = tmp_path / "viewer", list[str]()
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o700)
    assert open_with(str(program), LINK, told.append) is None
    until = time.monotonic() + 10
    while not told and time.monotonic() < until:
        time.sleep(0.01)
    assert told == ["viewer ended with status 3"]


@pytest.mark.skipif(sys.platform == "win32", reason="no programs by path there")
def test_a_viewer_that_is_no_program_after_all_is_named(tmp_path: Path) -> None:
    program = tmp_path / "viewer"
    program.write_text("#!/nowhere/to/be/found\n")
    program.chmod(0o700)
    assert open_with(str(program), LINK, pytest.fail) == f"{program}: no such file or directory"
