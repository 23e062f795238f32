"""paperfeed: a terminal inbox for a dated feed of research papers.

The core (everything but `tui/`) runs without a user interface: `paperfeed.library.Library` is its
one door. `paperfeed.cli` turns arguments into calls of it and starts the terminal program.
"""

__version__ = "0.1.0"
