"""README and CHANGELOG say what the program does: their tables, links and commands are the code's."""

import re
import tomllib
from pathlib import Path

import docs_tables
import pytest
from docs_tables import README, ROOT, TABLES

from paperfeed import __version__
from paperfeed.config import load
from paperfeed.tui.key_map import key_map

CHANGELOG = ROOT / "CHANGELOG.md"
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)|<img[^>]*\ssrc=\"([^\"]+)\"")
VERSION = re.compile(r"\d+\.\d+\.\d+((a|b|rc)\d+)?(\.dev\d+)?")
LONGEST_MAP = 15


def section(heading: str) -> str:
    """The text under a heading, up to the next one of any level."""
    parts = re.split(r"^#+ (.*)$", README.read_text("utf-8"), flags=re.MULTILINE)
    found = [text for title, text in zip(parts[1::2], parts[2::2], strict=True) if title == heading]
    assert len(found) == 1, f"README has {len(found)} headings {heading!r}"
    return found[0]


def fenced(text: str) -> list[str]:
    return [content.strip() for _, content in FENCED.findall(text)]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_readme_is_the_one_in_the_code(name: str) -> None:
    assert docs_tables.in_readme(name) == TABLES[name](), "run `python tests/docs_tables.py`"


@pytest.mark.parametrize("heading", ["Open the inbox", "Run the tests"])
def test_each_quick_start_is_one_command(heading: str) -> None:
    [command] = fenced(section(heading))
    assert "\n" not in command
    assert command.startswith("python3 -m venv .venv && ")


def test_the_extra_of_the_test_command_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    [command] = fenced(section("Run the tests"))
    assert set(re.findall(r"\.\[(\w+)\]", command)) <= set(project["optional-dependencies"])


def test_the_settings_that_the_readme_shows_are_in_order(tmp_path: Path) -> None:
    shown = [content for language, content in FENCED.findall(README.read_text("utf-8")) if language == "toml"]
    assert len(shown) >= 2
    for content in shown:
        file = tmp_path / "config.toml"
        file.write_text(content, "utf-8")
        config, problems = load(file, {})
        assert problems == ()
        assert key_map(config.preset, config.keys)[1] == ()


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = ["".join(groups) for groups in LINK.findall(README.read_text("utf-8"))]
    files = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert "assets/inbox.svg" in files
    assert not [link for link in files if not (ROOT / link).exists()]


def test_the_map_is_short_and_names_what_is_there() -> None:
    [drawn] = fenced(section("Map of the code"))
    lines = drawn.splitlines()
    assert len(lines) <= LONGEST_MAP
    named = [name for line in lines for name in re.findall(r"[\w/]+\.py|\w+/(?!\S)", line.partition("  ")[0])]
    places = (ROOT, ROOT / "paperfeed")
    assert not [name for name in named if not any((place / name).exists() for place in places)]


def test_the_changelog_begins_with_what_is_unreleased() -> None:
    headings = re.findall(r"^## (.*)$", CHANGELOG.read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    released = [re.fullmatch(r"\[?(\S+?)\]? - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:]]
    assert all(released)


def test_the_version_is_one() -> None:
    assert VERSION.fullmatch(__version__)


@pytest.mark.parametrize(
    "path", [README, CHANGELOG, *sorted((ROOT / "assets").glob("*.svg"))], ids=lambda path: path.name
)
def test_nothing_tells_of_one_machine(path: Path) -> None:
    assert not re.search(r"/(?:home|root|Users|tmp|work)/\w", path.read_text("utf-8"))
