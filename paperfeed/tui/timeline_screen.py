"""The timeline: what was done when, the newest first; any act, or all since one, can be taken back from here.

Keys and answers only: the list paints, `timeline_jobs` asks the library. Its keys are those of its scope.
"""

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.history import asked_since
from paperfeed.tui import timeline_messages as messages
from paperfeed.tui.act_list import ActList, ActPapers
from paperfeed.tui.backend import Backend
from paperfeed.tui.key_map import KeyMap
from paperfeed.tui.key_names import show_key
from paperfeed.tui.keys import TIMELINE
from paperfeed.tui.layout import layout_for
from paperfeed.tui.messages import Failed, KeyAhead
from paperfeed.tui.status_bar import Bar, TooSmall
from paperfeed.tui.timeline_jobs import TimelineJobs

if TYPE_CHECKING:
    from paperfeed.tui.app import PaperfeedApp

LAYOUTS = ("wide", "medium", "narrow", "tiny")
HINTS = (
    "{timeline_go_to_paper} paper · {timeline_take_back} take back · {timeline_do_again} again"
    " · {timeline_take_back_since} all since · {timeline_show_auto} by itself · {timeline_help} keys"
    " · {timeline_close}",
    "{timeline_take_back} take back · {timeline_take_back_since} all since · {timeline_help} keys",
    "{timeline_help} keys",
)
"""Keys that are named in the status line, as far as there is room."""


class Left(NamedTuple):
    """How the timeline was left: for the paper of a row, and whether anything is other than before."""

    row: int | None
    changed: bool


