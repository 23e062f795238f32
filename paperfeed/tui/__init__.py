"""The terminal program: composing, keys and messages over the library. The only importer of textual."""
