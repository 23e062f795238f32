r"""A paper as it is cited: a BibTeX entry, a line of Markdown. Pure.

Owns what BibTeX and Markdown take for signs of their own. In BibTeX the LaTeX of a title stays as its source
gave it, and everything else is text: whatever a title says, its braces are balanced and no sign of it is obeyed.
"""

import re
import unicodedata
from collections.abc import Sequence

from paperfeed.latex import to_unicode
from paperfeed.links import safe_url
from paperfeed.marks import Entry
from paperfeed.paper import Paper
from paperfeed.paper_links import page_of
from paperfeed.render import people, shown

LONG_WORD = 4
"""Letters of the first word of a title that says something."""
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"}
    | {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"}
)
"""Letters that are no other letter with a mark."""
_TOKEN = re.compile(
    r"(?P<math>\$(?!\s)(?:[^$%#&\\]|\\.)+(?<!\s)\$)|\\(?P<brace>[{}])|\\(?P<command>[A-Za-z]+|[^A-Za-z\s{}])"
    r"|(?P<sign>[\\{}$&%#_~^])",
    re.DOTALL,
)
_ACTS = frozenset(
    re.findall(
        r"\S+",
        """
    input include includeonly includegraphics lstinputlisting verbatiminput inputminted import subimport bibliography
    openin openout closein closeout read readline write immediate special def edef gdef xdef let futurelet newcommand
    renewcommand providecommand newenvironment renewenvironment usepackage RequirePackage documentclass catcode csname
    endcsname expandafter scantokens begin end loop repeat everypar output jobname directlua latelua luaexec ShellEscape
    verb char uppercase lowercase
    """,
    )
)
"""Commands that do more than set text: from a feed they are text themselves."""
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MARKDOWN = re.compile(r"[\\\[\]*_`<>]")


def bibtex(entries: Sequence[Entry]) -> str:
    """The entries of a bibliography, one for each paper."""
    return "\n\n".join(_bibtex(entry) for entry in entries)


def markdown(entries: Sequence[Entry]) -> str:
    """[Title](url) — authors, year: a line for each paper."""
    return "\n".join(_markdown(entry) for entry in entries)


def key_of(entry: Entry) -> str:
    """The name of a paper in a bibliography, in ASCII: vaswani2017attention."""
    words = [_ascii(word) for word in re.findall(r"[^\W_]+", to_unicode(entry.paper.title))]
    words = [word for word in words if word]
    long = next((word for word in words if len(word) >= LONG_WORD), words[0] if words else "")
    author = _surname(entry.paper.authors[0]) if entry.paper.authors else ""
    return f"{author or 'anonymous'}{year_of(entry)}{long}"


def year_of(entry: Entry) -> str:
    """The year in which the paper came out, as far as is known: else that of the day it was listed first."""
    published = re.match(r"[0-9]{4}(?![0-9])", entry.paper.published or "")
    return published[0] if published else str(entry.day.year)


def escaped(text: str) -> str:
    r"""A text as BibTeX wants it: R\&D, 5\%, A\textasciicircum{}2; what is LaTeX already stays."""
    keeps_braces = _is_latex(text)

    def token(match: re.Match[str]) -> str:
        if match["math"]:
            inner = match["math"][1:-1]
            return match[0] if _is_formula(inner) else rf"\${escaped(inner)}\$"
        if match["command"]:
            return _SIGNS["\\"] + match["command"] if match["command"] in _ACTS else match[0]
        sign = match["brace"] or match["sign"]
        if sign in "{}" and keeps_braces and not match["brace"]:
            return sign
        return _SIGNS.get(sign, f"\\{sign}")

    return _TOKEN.sub(token, text)


def _bibtex(entry: Entry) -> str:
    paper = entry.paper
    fields = {
        "title": f"{{{escaped(paper.title)}}}",
        "author": " and ".join(_author(name) for name in paper.authors),
        "year": year_of(entry),
        "eprint": _verbatim(paper.arxiv_id),
        "archivePrefix": "arXiv" if paper.arxiv_id else "",
        "doi": _verbatim(paper.doi),
        "url": _verbatim(_at_arxiv(paper) or page_of(paper)),
    }
    lines = (f"  {name:<13} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key_of(entry)},\n" + ",\n".join(lines) + "\n}"


def _markdown(entry: Entry) -> str:
    paper = entry.paper
    title, url = _as_text(shown(paper.title)), page_of(paper) or _at_arxiv(paper)
    link = f"[{title}]({url.replace('(', '%28').replace(')', '%29')})" if url else title
    return f"{link} — {', '.join(filter(None, (_as_text(people(paper)), year_of(entry))))}"


def _at_arxiv(paper: Paper) -> str | None:
    """The page that outlives any other."""
    return safe_url(f"https://arxiv.org/abs/{paper.arxiv_id}") if paper.arxiv_id else None


def _as_text(text: str) -> str:
    """A text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def _author(name: str) -> str:
    """A name; in braces where BibTeX would take it for several."""
    safe = escaped(name)
    return f"{{{safe}}}" if safe.count(",") > 1 or re.search(r"\band\b", safe, re.IGNORECASE) else safe


def _surname(name: str) -> str:
    """ada lovelace → lovelace; Lovelace, Ada → lovelace; Sammy Davis Jr. → davis."""
    words = [_ascii(word) for word in to_unicode(name.partition(",")[0]).split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words[-1] if words else ""


def _ascii(word: str) -> str:
    """The letters and digits of a word, without their marks; empty where it is written in another script."""
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(char for char in plain if char.isascii() and char.isalnum()).lower()


def _verbatim(text: str | None) -> str:
    """An id or a link: its signs are its own, but braces and backslashes would be the entry's."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", text or "")


def _is_formula(inner: str) -> bool:
    """Whether what stands between two dollar signs can stay as it is."""
    return _balanced(inner) and "^^" not in inner and _ACTS.isdisjoint(re.findall(r"\\([A-Za-z]+)", inner))


def _is_latex(text: str) -> bool:
    """Whether the braces of a text outside formulas are those of LaTeX: it has commands, and they are balanced."""
    tokens = list(_TOKEN.finditer(text))
    has_commands = any(one["command"] and one["command"] not in _ACTS for one in tokens)
    return has_commands and _balanced("".join(one["sign"] for one in tokens if one["sign"] and one["sign"] in "{}"))


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0
