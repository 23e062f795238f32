"""How much one query may cost, so that no text at all keeps anyone waiting for long."""

MOST = 300_000
"""Steps, of which one is a posting that is read: half a microsecond or so …"""
MOST_PER_PAPER = 20
"""… and as many more for each paper: any twenty words can be searched."""
STEPS_PER_TERM = 6
"""What it costs to look at a term for whether it is spelt like another."""


class Work:
    """What was spent. Counted alike whether it is remembered or read: the answer must not depend on that."""

    def __init__(self) -> None:
        self.spent = 0
        self.most = MOST

    def among(self, papers: int) -> None:
        """So many papers are searched."""
        self.most = MOST + MOST_PER_PAPER * papers

    def add(self, steps: int) -> None:
        self.spent += steps

    def is_too_much(self, more: int = 0) -> bool:
        return self.spent + more > self.most
