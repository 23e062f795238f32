"""The Whoosh full-text index: derived from the library, disposable, rebuilt at will.

The only importer of whoosh. Holds source text and row numbers, never marks. Every way in which
Whoosh can fail becomes IndexTrouble, and the library then answers from SQLite.
"""
