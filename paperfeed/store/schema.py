"""The tables of the library file, and the steps from one version of them to the next.

A step, once released, is never changed: a new one is added behind it.
"""

APPLICATION_ID = 0x70617066
"""Marks the file as one of ours: "papf"."""

_OF_MARKS = """ifnull((
            SELECT max(field = 'read') + 2 * max(field = 'starred') + 4 * max(field = 'done')
                + 8 * max(field = 'snoozed') + 16 * max(field = 'note') + 32 * max(field >= 'tag:' AND field < 'tag;')
            FROM marks WHERE paper = {} AND value IS NOT NULL
        ), 0)"""
"""The flags of step 3 that marks give. A mark asks for no more: a paper is wide, and slow to read."""

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
    """
    -- What was searched for, and when last: in ms since 1970, each later than the one before.
    CREATE TABLE searches (text TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    -- Searches kept as views.
    CREATE TABLE views (
        name TEXT PRIMARY KEY COLLATE NOCASE, query TEXT NOT NULL, place INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
    f"""
    -- A paper as the list selects, orders and counts it: derived from papers, listings and marks, and
    -- kept by the triggers below, so that nothing that writes those can forget it.
    CREATE TABLE lines (
        row INTEGER PRIMARY KEY,
        day TEXT NOT NULL, votes INTEGER, place INTEGER NOT NULL,
        flags INTEGER NOT NULL,
        last_day TEXT NOT NULL,  -- the last one that listed it
        stars INTEGER, comments INTEGER,
        added INTEGER  -- when its first day got it, in ms
    );
    -- What a line holds. flags: read 1, starred 2, done 4, snoozed 8, note 16, tags 32, code 64, pdf 128.
    CREATE VIEW lines_meant AS SELECT
        p.row, p.day, p.votes, p.place,
        {_OF_MARKS.format("p.row")}
            + 64 * (p.github_url IS NOT NULL) + 128 * (p.pdf_url IS NOT NULL OR p.arxiv_id IS NOT NULL) AS flags,
        ifnull((SELECT max(day) FROM listings WHERE paper = p.row), '') AS last_day,
        p.github_stars AS stars, p.comments,
        (SELECT min(added) FROM listings WHERE paper = p.row AND day = p.day) AS added
        FROM papers p;
    INSERT INTO lines SELECT * FROM lines_meant;
    CREATE INDEX lines_in_order ON lines
        (day DESC, votes DESC, place, row, flags, last_day, stars, comments, added);

    CREATE TRIGGER lines_paper_comes AFTER INSERT ON papers BEGIN
        DELETE FROM lines WHERE row = NEW.row;
        INSERT INTO lines SELECT * FROM lines_meant WHERE row = NEW.row;
    END;
    CREATE TRIGGER lines_paper_changes AFTER UPDATE OF
        day, votes, place, github_url, pdf_url, arxiv_id, github_stars, comments ON papers BEGIN
        UPDATE lines SET (day, votes, place, flags, stars, comments, added) = (
            SELECT day, votes, place, flags, stars, comments, added FROM lines_meant WHERE row = NEW.row
        ) WHERE row = NEW.row;
    END;
    CREATE TRIGGER lines_paper_goes AFTER DELETE ON papers BEGIN
        DELETE FROM lines WHERE row = OLD.row;
    END;
    CREATE TRIGGER lines_listing_comes AFTER INSERT ON listings BEGIN
        UPDATE lines SET (last_day, added) = (SELECT last_day, added FROM lines_meant WHERE row = NEW.paper)
            WHERE row = NEW.paper;
    END;
    CREATE TRIGGER lines_listing_changes AFTER UPDATE ON listings BEGIN
        UPDATE lines SET (last_day, added) = (SELECT m.last_day, m.added FROM lines_meant m WHERE m.row = lines.row)
            WHERE row IN (OLD.paper, NEW.paper);
    END;
    CREATE TRIGGER lines_listing_goes AFTER DELETE ON listings BEGIN
        UPDATE lines SET (last_day, added) = (SELECT last_day, added FROM lines_meant WHERE row = OLD.paper)
            WHERE row = OLD.paper;
    END;
    CREATE TRIGGER lines_mark_comes AFTER INSERT ON marks BEGIN
        UPDATE lines SET flags = flags & 192 | {_OF_MARKS.format("NEW.paper")} WHERE row = NEW.paper;
    END;
    CREATE TRIGGER lines_mark_changes AFTER UPDATE ON marks BEGIN
        UPDATE lines SET flags = flags & 192 | {_OF_MARKS.format("lines.row")} WHERE row IN (OLD.paper, NEW.paper);
    END;
    CREATE TRIGGER lines_mark_goes AFTER DELETE ON marks BEGIN
        UPDATE lines SET flags = flags & 192 | {_OF_MARKS.format("OLD.paper")} WHERE row = OLD.paper;
    END;
    DROP INDEX papers_in_order;
    """,
)
