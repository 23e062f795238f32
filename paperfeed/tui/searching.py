"""Searches and filters: what is typed, asked and shown, and the list to go back to when one is left.

They stand on one another: a filter on a view, a search over that, papers like one that it found.
Each keeps the list from which it began. The screen has the widgets; this decides what they show.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual.timer import Timer

from paperfeed.advice import Advice
from paperfeed.config import VIEWS
from paperfeed.library import Look
from paperfeed.marks import Entry
from paperfeed.tui.backend import Wanted
from paperfeed.tui.day_prompt import HINT, DayPrompt
from paperfeed.tui.paper_list import Shown
from paperfeed.tui.place import Asked, Kind
from paperfeed.tui.prompting import Prompt
from paperfeed.views import LONGEST_NAME, name_for, tag_of

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen

TYPING_PAUSE = 0.04
"""Seconds without a key after which a search is asked for."""
ADVICE_KEYS = ("1", "2", "3")


@dataclass(eq=False)
class Step:
    """A search or a filter, and the list from which it began."""

    kind: Kind
    before: Shown
    asked: str = ""
    """The text of which the answer is awaited, or shown."""
    title: str = ""
    """Of the paper that others are to be like."""
    shown: bool = False
    """Whether the list that it found stands."""
    text: str = ""
    notices: Sequence[object] = ()
    advice: Sequence[Advice] = ()
    changed: dict[int, Entry] = field(default_factory=dict)
    """What was marked since: the list from which it began holds these papers as they were."""

    @property
    def told(self) -> str:
        """What is searched for, as it stands before a · in the header."""
        return f"Like “{self.title}”" if self.kind == "like" else f"Search · {self.text}"


@dataclass(eq=False)
class Naming:
    """A name is being typed: for what is wanted, or another one for a view."""

    wanted: Wanted | None
    view: str = ""


class Searching:
    """What the inbox screen searches for."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self.steps: list[Step] = []
        self._typing: Timer | None = None

    # What is shown

    @property
    def shown(self) -> Step | None:
        """The step whose list stands; None if a whole view does."""
        return next((step for step in reversed(self.steps) if step.shown), None)

    @property
    def everywhere(self) -> bool:
        """Whether a search over everything is shown, be it narrowed or not."""
        return any(step.shown and step.kind != "filter" for step in self.steps)

    @property
    def narrows(self) -> bool:
        """Whether a view is shown through a filter that is not being altered."""
        return len(self.steps) == 1 and self.shown is not None and not self.everywhere and not self.screen.bar_is_open

    def wanted(self) -> Wanted:
        """What the newest step asks for, with those that it narrows."""
        texts: list[str] = []
        for step in reversed(self.steps):
            texts.insert(0, step.asked)
            if step.kind != "filter":
                return Wanted(None, tuple(texts), "relevance" if step.kind == "like" else "")
        return Wanted(self.screen.looking.view, tuple(texts))

    def header(self, step: Step) -> str:
        """What the header says while the list of this step stands."""
        found = len(self.screen.list.rows)
        if step.kind == "filter":
            return f"{self.narrowed(step)} · \\ {step.text} · {found:,} of {len(step.before.look.rows):,}"
        return f"{step.told} · {found:,} found" if step.kind == "like" else f"Search · {found:,} found · {step.text}"

    def narrowed(self, step: Step) -> str:
        """What a filter narrows."""
        place = self.steps.index(step)
        return self.steps[place - 1].told if place else self.screen.sidebar.title_of(self.screen.looking.view)

    def looked_for(self) -> str:
        """What was looked for, after "Nothing found for"; empty if nothing was."""
        step = self.shown
        if step is None:
            return ""
        if step.kind == "like":
            return f"papers like “{step.title}”"
        return f"{step.text} in {self.narrowed(step)}" if step.kind == "filter" else step.text

    # Typing

    def open(self, kind: Literal["search", "filter"], text: str | None = None) -> None:
        """Opens the line: what is shown goes on if it is of this kind, otherwise another one begins.

        With a text, that stands there as if it had been typed.
        """
        self.drop_unanswered()
        if not self.steps or self.steps[-1].kind != kind:
            self.steps.append(Step(kind, self.screen.list.keep()))
        self.screen.reading.close()
        if self.screen.query_bar is not None:
            self.screen.query_bar.open("\\" if kind == "filter" else "/", self.steps[-1].text if text is None else text)
            self.show_found()
            self.screen.backend.offers()

    def typed(self, text: str) -> None:
        """A text in the line. One that stands there no more is passed over: the next one is on its way."""
        bar = self.screen.query_bar
        if bar is None or not bar.is_open or text != bar.text or self.screen.prompting.prompt is not None:
            return
        self.stop_timer()
        bar.show_found("…" if text.strip() else "")
        self._typing = self.screen.set_timer(TYPING_PAUSE, lambda: self.ask(text, typing=True))

    def ask(self, text: str, typing: bool) -> None:
        """Asks for what `text` selects; the list that stands stays until the answer is here."""
        step = self.steps[-1]
        asked = self.screen.looking.ask()
        self.screen.looking.awaited = bool(text.strip())
        if text.strip():
            step.asked = text
            self.screen.backend.search(self.wanted(), asked, typing)
        elif step.shown:
            self.bring_back(step)

    def answered(self, look: Look) -> None:
        """The list that was asked for last is here."""
        step = self.steps[-1]
        if step.kind != "filter":
            self.screen.triage.forget()
        step.shown, step.text, step.notices, step.advice = True, step.asked, look.notices, look.advice[:3]

    def failed(self) -> None:
        """No answer will come."""
        if self.screen.query_bar is not None:
            self.screen.query_bar.show_found("")

    def show_found(self) -> None:
        """How much was found, and what makes no sense, in the line."""
        bar = self.screen.query_bar
        asking = self.screen.prompting.prompt is not None
        if bar is not None and bar.is_open and not asking and self.steps and self.steps[-1].shown:
            bar.show_found(f"{len(self.screen.list.rows):,} found")
            bar.underline(self.steps[-1].text, self.steps[-1].notices)

    def submitted(self, text: str) -> None:
        """Enter."""
        self.stop_timer()
        if text.strip():
            self.search(text)
        else:
            self.leave()

    def search(self, text: str) -> None:
        """Takes a text as typed and entered."""
        if self.screen.query_bar is not None:
            self.screen.query_bar.past.remember(text.strip())
        self.screen.backend.remember(text.strip())
        self.screen.key_reader.waiting = True
        self.ask(text, typing=False)
        self.screen.close_query()

    def stop_timer(self) -> None:
        if self._typing is not None:
            self._typing.stop()

    # From what was found, or was not

    def like(self, entry: Entry) -> None:
        """Searches for papers that are like this one."""
        self.drop_unanswered()
        title, known = entry.paper.title, entry.id
        title = title if len(title) <= 40 else title[:39].rstrip() + "…"
        self.steps.append(Step("like", self.screen.list.keep(), title=title))
        self.screen.reading.close()
        self.screen.key_reader.waiting = True
        self.ask(f'like:"{known}"' if re.search(r"[\s()]", known) else f"like:{known}", typing=False)

    def go_on(self, asked: Asked) -> None:
        """Asks for what was shown when the program was left, on what stands."""
        self.drop_unanswered()
        self.steps.append(Step(asked.kind, self.screen.list.keep(), title=asked.title))
        self.ask(asked.text, typing=False)

    def takes(self, key: str) -> bool:
        """Takes the piece of advice that a key stands for, if there is one."""
        return self.take(0 if key == "enter" else ADVICE_KEYS.index(key) if key in ADVICE_KEYS else None)

    def take(self, number: int | None) -> bool:
        """Searches for what a piece of advice says; whether there is such a one to be seen."""
        step = self.shown
        if step is None or number is None or number >= len(step.advice) or self.screen.list.rows:
            return False
        self.drop_unanswered()
        self.search(step.advice[number].query)
        return True

    # Leaving

    def leave(self) -> None:
        """Back to the list and the place from which the search began."""
        self.stop_timer()
        self.screen.looking.ask()
        self.screen.looking.awaited = False
        step = self.steps.pop()
        if step.shown:
            self.bring_back(step)
        self.screen.close_query()
        self.screen.looking.catch_up()

    def bring_back(self, step: Step) -> None:
        step.shown = False
        if step.kind != "filter":
            self.screen.triage.forget()
        self.screen.list.bring_back(step.before)
        self.screen.status.show("")
        self.screen.show_around()
        self.screen.list.update(step.changed.values())

    def forget(self) -> None:
        """Another view is wanted: nothing will be gone back to."""
        self.stop_timer()
        self.steps.clear()
        self.screen.prompting.forget()
        self.screen.close_query()

    def drop_unanswered(self) -> None:
        """Forgets a search of which no answer came."""
        while self.steps and not self.steps[-1].shown:
            self.steps.pop()

    def keep_up(self, changed: Iterable[Entry]) -> None:
        """Papers that were marked, to be seen so in the lists that are gone back to."""
        entries = {entry.row: entry for entry in changed}
        for step in self.steps:
            step.changed |= entries

    # Going to a day

    def ask_for_day(self) -> None:
        """Asks for a day to go to."""
        self.drop_unanswered()
        self.screen.reading.close()
        asked = DayPrompt(self.screen.reading.today)
        self.screen.prompting.open(Prompt("day:", partial(self._go_to_day, asked), hint=HINT))

    def _go_to_day(self, asked: DayPrompt, text: str) -> str | None:
        """Enter behind a day; what was expected, if it cannot be read."""
        day = asked.read(text)
        if day is None and text.strip():
            return asked.refuse(text)
        if day is not None:
            self.screen.looking.go_to_day(day)
        return None

    # Keeping as a view

    def open_name(self) -> None:
        """Opens the line for the name of what is searched for, or for another name of the view."""
        view, step = self.screen.looking.view, self.shown
        why = self.screen.backend.config.claims(view)
        if step is not None:
            self.drop_unanswered()
            self._ask_name(Naming(self.wanted()), name_for(step.title or step.text), "what the view is to be called")
        elif (tag := tag_of(view)) is not None:
            self._name_tag(view, tag)
        elif why is None:
            self._ask_name(Naming(None, view), view, "without a name, Enter forgets the view")
        elif view in VIEWS:
            self.screen.tell("", "{save_view} keeps a search as a view: {search} searches, {filter} narrows a view")
        else:
            self.screen.status.show(f"{why}: it is changed there")

    def _name_tag(self, view: str, tag: str) -> None:
        """Asks for the name under which a tag is kept as a view."""
        from paperfeed.completion import can_be_written

        if can_be_written(tag):
            self._ask_name(Naming(Wanted(view, ())), name_for(tag), "what the view is to be called")
        else:
            self.screen.status.show("no search can name this tag, so no view can be kept of it")

    def _ask_name(self, naming: Naming, text: str, hint: str) -> None:
        self.screen.prompting.open(Prompt("name:", partial(self.name, naming), text, hint, longest=LONGEST_NAME))

    def name(self, naming: Naming, text: str) -> str | None:
        """Enter behind a name; why it can be none, if it cannot."""
        name = " ".join(text.split())
        refused = self.screen.backend.config.refuses(name) if name else None
        if refused is not None:
            return refused
        if naming.wanted is not None and name:
            self.screen.backend.save_view(name, naming.wanted)
        elif naming.wanted is not None:
            self.screen.status.show("without a name nothing was saved")
        elif not name:
            self.screen.backend.forget_view(naming.view)
        elif name != naming.view:
            self.screen.backend.rename_view(naming.view, name)
        return None
