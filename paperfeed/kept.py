"""Searches that the user keeps: those that were made, and those with a name.

Part of the library, which makes it; joins the settings' views with those in the store. Looks nothing up.
"""

from collections.abc import Callable, Mapping, Sequence

from paperfeed.config import VIEWS, Config
from paperfeed.errors import BadView, UnknownView
from paperfeed.query import LONGEST
from paperfeed.store import marks as store_marks
from paperfeed.store import searches
from paperfeed.store import views as store_views
from paperfeed.store.database import Database
from paperfeed.views import SavedView, same_name


class Kept:
    """The searches that are kept. `now` tells the time in ms since 1970."""

    def __init__(self, database: Database, config: Config, now: Callable[[], int]) -> None:
        self._database = database
        self.config = config
        self._now = now

    def past(self) -> list[str]:
        """The searches that were made, the latest first."""
        with self._database.reading() as run:
            return searches.past(run)

    def remember(self, text: str) -> None:
        with self._database.transaction() as run:
            searches.remember(run, text, self._now())

    def views(self) -> list[SavedView]:
        """The views of the settings, then those that were saved, in the order of their making."""
        with self._database.reading() as run:
            return self.config.saved_views + [one for one in store_views.saved(run) if not self.config.claims(one.name)]

    @property
    def queries(self) -> Mapping[str, str]:
        """The query of each view as text: those that are always there, then the user's own."""
        return {**VIEWS, **self.config.views, **dict(self.views())}

    def save(self, name: str, query: str) -> bool:
        """Keeps a query as a view; whether it took the place of one with this name. Raises BadView."""
        if why := self.config.refuses(name):
            raise BadView(why)
        if len(query) > LONGEST:
            raise BadView(f"a view's query has {LONGEST} characters at most")
        with self._database.transaction() as run:
            before = store_views.save(run, name, query)
            if before is not None and before.query != query:
                searches.remember(run, before.query, self._now())
        return before is not None

    def rename(self, name: str, to: str) -> bool:
        """Another name for a saved view; whether it took the place of one with that name.

        Raises UnknownView and BadView.
        """
        found = self._own_view(name)
        if why := self.config.refuses(to):
            raise BadView(why)
        with self._database.transaction() as run:
            other = None if same_name(name, to) else store_views.find(run, to)
            if other is not None:
                store_views.forget(run, other.name)
                searches.remember(run, other.query, self._now())
            store_views.rename(run, found.name, to)
        return other is not None

    def forget(self, name: str) -> SavedView:
        """Drops a saved view; its query becomes the latest search. Raises UnknownView and BadView."""
        found = self._own_view(name)
        with self._database.transaction() as run:
            store_views.forget(run, found.name)
            searches.remember(run, found.query, self._now())
        return found

    def tags(self) -> list[str]:
        """The tags in use, the one most used first."""
        with self._database.reading() as run:
            return [tag for tag, _ in store_marks.tags(run)]

    def names(self) -> Mapping[str, Sequence[str]]:
        """What can stand behind `tag:` and `in:`."""
        return {"tag": self.tags(), "in": list(self.queries)}

    def find(self, name: str) -> SavedView:
        """The view of this name. Raises UnknownView."""
        found = next((one for one in self.views() if same_name(one.name, name)), None)
        if found is None:
            raise UnknownView(f"no view is called “{name}”: `paperfeed views` lists them")
        return found

    def _own_view(self, name: str) -> SavedView:
        """A saved view that can be changed here."""
        if why := self.config.claims(name):
            raise BadView(f"{why}: it cannot be changed here")
        return self.find(name)
