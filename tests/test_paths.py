"""Where files live, and that they are the user's alone."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperfeed.paths import Paths, assets, private_folder

POSIX = pytest.mark.skipif(os.name != "posix", reason="no file modes there")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def any_umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_a_home_holds_all_four_folders(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    assert (paths.config, paths.data) == (tmp_path / "config", tmp_path / "data")
    assert (paths.cache, paths.log) == (tmp_path / "cache", tmp_path / "log")
    assert paths.config_file == tmp_path / "config" / "config.toml"
    assert paths.library == tmp_path / "data" / "library.db"
    assert paths.index == tmp_path / "cache" / "index"
    assert list(tmp_path.iterdir()) == []


def test_a_home_may_be_relative_or_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert Paths.under(Path("papers")) == Paths.under(Path("~/papers")) == Paths.under(tmp_path / "papers")


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders are Linux's")
def test_the_default_folders_are_those_of_the_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    paths = Paths.default()
    assert paths.config_file == tmp_path / "CONFIG" / "paperfeed" / "config.toml"
    assert paths.library == tmp_path / "DATA" / "paperfeed" / "library.db"
    assert paths.index == tmp_path / "CACHE" / "paperfeed" / "index"
    assert paths.log.is_relative_to(tmp_path / "STATE" / "paperfeed")


@POSIX
@pytest.mark.usefixtures("any_umask")
def test_a_new_folder_and_those_above_it_are_the_users_alone(tmp_path: Path) -> None:
    above = mode(tmp_path)
    made = private_folder(tmp_path / "home" / "data")
    assert made == tmp_path / "home" / "data"
    assert (mode(made), mode(made.parent)) == (0o700, 0o700)
    assert mode(tmp_path) == above


@POSIX
def test_a_folder_that_others_could_read_is_closed_and_what_is_in_it_stays(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "kept").touch()
    private_folder(folder)
    assert mode(folder) == 0o700
    assert (folder / "kept").exists()


def test_a_file_in_place_of_a_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").touch(0o644)
    before = mode(tmp_path / "data")
    with pytest.raises(FileExistsError):
        private_folder(tmp_path / "data")
    assert mode(tmp_path / "data") == before


def test_the_sample_digests_are_where_assets_says() -> None:
    assert (assets() / "samples").is_dir()
