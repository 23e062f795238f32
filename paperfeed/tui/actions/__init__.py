"""What each action of the table in `keys` does, in terms of the inbox screen: a module for each of its groups.

An action `name` of a group is the method `name` of the group's object here. Nothing here knows a key.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from paperfeed.tui.actions.copying import Copying
from paperfeed.tui.actions.doing import Doing
from paperfeed.tui.actions.finding import Finding
from paperfeed.tui.actions.going import Going
from paperfeed.tui.actions.marking import Marking
from paperfeed.tui.actions.moving import Moving
from paperfeed.tui.actions.perusing import Perusing
from paperfeed.tui.actions.selecting import Selecting

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen
    from paperfeed.tui.keys import Action


class Actions:
    """The actions on one inbox screen, by the group in which they stand."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.moving, self.perusing, self.marking = Moving(screen), Perusing(screen), Marking(screen)
        self.selecting = Selecting(screen)
        self.finding, self.going, self.doing = Finding(screen), Going(screen), Doing(screen)
        self.copying = Copying(screen)
        self.groups: Mapping[str, object] = {
            "Move": self.moving,
            "Read": self.perusing,
            "Copy": self.copying,
            "Mark": self.marking,
            "Select": self.selecting,
            "Find": self.finding,
            "Go": self.going,
            "Do": self.doing,
        }

    @property
    def titles(self) -> Mapping[str, str]:
        """What actions are called at this moment, by name, where that depends on what is shown."""
        return self.perusing.link_titles

    def run(self, action: "Action") -> None:
        """Carries out an action of the table."""
        getattr(self.groups[action.group], action.name)()
