"""The script that makes the README's pictures does make them."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pty_app import environment

TESTS = Path(__file__).resolve().parent
TITLES = {
    "inbox.svg": "Video-Thinker",
    "search.svg": "Video-As-Prompt",
    "cards.svg": "about",
    "timeline.svg": "Yesterday",
    "catch_up.svg": "the best",
    "help.svg": "the next paper",
    "narrow.svg": "JanusCoder",
    "light.svg": "snooze until:",
    "contrast.svg": "17 unread",
    "ascii.svg": "JanusCoder",
}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pictures, made by the script in a process of its own."""
    folder = tmp_path_factory.mktemp("pictures")
    command = [sys.executable, str(TESTS / "screenshot.py"), str(folder)]
    subprocess.run(command, check=True, env=environment(), cwd=folder, timeout=120, capture_output=True)
    return folder


@pytest.mark.parametrize("name", TITLES)
def test_a_picture_shows_what_it_is_of(pictures: Path, name: str) -> None:
    text = "".join(ElementTree.fromstring((pictures / name).read_text("utf-8")).itertext()).replace("\xa0", " ")
    assert TITLES[name] in text


@pytest.mark.parametrize("name", TITLES)
def test_a_picture_asks_no_site_and_names_no_folder(pictures: Path, name: str) -> None:
    svg = (pictures / name).read_text("utf-8")
    assert "url(http" not in svg
    assert str(pictures.parent) not in svg
    assert str(Path.home()) not in svg


def test_the_pictures_of_the_readme_are_all_made(pictures: Path) -> None:
    assert {path.name for path in pictures.iterdir()} == {path.name for path in (TESTS.parent / "assets").glob("*.svg")}
