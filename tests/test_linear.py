"""Line by line: what a line means; and sessions through pipes and a plain terminal, as they are told and on disk."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import DAY, Clock, make_digest, make_paper, open_library
from hypothesis import given, settings
from hypothesis import strategies as st
from pty_app import PtyApp, environment
from sources.server import FeedServer, api_item
from test_cli_views import ROOT, paperfeed

from paperfeed.config import Config, SourceConfig
from paperfeed.library import Library
from paperfeed.linear import telling
from paperfeed.linear.commands import COMMANDS, table
from paperfeed.linear.deciding import Do, Go, Job, Look, Mark, Seek, State, decide
from paperfeed.linear.reading import Linear
from paperfeed.linear.terminal import Terminal
from paperfeed.marks import UNMARKED, Act, Entry
from paperfeed.paper import Listed, Listing, PaperId
from paperfeed.tui.keys import ACTIONS, Action

TABLE = table(ACTIONS)
ENTRY = Entry(7, PaperId("arxiv:2503.00001"), make_paper(1), UNMARKED, (Listing(DAY, "huggingface", 1, 10),), DAY, 10)
HERE = State(DAY, total=58, place=20, entry=ENTRY)
DONE = replace(ENTRY, marks=replace(UNMARKED, starred=1, done=1))


# What a line means


@pytest.mark.parametrize(
    ("line", "job"),
    [
        ("s", Mark("star")),
        ("star", Mark("star")),
        ("  STAR ", Mark("star")),
        ("r", Mark("read")),
        ("u", Mark("unread")),
        ("e", Mark("done")),
        ("d", Mark("dismiss")),
        ("b 2w", Mark("snooze", "2025-03-28")),
        ("snooze 50 votes", Mark("snooze", "votes>=50")),
        ("b now", Mark("wake")),
        ("t moe", Mark("tag", "moe")),
        ("t two words [/]", Mark("tag", "two words [/]")),
        ("- moe", Mark("untag", "moe")),
        ("-moe", Mark("untag", "moe")),
        ("m see §2", Mark("note", "see §2")),
        ("m -", Mark("note", None)),
        ("", Seek(1)),
        ("n", Seek(1)),
        ("p", Seek(-1)),
        ("j", Go(21)),
        ("k", Go(19)),
        ("g g", Go(0)),
        ("gg", Go(0)),
        ("G", Go(57)),
        ("12", Go(11)),
        ("go 3", Go(2)),
        ("#3", Go(2)),
        ("1", Look("inbox")),
        ("g s", Look("starred")),
        ("4", Do("saved", "4")),
        ("v", Do("view")),
        ("v moe", Do("view", "moe")),
        ("/ moe", Look("inbox", ("moe",), everywhere=True)),
        ("/moe is:unread", Look("inbox", ("moe is:unread",), everywhere=True)),
        ("\\ is:unread", Look("inbox", ("is:unread",))),
        ("back", Look("inbox")),
        ("l", Do("open")),
        ("text", Do("open")),
        ("a", Do("list")),
        ("o", Do("browse")),
        ("y", Do("copy_link")),
        ("z", Do("undo")),
        ("z 12", Do("undo", "12")),
        ("Z", Do("redo")),
        ("h", Do("history")),
        ("R", Do("refresh")),
        ("?", Do("help")),
        ("q", Do("quit")),
    ],
)
def test_a_line_asks_for_one_thing(line: str, job: Job) -> None:
    turn = decide(HERE, line, TABLE)
    assert (turn.job, turn.says) == (job, "")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("hello", "hello is no command here, and nothing was done. ? tells them."),
        ("star this one", "star this one is no command here"),
        ("\x1b[A", "is no command here"),
        ("99", "There is no paper 99: the last one is 58."),
        ("go far", "Write the number of a paper, from 1 to 58."),
        ("b yesterday", "Until yesterday: expected a day after today or a condition: tomorrow"),
        ("t " + "x" * 101, "A tag has 100 characters at most: nothing was done."),
        ("z last", "last is no number of an act. h tells them."),
        (".", "Nothing was done yet that could be repeated."),
    ],
)
def test_a_slip_gets_a_sentence_and_does_nothing(line: str, says: str) -> None:
    turn = decide(HERE, line, TABLE)
    assert turn.job is None
    assert says in turn.says
    assert "\x1b" not in turn.says
    assert turn.state == HERE


def test_the_ends_of_the_list_are_told() -> None:
    assert decide(replace(HERE, place=57), "j", TABLE).says == "This is the last paper."
    assert decide(replace(HERE, place=0), "k", TABLE).says == "This is the first paper."


@pytest.mark.parametrize(
    ("key", "asks", "answer", "job"),
    [
        ("t", "Which tag?", "a b", Mark("tag", "a b")),
        ("-", "Which tag is to go?", "q", Mark("untag", "q")),
        ("b", "Until when? tomorrow", "code", Mark("snooze", "code")),
        ("m", "What is the note?", "  s  ", Mark("note", "s")),
        ("/", "Search for what?", "1", Look("inbox", ("1",), everywhere=True)),
        ("\\", "Narrow by what?", "moe", Look("inbox", ("moe",))),
    ],
)
def test_what_is_missing_is_asked_for_and_an_empty_line_leaves_all_as_it_is(
    key: str, asks: str, answer: str, job: Job
) -> None:
    asked = decide(HERE, key, TABLE)
    assert asked.job is None
    assert asked.says.startswith(asks)
    assert decide(asked.state, answer, TABLE).job == job
    assert decide(asked.state, answer, TABLE).state.asked == ""
    assert decide(asked.state, "", TABLE) == (HERE, None, "All is as it was.")


def test_a_day_that_cannot_be_read_is_asked_for_again() -> None:
    asked = decide(decide(HERE, "b", TABLE).state, "soon", TABLE)
    assert asked.says.endswith(". Until when?")
    assert decide(asked.state, "monday", TABLE).job == Mark("snooze", "2025-03-17")


def test_all_of_the_list_is_marked_read_only_after_a_yes() -> None:
    asked = decide(HERE, "A", TABLE)
    assert asked.says == "Mark all 58 papers of this list read? y or n."
    assert decide(asked.state, "y", TABLE).job == Mark("read", whole_list=True)
    for no in ("", "n", "r", "yellow"):
        assert decide(asked.state, no, TABLE) == (HERE, None, "Nothing was marked.")


def test_what_is_so_already_is_turned_over_and_the_last_verb_repeated() -> None:
    assert decide(replace(HERE, entry=DONE), "s", TABLE).job == Mark("unstar")
    assert decide(replace(HERE, entry=DONE, view="done"), "e", TABLE).job == Mark("undone")
    assert decide(replace(HERE, entry=DONE, view="done"), "d", TABLE).job == Mark("undone")
    tagged = decide(HERE, "t moe", TABLE).state
    assert decide(decide(tagged, "j", TABLE).state, ".", TABLE).job == Mark("tag", "moe")


def test_one_goes_on_the_way_one_was_going() -> None:
    assert decide(HERE, "k", TABLE).state.way == decide(HERE, "p", TABLE).state.way == -1
    assert decide(decide(HERE, "k", TABLE).state, "j", TABLE).state.way == 1


def test_filters_stand_on_one_another_and_on_no_search() -> None:
    assert decide(replace(HERE, texts=("a",)), "\\ b", TABLE).job == Look("inbox", ("a", "b"))
    assert decide(replace(HERE, texts=("a",), everywhere=True), "\\ b", TABLE).job == Look("inbox", ("b",))


def test_without_a_paper_nothing_can_be_done_to_it() -> None:
    for line in ("s", "b", "b 2w", "t x", "j", "", "12", "#1", "a", "l", "y", "A", "m"):
        turn = decide(State(DAY), line, TABLE)
        assert (turn.job, turn.says) == (None, "There is no paper here. v tells the views, / searches."), line


def test_a_remapped_key_holds_here_too_and_the_help_says_so() -> None:
    actions = [
        Action("star", ("f",), "", "", ""),
        Action("undo", ("u", "ctrl+z"), "", "", ""),
        Action("next_unread", ("enter",), "", "", ""),
        Action("view_inbox", ("g i",), "", "", ""),
        Action("copy_link", ("y y",), "", "", ""),
    ]
    remapped = table(actions)
    assert decide(HERE, "f", remapped).job == Mark("star")
    assert decide(HERE, "s", remapped).job is None
    assert decide(HERE, "u", remapped).job == Do("undo")
    assert decide(HERE, "unread", remapped).job == Mark("unread")
    assert decide(HERE, "n", remapped).job == Seek(1)
    assert decide(HERE, "y", remapped).job == decide(HERE, "y y", remapped).job == Do("copy_link")
    assert decide(HERE, "g i", remapped).job == decide(HERE, "gi", remapped).job == Look("inbox")
    assert (remapped.key_of("undo"), remapped.key_of("unread")) == ("u", "unread")
    assert "f or star: star it, or take the star away." in remapped.help()
    assert "unread: make it unread again." in remapped.help()


def test_every_command_has_a_word_of_its_own_and_a_line_of_help() -> None:
    words = [word for command in COMMANDS for word in command.words]
    assert len(words) == len(set(words))
    assert len(TABLE.help()) == len(COMMANDS) == len({one.name for one in COMMANDS})
    assert all(TABLE.key_of(one.name) for one in COMMANDS)


LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from([one.key for one in COMMANDS] + [word for one in COMMANDS for word in one.words]),
    st.tuples(st.sampled_from([one.key for one in COMMANDS]), st.text(max_size=12)).map(" ".join),
)
STATES = st.builds(
    State,
    st.just(DAY),
    st.sampled_from(["inbox", "done", "mine"]),
    total=st.integers(1, 99),
    place=st.just(0),
    entry=st.sampled_from([ENTRY, DONE, None]),
    asked=st.sampled_from(["", *(one.name for one in COMMANDS if one.asks), "all_read"]),
)


@given(STATES, LINES)
def test_any_line_in_any_state_is_a_job_or_a_sentence(state: State, line: str) -> None:
    turn = decide(state, line, TABLE)
    assert turn.job is not None or turn.says
    assert "\n" not in turn.says
    assert turn.state.entry == state.entry
    if isinstance(turn.job, Go):
        assert 0 <= turn.job.place < state.total
    if isinstance(turn.job, Mark):
        assert state.entry is not None


# The library behind it


class Lines:
    """A terminal that is neither: lines to be read, and all that was written."""

    encoding = "utf-8"

    def __init__(self, lines: list[str]) -> None:
        self.lines = [f"{line}\n" for line in lines]
        self.written = ""

    def readline(self) -> str:
        return self.lines.pop(0) if self.lines else ""

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False


def played(library: Library, lines: list[str]) -> Linear:
    terminal = Lines(lines)
    linear = Linear(library, TABLE, Terminal(terminal, terminal))  # type: ignore[arg-type]
    linear.begin()
    while linear.step():
        pass
    return linear


def written(linear: Linear) -> str:
    terminal = linear.terminal._out
    assert isinstance(terminal, Lines)
    return terminal.written


HARMLESS = st.sampled_from(
    [
        *(
            "",
            "n",
            "p",
            "j",
            "k",
            "gg",
            "G",
            "a",
            "l",
            "y",
            "h",
            "?",
            "1",
            "2",
            "3",
            "4",
            "v",
            "v done",
            "v x",
            "/ paper",
        ),
        *("/ nothing at all", "\\ number", "back", "go 2", "t", "m", "b", "A", "what", "z 99", "."),
    ]
)


@given(st.lists(HARMLESS, max_size=12))
@settings(max_examples=40)
def test_without_a_verb_the_library_stays_as_it_is(lines: list[str]) -> None:
    with TemporaryDirectory() as home, open_library(Path(home), Clock()) as library:
        library.take_in(make_digest(4))
        rows = library.look(library.parse("")).rows
        before = library.entries(rows)
        asking = {"t", "m", "b", "A"}
        played(library, [one for line in lines for one in ((line, "") if line in asking else (line,))])
        assert library.entries(rows) == before
        assert library.history() == []


VERB_LINES = st.sampled_from(
    [
        *("s", "r", "u", "e", "d", "b 2w", "b code", "t moe", "-moe", "m odd [/] note", "m -", ".", "n", "k", "2"),
        *("v done", "z", "Z", "\\ is:unread"),
    ]
)


@given(st.lists(VERB_LINES, max_size=12))
@settings(max_examples=40)
def test_undoing_every_act_gives_the_library_of_the_beginning(lines: list[str]) -> None:
    with TemporaryDirectory() as home, open_library(Path(home), Clock()) as library:
        library.take_in(make_digest(4))
        rows = library.look(library.parse("")).rows
        before = library.entries(rows)
        played(library, lines)
        played(library, ["z"] * 13)
        assert library.entries(rows) == before


# Sessions


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_library(tmp_path) as library:
        library.take_in(make_digest([make_paper(1, title="Größe “of” models"), *(make_paper(n) for n in range(2, 13))]))
        library.indexing.take_waiting()
    return tmp_path


def session(home: Path, *lines: str, **variables: str) -> str:
    """What is told when these lines come through a pipe, and then its end."""
    command = [sys.executable, "-m", "paperfeed", "--home", str(home), "--offline", "--linear"]
    env = environment(TERM="dumb", **variables)
    text = "".join(f"{line}\n" for line in lines).encode()
    done = subprocess.run(command, input=text, capture_output=True, cwd=ROOT, env=env, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    return done.stdout.decode()


def entries(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in paperfeed(home, "list", "--json")[1].splitlines()]


def test_a_paper_is_told_in_sentences_with_words_for_its_state(home: Path) -> None:
    told = session(home, "s", "t moe", "m read §2", "again").splitlines()
    assert told[1:4] == [
        "12 papers in inbox, 12 unread.",
        "Größe “of” models.",
        "Unread. 10 votes. Listed Fri 14 Mar 2025.",
    ]
    assert told[4:] == [
        "1 of 12> s",
        "Starred “Größe “of” models”. z takes it back.",
        "1 of 12> t moe",
        "Tagged moe “Größe “of” models”. z takes it back.",
        "1 of 12> m read §2",
        "Noted “Größe “of” models”. z takes it back.",
        "1 of 12> again",
        "Größe “of” models.",
        "Unread, starred, tagged moe. 10 votes. Listed Fri 14 Mar 2025.",
        "Note: read §2.",
        "1 of 12> ",
    ]
    first = entries(home)[0]
    assert (first["starred"], first["tags"], first["note"]) == (True, ["moe"], "read §2")


def test_a_day_is_triaged_and_taken_back_line_by_line(home: Path) -> None:
    before = entries(home)
    told = session(home, "e", "d", "b 50 votes", "r", "", "3", "1", "z", "Z", "z", "z", "z", "z", "z")
    assert "Snoozed until it has 50 votes “Paper number 3”. z takes it back.\nPaper number 4.\n" in told
    assert "Read “Paper number 4”. z takes it back.\n4 of 12> \nPaper number 5.\n" in told
    assert "> 3\nNo papers in starred.\nno papers> 1\n9 papers in inbox, 8 unread.\nPaper number 5.\n" in told
    assert "Undone: read “Paper number 4”. Z does it again.\nPaper number 4.\n" in told
    assert "Done again: read “Paper number 4”. z takes it back." in told
    assert "There is nothing to undo.\n" in told
    assert entries(home) == before
    session(home, "e", "d", "b 50 votes", "r")
    after = entries(home)
    assert [(one["done"], one["dismissed"], one["snoozed_until"], one["read"]) for one in after[:4]] == [
        (True, False, None, False),
        (True, True, None, False),
        (False, False, "votes>=50", False),
        (False, False, None, True),
    ]


def test_all_is_marked_read_after_a_yes_and_nothing_unread_is_told(home: Path) -> None:
    told = session(home, "\\ number", "A", "y", "n", "back")
    assert "11 papers found, 11 unread." in told
    assert "Mark all 11 papers of this list read? y or n.\n1 of 11> y\nRead: 11 papers. z takes it back.\n" in told
    assert "Nothing unread from here to the end." in told
    assert [one["read"] for one in entries(home)] == [False] + [True] * 11


def test_lists_texts_links_views_and_history_are_told(home: Path) -> None:
    paperfeed(home, "save", "mine", "number")
    told = session(home, "a", "l", "y", "s", "h", "v", "v Mine", "4", "9", "v nowhere", "/ size", "z 1", "h")
    assert "2. Paper number 2. Unread.\n" in told
    assert "11. Paper number 11. Unread.\n1 of 12> l\n" in told
    assert "By Ada Lovelace, Alan Turing.\n" in told
    assert "Listed: Fri 14 Mar 2025 (huggingface)\n" in told
    assert "\nWhat paper 1 says at some length about its subject.\n" in told
    assert "> y\nhttps://huggingface.co/papers/2503.00001\n" in told
    assert "starred “Größe “of” models”.\nz and a number take that act back.\n" in told
    assert "Views: inbox, 12; " in told
    assert "all, 12; starred, 1; snoozed, none; done, none; mine, 11.\n" in told
    assert told.count("11 papers in mine, 11 unread.") == 2
    assert "There is no view 9 yet." in told
    assert "There is no view nowhere; there are inbox, " in told
    assert "Undone: starred “Größe “of” models”." in told
    assert "“Größe “of” models”. Undone.\n" in told


def test_a_search_that_finds_nothing_leaves_the_list(home: Path) -> None:
    told = session(home, "/ zebrafish lattice", "j")
    assert "Nothing found; the list is the one from before." in told
    assert told.endswith("1 of 12> j\nPaper number 2.\nUnread. 9 votes. Listed Fri 14 Mar 2025.\n2 of 12> \n")


def test_offline_nothing_is_fetched_and_without_a_browser_the_link_is_told(home: Path) -> None:
    told = session(home, "R", "o", PATH="")
    assert "Offline, as asked: nothing is fetched.\n" in told
    assert "There is no browser here. The link is https://huggingface.co/papers/2503.00001\n" in told


def test_what_is_fetched_is_told_and_one_stays_on_ones_paper(tmp_path: Path) -> None:
    with FeedServer({"2025-03-14": [api_item(n) for n in range(1, 8)]}) as server:
        config = Config(sources=(SourceConfig(url=server.url, days=2),))
        with open_library(tmp_path, Clock(), config) as library:
            library.take_in(make_digest([make_paper(n) for n in (21, 22)], day=date(2025, 3, 13)))
            told = played(library, ["j", "R", "R"])
            assert (told.state.place, told.state.total) == (8, 9)
            assert library.indexing.waits() == 0
            server.fail("status", 500)
            assert "500" in written(played(library, ["R"]))
    first, second = written(told).split("> R\n")[1:]
    fetched = "Fetching.\n7 new papers.\n9 papers in inbox, 9 unread.\nPaper number 22.\n"
    assert first.startswith(fetched)
    assert second.startswith("Fetching.\nNo new papers.\n9 of 9> ")


def test_all_is_ascii_where_stdout_is(home: Path) -> None:
    paperfeed(home, "mark", "note", "arxiv:2503.00001", "--note", "大 – naïve")
    told = session(home, "s", "z", "?", PYTHONIOENCODING="ascii")
    assert told.isascii()
    assert 'Gro\\xdfe "of" models.' in told
    assert "Note: \\u5927 - naive.\n" in told


def test_bytes_that_are_no_text_end_nothing(home: Path) -> None:
    command = [sys.executable, "-m", "paperfeed", "--home", str(home), "--linear"]
    done = subprocess.run(
        command, input=b"\xff\xfe\0\ns\n", capture_output=True, cwd=ROOT, env=environment(), check=False
    )
    assert done.returncode == 0
    assert "is no command here" in done.stdout.decode()
    assert entries(home)[0]["starred"] is True


def test_an_empty_library_says_what_can_be_done(tmp_path: Path) -> None:
    told = session(tmp_path, "s", "", "R", "q")
    assert told.splitlines()[1:] == [
        "No papers in inbox.",
        "no papers> s",
        "There is no paper here. v tells the views, / searches.",
        "no papers> ",
        "There is no paper here. v tells the views, / searches.",
        "no papers> R",
        "Offline, as asked: nothing is fetched.",
        "no papers> q",
    ]


def test_what_has_slept_enough_is_told_at_the_start(home: Path) -> None:
    with open_library(home) as library:
        row = library.row_of("arxiv:2503.00002")
        library.apply(Act("snooze", (row,), "votes>=12"))
        voted = make_digest([Listed(make_paper(2), 12)])
        library.take_in(replace(voted, captured=voted.captured + timedelta(hours=1)))
    told = session(home, "go 2")
    assert told.startswith("Awake again “Paper number 2”.\n")
    assert "Unread, back, for it has 12 votes now. 12 votes." in told


def test_the_samples_are_read_line_by_line_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "paperfeed", "--linear", "--demo"]
    env = environment(PAPERFEED_HOME=str(tmp_path), TMPDIR=str(tmp_path))
    done = subprocess.run(command, input="s\nq\n", capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    assert (done.returncode, "Starred “" in done.stdout) == (0, True)
    assert list(tmp_path.iterdir()) == []


def test_it_takes_no_command_and_the_inbox_names_it_where_it_cannot_be_shown(home: Path) -> None:
    assert "--linear takes no command" in paperfeed(home, "--linear", "list")[2]
    assert "`paperfeed --linear`" in paperfeed(home)[2]
    with PtyApp.paperfeed(home, TERM="dumb", PYTHONPATH=str(ROOT)) as app:
        app.wait_for("`paperfeed --linear`")
        assert app.wait() == 2


def test_in_a_plain_terminal_lines_are_broken_between_words_and_ctrl_c_ends_well(home: Path) -> None:
    with PtyApp.paperfeed(home, "--linear", columns=40, lines=60, TERM="dumb", PYTHONPATH=str(ROOT)) as app:
        app.wait_for("1 of 12>")
        app.send("l\r")
        app.wait_for("What paper 1 says at some length about")
        app.wait_for("its subject.")
        app.send("s\r")
        app.wait_for("Starred")
        app.send("\x03")
        assert app.wait() == 0
        assert b"\x1b" not in app.raw
    assert entries(home)[0]["starred"] is True


def test_sentences_end_once() -> None:
    assert [telling.sentence(text) for text in ("is it?", "so", "“X”", "done.", "")] == [
        "Is it?",
        "So.",
        "“X”.",
        "Done.",
        "",
    ]
