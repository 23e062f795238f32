"""Days to import: the recorded ones where they are there, made ones of about the same size otherwise."""

import json
import os
import random
from datetime import date, timedelta
from pathlib import Path

MADE_DAYS = 431
SEED = 20250314
_BEGINNINGS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "tr", "st", "pl")
_ENDS = ("a", "e", "i", "o", "u")


def find_days(asked: Path | None, scratch: Path) -> tuple[Path, str]:
    """A folder of days, and what to call it."""
    if asked is not None:
        return asked, asked.name
    if shared := shared_folder():
        return shared / "data" / "hf_days", "recorded days"
    made = scratch / "days"
    make_days(made)
    return made, f"made days (seed {SEED})"


def shared_folder() -> Path | None:
    """The folder of recordings: named by PAPERFEED_SHARED, or beside the checkout."""
    beside = Path(__file__).resolve().parents[3] / "shared"
    named = os.environ.get("PAPERFEED_SHARED")
    return Path(named) if named else beside if beside.is_dir() else None


def make_days(folder: Path) -> None:
    """Days as the Daily Papers API answers them, always the same ones."""
    folder.mkdir()
    chance = random.Random(SEED)
    words = sorted({_word(chance) for _ in range(30_000)})
    chance.shuffle(words)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    day, number = date(2024, 5, 1), 0
    for _ in range(MADE_DAYS):
        papers = range(number, number + chance.randint(6, 24))
        number = papers.stop
        items = [_item(chance, words, weights, day, nth) for nth in papers]
        (folder / f"{day}.json").write_text(json.dumps(items), "utf-8")
        day += timedelta(3 if day.weekday() == 4 else 1)


def _item(chance: random.Random, words: list[str], weights: list[float], day: date, nth: int) -> dict[str, object]:
    def text(least: int, most: int) -> str:
        return " ".join(chance.choices(words, weights, k=chance.randint(least, most))).capitalize()

    name = f"{day:%y%m}.{nth % 100_000:05d}"
    authors = [{"name": text(2, 2).title(), "hidden": False} for _ in range(chance.randint(1, 12))]
    paper = {
        "id": name,
        "title": f"{text(6, 14)} {nth}",
        "summary": f"{nth}: " + ". ".join(text(12, 30) for _ in range(7)) + ".",
        "authors": authors,
        "publishedAt": f"{day}T09:30:00.000Z",
        "upvotes": chance.randint(0, 120),
        "submittedOnDailyAt": f"{day}T02:00:00.000Z",
    }
    return {"paper": paper, "title": paper["title"], "publishedAt": paper["publishedAt"], "numComments": 1}


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_BEGINNINGS) + chance.choice(_ENDS) for _ in range(chance.randint(1, 4)))