class TimelineScreen(Screen[Left]):
    """The acts, the papers of the one under the cursor, and a line of what was said last."""

    app: "PaperfeedApp"
    AUTO_FOCUS = ""

    def __init__(self, backend: Backend, keys: KeyMap, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self.jobs, self.key_map = TimelineJobs(backend, self), keys
        self.today = backend.clock().astimezone().date()
        self.acts, self.papers = ActList(self.today, glyphs), ActPapers()
        self.header, self.status = Bar("header", glyphs), Bar("status", glyphs)
        self.with_auto = True
        self.changed = False
        self._keys = {key: one.name.removeprefix(f"{TIMELINE}_") for key, one in keys.by_keys(TIMELINE).items()}
        self._prefixes = keys.prefixes(TIMELINE)
        self._pending = ""
        self._awaited = "timeline"  # an answer that keys typed meanwhile are kept for
        self._kept: list[str] = []
        self._whole = False
        self._since: int | None = None
        self._titles_of: int | None = None

    def compose(self) -> ComposeResult:
        yield self.header
        with Container(id="timeline"):
            yield self.acts
            yield self.papers
        yield self.status
        yield TooSmall(id="too-small")

    def on_mount(self) -> None:
        self.header.show("Timeline")
        self.acts.focus()
        self.jobs.timeline(self.with_auto)

    def on_resize(self, event: events.Resize) -> None:
        now = layout_for(event.size.width, event.size.height)
        for name in LAYOUTS:
            self.set_class(name == now, f"-{name}")
        self.say(self.status.left, self.status.warning)

    def say(self, told: str, warning: bool = False) -> None:
        """What was said last, and as many keys as there is room for beside it."""
        room = self.size.width - cell_len(told) - 4
        hints = map(self.key_map.told, HINTS)
        self.status.show(told, next((hint for hint in hints if cell_len(hint) <= room), ""), warning)

    # Keys: each action is the method `do_…` of its name

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.press(event.key)

    def on_key_ahead(self, message: KeyAhead) -> None:
        self.press(message.key)

    def press(self, key: str) -> None:
        if self.app.screen is not self:  # typed ahead of the one that closed this, or opened the help
            self.app.screen.post_message(KeyAhead(key))
        elif self._awaited:
            self._kept.append(key)
        elif self._since is not None:
            self._answer(key)
        elif not self._pending and key in self._prefixes:
            self._pending = key
        else:
            sequence = f"{self._pending} {key}".strip()
            cancelled = self._pending and key == "escape"
            self._pending = ""
            if sequence in self._keys:
                self.say("")
                getattr(self, f"do_{self._keys[sequence]}")()
            elif not cancelled:
                ways = self.key_map.told("{timeline_help} shows the keys")
                self.say(f"{show_key(sequence)} does nothing here   {ways}")

    def _came(self, what: str) -> None:
        """An answer is here: if it is the one that was awaited, the keys typed meanwhile are pressed."""
        if what == self._awaited:
            self._awaited = ""
            kept, self._kept = self._kept, []
            for key in kept:
                self.press(key)

    def do_down(self) -> None:
        self.acts.move(self.acts.cursor + 1)

    def do_up(self) -> None:
        self.acts.move(self.acts.cursor - 1)

    def do_top(self) -> None:
        self.acts.move(0)

    def do_bottom(self) -> None:
        if not self._whole:
            self._awaited, self._kept = "whole", ["end"]
        self.acts.move(len(self.acts.timeline.numbers) - 1)

    def do_page_down(self) -> None:
        self.acts.move(self.acts.cursor + self.acts.page_step)

    def do_page_up(self) -> None:
        self.acts.move(self.acts.cursor - self.acts.page_step)

    def do_take_back(self) -> None:
        self._turn(-1)

    def do_do_again(self) -> None:
        self._turn(1)

    def _turn(self, way: int) -> None:
        if self.acts.number is not None:
            self.jobs.turn(self.acts.number, way)

    def do_take_back_since(self) -> None:
        if self.acts.number is not None:
            self._awaited = "count"
            self.jobs.count_since(self.acts.number)

    def do_show_auto(self) -> None:
        self.with_auto = not self.with_auto
        self._awaited = "timeline"
        self.jobs.timeline(self.with_auto)

    def do_go_to_paper(self) -> None:
        if self.acts.number is not None:
            self._awaited = "papers"
            self.jobs.papers(self.acts.number, go=True)

    def do_help(self) -> None:
        self.app.show_help()

    def do_close(self) -> None:
        self._leave(None)

    def _leave(self, row: int | None) -> None:
        if self.app.screen is self:  # of two keys typed at once, the first one closed it
            self.dismiss(Left(row, self.changed))

    def _answer(self, key: str) -> None:
        """The answer to whether all since an act is to be taken back: y is yes, any other key is no."""
        number, self._since = self._since, None
        if number is not None and key in ("y", "Y"):
            self.say("taking back…")
            self.jobs.take_back_since(number)
        else:
            self.say("nothing was taken back")

    # Answers

    def on_timeline_read(self, message: messages.TimelineRead) -> None:
        if message.with_auto != self.with_auto:
            return
        self._whole = message.whole
        self.acts.show(message.timeline, "Nothing was done yet." if self.with_auto else "Nothing was done by you yet.")
        count = len(message.timeline.numbers)
        acts = "1 act" if count == 1 else f"{count:,} acts" if message.whole else "…"
        without = f" · without what paperfeed did by itself ({self.key_map.key_of('timeline_show_auto')} shows it)"
        hidden = "" if self.with_auto else without
        self.header.show(f"Timeline · {acts}{hidden}")
        self._came("timeline")
        if message.whole:
            self._came("whole")

    def on_acts_wanted(self, message: messages.ActsWanted) -> None:
        self.jobs.acts(message.numbers)

    def on_acts_read(self, message: messages.ActsRead) -> None:
        self.acts.take(message.acts)

    def on_act_moved(self) -> None:
        number = self.acts.number
        if number is None:
            self.papers.show()
        elif number != self._titles_of:
            self._titles_of = number
            self.jobs.papers(number)

    def on_act_papers_read(self, message: messages.ActPapersRead) -> None:
        if message.go and message.titles:
            self._leave(message.titles[0][0])
            return
        if message.number == self.acts.number:
            self.papers.show(message.papers, [title for _, title in message.titles])
        if message.go:
            self.say("its papers are in the library no more", warning=True)
            self._came("papers")

    def on_act_chosen(self) -> None:
        self.do_go_to_paper()

    def on_since_counted(self, message: messages.SinceCounted) -> None:
        if message.standing.acts:
            self._since = message.act.number
            self.say(f"{asked_since(message.standing, message.act.at, self.today)}   y n", warning=True)
        else:
            self.say("all since then is taken back already")
        self._came("count")

    def on_turned(self, message: messages.Turned) -> None:
        self.changed = True
        self.say(message.told)
        self.acts.renew()

    def on_failed(self, message: Failed) -> None:
        self.say(message.told, warning=True)
        self._came(self._awaited)
