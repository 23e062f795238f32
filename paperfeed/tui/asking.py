"""What a verb has to be told: a tag, a note, until when. Asked for in the line, or in the user's editor.

The papers are those that were shown when the key was pressed.
"""

import os
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from paperfeed import snooze
from paperfeed.clean import clean
from paperfeed.marks import LONGEST_TAG, refuses_tag
from paperfeed.tui.messages import About
from paperfeed.tui.prompting import Prompt

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen

LONGEST_NOTE = 10_000
"""Characters of a note that is written in the line; in an editor it can be any length."""
WAKES = "now"
"""What is written instead of a day, to let a paper back in."""


class Asking:
    """What is asked for on the inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self._in_editor = False

    def ask(self, verb: str, in_editor: bool = False) -> None:
        """Asks what a verb is to be told; what has to be known for that is asked of the library before."""
        rows = self.screen.triage.target()
        if not rows:
            return
        if verb == "snooze":
            self._ask_until(rows)
            return
        self._in_editor = in_editor
        self.screen.key_reader.waiting = True  # what is typed now is meant for the line
        self.screen.backend.about(verb, rows)

    def answer(self, about: About) -> None:
        """The library told what is to be known."""
        if about.verb == "tag":
            self._ask_tag(about)
        elif about.verb == "untag":
            self._ask_untag(about)
        else:
            self._ask_note(about)
        if self.screen.prompting.prompt is None:  # what was typed ahead was meant for a line that did not open
            self.screen.key_reader.resume()
        else:
            self.screen.pressing.press_kept()

    # Until when

    def _ask_until(self, rows: Sequence[int]) -> None:
        offered = (*snooze.OFFERED, WAKES)
        hint = ", ".join(offered)
        self.screen.prompting.open(
            Prompt("snooze until:", partial(self._snooze, rows), hint=hint, choices=offered, longest=60)
        )

    def _snooze(self, rows: Sequence[int], text: str) -> str | None:
        if text.strip().casefold() == WAKES:
            self.screen.triage.do("wake", rows=rows)
            return None
        until = snooze.parse_until(text, self._today)
        if until is None:
            return f"write {snooze.EXPECTED}"
        self.screen.triage.do("snooze", until, rows)
        return None

    @property
    def _today(self) -> date:
        return self.screen.reading.today

    # Tags

    def _ask_tag(self, about: About) -> None:
        choices = [tag for tag in about.known if tag not in about.tags] + list(about.tags)
        hint = "any text; " + (f"yours are {_listed(about.known)}" if about.known else "a tag is made by giving it")
        self._ask("tag:", partial(self._tag, about.rows), hint, choices)

    def _tag(self, rows: Sequence[int], text: str) -> str | None:
        if refused := refuses_tag(text):
            return f"{refused} is none: write any text, {LONGEST_TAG} characters at most"
        self.screen.triage.do("tag", text, rows)
        return None

    def _ask_untag(self, about: About) -> None:
        if not about.tags:
            self.screen.tell("no tag to take away", "{tag} gives one")
        else:
            self._ask("take away the tag:", partial(self._untag, about), f"Tab: {_listed(about.tags)}", about.tags)

    def _untag(self, about: About, text: str) -> str | None:
        meant = [tag for tag in about.tags if tag == text] or [
            tag for tag in about.tags if clean(tag).casefold() == clean(text).casefold()
        ]
        if not meant:
            return f"write one of {_listed(about.tags)}"
        self.screen.triage.do("untag", meant[0], about.rows)
        return None

    def _ask(self, label: str, take: partial[str | None], hint: str, choices: Sequence[str]) -> None:
        self.screen.prompting.open(Prompt(label, take, hint=hint, choices=choices, longest=LONGEST_TAG))

    # Notes

    def _ask_note(self, about: About) -> None:
        """In the line, if there is room for it there; notes that differ are replaced, never shown as one."""
        note = about.notes[0] if len(about.notes) == 1 else ""
        if self._in_editor or not note.isprintable() or len(note) > LONGEST_NOTE:
            self._edit_note(about.rows, note)
            return
        hint = "what you think of it" if len(about.notes) < 2 else f"in the place of {len(about.notes)} different ones"
        take = partial(self._note, about.rows, note)
        self.screen.prompting.open(Prompt("note:", take, note, hint, longest=LONGEST_NOTE))

    def _note(self, rows: Sequence[int], before: str, text: str) -> None:
        if text == before:
            self.screen.status.show("the note is as it was" if before else "nothing was noted")
        else:
            self.screen.triage.do("note", text, rows)

    def _edit_note(self, rows: Sequence[int], note: str) -> None:
        """In the editor, which has the terminal until it ends; nothing is painted meanwhile."""
        from textual.app import SuspendNotSupported

        from paperfeed.errors import EditorFailed
        from paperfeed.tui import editor

        self.screen.reading.dwell.stop()
        try:
            text = self._edited(editor.command_in(os.environ), note)
        except EditorFailed as error:
            more = ", or m writes a line here" if str(error) == editor.NONE_SET and note.isprintable() else ""
            self.screen.status.show(f"{error}{more}", warning=True)
        except SuspendNotSupported:
            self.screen.status.show("this terminal cannot be lent to an editor", warning=True)
        else:
            self._note(rows, note, text)
        self.screen.reading.begin_dwell()

    def _edited(self, command: list[str], note: str) -> str:
        """The note as the editor left it. Raises EditorFailed, when the terminal is here again."""
        from paperfeed.errors import EditorFailed
        from paperfeed.tui import editor

        text, failed = None, None
        with self.screen.app.suspend():
            try:
                text = editor.edited(command, note)
            except EditorFailed as error:  # an error that left the block would leave the terminal suspended
                failed = error
        if failed is not None:
            raise failed
        return note if text is None else text


def _listed(tags: Sequence[str], most: int = 5) -> str:
    """A few tags as one line."""
    return ", ".join(clean(tag) for tag in tags[:most]) + (", …" if len(tags) > most else "")
