"""Whatever keys are pressed: nothing breaks, the list is what its query means, and all of it can be undone."""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from builders import Clock, make_digest, make_paper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, running

from paperfeed.library import Library
from paperfeed.paper import Digest
from paperfeed.render import entry_json
from paperfeed.tui.keys import ACTIONS, INBOX

LEFT_OUT = ("quit", "samples", "browse", "pdf", "link_", "copy_", "palette", "refresh", "edit_note")
"""What ends the app, leaves it for another program, or is not of this screen: names, or how they begin."""
TYPED = ("moe", "is:unread", "votes>4", "monday", "50 votes", "[/b] odd 日本", "paper", "nonsense:", "2025-03-13")

PRESSED = st.sampled_from(
    [key for one in ACTIONS if one.scope == INBOX and not one.name.startswith(LEFT_OUT) for key in one.keys]
)
WRITTEN = st.tuples(st.sampled_from(TYPED), st.sampled_from(["enter", "enter", "escape"]))
STEPS = st.lists(st.one_of(PRESSED, PRESSED, PRESSED, PRESSED, WRITTEN), min_size=5, max_size=30)


def digests() -> list[Digest]:
    older = [make_paper(n, title=f"Mixture of experts {n}") for n in range(11, 19)]
    return [make_digest(9), make_digest(older, day=date(2025, 3, 13)), make_digest(0, day=date(2025, 3, 12))]


def state(library: Library) -> list[dict[str, object]]:
    return [entry_json(entry) for entry in library.entries(library.look(library.parse("")).rows)]


async def take(app: Driver, step: str | tuple[str, str]) -> None:
    """Presses a key or a sequence; a text is written only where there is a line for it."""
    if isinstance(step, str):
        await app.press(*step.split(" "))
    elif app.screen.bar_is_open:
        await app.write(step[0])
        await app.press(step[1])


async def check(app: Driver) -> None:
    """What is listed is what the query on the screen means, and what was worked on since."""
    await app.press("escape", "escape")
    await app.settled()
    screen, library = app.screen, app.library
    searching = screen.searching
    assert screen.list.cursor < max(len(screen.list.rows), 1)
    if searching.steps:
        wanted = searching.wanted()
        query = library.narrowed(wanted.view, wanted.texts)
    else:
        query = library.view(screen.looking.view)
    meant, listed = set(library.look(query).rows), list(screen.list.rows)
    assert len(listed) == len(set(listed))
    assert meant <= set(listed) | set(screen.looking.touched), "a paper that the query means is not listed"
    assert set(listed) <= meant | set(screen.looking.touched), "a paper is listed that the query does not mean"


async def press_all(home: Path, size: tuple[int, int], steps: Sequence[str | tuple[str, str]]) -> None:
    async with running(home, digests(), size=size, clock=Clock()) as app:
        beginning = state(app.library)
        for step in steps:
            await take(app, step)
        await check(app)
        await app.press("escape", "escape", "escape", "g", "i")
        await app.settled()
        assert not app.screen.searching.steps
        assert set(app.screen.list.rows) == set(app.library.look(app.library.view("inbox")).rows)
        standing = [act.number for act in app.library.history() if not act.undone]
        if standing:
            app.library.undo_since(standing[-1])
        assert state(app.library) == beginning


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW], ids=["wide", "medium", "narrow"])
def test_any_keys_leave_a_list_that_is_right_and_can_all_be_undone(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)

    @given(STEPS)
    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    def run(steps: list[str | tuple[str, str]]) -> None:
        asyncio.run(press_all(tmp_path_factory.mktemp("keys"), size, steps))

    run()
