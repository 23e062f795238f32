"""The table of every action: id, keys, title, help. Key maps, palette, help and README come from it.

Knows nothing of Textual. An action is carried out by the method of its name in `actions`, in the module of its group.
Keys are named as Textual names them; two of them with a blank between are pressed one after the other. The keys here
are those without settings: which are in force is for `key_map` to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from paperfeed.tui.key_names import show_key

INBOX: Final = "inbox"
"""The scope of the screen with the list; other screens have keys of their own."""
CARDS: Final = "cards"
CATCH_UP: Final = "catch_up"
TIMELINE: Final = "timeline"
"""Scopes of other screens: the names of their actions begin so."""


class Action(NamedTuple):
    """Something that a key does."""

    name: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: str
    scope: str = INBOX

    @property
    def shown(self) -> str:
        """The keys as a person reads them: j ↓."""
        return "  ".join(show_key(key) for key in self.keys)


_CARDS = (
    ("keep", ("space",), "Keep", "page the paper; at its end leave it as it is, the next card"),
    ("done", ("e",), "Done", "done with it; the next card"),
    ("star", ("s",), "Star", "star it; the next card"),
    ("dismiss_paper", ("d",), "Dismiss", "not for you: out of the inbox; the next card"),
    ("forward", ("j", "right", "down"), "Next", "the next card at once"),
    ("back", ("k", "left", "up"), "Back", "the card before"),
    ("line_down", ("J",), "Scroll down", "a line down in the paper"),
    ("line_up", ("K",), "Scroll up", "a line up in the paper"),
    ("page_down", ("pagedown",), "Page down", "a screen further in the paper"),
    ("page_up", ("pageup",), "Page up", "a screen back in the paper"),
    ("undo", ("z",), "Undo", "take back what was done last, and go back to its card"),
    ("redo", ("Z",), "Redo", "do again what was taken back"),
    ("browse", ("o",), "Open in browser", "the paper's page in the browser"),
    ("leave", ("escape", "q"), "Leave", "back to the list, the cursor on this paper"),
    ("help", ("question_mark", "f1"), "Help", "all keys"),
)
_CATCH_UP = (
    ("cards", ("enter", "c"), "Read", "read the chosen as cards, from the cursor on"),
    ("rest_done", ("e",), "The rest is done", "mark all others of these days done, in one stroke"),
    ("fewer_days", ("left_square_bracket",), "Fewer days", "look back over a day less"),
    ("more_days", ("right_square_bracket",), "More days", "look back over a day more"),
    ("longer", ("plus",), "More minutes", "more minutes: more papers"),
    ("shorter", ("minus",), "Fewer minutes", "fewer minutes: only the best"),
    ("down", ("j", "down"), "Down", "the next paper"),
    ("up", ("k", "up"), "Up", "the paper before"),
    ("page_down", ("pagedown", "space"), "Page down", "a screen further"),
    ("page_up", ("pageup",), "Page up", "a screen back"),
    ("top", ("home",), "Top", "the best paper"),
    ("bottom", ("G", "end"), "Bottom", "the last paper"),
    ("undo", ("z",), "Undo", "take back what was done last"),
    ("redo", ("Z",), "Redo", "do again what was taken back"),
    ("leave", ("escape", "q"), "Leave", "back to the list"),
    ("help", ("question_mark", "f1"), "Help", "all keys"),
)

_TIMELINE = (
    ("down", ("j", "down"), "Down", "the act before it in time"),
    ("up", ("k", "up"), "Up", "the act after it in time"),
    ("top", ("g g", "home"), "Newest", "what was done last"),
    ("bottom", ("G", "end"), "Oldest", "what was done first"),
    ("page_down", ("pagedown", "space"), "Page down", "a screen further back"),
    ("page_up", ("pageup",), "Page up", "a screen nearer to now"),
    ("take_back", ("z",), "Take back", "take this act back; what later ones altered stays"),
    ("do_again", ("Z",), "Do again", "do this act again that was taken back"),
    ("take_back_since", ("U",), "Take back all since", "this act and all after it; asks first"),
    ("show_auto", ("a",), "By itself", "hide what paperfeed did by itself, or show it again"),
    ("go_to_paper", ("enter", "l"), "Go to paper", "the act's first paper, in the list"),
    ("help", ("question_mark", "f1"), "Help", "all keys"),
    ("close", ("escape", "q", "h"), "Close", "back to the list"),
)

ACTIONS: Final = (
    Action("down", ("j", "down"), "Down", "the next paper", "Move"),
    Action("up", ("k", "up"), "Up", "the paper before", "Move"),
    Action("top", ("g g", "home"), "Top", "the first paper", "Move"),
    Action("bottom", ("G", "end"), "Bottom", "the last paper", "Move"),
    Action("page_down", ("pagedown",), "Page down", "a screen further", "Move"),
    Action("page_up", ("pageup",), "Page up", "a screen back", "Move"),
    Action("next_unread", ("n",), "Next unread", "the next unread paper below", "Move"),
    Action("previous_unread", ("p",), "Previous unread", "the nearest unread paper above", "Move"),
    Action("newer_day", ("left_square_bracket",), "Newer day", "the first paper of the day above", "Move"),
    Action("older_day", ("right_square_bracket",), "Older day", "the first paper of the day below", "Move"),
    Action("fold", ("tab",), "Fold the day", "fold the day under the cursor to one line, or unfold it", "Move"),
    Action("open", ("enter", "l"), "Read", "open the paper; in a small window, full screen", "Read"),
    Action("read_on", ("space",), "Read on", "page the paper; at its end mark it read, next unread", "Read"),
    Action("preview_down", ("J",), "Scroll paper down", "a line down in the paper", "Read"),
    Action("preview_up", ("K",), "Scroll paper up", "a line up in the paper", "Read"),
    Action("back", ("escape",), "Back", "select none; back to the list, or from a search to where you were", "Read"),
    Action("browse", ("o",), "Open in browser", "the paper's page in the browser", "Read"),
    Action("pdf", ("P",), "Open PDF", "its PDF in the browser, or in the viewer of the settings", "Read"),
    Action("authors", ("a",), "All authors", "all authors of the paper, or the first six again", "Read"),
    *(
        Action(f"link_{n}", (f"O {n}",), f"Link {n}", "open the link of the paper that has this number", "Read")
        for n in range(1, 10)
    ),
    Action("copy_link", ("y y",), "Copy link", "the paper's link to the clipboard", "Copy"),
    Action("copy_id", ("y i",), "Copy id", "its id: arxiv:2403.06634", "Copy"),
    Action("copy_title", ("y t",), "Copy title", "its title, as the source gave it", "Copy"),
    Action("copy_bibtex", ("y b",), "Copy BibTeX", "its entry for a bibliography", "Copy"),
    Action("copy_markdown", ("y m",), "Copy Markdown", "a Markdown link, with authors and year", "Copy"),
    Action("star", ("s",), "Star", "star, or take the star away", "Mark"),
    Action("read", ("r",), "Read", "mark read", "Mark"),
    Action("unread", ("u",), "Unread", "make unread again", "Mark"),
    Action("done", ("e",), "Done", "done with it: out of the inbox; next unread. Among the done: back in", "Mark"),
    Action("dismiss", ("d",), "Dismiss", "not for me: done with it, and kept apart; next unread", "Mark"),
    Action("snooze", ("b",), "Snooze", "let it sleep until a day, or until something happens; next unread", "Mark"),
    Action("tag", ("t", "plus"), "Tag", "give it a tag of yours", "Mark"),
    Action("untag", ("minus",), "Untag", "take a tag away", "Mark"),
    Action("note", ("m",), "Note", "write a note, or alter the one there is", "Mark"),
    Action("note_in_editor", ("M",), "Note in editor", "the same in $VISUAL or $EDITOR", "Mark"),
    Action("all_read", ("A",), "All read", "mark all read that the list shows", "Mark"),
    Action("repeat", ("full_stop",), "Repeat", "what was done last, to this paper too", "Mark"),
    Action("undo", ("z",), "Undo", "take back what was done last, also of days before", "Mark"),
    Action("redo", ("Z",), "Redo", "do again what was taken back", "Mark"),
    Action("select", ("x",), "Select", "select it, or no longer; what is done is done to all selected", "Select"),
    Action("select_range", ("v",), "Select range", "all from the paper selected last to this one", "Select"),
    Action("select_all", ("asterisk a",), "Select all", "all that the list shows", "Select"),
    Action("select_none", ("asterisk n",), "Select none", "none; Esc does so too", "Select"),
    Action("select_unread", ("asterisk u",), "Select unread", "the unread ones of the list", "Select"),
    Action("select_starred", ("asterisk s",), "Select starred", "the starred ones of the list", "Select"),
    Action("select_matching", ("asterisk slash",), "Select matching", "those of the list that a query finds", "Select"),
    Action("search", ("slash",), "Search", "search everything as you type", "Find"),
    Action("filter", ("backslash",), "Filter", "narrow what is shown, as you type", "Find"),
    Action("similar", ("equals_sign",), "Similar papers", "papers like the one under the cursor", "Find"),
    Action("save_view", ("S",), "Save as view", "keep the search as a view; rename or forget such a view", "Find"),
    Action("view_inbox", ("1", "g i"), "Inbox", "what is neither done nor snoozed", "Go"),
    Action("view_today", ("g t",), "Today", "what was listed today", "Go"),
    Action("view_all", ("2", "g a"), "All", "everything ever listed", "Go"),
    Action("view_starred", ("3", "g s"), "Starred", "what you starred", "Go"),
    Action("view_snoozed", ("g b",), "Snoozed", "what sleeps until a day", "Go"),
    Action("view_done", ("g e",), "Done view", "what you are done with", "Go"),
    Action("view_tags", ("T",), "Tags", "the papers of a tag: Tab takes the one that is offered", "Go"),
    Action("go_to_day", ("g d",), "Day to go to", "the papers of a day: 2025-03-14, yesterday, mon, 2025-03", "Go"),
    Action("view_4", ("4",), "Saved view 4", "the view of yours that has this number", "Go"),
    Action("view_5", ("5",), "Saved view 5", "the view of yours that has this number", "Go"),
    Action("view_6", ("6",), "Saved view 6", "the view of yours that has this number", "Go"),
    Action("view_7", ("7",), "Saved view 7", "the view of yours that has this number", "Go"),
    Action("view_8", ("8",), "Saved view 8", "the view of yours that has this number", "Go"),
    Action("view_9", ("9",), "Saved view 9", "the view of yours that has this number", "Go"),
    Action("catch_up", ("g c",), "Catch up", "the best of the days since you were here, within some minutes", "Go"),
    Action("timeline", ("g h",), "Timeline", "what was done when, and any of it to be taken back", "Go"),
    Action("cards", ("c",), "Cards", "one paper at a time: the unread ones of the day, or from the cursor on", "Do"),
    Action("refresh", ("R",), "Refresh", "fetch the last days; let in what is new", "Do"),
    Action("help", ("question_mark", "f1"), "Help", "this list, and what a search understands", "Do"),
    Action("palette", ("colon",), "Palette", "every action by name", "Do"),
    Action("samples", ("D",), "Sample digests", "open the samples (only while the library is empty)", "Do"),
    Action("quit", ("q",), "Quit", "leave; everything is saved already", "Do"),
    *(Action(f"{CARDS}_{name}", keys, title, told, "Cards", CARDS) for name, keys, title, told in _CARDS),
    *(Action(f"{CATCH_UP}_{name}", keys, title, told, "Catch up", CATCH_UP) for name, keys, title, told in _CATCH_UP),
    *(Action(f"{TIMELINE}_{name}", keys, title, told, "Timeline", TIMELINE) for name, keys, title, told in _TIMELINE),
)


def families(actions: Iterable[Action]) -> Iterator[tuple[Action, ...]]:
    """The actions, those together that stand side by side and do the same with another number."""
    for _, family in groupby(actions, lambda one: (one.scope, one.help if one.name[-1:].isdecimal() else one.name)):
        yield tuple(family)


def shown_keys(family: Sequence[Action]) -> str:
    """The keys of a family as a person reads them: j ↓; or O 1 … O 9."""
    first, last = family[0].shown, family[-1].shown
    return f"{first} … {last}" if len(family) > 1 and first and last else first or last


BAR_KEYS: Final = (
    ("↑ ↓", "the searches made before, and back to what you typed"),
    ("Tab →", "take the ending that is offered"),
    ("Enter", "keep what was found"),
    ("Esc", "back to where you were"),
)
"""What keys do in the line of a search or a filter, beside what they do in any line."""
