"""Papers, lists and acts as plain sentences: words for every state, nothing that a screen reader would spell out.

Pure: values → lines, and lines → what an encoding and a width allow.
"""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from paperfeed.clean import clean
from paperfeed.dates import show_day
from paperfeed.history import Done, local, show_papers, show_when
from paperfeed.marks import Entry
from paperfeed.render import facts, people, shown, shown_paragraphs
from paperfeed.snooze import show_until, show_why

_TYPED = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "−": "-", "×": "x", "·": ",", "≥": ">="}
)


def sentence(text: str) -> str:
    """A text that begins with a capital and ends with a stop."""
    return stopped(f"{text[:1].upper()}{text[1:]}")


def stopped(text: str) -> str:
    """A text that ends with a stop; a title begins as it will."""
    return text if not text or text[-1] in ".!?…:" or text[-2:] in (".”", "?”", "!”") else f"{text}."


def paper(entry: Entry) -> Iterator[str]:
    """A paper as it is come upon: its title, how it stands, when it was listed."""
    yield stopped(shown(entry.paper.title))
    parts = [state(entry)]
    if entry.votes is not None:
        parts.append("1 vote" if entry.votes == 1 else f"{entry.votes:,} votes")
    parts.append(f"listed {show_day(entry.day)}")
    if entry.paper.github_url:
        parts.append("has code")
    yield " ".join(map(sentence, parts))
    if entry.marks.note:
        yield sentence(f"note: {clean(entry.marks.note)}")


def state(entry: Entry) -> str:
    """Unread, starred, tagged moe."""
    marks = entry.marks
    parts = ["unread" if marks.read is None else "read"]
    parts += ["starred"] if marks.starred is not None else []
    parts += ["dismissed"] if marks.dismissed is not None else ["done"] if marks.done is not None else []
    parts += [f"snoozed until {clean(show_until(marks.snoozed))}"] if marks.snoozed else []
    parts += [f"back, for {clean(show_why(marks.woken))}"] if marks.woken else []
    parts += [f"tagged {clean(tag)}" for tag in marks.tags]
    return ", ".join(parts)


def text(entry: Entry) -> Iterator[str]:
    """All that is known of a paper, its abstract last."""
    yield stopped(shown(entry.paper.title))
    if entry.paper.authors:
        yield sentence(f"by {people(entry.paper, len(entry.paper.authors))}")
    for name, value in facts(entry):
        yield f"{name[:1].upper()}{name[1:]}: {value.replace(' · ', ', ')}"
    yield from shown_paragraphs(entry.paper.abstract).split("\n\n") if entry.paper.abstract else ("No abstract.",)


def listed(number: int, entry: Entry) -> str:
    """One paper of several: 4. Its title. Unread."""
    return f"{number:,}. {stopped(shown(entry.paper.title))} {sentence(state(entry))}"


def act(done: Done, today: date) -> str:
    """12. Today 09:12, starred “…”. Undone."""
    when = local(done.at)
    told = sentence(f"{show_when(when.date(), today)} {when:%H:%M}, {clean(done.label)}")
    more = [f"on {show_papers(done.papers)}"] if done.papers != 1 else []
    more += ["done by paperfeed itself"] if done.auto else []
    more += ["undone"] if done.undone else []
    return " ".join([f"{done.number}. {told}", *map(sentence, more)])


def counted(total: int, unread: int, where: str) -> str:
    """58 papers in inbox, 12 unread."""
    more = f", {unread:,} unread" if unread else ", none unread" if total else ""
    return f"{show_papers(total) if total else 'no papers'} {where}{more}."


def fitted(lines: Sequence[str], encoding: str, width: int | None) -> Iterator[str]:
    """Lines in an encoding, and broken between words where there is a width."""
    for line in lines:
        line = encodable(line, encoding)
        if width and len(line) > width:
            yield from textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        else:
            yield line


def encodable(text: str, encoding: str) -> str:
    """A text in an encoding: quotes and dots as they are typed, letters without marks, \\u1234 for the rest."""
    try:
        text.encode(encoding)
    except LookupError:
        return encodable(text, "ascii")
    except UnicodeEncodeError:
        kept = "".join(_encodable(char, encoding) for char in text)
        return kept.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _encodable(char: str, encoding: str) -> str:
    for way in (char, char.translate(_TYPED), unicodedata.normalize("NFKD", char)):
        plain = "".join(part for part in way if not unicodedata.combining(part))
        try:
            plain.encode(encoding)
        except UnicodeEncodeError:
            continue
        return plain
    return char
