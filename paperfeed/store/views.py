"""The views that the user saved, in the order in which they were: a name and the text of a query."""

from paperfeed.store.database import Execute
from paperfeed.views import SavedView, same_name


def saved(run: Execute) -> list[SavedView]:
    return [SavedView(*row) for row in run("SELECT name, query FROM views ORDER BY place")]


def find(run: Execute, name: str) -> SavedView | None:
    """The view of this name. In Python, for SQLite knows upper and lower case of ASCII only."""
    return next((view for view in saved(run) if same_name(view.name, name)), None)


def save(run: Execute, name: str, query: str) -> SavedView | None:
    """Saves a view, in the place of one that had the name; what that was."""
    before = find(run, name)
    if before is None:
        run("INSERT INTO views SELECT ?, ?, ifnull(max(place), 0) + 1 FROM views", (name, query))
    else:
        run("UPDATE views SET name = ?, query = ? WHERE name = ?", (name, query, before.name))
    return before


def rename(run: Execute, name: str, to: str) -> None:
    """Another name for a view, which stays where it is. The name must be free."""
    run("UPDATE views SET name = ? WHERE name = ?", (to, name))


def forget(run: Execute, name: str) -> None:
    run("DELETE FROM views WHERE name = ?", (name,))
