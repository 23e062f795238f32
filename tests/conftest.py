"""Fixtures that many tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, open_library
from hypothesis import settings

from paperfeed.library import Library

# In CI the same tree gets the same verdict; new examples are looked for wherever else the tests run.
settings.register_profile("paperfeed", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("paperfeed")
os.environ.pop("NO_COLOR", None)  # tests look for what stands out; those of a screen without colours ask for it


@pytest.fixture(autouse=True)
def far_from_any_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """As over ssh, from a plain terminal: no test opens a browser here, or writes to anybody's clipboard."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "TMUX", "STY", "SSH_TTY", "SSH_CLIENT"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XTERM_VERSION", "VTE_VERSION", "KONSOLE_VERSION", "LC_TERMINAL", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    with open_library(tmp_path / "home", clock) as opened:
        yield opened


@pytest.fixture
def shared() -> Path:
    """The folder of recordings; tests that need it are skipped where it is not set."""
    named = os.environ.get("PAPERFEED_SHARED")
    if not named:
        pytest.skip("PAPERFEED_SHARED names no folder of recordings")
    return Path(named)
