"""How it looks for everyone: ASCII, no colours, contrast in every theme; columns that hold whatever stands in them."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import wcwidth
from builders import make_digest, make_paper, open_library
from pty_app import PtyApp
from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from textual.css.stylesheet import Stylesheet
from textual.theme import Theme
from textual.widget import Widget
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, quiet, running

from paperfeed.config import THEMES as SETTINGS_OF_THEMES
from paperfeed.paper import Digest
from paperfeed.tui.themes import THEMES, theme_named

HOSTILE = (
    r"An $\alpha$-VAE with $\ell_1$ and $10^{-3}$ ≤ “quoted” – naïve",
    "論文の要約 with 한국어 and Ελλάδα · ½",
    "👩\u200d🔬 🇩🇪 👍🏽 ❤\ufe0f 1\ufe0f\u20e3 pictures",
    "Ünïcödé 𝛼𝔹 ﬁ → ∞ שלום مرحبا",
)


def hostile_digest() -> Digest:
    """Papers whose texts have everything but ASCII."""
    return make_digest([
        make_paper(n, title=title, abstract=f"{title} … {title * 5}", authors=("Łukasz Ž", "王"), keywords=("β", "熊"))
        for n, title in enumerate(HOSTILE, 1)
    ])  # fmt: skip


# ASCII


async def states(app: Driver) -> AsyncIterator[str]:
    """The app in one state after the other; each is told by its name."""
    yield "inbox"
    for key in ("s", "j", "r", "j", "e"):
        await app.press(key)
    await app.settled()
    yield "marks"
    await app.press("slash")
    yield "an empty search"
    await app.write("is:un")
    await app.settled()
    yield "an ending offered"
    await app.press("escape", "slash")
    await app.write("quoted")
    await app.see("1 found")
    yield "a search"
    await app.press("enter")
    await app.settled()
    yield "its results"
    await app.press("escape", "slash")
    await app.write("title:xyzzy)")
    await app.settled()
    yield "nothing found"
    await app.press("escape", "g")
    yield "a key that waits for another"
    await app.press("x", "question_mark")
    yield "help"
    await app.press("escape", "colon", "down")
    await app.see("the next paper")
    yield "palette"
    await app.press("escape")
    await app.until(lambda: app.app.screen is app.screen, "the palette gone")
    app.screen.status.show("no source gave a link for this paper", warning=True)
    await app.pilot.pause()
    yield "a warning"
    await app.press("enter")
    yield "reading"


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_in_ascii_nothing_else_reaches_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, [hostile_digest()], size=size, config=quiet(ascii=True)) as app:
        async for state in states(app):
            odd = [line for line in app.lines if not line.isascii()]
            assert not odd, state


async def test_in_ascii_every_text_can_still_be_read(tmp_path: Path) -> None:
    async with running(tmp_path, [hostile_digest()], config=quiet(ascii=True)) as app:
        await app.see('An alpha-VAE with l_1 and 10^-3 <= "quoted" - naive', "Lukasz Z, ?", "beta, ?")
        assert app.cursor_line[:2] == ">o"
        await app.press("s")
        await app.see('starred "An alpha-VAE', "1 of 4 - / search - ? keys")
        assert app.cursor_line.startswith(">o *")
        await app.press("slash")
        await app.write("quoted")
        await app.see("1 found")
        assert app.marked(app.screen.list) == ["quoted"] * 2
        assert set(app.marked(app.screen.preview)) == {"quoted"}


async def test_in_ascii_a_key_is_told_by_its_name_and_not_by_a_letter(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest(1)], config=quiet(ascii=True)) as app:
        await app.press("question_mark")
        await app.see("j  down", "k  up")
        await app.press("escape", "colon")
        await app.see("Down   j  down")


# Columns


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_every_line_is_as_wide_as_the_window(tmp_path: Path, size: tuple[int, int], ascii_only: bool) -> None:
    config = quiet(ascii=ascii_only, views={"論文 é": "is:unread", "ก\u0e33 熊" * 8: ""})
    async with running(tmp_path, [hostile_digest()], size=size, config=config) as app:
        async for state in states(app):
            lines = [strip.text for strip in app.app.screen._compositor.render_strips(app.app.size)]
            assert {cell_len(line) for line in lines} == {size[0]}, state
            assert {wcwidth.wcswidth(line) for line in lines} == {size[0]}, state
            assert {sum(map(wcwidth.wcwidth, line)) for line in lines} == {size[0]}, state


def test_on_a_terminal_nothing_stands_in_the_way_of_what_parts_the_panes(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.take_in(hostile_digest())
    with PtyApp.paperfeed(tmp_path) as app:
        app.wait_for("huggingface.co/papers/2503.00001", 30)
        for _ in range(len(HOSTILE)):
            app.settle()
            whole = [number for number in range(160) if app.column(number)[1:-1] == "│" * 43]
            assert len(whole) == 2, "\n".join(app.display)
            app.send("j")


# Colours

GRAPHIC = re.compile("[─│┌┐└┘▁-█]+")
"""Lines and scrollbars: seen, not read."""


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours as WCAG 2 computes it."""

    def luminance(colour: Color) -> float:
        parts = [part / 255 for part in colour.get_truecolor()]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def written(app: Driver) -> Iterator[Segment]:
    """Everything that stands on the screen, but for what lies below something else."""
    above: list[Widget] = list(app.app.screen.query("#help, CommandPalette > Vertical"))
    rows = app.app.screen._compositor.render_strips(app.app.size)
    for strip in rows if not above else rows[above[0].region.y : above[0].region.bottom]:
        if above:
            strip = strip.crop(above[0].region.x, above[0].region.right)
        yield from (part for part in strip if part.text.strip())


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("setting", SETTINGS_OF_THEMES)
async def test_every_text_can_be_read_in_every_theme(tmp_path: Path, setting: str, size: tuple[int, int]) -> None:
    high = setting.startswith("contrast")
    poor = {}
    async with running(tmp_path, [hostile_digest()], size=size, config=quiet(theme=setting)) as app:
        async for state in states(app):
            for part in written(app):
                assert part.style and part.style.color and part.style.bgcolor and not part.style.dim, (state, part)
                least = (3 if high else 1) if GRAPHIC.fullmatch(part.text.strip()) else 7 if high else 4.5
                found = contrast(part.style.color, part.style.bgcolor)
                if found < least:
                    poor[state, part.text.strip(), str(part.style)] = round(found, 2)
    assert poor == {}


