"""paperfeed line by line, for screen readers and plain terminals: a paper as sentences, a prompt, a line that is read.

No drawing, no cursor addressing, no colour. `commands` has the table, `deciding` what a line means, `telling` the
sentences; `reading` is the loop; it and `fetching` alone touch the library, `terminal` alone reads and writes.
"""
