"""The least that Textual can show: what paperfeed's first frame is compared with."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static("nothing here", markup=False)


if __name__ == "__main__":
    EmptyApp().run()
