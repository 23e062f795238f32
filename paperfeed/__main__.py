"""`python -m paperfeed` is `paperfeed`."""

from paperfeed.cli import main

main()