@pytest.mark.parametrize("setting", ["contrast", "contrast-light"])
async def test_a_scrollbar_can_be_seen_in_a_theme_with_high_contrast(tmp_path: Path, setting: str) -> None:
    async with running(tmp_path, [make_digest(60)], size=NARROW, config=quiet(theme=setting)) as app:
        for keys in ((), ("question_mark",), ("escape", "colon")):
            await app.press(*keys)
            await app.settled()
            shown = [one for one in app.app.screen.query("*") if one.show_vertical_scrollbar]
            assert shown, keys
            for widget in shown:
                bar, ground = widget.styles.scrollbar_color, widget.styles.scrollbar_background
                assert contrast(bar.rich_color, ground.rich_color) >= 3, widget
                assert widget.styles.scrollbar_size_vertical == 1, widget


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_every_colour_of_a_text_can_be_read_on_every_ground(theme: Theme) -> None:
    high = "contrast" in theme.name
    grounds = {name: str(getattr(theme, name)) for name in ("background", "surface", "panel")}
    grounds["cursor"] = theme.variables["cursor"]
    names = ("foreground", "primary", "accent", "warning", "error", "success")
    texts = {name: (str(getattr(theme, name)), 7 if high else 4.5) for name in names}
    texts |= {name: (theme.variables[name], 7 if high else 4.5) for name in ("dim", "star", "bright")}
    texts["rule"] = theme.variables["rule"], 3 if high else 1.5
    found = {
        f"{text} on {ground}": (round(contrast(Color.parse(colour), Color.parse(under)), 2), least)
        for text, (colour, least) in texts.items()
        for ground, under in grounds.items()
    }
    assert {name: value for name, value in found.items() if value[0] < value[1]} == {}


