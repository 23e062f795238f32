"""Where files live. Only computes; whoever needs a folder makes it, private to the user."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """The four folders of one user, and the files in them."""

    config: Path
    data: Path
    cache: Path
    log: Path
    home: Path | None = None
    """The folder that holds all four, if one was named."""

    @classmethod
    def default(cls) -> "Paths":
        """The platform's own places (platformdirs)."""
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("paperfeed", appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path, dirs.user_cache_path, dirs.user_log_path)

    @classmethod
    def under(cls, home: Path) -> "Paths":
        """All four under one folder."""
        home = home.expanduser().absolute()
        return cls(home / "config", home / "data", home / "cache", home / "log", home)

    @property
    def config_file(self) -> Path:
        return self.config / "config.toml"

    @property
    def library(self) -> Path:
        return self.data / "library.db"

    @property
    def index(self) -> Path:
        return self.cache / "index"


def private_folder(path: Path) -> Path:
    """Makes `path` and what is missing above it, readable by the user alone; returns it."""
    for folder in (*reversed(path.parents), path):  # mkdir(parents=True) would make them for all to read
        folder.mkdir(mode=0o700, exist_ok=True)
    if os.name == "posix" and path.stat().st_uid == os.getuid() and path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def assets() -> Path:
    """The folder of the package's own files: in the wheel, or beside the package in a checkout."""
    inside = Path(__file__).parent / "assets"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "assets"
