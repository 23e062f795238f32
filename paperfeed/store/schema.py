"""The tables of the library file, and the steps from one version of them to the next.

A step, once released, is never changed: a new one is added behind it.
"""

APPLICATION_ID = 0x70617066
"""Marks the file as one of ours: "papf"."""

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE facts_of_library (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE papers (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL, abstract TEXT NOT NULL, authors TEXT NOT NULL,
        arxiv_id TEXT, doi TEXT, url TEXT, pdf_url TEXT, published TEXT, updated TEXT, comments INTEGER,
        github_url TEXT, github_stars INTEGER, project_url TEXT, organization TEXT, submitter TEXT,
        keywords TEXT NOT NULL, summary TEXT, thumbnail_url TEXT,
        rank INTEGER NOT NULL, other TEXT NOT NULL,
        -- derived from listings: the first day, the newest votes, the place on the first day's list
        day TEXT NOT NULL DEFAULT '', votes INTEGER, place INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX papers_in_order ON papers (day DESC, votes DESC, place, row);

    CREATE TABLE ids (id TEXT PRIMARY KEY, paper INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX ids_of_paper ON ids (paper);

    CREATE TABLE listings (
        paper INTEGER NOT NULL, day TEXT NOT NULL, source TEXT NOT NULL,
        place INTEGER NOT NULL, votes INTEGER, captured INTEGER NOT NULL, known_by TEXT NOT NULL,
        added INTEGER NOT NULL,
        PRIMARY KEY (paper, day, source)
    ) WITHOUT ROWID;
    CREATE INDEX listings_by_day ON listings (day, paper);

    -- One register per paper and field. The stamp stays when the value goes: it says since when.
    CREATE TABLE marks (
        paper INTEGER NOT NULL, field TEXT NOT NULL, value, stamp TEXT NOT NULL,
        PRIMARY KEY (paper, field)
    ) WITHOUT ROWID;
    CREATE INDEX marks_set ON marks (field, paper) WHERE value IS NOT NULL;

    -- A row for each time an act was done (way 1) or taken back (way -1); `act` is its first row.
    CREATE TABLE journal (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        act INTEGER, way INTEGER NOT NULL, label TEXT NOT NULL, auto INTEGER NOT NULL,
        at INTEGER NOT NULL, device TEXT NOT NULL
    );
    CREATE INDEX journal_of_act ON journal (act, number);
    CREATE TABLE journal_edits (
        number INTEGER NOT NULL, paper INTEGER NOT NULL, field TEXT NOT NULL, before, after,
        PRIMARY KEY (number, paper, field)
    ) WITHOUT ROWID;
    CREATE INDEX journal_edits_of_paper ON journal_edits (paper);

    -- Papers whose text the index has not taken yet.
    CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, paper INTEGER NOT NULL UNIQUE);

    CREATE TABLE validators (url TEXT PRIMARY KEY, etag TEXT, modified TEXT) WITHOUT ROWID;
    CREATE TABLE refreshes (source TEXT PRIMARY KEY, at INTEGER NOT NULL, error TEXT) WITHOUT ROWID;
    """,
)
