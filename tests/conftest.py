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
