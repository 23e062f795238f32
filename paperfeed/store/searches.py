"""The searches that were made, for the arrow keys of the query bar: each text once, the latest first."""

from paperfeed.store.database import Execute

KEPT = 200


def remember(run: Execute, text: str, now: int) -> None:
    """Makes `text` the latest search. The order holds though the clock be put back."""
    run(
        "INSERT OR REPLACE INTO searches VALUES (?, max(?, (SELECT ifnull(max(at), 0) + 1 FROM searches)))",
        (text, now),
    )
    run("DELETE FROM searches WHERE text NOT IN (SELECT text FROM searches ORDER BY at DESC LIMIT ?)", (KEPT,))


def past(run: Execute) -> list[str]:
    return [text for [text] in run("SELECT text FROM searches ORDER BY at DESC")]