def test_all_themes_name_the_same_colours_and_every_setting_has_one() -> None:
    assert len({frozenset(theme.variables) for theme in THEMES.values()}) == 1
    assert [theme_named(setting) for setting in SETTINGS_OF_THEMES] == list(THEMES)


@pytest.mark.parametrize("setting", SETTINGS_OF_THEMES)
async def test_the_styles_are_read_once_whatever_the_theme(
    tmp_path: Path, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = []
    reparse = Stylesheet.reparse
    monkeypatch.setattr(Stylesheet, "reparse", lambda sheet: (again.append(sheet), reparse(sheet))[1])
    async with running(tmp_path, [make_digest(1)], config=quiet(theme=setting)) as app:
        assert app.app.current_theme is THEMES[theme_named(setting)]
    assert again == []


# No colours

SGR = re.compile(rb"\x1b\[([\d;:]*)m")
COLOURS = {*range(30, 39), *range(40, 49), *range(90, 108)}


def colours_in(raw: bytes) -> set[int]:
    """The codes among those sent that choose a colour."""
    sent = {int(code) for found in SGR.findall(raw) for code in re.split(rb"[;:]", found) if code}
    return sent & COLOURS


def test_with_no_color_no_colour_is_sent_and_states_can_be_told_apart(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.take_in(hostile_digest())
        library.indexing.take_waiting()
    with PtyApp.paperfeed(tmp_path, columns=80, lines=24, NO_COLOR="1") as app:
        app.wait_for("Inbox · 4 unread of 4", 30)
        app.send("r")
        app.wait_for("3 unread")
        app.send("jsj")
        app.wait_for("3 of 4")
        read, starred, here = (app.style_of(title) for title in ("An α-VAE", "論文の要約", "👩 DE"))
        assert (read.bold, starred.bold, starred.reverse, here.reverse) == (False, True, False, True)
        for keys, shown in (("/quoted", "1 found"), ("\r", "Search · "), ("\x1b", "Inbox · "), ("?", "Move")):
            app.send(keys)
            app.wait_for(shown)
        app.send("x")
        app.wait_until(lambda: "Move" not in "\n".join(app.display), what="the help closed")
        app.send(":")
        app.wait_for("Page up")
        app.send("\x1b[B\x1b[B")
        app.wait_until(lambda: app.style_of("Top").underscore, what="the choice underlined")
        app.send("\x1b")
        app.wait_until(lambda: "Page up" not in "\n".join(app.display), what="the palette closed")
        app.send("q")
        assert app.wait(20) == 0
        assert colours_in(bytes(app.raw)) == set()


async def test_without_colours_one_sees_where_one_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(tmp_path, [make_digest(1)], size=NARROW) as app:
        await app.press("slash")
        await app.write("is:un")
        await app.settled()
        await app.until(lambda: styled(app, 1, "reverse") == ["r"], "the cursor on what is offered")
        assert "".join(styled(app, 1, "dim")) == "read"
        await app.press("home")
        await app.until(lambda: styled(app, 1, "reverse") == ["i"], "the cursor at the beginning")


def styled(app: Driver, line: int, attribute: str) -> list[str]:
    """What is bold, dim or reversed on a line of the screen."""
    strip = app.app.screen._compositor.render_strips(app.app.size)[line]
    return [part.text for part in strip if part.style and getattr(part.style, attribute)]


def test_an_empty_no_color_asks_for_nothing(tmp_path: Path) -> None:
    with PtyApp.paperfeed(tmp_path, columns=80, lines=24, NO_COLOR="") as app:
        app.wait_for("Offline, as asked", 30)
        assert colours_in(bytes(app.raw)) >= {38, 48}
        assert app.style_of("Inbox").fg == "c8ccd4"


# The setting


def test_a_terminal_with_few_signs_gets_ascii_by_itself(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.take_in(hostile_digest())
    with PtyApp.paperfeed(tmp_path, TERM="linux") as app:
        app.wait_for("Inbox - 4 unread of 4", 30)
        app.wait_for("An alpha-VAE with l_1")
        assert all(line.isascii() for line in app.display)
