"""Every error that paperfeed raises on purpose, as one tree; this module imports nothing.

    PaperfeedError                  a sentence for the user: what is wrong and what to do
    ├── ConfigError                 config.toml: file, line, key
    ├── SourceError                 a source gave no digest
    │   ├── UnreadableFile          a file that cannot be read at all
    │   ├── NotADigest              bytes that are no digest of any known kind
    │   └── FetchError              the network, or the server behind it
    │       └── Unreachable         nothing answers there: asking for another day is of no use
    │           └── Offline         the user said: stay off the network
    ├── NoTerminal                  the inbox cannot be shown here
    ├── EditorFailed                the user's editor gave no text
    ├── UnknownPaper                an id that the library does not hold
    ├── UnknownView                 a name that no view has
    ├── BadView                     a name or a query that no view can have
    ├── NothingToUndo               the journal has no act to take back or to do again
    ├── IndexTrouble                the full-text index is missing, damaged or busy
    └── LibraryError                the library cannot be used
        ├── LibraryBusy             another process holds it for too long
        ├── LibraryFull             the disk takes no more
        └── LibraryUnusable         newer, corrupt, or not ours: exit status 3

Errors of other packages are converted to these where they arise and kept as the cause.
"""


class PaperfeedError(Exception):
    """What went wrong, as one sentence for the user."""


class ConfigError(PaperfeedError):
    """A setting that cannot be used."""


class SourceError(PaperfeedError):
    """A source gave no digest."""


class UnreadableFile(SourceError):
    """A file that cannot be read at all."""


class NotADigest(SourceError):
    """Bytes that are no digest of any known kind."""


class FetchError(SourceError):
    """The network or a server failed."""


class Unreachable(FetchError):
    """Nothing answers there."""


class Offline(Unreachable):
    """The user asked to stay off the network."""


class NoTerminal(PaperfeedError):
    """The inbox cannot be shown here."""


class EditorFailed(PaperfeedError):
    """The user's editor gave no text."""


class UnknownPaper(PaperfeedError):
    """An id that the library does not hold."""


class UnknownView(PaperfeedError):
    """A name that no view has."""


class BadView(PaperfeedError):
    """A name or a query that no view can have."""


class NothingToUndo(PaperfeedError):
    """No act is left to take back or to do again."""


class IndexTrouble(PaperfeedError):
    """The full-text index is missing, damaged or busy."""


class LibraryError(PaperfeedError):
    """The library cannot be used."""


class LibraryBusy(LibraryError):
    """Another process holds the library for too long."""


class LibraryFull(LibraryError):
    """The disk takes no more."""


class LibraryUnusable(LibraryError):
    """The library is newer, corrupt, or not one of ours."""
