"""A journey for every verb: what the screen says of it, where the cursor goes, and what is on disk."""

from datetime import date
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, quiet, running, two_days

from paperfeed.marks import Act

SIZES = pytest.mark.parametrize("size", [WIDE, (110, 30), MEDIUM, NARROW], ids=lambda size: f"{size[0]}x{size[1]}")


async def labels(app: Driver) -> list[str]:
    """What the journal holds, the first act first."""
    await app.settled()
    return [act.label for act in reversed(app.library.history()) if not act.undone]


# Each verb


@SIZES
async def test_star_read_and_unread_stay_on_their_paper(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        for key, told in (("s", "starred"), ("r", "read"), ("u", "unread"), ("s", "unstarred")):
            await app.press(key)
            await app.see(f"{told} “Paper number 1”   z undo")
            await app.on("Paper number 1")
        assert await labels(app) == [f"{told} “Paper number 1”" for told in ("starred", "read", "unread", "unstarred")]
        assert app.numbers("is:unread -is:starred") == [1, 2, 3, 11, 12]


@SIZES
@pytest.mark.parametrize(
    ("keys", "told", "query", "glyph"),
    [
        (("e",), "done", "is:done -is:dismissed", "✓"),
        (("d",), "dismissed", "is:dismissed is:done", "✗"),
        (("b", *"2w", "enter"), "snoozed until Fri 28 Mar 2025", "is:snoozed", "z"),
    ],
    ids=["done", "dismissed", "snoozed"],
)
async def test_what_leaves_the_inbox_stays_in_sight_until_the_view_is_left(
    tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...], told: str, query: str, glyph: str
) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("j", *keys)
        await app.see(f"{told} “Paper number 2”   z undo", "Inbox · 4 unread of 5")
        await app.on("Paper number 3")
        assert app.line_with("Paper number 2").split()[0] == glyph
        assert app.numbers(query) == [2]
        app.screen.look_again()
        await app.settled()
        await app.see("Paper number 2", "Inbox · 4 unread of 5")
        await app.press("1")
        await app.see("Inbox · 4 unread of 4")
        await app.see_no("Paper number 2")


@pytest.mark.parametrize("keys", ["e", "d", "b2w"])
async def test_what_was_done_in_a_search_or_a_filter_stays_there(tmp_path: Path, keys: str) -> None:
    async with running(tmp_path, two_days()) as app:
        for opened, told in (("slash", "Search · 5 found"), ("backslash", "Inbox · \\ number · ")):
            await app.press(opened, *"number", "enter")
            await app.see(told)
            before = app.titles
            await app.press("home", *keys, *(("enter",) if len(keys) > 1 else ()))
            await app.settled()
            assert [title.split("  ")[0] for title in app.titles] == before
            await app.press("escape")
            await app.see("Inbox ·")
            await app.press("1")
            await app.settled()


