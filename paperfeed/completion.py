"""What is likely to come next in a query that is being typed: the rest of a value.

Words are never completed, nor names of fields: `ti` may be the beginning of any word. Only behind a
colon is there a list of what can follow.
"""

import re
from collections.abc import Mapping, Sequence

from paperfeed.query import DAY_FIELDS, DAY_NAMES, LONGEST, ORDERS, POSSESSIONS, STATES, quoted

VALUES: Mapping[str, Sequence[str]] = {
    "is": STATES,
    "has": POSSESSIONS,
    "sort": ORDERS,
    **dict.fromkeys(DAY_FIELDS, DAY_NAMES),
}
NAMED = ("in", "tag")
"""Fields whose values are the user's own: they are handed in."""

_LAST = re.compile(r"""(?:^|[\s()"])-*([A-Za-z]+):("[^"]*|[^\s()"]*)\Z""")


def complete(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """`text`, whose last term is unfinished, with the likeliest end; None if there is none.

    `names` has the views that there are as `in` and the tags as `tag`, the likeliest first.
    """
    last = _LAST.search(text) if len(text) < LONGEST else None
    if last is None or (text.count('"') % 2 == 1) != last[2].startswith('"'):
        return None
    field, begun = last[1].lower(), last[2]
    for value in names.get(field, ()) if field in NAMED else VALUES.get(field, ()):
        written = f'"{value}"' if begun.startswith('"') else quoted(value)
        if not can_be_written(value) or not _begins(written, begun):
            continue
        if len(written) == len(begun):  # whole already
            return None
        whole = text + written[len(begun) :]
        return whole if len(whole) <= LONGEST else None
    return None


def _begins(whole: str, begun: str) -> bool:
    """In any case of a to z: that is how values are compared."""
    start = whole[: len(begun)]
    return start == begun or (start.isascii() and start.lower() == begun.lower())


def can_be_written(value: str) -> bool:
    """Whether a query can name this value."""
    return '"' not in value and value.isprintable() and value == " ".join(value.split()) != ""


def may_go_on(text: str) -> bool:
    """Whether the last word of a text may be unfinished: nothing stands behind it."""
    return text[-1:].isalnum()
