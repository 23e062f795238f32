"""What several commands take: days, JSON, queries, orders. No command stands here."""

from datetime import date
from typing import Any

import click

from paperfeed.dates import parse_day

INDEXING = 2
"""Stands for "more than one" until the number of papers to index is known."""


class Day(click.ParamType[date]):
    """A day on the command line: 2025-03-14."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        day = value if isinstance(value, date) else parse_day(str(value))
        if day is None:
            self.fail(f"{value!r} is not a day: write it as 2025-03-14", param, ctx)
        return day


DAY = Day()
JSON = click.option("--json", "as_json", is_flag=True, help="JSON, one object a line.")
QUERY = click.argument("query", nargs=-1)
ORDER = click.Choice(["day", "relevance", "votes", "title"])
