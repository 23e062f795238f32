"""Cards: a day worked through one paper at a time; what is seen, and what is on disk afterwards."""

import random
from datetime import date
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from tui.app_driver import NARROW, WIDE, Driver, quiet, running, two_days

from paperfeed.marks import Act
from paperfeed.render import entry_json
from paperfeed.tui.cards_screen import CardsScreen
from paperfeed.tui.keys import ACTIONS, CARDS, CATCH_UP

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
LONG = "\n\n".join(f"Paragraph {n} of a long abstract, of which no small screen shows all." for n in range(1, 61))


async def open_cards(app: Driver) -> None:
    await app.press("c")
    await app.until(lambda: isinstance(app.app.screen, CardsScreen), "the cards")
    await app.see("1 of ")


async def card(app: Driver, number: int) -> None:
    """Waits until this paper lies on top, and no other is seen."""
    await app.until(lambda: f"What paper {number} says" in app.text, f"the card of paper {number}")


@SIZES
async def test_a_day_is_worked_through_card_by_card(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(newer=5), size=size) as app:
        await open_cards(app)
        await card(app, 1)
        assert "Paper number 2" not in app.text
        assert "Fri 14 Mar 2025" in app.header
        assert "1 of 5 · about 1 min left" in app.header
        assert all(told in app.lines[-2] for told in ("e done", "s star", "d dismiss", "Space next", "Esc list"))
        await app.press("e")
        await card(app, 2)
        await app.see("done “Paper number 1”   z undo", "2 of 5")
        await app.press("s")
        await card(app, 3)
        await app.see("starred “Paper number 2”   z undo")
        await app.press("d")
        await card(app, 4)
        await app.see("dismissed “Paper number 3”   z undo")
        await app.press("space")
        await card(app, 5)
        app.clock.forward(minutes=4)
        await app.press("e")
        await app.see("Fri 14 Mar 2025: 5 papers in 4 min: 1 starred, 2 done, 1 dismissed", "Esc back to the list")
        await app.see("5 of 5")
        await app.press("escape")
        await app.on("Paper number 5")
        await app.see("Inbox · 4 unread")
        assert [line.split()[0].strip("▌") for line in app.list_lines[1:6]] == ["✓", "●", "✗", "●", "✓"]
        assert app.numbers("is:done -is:dismissed") == [1, 5]
        assert app.numbers("is:starred") == [2]
        assert app.numbers("is:dismissed") == [3]
        assert app.numbers("is:read") == []
        assert len(app.library.history()) == 4


async def test_only_the_unread_papers_of_the_day_under_the_cursor_are_dealt(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(older=4)) as app:
        await app.press("right_square_bracket", "j", "r", "j", "e")
        await app.settled()
        await open_cards(app)
        await card(app, 11)
        await app.see("Thu 13 Mar 2025", "1 of 2")
        await app.press("j")
        await card(app, 14)
        await app.press("escape")
        await app.on("Paper number 14")


