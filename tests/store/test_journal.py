"""Undo and redo: the journal's acts are the marks, whatever was done in between."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from builders import Clock, make_digest, open_library
from hypothesis import given, settings
from hypothesis import strategies as st

from paperfeed.errors import NothingToUndo
from paperfeed.library import Library
from paperfeed.marks import UNMARKED, Act, Marks

ROWS = (1, 2, 3)


@pytest.fixture
def three(library: Library) -> Library:
    library.take_in(make_digest(3))
    return library


def marks(library: Library) -> list[Marks]:
    return [entry.marks for entry in library.entries(ROWS)]


def test_undo_takes_the_newest_act_back_and_redo_does_it_again(three, clock):
    three.apply(Act("star", (1,)))
    clock.forward(seconds=5)
    three.apply(Act("done", (1, 2)))
    after = marks(three)
    change = three.undo()
    assert (change.label, change.rows) == ("done: 2 papers", (2, 1))
    assert [m.done for m in marks(three)] == [None] * 3
    assert marks(three)[0].starred
    assert three.redo().label == "done: 2 papers"
    assert marks(three) == after
    three.undo()
    three.undo()
    assert marks(three) == [UNMARKED] * 3


def test_nothing_to_undo_is_said_so(three):
    for what in (three.undo, three.redo):
        with pytest.raises(NothingToUndo):
            what()
    three.apply(Act("star", (1,)))
    three.undo()
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        three.undo()
    three.redo()
    with pytest.raises(NothingToUndo, match="nothing to do again"):
        three.redo()


def test_undo_and_redo_survive_a_restart(tmp_path):
    home = tmp_path / "home"
    with open_library(home) as library:
        library.take_in(make_digest(3))
        library.apply(Act("tag", (1, 2), "moe"))
        library.apply(Act("star", (3,)))
        after = marks(library)
    with open_library(home) as library:
        library.undo()
        library.undo()
        assert marks(library) == [UNMARKED] * 3
    with open_library(home) as library:
        library.redo()
    with open_library(home) as library:
        library.redo()
        assert marks(library) == after


def test_undo_passes_over_what_paperfeed_did_itself(three):
    three.apply(Act("star", (1,)))
    three.apply(Act("read", (1, 2), auto=True))
    assert three.undo().label.startswith("starred")
    assert [(m.starred, bool(m.read)) for m in marks(three)] == [(None, True), (None, True), (None, False)]
    with pytest.raises(NothingToUndo):
        three.undo()


def test_what_paperfeed_did_itself_does_not_forget_the_redo(three):
    three.apply(Act("star", (1,)))
    three.undo()
    three.apply(Act("read", (2,), auto=True))
    assert three.redo().label.startswith("starred")
    assert marks(three)[0].starred


def test_a_new_act_forgets_the_redo(three):
    three.apply(Act("star", (1,)))
    three.undo()
    three.apply(Act("star", (2,)))
    with pytest.raises(NothingToUndo):
        three.redo()
    three.undo()
    three.redo()
    with pytest.raises(NothingToUndo):
        three.redo()


def test_an_act_that_changes_nothing_does_not_forget_the_redo(three):
    three.apply(Act("star", (1,)))
    three.undo()
    assert three.apply(Act("unstar", (1, 2))).number == 0
    assert three.redo().number == 1


def test_an_undo_leaves_later_acts_on_other_papers_and_fields_alone(three, clock):
    three.apply(Act("read", (1, 2)))
    clock.forward(seconds=1)
    three.apply(Act("unread", (1,), auto=True))
    clock.forward(seconds=1)
    three.apply(Act("read", (1,), auto=True))
    three.apply(Act("star", (2,), auto=True))
    later = marks(three)[0].read
    change = three.undo()
    assert change.rows == (2,)
    assert marks(three)[0].read == later
    assert marks(three)[1].read is None
    assert marks(three)[1].starred


def test_snoozing_takes_a_paper_out_of_done_and_undo_puts_it_back(three):
    three.apply(Act("done", (1,)))
    done = marks(three)[0].done
    three.apply(Act("snooze", (1,), "2025-04-01"))
    assert (marks(three)[0].done, marks(three)[0].snoozed) == (None, "2025-04-01")
    three.undo()
    assert (marks(three)[0].done, marks(three)[0].snoozed) == (done, None)


def test_the_history_tells_what_was_done_newest_first(three, clock):
    three.apply(Act("star", (1,)))
    clock.forward(minutes=1)
    three.apply(Act("read", (2,), auto=True))
    three.apply(Act("tag", (1, 3), "moe"))
    three.undo()
    newest, read, star = three.history()
    assert [act.label for act in (newest, read, star)] == [
        "tagged moe: 2 papers", "read “Paper number 2”", "starred “Paper number 1”"
    ]  # fmt: skip
    assert [act.undone for act in (newest, read, star)] == [True, False, False]
    assert [act.auto for act in (newest, read, star)] == [False, True, False]
    assert newest.papers == ("arxiv:2503.00001", "arxiv:2503.00003")
    assert newest.at == star.at + 60_000
    assert newest.device == star.device != ""
    assert three.history(1) == [newest]
    three.redo()
    assert [act.undone for act in three.history()] == [False] * 3


def test_an_act_of_very_many_papers_is_one_act(library: Library):
    library.take_in(make_digest(1_200))
    assert len(library.apply(Act("done", tuple(range(1, 1_201)))).edits) == 1_200
    assert library.count(library.parse("is:done")) == 1_200
    assert len(library.undo().edits) == 1_200
    assert library.count(library.parse("is:done")) == 0


def test_stamps_only_grow_even_if_the_clock_goes_back(three, clock):
    def stamps() -> list[str]:
        with three._database.reading() as run:
            return [stamp for [stamp] in run("SELECT max(stamp) FROM marks WHERE paper = 1")]

    seen = [""]
    for verb, seconds in [("star", 0), ("unstar", 0), ("star", -3600), ("unstar", 7200), ("star", 0)]:
        clock.forward(seconds=seconds)
        three.apply(Act(verb, (1,)))
        [stamp] = stamps()
        assert stamp > seen[-1]
        seen.append(stamp)


# Any acts


class Model:
    """The acts in order, each standing or not; a field is what the newest standing one made of it."""

    def __init__(self) -> None:
        self.acts: list[list[tuple]] = []
        self.stands: list[bool] = []
        self.standing: list[int] = []
        self.undone: list[int] = []

    @property
    def held(self) -> dict[tuple[int, str], Any]:
        acts = (edits for edits, stands in zip(self.acts, self.stands, strict=True) if stands)
        return {(row, field): after for edits in acts for row, field, after in edits}

    def act(self, verb: str, rows: tuple[int, ...], argument: str | None, auto: bool, now: int) -> int:
        edits: list[tuple] = []
        for row in dict.fromkeys(rows):
            wanted = self.wanted(row, verb, argument, auto, now)
            edits += [(row, field, after) for field, after in wanted.items() if self.held.get((row, field)) != after]
        if edits:
            self.acts.append(edits)
            self.stands.append(True)
        if edits and not auto:
            self.standing.append(len(self.acts) - 1)
            self.undone.clear()
        return len(edits)

    def turn(self, number: int, stands: bool) -> bool:
        """Takes any act back, or does it again; whether it was not so already."""
        if number >= len(self.acts) or self.stands[number] == stands:
            return False
        self.stands[number] = stands
        return True

    def wanted(self, row: int, verb: str, argument: str | None, auto: bool, now: int) -> dict[str, Any]:
        """What a verb makes of the fields of a paper."""

        def since(field: str) -> Any:
            return self.held.get((row, field)) or now

        back = {"read": None, "woken": self.held.get((row, "snoozed"))}
        return {
            "read": lambda: {"read": since("read")},
            "unread": lambda: {"read": None},
            "star": lambda: {"starred": since("starred")},
            "unstar": lambda: {"starred": None},
            "done": lambda: {"done": since("done"), "snoozed": None, "woken": None},
            "undone": lambda: {"done": None, "dismissed": None},
            "dismiss": lambda: {
                "done": since("done"),
                "dismissed": since("dismissed"),
                "snoozed": None,
                "woken": None,
            },
            "snooze": lambda: {"snoozed": argument, "done": None, "dismissed": None, "woken": None},
            "wake": lambda: {"snoozed": None} | (back if auto else {}),
            "tag": lambda: {f"tag:{argument}": since(f"tag:{argument}")},
            "untag": lambda: {f"tag:{argument}": None},
            "note": lambda: {"note": argument},
        }[verb]()

    def undo(self) -> bool:
        return bool(self.standing) and self._turn_last(self.standing, self.undone, False)

    def redo(self) -> bool:
        return bool(self.undone) and self._turn_last(self.undone, self.standing, True)

    def _turn_last(self, stack: list[int], other: list[int], stands: bool) -> bool:
        other.append(stack.pop())
        return self.turn(other[-1], stands)

    def marks(self) -> list[Marks]:
        held = self.held

        def of(row: int) -> Marks:
            fields = {field: value for (r, field), value in held.items() if r == row and value is not None}
            tags = sorted(field[4:] for field in fields if field.startswith("tag:"))
            names = ("read", "starred", "done", "dismissed", "snoozed", "woken", "note")
            return Marks(**{name: fields.get(name) for name in names}, tags=tuple(tags))

        return [of(row) for row in ROWS]


PLAIN = st.sampled_from(["read", "unread", "star", "unstar", "done", "undone", "dismiss", "wake"])
NOTES = st.tuples(st.just("note"), st.sampled_from(["read it", "[/] again", None]))
TAGS = st.tuples(st.sampled_from(["tag", "untag"]), st.sampled_from(["moe", "Zu lesen"]))
SNOOZES = st.tuples(st.just("snooze"), st.sampled_from(["2025-04-01", "2025-05-01"]))
VERBS = st.one_of(st.tuples(PLAIN, st.none()), TAGS, SNOOZES, NOTES)
SOME_ROWS = st.lists(st.sampled_from(ROWS), min_size=1, max_size=4).map(tuple)
BY_USER = st.tuples(st.just("act"), VERBS, SOME_ROWS, st.just(False))
BY_ITSELF = st.tuples(st.just("act"), VERBS, SOME_ROWS, st.just(True))
BACK = st.sampled_from([("undo",), ("undo",), ("redo",)])


def play(library: Library, model: Model, clock: Clock, steps: list[tuple]) -> None:
    for step in steps:
        clock.forward(seconds=1)
        if step[0] == "act":
            _, (verb, argument), rows, auto = step
            now = int(clock.now.timestamp() * 1000)
            count = model.act(verb, rows, argument, auto, now)
            assert len(library.apply(Act(verb, rows, argument, auto)).edits) == count
        elif step[0] == "reopen":
            continue
        elif not getattr(model, step[0])():
            with pytest.raises(NothingToUndo):
                getattr(library, step[0])()
        else:
            getattr(library, step[0])()
        assert marks(library) == model.marks()


@given(st.lists(st.one_of(BY_USER, BY_USER, BY_ITSELF, BACK, BACK), max_size=14))
@settings(max_examples=80)
def test_marks_are_those_of_a_plain_model(steps):
    clock = Clock()
    with TemporaryDirectory() as home, open_library(Path(home), clock) as library:
        library.take_in(make_digest(3))
        play(library, Model(), clock, steps)
        assert library.check() == []


@given(st.lists(st.one_of(BY_USER, BY_USER, BACK), max_size=10), st.lists(st.one_of(BY_USER, BACK), max_size=5))
@settings(max_examples=50)
def test_undoing_everything_gives_the_beginning_and_redoing_it_the_end(steps, later):
    clock, model = Clock(), Model()
    with TemporaryDirectory() as home:
        with open_library(Path(home), clock) as library:
            library.take_in(make_digest(3))
            play(library, model, clock, steps)
        with open_library(Path(home), clock) as library:
            play(library, model, clock, later)
            while model.redo():
                library.redo()
            end, count = marks(library), 0
            for _ in range(len(model.standing)):
                library.undo()
                count += 1
            with pytest.raises(NothingToUndo):
                library.undo()
            assert marks(library) == [UNMARKED] * 3
            for _ in range(count):
                library.redo()
            assert marks(library) == end


ANY = st.tuples(st.sampled_from([-1, 1]), st.integers(0, 11))


@given(st.lists(st.one_of(BY_USER, BY_ITSELF), min_size=1, max_size=10), st.lists(ANY, max_size=14))
@settings(max_examples=80)
def test_a_field_is_what_the_newest_act_that_stands_made_of_it(steps, turns):
    clock, model = Clock(), Model()
    with TemporaryDirectory() as home, open_library(Path(home), clock) as library:
        library.take_in(make_digest(3))
        play(library, model, clock, steps)
        for way, number in turns:
            clock.forward(seconds=1)
            turn = library.take_back if way < 0 else library.do_again
            if model.turn(number, stands=way > 0):
                turn(number + 1)
            else:
                with pytest.raises(NothingToUndo):
                    turn(number + 1)
            assert marks(library) == model.marks()
        for number, stands in enumerate(list(model.stands)):
            if stands:
                library.take_back(number + 1)
        assert marks(library) == [UNMARKED] * 3


def test_what_came_from_elsewhere_is_what_an_undo_brings_back(library):
    """As when another paper turns out to be this one: its star is no act on this one."""
    library.take_in(make_digest(1))
    [first] = library.look(library.parse("")).rows
    library.apply(Act("star", (first,)))
    library.apply(Act("unstar", (first,)))
    with library._database.transaction() as run:
        run("UPDATE marks SET value = 99 WHERE paper = ? AND field = 'starred'", (first,))
    number = library.apply(Act("unstar", (first,))).number
    library.take_back(number)
    [entry] = library.entries([first])
    assert entry.marks.starred == 99
    assert library.do_again(number).edits
    assert library.entries([first])[0].marks.starred is None
