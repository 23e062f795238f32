"""A library of thirty papers that has one of everything a query can ask for, come by in three ways.

Each paper has a number, which its title ends on, so that tests can write down what they expect.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from builders import DAY, Clock, make_digest, make_paper, open_library

from paperfeed.config import Config
from paperfeed.library import Library
from paperfeed.marks import Act, Entry
from paperfeed.paper import Digest, Listed, Paper

VIEWS = {
    "mine": "lattice OR tag:moe",
    "nested": "in:mine -is:read",
    "everything": "",
    "common": "the of",
    "vision": "(vision OR image) sort:votes",
}

_TITLES = {
    1: "GPT-4o writes C++ code",
    2: "What gpt4o knows of lattices",
    3: "A GPT 4o mini study",
    4: "Pre-trained vision transformers",
    5: "Pretrained language models",
    6: "Pre trained and fine-tuned",
    7: "Kähler manifolds, naïvely",
    8: "Kahler metrics on surfaces",
    9: r"Norms $\ell_1$ and $\ell_2$ for sparse lattice models",
    10: "ℓ1 penalties again",
    11: "大规模语言模型的训练",
    12: "语言学 and its 模型",
    13: "β-VAE for images",
    14: "Beta distributions over images",
    15: "Modeling the models",
    16: "The of and to",
    17: "Mixture of experts at scale",
    18: "Experts of a mixture",
    19: "k-NN search in 3D",
    20: "kNN graphs, 3D printing and Llama3",
    21: "Quantization of quantum lattices",
    22: "Quantum error correction",
    23: "A note of Bach's on images",
    24: "State-of-the-art image captioning",
    25: "Трансформеры для текста",
    26: "100% of a_b, or x^2 — don't!",
    27: "Studies of attention",
    28: "An attentive study",
    29: "Late to the lattice",
    30: "Late once more",
}
_ABSTRACTS = {
    1: "We evaluate a pre-trained model with $\\alpha$-divergence on Synth² data.",
    3: "The transformer attends. Mixture of experts, too.",
    5: "Language models are pretrained on text and fine-tuned with LoRA.",
    7: "Transformers of LATTICE type; see https://example.org/lattice.",
    9: "A lattice of \\textbf{sparse} codes, 3.5 billion of them.",
    12: "Training in Chinese: 训练 and 语言模型.",
    16: "The of and to.",
    17: "Sparse gates choose experts; pre-training is cheap.",
    19: "State of the art k nearest neighbours.",
    21: "Lattices are quantised; quantum, too.",
    24: "We caption images with a state of the art model, GPT-4o.",
    26: "100 percent of ab.",
}
_AUTHORS = {
    1: ("Émile Borel", "李明"),
    2: ("Emile Zola",),
    7: ("Sophie Germain", "Émile Borel"),
    9: ("Jean-Pierre Serre",),
    11: ("李明",),
    21: ("Quentin Lattice",),
}
_KEYWORDS = {4: ("vision", "mixture of experts"), 5: ("LoRA", "language models"), 21: ("quantum",), 24: ("vision",)}
_FACTS = {
    1: {"organization": "OpenAI", "github_url": "https://github.com/a/b", "github_stars": 120, "comments": 3},
    2: {"organization": "Lattice Labs", "github_url": "https://github.com/a/c", "github_stars": 7},
    5: {"organization": "Lattice Labs", "comments": 12},
    8: {"arxiv_id": None, "doi": "10.1000/8"},
    9: {"arxiv_id": None, "doi": "10.1000/9", "pdf_url": "https://example.org/9.pdf"},
    14: {"arxiv_id": None},
}
NOTES = {
    3: "Reread for the lattice talk; brilliantly put.",
    6: "gpt4o says: pre-trained = pretrained",
    15: "the",
    22: "Über sparse 模型",
}
LATE = (29,)
"""Came to a day of which all other papers had been read or done; 30 came after it, when it was neither."""

NO_VOTES = (4, 22)
"""Of these papers no source knows the votes."""


def paper(number: int) -> Paper:
    facts = {
        "title": f"{_TITLES[number]} {number:02}#",
        "abstract": _ABSTRACTS.get(number, ""),
        "authors": _AUTHORS.get(number, ("Ada Lovelace", "Alan Turing")),
        "keywords": _KEYWORDS.get(number, ()),
    }
    return make_paper(number, **facts, **_FACTS.get(number, {}))


def said_in(one: Paper) -> str:
    """All its texts in which words are looked for, one a line."""
    return "\n".join((one.title, one.abstract, *one.authors, *one.keywords))


def draft(number: int) -> Paper:
    """What a source said of a paper before: words that it has no more. Of 24, the index never hears better."""
    now = paper(number)
    return replace(
        now,
        abstract=now.abstract and f"An {'older' if number == 24 else 'obsolete zebrafish'} lattice transformer",
        organization=now.organization and "Former Labs",
    )


def digest(numbers: Iterable[int], day: int = 0, hour: int = 6, **facts: object) -> Digest:
    """The digest of a day so many days after the first."""
    listed = [Listed(paper(n), None if n in NO_VOTES else n * 7 % 5 * 10) for n in numbers]
    captured = make_digest(1).captured + timedelta(day, hours=hour)
    return make_digest(listed, DAY + timedelta(day), captured=captured, **facts)


DIGESTS = (
    digest(range(1, 11)),
    digest(range(9, 21), 1),
    digest(range(20, 29), 2),
    digest((2, 3, 22), 2, source="mirror"),
    digest((5,), 17),
)
LATE_DIGESTS = (digest((4, 29), 1, 7), digest((4, 29, 30), 1, 8))


def number_of(entry: Entry) -> int:
    return int(entry.paper.title[-3:-1])


def mark(library: Library, rows: dict[int, int]) -> None:
    """Marks of every kind, by the numbers of papers."""

    def act(verb: str, numbers: Iterable[int], argument: str | None = None) -> None:
        library.apply(Act(verb, tuple(rows[number] for number in numbers), argument))

    act("read", (1, 2, 3, *range(11, 21)))
    act("star", (2, 5, 16, 21))
    act("done", (3, 4, 5, 22))
    act("tag", (4, 6, 21), "MoE")
    act("tag", (7,), "to read")
    act("tag", (7, 8), "100%")
    act("snooze", (8, 23), "2025-03-20")
    act("snooze", (24,), "2025-03-15")
    act("snooze", (25,), "code")
    act("snooze", (26, 27), "votes>=30")
    act("dismiss", (28,))
    for number, note in NOTES.items():
        act("note", (number,), note)


def rows_by_number(library: Library) -> dict[int, int]:
    entries = library.entries(library.look(library.parse("")).rows)
    return {number_of(entry): entry.row for entry in entries}


def finish(library: Library, clock: Clock) -> None:
    """The user's marks, then what comes late."""
    mark(library, rows_by_number(library))
    for late in LATE_DIGESTS:
        clock.forward(hours=1)
        library.take_in(late)


def without_index(home: Path) -> Library:
    clock = Clock()
    library = open_library(home, clock, Config(views=VIEWS))
    for one in DIGESTS:
        library.take_in(one)
    finish(library, clock)
    return library


def with_whole_index(home: Path) -> Library:
    library = without_index(home)
    library.indexing.take_waiting()
    return library


def with_index_in_pieces(home: Path) -> Library:
    """Indexed now and then on the way, with papers that changed, that became one, and that still wait."""
    clock = Clock()
    library = open_library(home, clock, Config(views=VIEWS))
    older = make_digest([draft(n) for n in (1, 2, 3, 9)], captured=make_digest(1).captured - timedelta(1))
    by_title = make_digest([make_paper(17, title=paper(17).title, arxiv_id=None)], DAY + timedelta(1))
    library.take_in(older)
    library.take_in(make_digest([draft(24)], DAY + timedelta(2)))
    library.take_in(by_title)
    library.take_in(make_digest([replace(paper(17), title="A mixture under another title")], DAY + timedelta(1)))
    library.indexing.take_waiting()
    for one in DIGESTS[:2]:
        library.take_in(one)
        library.indexing.take_waiting()
    for one in DIGESTS[2:]:
        library.take_in(one)
    finish(library, clock)
    return library