async def test_a_day_without_unread_papers_says_so_and_what_was_typed_is_dropped(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("right_square_bracket")
        app.type_ahead("r", "j", "r", "c", "e", "s")
        await app.see("nothing unread: Thu 13 Mar 2025")
        await app.settled()
        assert app.numbers("is:done OR is:starred") == []
        await app.press("s")
        await app.see("starred “Paper number 12”")


async def test_an_empty_list_has_no_cards(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("3")
        await app.see("Nothing starred yet.")
        await app.press("c")
        await app.see("no papers here to be shown as cards")


async def test_a_search_deals_the_unread_from_the_cursor_on(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.library.apply(Act("read", (app.entry(3).row,)))
        await app.press("slash")
        await app.write("number sort:title")
        await app.press("enter")
        await app.see("5 found")
        await app.on("Paper number 1")
        await app.press("j")
        order = [int(title.rpartition(" ")[2]) for title in app.titles][1:]
        order.remove(3)
        await open_cards(app)
        await app.see(f"1 of {len(order)}")
        for number in order:
            await card(app, number)
            await app.press("right")
        await app.see("nothing marked")


async def test_undo_goes_back_to_its_card_and_what_is_typed_then_is_for_that_card(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(newer=5)) as app:
        await open_cards(app)
        await app.press("e", "e")
        await card(app, 3)
        await app.press("z")
        await card(app, 2)
        await app.see("undone: done “Paper number 2”")
        app.type_ahead("z", "d")
        await card(app, 2)
        await app.settled()
        assert app.numbers("is:dismissed") == [1]
        assert app.numbers("is:done") == [1]
        app.type_ahead("z", "Z", "j", "s")
        await app.until(lambda: app.numbers("is:starred") == [2], "the star")
        await card(app, 3)
        assert app.numbers("is:dismissed") == [1]


async def test_nothing_to_undo_is_said_and_the_cards_go_on(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await open_cards(app)
        await app.press("z")
        await app.see("nothing to undo")
        await app.press("s")
        await card(app, 2)


async def test_the_end_can_be_left_backwards_and_taken_back(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(newer=2)) as app:
        await open_cards(app)
        await app.press("e", "e")
        await app.see("2 papers in under a minute: 2 done")
        await app.press("e", "s")
        await app.see("that was the last card")
        await app.press("k")
        await card(app, 2)
        await app.press("j", "z")
        await card(app, 2)
        assert app.numbers("is:done") == [1]
        await app.press("space")
        await app.see("1 done")


async def test_keys_typed_ahead_act_on_the_cards_they_were_meant_for(tmp_path: Path) -> None:
    papers = [make_paper(n) for n in range(1, 81)]
    async with running(tmp_path, [make_digest(papers)]) as app:
        app.type_ahead("c", *"esdj" * 15)
        await app.until(lambda: len(app.numbers("is:dismissed")) == 15, "what was typed")
        await app.settled()
        assert app.numbers("is:done -is:dismissed") == list(range(1, 61, 4))
        assert app.numbers("is:starred") == list(range(2, 61, 4))
        assert app.numbers("is:dismissed") == list(range(3, 61, 4))
        await card(app, 61)
        assert "61 of 80" in app.header


async def test_keys_pressed_just_before_leaving_are_not_lost(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead("c", "e", "s", "d", "q", "q")
        await app.until(lambda: app.app._exit, "the end")
    async with running(tmp_path) as app:
        assert (app.numbers("is:done"), app.numbers("is:starred")) == ([1, 3], [2])


@SIZES
async def test_space_pages_a_long_paper_before_it_goes_on(tmp_path: Path, size: tuple[int, int]) -> None:
    papers = [make_paper(1, abstract=LONG), make_paper(2)]
    async with running(tmp_path, [make_digest(papers)], size=size) as app:
        await open_cards(app)
        await app.see("Paragraph 1 of")
        for _ in range(20):
            if "Paragraph 60" not in app.text:
                await app.press("space")
        await app.see("Paragraph 60", "1 of 2")
        await app.press("space")
        await card(app, 2)
        await app.press("k")
        await app.see("Paragraph 1 of")
        await app.press("J", "J", "K", "pagedown")
        await app.see_no("Paragraph 1 of")
        await app.press("j")
        await card(app, 2)
        assert app.library.history() == []


async def test_a_card_that_is_stayed_on_counts_as_read(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(read_after=0.5), size=NARROW) as app:
        app.type_ahead("c", "j", "j")
        await app.until(lambda: app.entry(3).marks.read, "paper 3 read")
        assert app.numbers("is:read") == [3]
        assert [act.auto for act in app.library.history()] == [True]


async def test_the_time_left_is_at_the_readers_own_speed(tmp_path: Path) -> None:
    papers = [make_paper(n) for n in range(1, 101)]
    async with running(tmp_path, [make_digest(papers)]) as app:
        for number in range(1, 41):
            app.clock.forward(seconds=60)
            app.library.apply(Act("read", (app.entry(number).row,)))
        await open_cards(app)
        await app.see("1 of 60 · about 1 h left")
        await app.press("j")
        await app.see("2 of 60 · about 59 min left")


async def test_the_cards_show_help_and_a_key_that_does_nothing_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await open_cards(app)
        await app.press("x")
        await app.see("x does nothing here")
        await app.press("question_mark")
        await app.see("the next paper")
        await app.press("x")
        await card(app, 1)
        await app.press("e")
        await card(app, 2)


async def test_the_window_may_change_while_cards_are_shown(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await open_cards(app)
        await app.press("e")
        await app.pilot.resize_terminal(19, 4)
        await app.see("too small")
        await app.pilot.resize_terminal(*NARROW)
        await card(app, 2)
        await app.press("s", "escape")
        await app.on("Paper number 3")
        assert app.screen.has_class("-narrow")
        assert max(map(len, app.lines)) <= 80
        await app.pilot.resize_terminal(*WIDE)
        await app.see("1 Inbox")
        assert (app.numbers("is:done"), app.numbers("is:starred")) == ([1], [2])


async def test_leaving_early_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    friday = make_digest([make_paper(n) for n in range(1, 61)])
    thursday = make_digest([make_paper(n) for n in range(101, 161)], day=date(2025, 3, 13))
    async with running(tmp_path, [friday, thursday], size=NARROW) as app:
        await app.press("right_square_bracket")
        await open_cards(app)
        for _ in range(30):
            await app.press("j")
        await app.press("e", "q")
        await app.on("Paper number 132")
        assert app.numbers("is:done") == [131]
        await app.press("c")
        await app.see("1 of 59")


async def test_the_paper_opens_in_the_browser_or_its_link_is_copied(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("BROWSER", "/nonexistent/browser")
    async with running(tmp_path, [make_digest([make_paper(1), make_paper(2, url=None)])]) as app:
        await open_cards(app)
        await app.press("j", "o")
        await app.see("no source gave a link for this paper")
        await app.press("k", "o")
        await app.see("https://huggingface.co/papers/2503.00001")


@SIZES
async def test_the_keys_that_are_named_below_can_be_clicked(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(newer=5), size=size) as app:
        await open_cards(app)
        for number, (name, told) in enumerate(
            (("e done", "done “Paper number 1”"), ("s star", "starred “Paper number 2”"), ("Space", "starred")), 2
        ):
            await app.pilot.click("#keys", offset=(app.lines[-2].index(name), 0))
            await card(app, number)
            await app.see(told)
        await app.pilot.click("#keys", offset=(app.lines[-2].index(" · "), 0))
        await app.pilot.click("#keys", offset=(app.lines[-2].index("Esc list") + 7, 0))
        await app.on("Paper number 4")
        assert (app.numbers("is:done"), app.numbers("is:starred")) == ([1], [2])


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_typed_over_cards_and_offers_all_of_it_can_be_taken_back(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    keys = [key for action in ACTIONS if action.scope in (CARDS, CATCH_UP) for key in action.keys] + [
        "c",
        "g",
        "x",
        "e",
        "s",
        "d",
    ] * 4
    typed = [key for key in chance.choices(keys, k=80) if key not in ("q", "o", "question_mark", "f1")]
    async with running(tmp_path, two_days(newer=9, older=40), size=chance.choice((WIDE, NARROW))) as app:
        before = everything(app)
        await open_cards(app)
        for start in range(0, len(typed), 8):
            app.type_ahead(*typed[start : start + 8])
            await app.settled()
        for _ in range(4):
            await app.press("escape")
            await app.settled()
        assert app.app.screen is app.screen
        assert app.cursor_line
        standing = [act for act in app.library.history() if not act.undone]
        for _ in standing:
            app.library.undo()
        assert everything(app) == before


def everything(app: Driver) -> list[dict[str, object]]:
    """What `list --json` prints."""
    return [entry_json(one) for one in app.library.entries(app.library.look(app.library.parse("")).rows)]


def test_every_key_of_the_cards_does_something() -> None:
    names = [action.name.removeprefix(f"{CARDS}_") for action in ACTIONS if action.scope == CARDS]
    assert names
    assert all(callable(getattr(CardsScreen, name)) for name in names)