async def test_dismissed_and_done_papers_come_back_with_the_same_keys_from_the_done_view(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("e", "d", "g", "e")
        await app.see("Done · 2")
        await app.press("e")
        await app.see("back in the inbox “Paper number 1”")
        await app.on("Paper number 1")
        await app.press("j", "d")
        await app.see("back in the inbox “Paper number 2”")
        assert app.numbers("is:inbox") == [1, 2, 3, 11, 12]
        await app.press("e")
        await app.see("done “Paper number 2”")
        assert app.numbers("is:done") == [2]


@SIZES
async def test_all_read_marks_what_the_list_shows_and_nothing_else(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("backslash", *"on:2025-03-14", "enter")
        await app.see("3 of 5")
        await app.press("A")
        await app.see("read: 3 papers   z undo")
        assert app.numbers("is:read") == [1, 2, 3]
        await app.press("escape")
        await app.see("Inbox · 2 unread of 5")
        await app.press("z")
        await app.see("undone: read: 3 papers", "Inbox · 5 unread of 5")
        assert app.numbers("is:read") == []


async def test_all_read_counts_right_where_the_papers_were_never_shown(tmp_path: Path) -> None:
    days = [make_digest([make_paper(n) for n in range(1, 701)]), make_digest([make_paper(701)], day=date(2025, 3, 13))]
    async with running(tmp_path, days) as app:
        await app.press("A")
        await app.see("read: 701 papers", "Inbox · 701 papers")
        await app.until(lambda: app.headings[0] == "▾ Fri 14 Mar 2025 | done", "a day that is done")
        await app.press("G")
        await app.until(lambda: app.headings[-1] == "▾ Thu 13 Mar 2025 | done", "the other day, done too")
        assert len(app.library.history()) == 1


# Tags


@SIZES
async def test_a_tag_is_asked_for_and_known_ones_are_completed(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("t")
        await app.see("tag:", "any text")
        await app.write("Mixture of experts")
        await app.press("enter")
        await app.see("tagged Mixture of experts “Paper")
        await app.on("Paper number 1")
        await app.press("j", "plus", *"mix")
        await app.see("mixture of experts")
        await app.press("tab", "enter")
        await app.see("tagged Mixture of experts “Paper number 2”"[:50])
        assert app.entry(1).marks.tags == app.entry(2).marks.tags == ("Mixture of experts",)


async def test_any_text_can_be_a_tag_but_one_that_shows_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        odd = " [red]a, b; $\\ell$ 論文[/] "
        app.type_ahead("t", *("space" if char == " " else char for char in odd), "enter")
        await app.until(lambda: app.entry(1).marks.tags, "a tag")
        assert app.entry(1).marks.tags == (odd,)
        await app.see("#[red]a, b; $\\ell$ 論文[/]")
        await app.press("t", "space", "enter")
        await app.see("an empty tag is none", "tag:")
        await app.press("x", "enter")
        await app.see("tagged")
        assert app.entry(1).marks.tags == (odd, " x")


async def test_a_tag_is_taken_away_by_its_name_and_never_without_asking(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("minus")
        await app.see("no tag to take away")
        app.library.apply(Act("tag", (app.entry(1).row,), "moe"))
        await app.press("minus")
        await app.see("take away the tag:", "Tab: moe")
        await app.press(*"lora", "enter")
        await app.see("write one of moe")
        await app.press("escape")
        await app.see_no("take away the tag:")
        assert app.entry(1).marks.tags == ("moe",)
        for key in ("tab", "right"):
            await app.press("minus", key, "enter")
            await app.see("untagged moe “Paper number 1”")
            assert app.entry(1).marks.tags == ()
            await app.press("z")
            await app.see("undone: untagged")
            await app.settled()


async def test_what_is_typed_behind_a_prompt_that_does_not_open_does_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead("minus", *"seder", "enter")
        await app.see("no tag to take away")
        assert await labels(app) == []
        await app.on("Paper number 1")


# Notes


@SIZES
async def test_a_note_is_written_altered_and_removed(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("m")
        await app.see("note:", "what you think of it")
        await app.write("read this  twice")
        await app.press("enter")
        await app.see("noted “Paper number 1”   z undo")
        assert app.entry(1).marks.note == "read this  twice"
        await app.press("m")
        await app.see("note: read this  twice")
        await app.press("!", "enter")
        await app.settled()
        assert app.entry(1).marks.note == "read this  twice!"
        await app.press("m", "enter")
        await app.see("the note is as it was")
        await app.press("m", "ctrl+u", "enter")
        await app.see("note removed “Paper number 1”")
        assert app.entry(1).marks.note is None
        await app.press("m", "enter")
        await app.see("nothing was noted")
        assert len(await labels(app)) == 3


async def test_a_note_on_several_papers_replaces_theirs_only_when_one_is_written(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.library.apply(Act("note", (app.entry(1).row,), "one"))
        await app.press("x", "j", "x", "m")
        await app.see("in the place of 2 different ones")
        await app.press("enter")
        await app.see("nothing was noted")
        await app.press("m", *"both", "enter")
        await app.see("noted: 2 papers")
        assert [app.entry(n).marks.note for n in (1, 2, 3)] == ["both", "both", None]
        await app.press("m")
        await app.see("note: both")


async def test_a_note_of_several_lines_goes_to_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with running(tmp_path, two_days()) as app:
        app.library.apply(Act("note", (app.entry(1).row,), "one\ntwo"))
        await app.press("m")
        await app.see("no editor is set: $VISUAL or $EDITOR names one")
        assert not app.screen.bar_is_open
        await app.press("j", "M")
        await app.see("no editor is set: $VISUAL or $EDITOR names one, or m writes a line here")
        monkeypatch.setenv("EDITOR", "no-such-editor")
        await app.press("M")
        await app.see("this terminal cannot be lent to an editor")
        assert app.entry(1).marks.note == "one\ntwo"


# Prompts


@pytest.mark.parametrize("key", ["b", "t", "m", "*/"])
async def test_escape_leaves_a_prompt_without_effect(tmp_path: Path, key: str) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press(*("asterisk" if char == "*" else "slash" if char == "/" else char for char in key))
        await app.until(lambda: app.screen.bar_is_open, "the line")
        await app.press(*"2w", "escape")
        await app.until(lambda: not app.screen.bar_is_open, "the line closed")
        assert await labels(app) == []
        await app.press("s")
        await app.see("starred “Paper number 1”")


async def test_keys_typed_ahead_of_and_behind_a_prompt_find_their_places(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead("t", *"moe", "enter", "j", "b", *"code", "enter", "s", "m", *"why", "enter", "e")
        await app.until(lambda: app.numbers("is:done") == [3], "paper 3 done")
        assert app.numbers("tag:moe") == [1]
        assert app.numbers("is:snoozed") == [2]
        assert app.numbers("is:starred") == [3]
        assert app.entry(3).marks.note == "why"
        await app.on("Paper number 11")


async def test_a_prompt_acts_on_the_papers_that_were_shown_when_it_was_asked_for(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("j", "b")
        app.library.take_in(make_digest([make_paper(50)], day=date(2025, 3, 17)))
        app.screen.look_again()
        await app.see("Paper number 50")
        app.screen.list.move(0)
        await app.press(*"tomorrow", "enter")
        await app.see("snoozed until Sat 15 Mar 2025 “Paper number 2”")
        assert app.numbers("is:snoozed") == [2]
        await app.on("Paper number 50")


# Going on


async def test_one_goes_on_in_the_direction_in_which_one_was_going(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("G", "k", "e")
        await app.on("Paper number 3")
        await app.press("d")
        await app.on("Paper number 2")
        await app.press("k", "j", "e")
        await app.on("Paper number 12")
        assert app.numbers("is:done") == [2, 3, 11]


async def test_one_goes_down_from_either_end_of_the_list(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("G", "g", "g", "e")
        await app.on("Paper number 2")
        await app.press("p", "left_square_bracket", "right_square_bracket", "d")
        await app.on("Paper number 12")


@pytest.mark.parametrize("key", ["e", "d"])
async def test_at_the_end_one_stays_and_is_told_so(tmp_path: Path, key: str) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("G", key)
        await app.see("“Paper number 12”   z undo   nothing unread that way")
        await app.on("Paper number 12")
        await app.press("p", "n")
        await app.see("nothing unread that way")
        await app.on("Paper number 11")


async def test_going_on_past_papers_that_were_never_shown_tells_of_the_act_too(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest([make_paper(n) for n in range(1, 701)])]) as app:
        app.library.apply(Act("read", tuple(app.entry(n).row for n in range(2, 701))))
        await app.press("1")
        await app.see("Inbox · 1 unread of 700")
        await app.press("e")
        await app.see("done “Paper number 1”   z undo", "nothing unread that way")
        await app.on("Paper number 1")


# Repeating


async def test_the_last_verb_is_repeated_with_what_it_was_told(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("full_stop")
        await app.see("nothing to repeat yet")
        app.type_ahead("t", *"moe", "enter", "j", "full_stop", "j", "full_stop")
        await app.until(lambda: app.numbers("tag:moe") == [1, 2, 3], "three tags")
        app.type_ahead("e", "full_stop")
        await app.until(lambda: app.numbers("is:done") == [3, 11], "two done")
        await app.on("Paper number 12")
        await app.press("home", "b", *"1w", "enter", "full_stop")
        await app.see("snoozed until Fri 21 Mar 2025 “Paper number 2”")
        assert app.numbers("is:snoozed") == [1, 2]


async def test_a_verb_without_a_paper_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("3")
        await app.see("Nothing starred yet.")
        for key in "sruedbtmAxv":
            await app.press("1", "3")
            await app.see("Nothing starred yet.")
            await app.press(key)
            await app.see("there is no paper here")
        assert await labels(app) == []


async def test_dwelling_does_not_undo_what_u_did(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(read_after=0.1)) as app:
        await app.until(lambda: app.entry(1).marks.read, "paper 1 read")
        await app.press("u")
        await app.see("unread “Paper number 1”")
        await app.pilot.pause(0.4)
        await app.settled()
        assert app.entry(1).marks.read is None


async def test_a_prompt_over_a_paper_that_has_the_screen_to_itself_goes_back_to_it(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=NARROW) as app:
        await app.press("enter")
        await app.see("What paper 1 says")
        await app.press("b", *"1w", "enter")
        await app.see("snoozed until Fri 21 Mar 2025", "What paper 2 says")
        await app.press("t", "x", "escape", "s")
        await app.see("starred “Paper number 2”", "What paper 2 says")
        await app.press("x")
        await app.see("1 selected")
        await app.press("e")
        await app.see("done “Paper number 2”", "What paper 3 says")
        await app.press("escape")
        await app.on("Paper number 3")
        assert app.numbers("is:snoozed") == [1]
        assert app.numbers("is:done") == [2]
