"""Which words are spelt nearly so: edit distance, with two neighbours that changed places as one edit.

Pure. Knows words and how frequent they are, not where they come from.
"""

from collections.abc import Iterable, Iterator, Mapping

SHORT = 6
"""Letters from which on a word may be two edits away; shorter ones one."""
FURTHEST = 2
SHORTEST = 3
"""Letters that a word must have to be taken for another one."""


def alike(word: str, known: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The known words within reach of one, each with the number of edits; not the word itself."""
    if len(word) < SHORTEST:
        return
    reach = 1 if len(word) < SHORT else FURTHEST
    letters = set(word)
    for other in known:
        if abs(len(other) - len(word)) > reach or other == word or len(letters.symmetric_difference(other)) > 2 * reach:
            continue
        away = distance(word, other, reach)
        if away <= reach:
            yield away, other


def nearest(word: str, known: Mapping[str, int]) -> tuple[int, list[str]]:
    """The known words that are fewest edits away, and how many; the most frequent first."""
    found = list(alike(word, known))
    least = min((away for away, _ in found), default=0)
    return least, sorted((other for away, other in found if away == least), key=lambda other: (-known[other], other))


def distance(one: str, other: str, most: int) -> int:
    """Edits from one word to the other; most + 1 stands for any number above `most`.

    The "optimal string alignment" distance: insert, delete, replace, swap two neighbours.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most and min(last) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)
