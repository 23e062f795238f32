"""A field of a query and its value → a leaf of the tree, or what is wrong with the value."""

from datetime import date

from paperfeed.dates import parse_days
from paperfeed.query import (
    DAY_FIELDS,
    NUMBER_FIELDS,
    POSSESSIONS,
    SIGNS,
    STATES,
    TEXT_FIELDS,
    Day,
    Has,
    Leaf,
    Number,
    Similar,
    State,
    Tag,
)
from paperfeed.tokens import cited

NEEDS = {
    "is": "a state",
    "has": "code, note, tag or pdf",
    "tag": "a name",
    "in": "the name of a view",
    "like": "the id of a paper",
    "sort": "an order",
    **dict.fromkeys(NUMBER_FIELDS, "a number"),
    **dict.fromkeys(DAY_FIELDS, "a day"),
    **dict.fromkeys(TEXT_FIELDS, "a word"),
}
"""What stands behind the colon."""


def leaf_of(field: str, value: str, today: date) -> Leaf | str:
    """What `value` means in a field that is neither text nor a view; else what is wrong with it."""
    name, shown = value.lower(), cited(value)
    if field == "tag":
        return Tag(value)
    if field == "like":
        return Similar(value)
    if field == "is":
        return State(name) if name in STATES else f"is:{shown} is no state (there are {', '.join(STATES)})"
    if field == "has":
        known = ", ".join(POSSESSIONS)
        return Has(name) if name in POSSESSIONS else f"has:{shown} is nothing that a paper has (there are {known})"
    if field in NUMBER_FIELDS:
        return _number(field, value)
    if days := parse_days(value, today):
        return Day(field, name, days)
    return f"{field}:{shown} names no day (write 2025-03-14, 2025-03, 3d, today)"


def _number(field: str, value: str) -> Leaf | str:
    number = value.lstrip("<>=")
    sign = value.removesuffix(number) if number else ""
    if number.isdecimal() and len(number) < 10 and (sign or "=") in SIGNS:
        return Number(field, sign or "=", int(number))
    return f"“{cited(number if sign in SIGNS else value)}” is no number of {field}"
