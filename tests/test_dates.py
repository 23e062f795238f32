"""Days: what people write, and how days are shown."""

from datetime import date, timedelta

import pytest
from builders import DAY
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.dates import (
    NAMED,
    WEEKDAYS,
    Days,
    parse_day,
    parse_days,
    parse_instant,
    parse_month_day,
    show_ago,
    show_day,
)

ONE = timedelta(1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-03-14", date(2025, 3, 14), date(2025, 3, 14)),
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        (" Today ", DAY, DAY),
        ("yesterday", DAY - ONE, DAY - ONE),
        ("last week", date(2025, 3, 3), date(2025, 3, 9)),
        ("1d", DAY, DAY),
        ("3d", date(2025, 3, 12), DAY),
        ("3D", date(2025, 3, 12), DAY),
        ("2w", date(2025, 3, 1), DAY),
        ("2025-03-10..2025-03-14", date(2025, 3, 10), date(2025, 3, 14)),
        ("2024..2025-02", date(2024, 1, 1), date(2025, 2, 28)),
        ("last week .. today", date(2025, 3, 3), DAY),
        ("This Week", date(2025, 3, 10), date(2025, 3, 16)),
        ("this month", date(2025, 3, 1), date(2025, 3, 31)),
        ("last month", date(2025, 2, 1), date(2025, 2, 28)),
        ("this year", date(2025, 1, 1), date(2025, 12, 31)),
        ("last year", date(2024, 1, 1), date(2024, 12, 31)),
        ("fri", DAY, DAY),
        ("Sat", date(2025, 3, 8), date(2025, 3, 8)),
        ("THURSDAY", DAY - ONE, DAY - ONE),
        ("mon..fri", date(2025, 3, 10), DAY),
        ("fri..mon", DAY, date(2025, 3, 17)),
        ("Saturday..sun", date(2025, 3, 8), date(2025, 3, 9)),
        ("wed..wed", date(2025, 3, 12), date(2025, 3, 12)),
        ("2025-03..tue", date(2025, 3, 1), date(2025, 3, 11)),
        ("mon..", date(2025, 3, 10), DAY),
        ("3d..", date(2025, 3, 12), DAY),
        ("2025-02..", date(2025, 2, 1), DAY),
        ("..2025-02", date.min, date(2025, 2, 28)),
        ("..yesterday", date.min, DAY - ONE),
    ],
)
def test_days_are_read_as_people_write_them(text: str, first: date, last: date) -> None:
    assert parse_days(text, DAY) == Days(first, last)


@pytest.mark.parametrize("text", [
    "", "soon", "2025-13", "2025-02-29", "2025-3-1", "0000", "20250314", "14.03.2025", "d", "-3d", "3m", "12345d",
    "..", "...", "2026..", "..soon", "soon..", "2025-03..2025-02", "2024..2025..2026", ".." * 5_000,
    "today..mon", "mo", "mond", "mon fri", "next week", "week", "last", "13w..2w..",
])  # fmt: skip
def test_what_names_no_days_gives_none(text: str) -> None:
    assert parse_days(text, DAY) is None


@pytest.mark.parametrize("today", [date(2025, 3, 10), date(2025, 3, 16)])
def test_last_week_is_the_monday_to_sunday_before_this_one(today: date) -> None:
    assert parse_days("last week", today) == Days(date(2025, 3, 3), date(2025, 3, 9))


@pytest.mark.parametrize("name", WEEKDAYS)
@given(today=st.dates(date(1, 1, 8)))
def test_a_weekday_is_the_latest_that_is_not_after_today(name: str, today: date) -> None:
    found = parse_days(name, today)
    assert found is not None
    assert found.first == found.last
    assert WEEKDAYS[found.first.weekday()] == name
    assert 0 <= (today - found.first).days < 7


@given(st.sampled_from(WEEKDAYS), st.sampled_from(WEEKDAYS), st.dates(date(1, 1, 8), date(9999, 12, 20)))
def test_a_range_of_weekdays_ends_on_the_first_such_day_after_its_beginning(begin: str, end: str, today: date) -> None:
    found, first = parse_days(f"{begin}..{end}", today), parse_days(begin, today)
    assert found is not None
    assert first is not None
    assert found.first == first.first
    assert WEEKDAYS[found.last.weekday()] == end
    assert 0 <= (found.last - found.first).days < 7


@pytest.mark.parametrize("name", NAMED)
@given(today=st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_days_with_a_name_are_days_around_today(name: str, today: date) -> None:
    found = parse_days(name, today)
    assert found is not None
    assert found.first <= found.last
    assert (found.first <= today <= found.last) == name.startswith(("this", "today"))
    assert name.startswith("this") or found.last <= today


def test_last_month_in_january_is_in_the_old_year() -> None:
    assert parse_days("last month", date(2025, 1, 31)) == Days(date(2024, 12, 1), date(2024, 12, 31))


@pytest.mark.parametrize("text", [*NAMED, *WEEKDAYS, "9999w", "mon..sun", "..", "last year.."])
@pytest.mark.parametrize("today", [date.min, date.max])
def test_days_at_the_ends_of_the_calendar_are_days_or_none(text: str, today: date) -> None:
    found = parse_days(text, today)
    assert found is None or found.first <= found.last


def test_yesterday_on_new_year_is_in_the_old_year() -> None:
    assert parse_days("yesterday", date(2025, 1, 1)) == Days(date(2024, 12, 31), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "not_after", "day"),
    [
        ("Mar 12", DAY, date(2025, 3, 12)),
        ("Mar 14", DAY, DAY),
        ("Mar 15", DAY, date(2024, 3, 15)),
        ("Dec 31", date(2025, 1, 1), date(2024, 12, 31)),
        ("Jan 1", date(2025, 12, 31), date(2025, 1, 1)),
        ("Feb 29", DAY, date(2024, 2, 29)),
        ("Feb 29", date(2024, 2, 28), date(2020, 2, 29)),
        ("Feb 29", date(1903, 5, 1), date(1896, 2, 29)),
        (" march 5 ", DAY, date(2025, 3, 5)),
        ("Sept. 9", DAY, date(2024, 9, 9)),
        ("Mar 20, 2019", DAY, date(2019, 3, 20)),
        ("Mar 20, 2030", DAY, date(2030, 3, 20)),
    ],
)
def test_a_day_without_a_year_is_the_latest_that_has_been_and_a_year_is_believed(
    text: str, not_after: date, day: date
) -> None:
    assert parse_month_day(text, not_after) == day


@pytest.mark.parametrize(
    "text", ["", "Mar", "12 Mar", "Foo 12", "Feb 30", "Mar 0", "Mar 123", "Feb 29, 2025", "Mar 1, 0000"]
)
def test_what_is_no_month_and_day_gives_none(text: str) -> None:
    assert parse_month_day(text, DAY) is None


@pytest.mark.parametrize(
    ("text", "day"), [("2025-03-14", DAY), ("2024-02-29", date(2024, 2, 29)), ("2025-02-29", None), ("20250314", None)]
)
def test_an_iso_day_is_read_exactly(text: str, day: date | None) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-14T09:30:00Z", "2025-03-14T09:30:00Z"),
        ("2025-03-14T09:30:00.123Z", "2025-03-14T09:30:00Z"),
        ("2025-03-14T01:30:00+02:00", "2025-03-13T23:30:00Z"),
        ("2025-03-14T09:30:00", "2025-03-14T09:30:00Z"),
        ("2025-03-14", "2025-03-14T00:00:00Z"),
        ("0001-01-01T00:00:00+05:00", None),
        ("1989-12-31T23:59:59Z", None),
        ("2101-01-01", None),
        ("yesterday", None),
        (None, None),
        (1741944600, None),
    ],
)
def test_an_instant_is_normalised_to_utc(text: object, instant: str | None) -> None:
    assert parse_instant(text) == instant


DATED = st.lists(st.sampled_from([*NAMED, *WEEKDAYS, "2025", "-03", "..", "9999w", " ", "9999-12-31"])).map("".join)


@given(st.text(st.characters(), max_size=45) | st.text("0123456789-:.,dwTZ+ /", max_size=45) | DATED)
def test_no_text_breaks_the_parsers(text: str) -> None:
    days = parse_days(text, DAY)
    assert days is None or days.first <= days.last
    parse_day(text)
    parse_month_day(text, DAY)
    instant = parse_instant(text)
    assert instant is None or parse_instant(instant) == instant


def test_a_day_is_shown_the_same_in_every_locale() -> None:
    assert show_day(DAY) == "Fri 14 Mar 2025"
    assert show_day(date(2024, 9, 1)) == "Sun 1 Sep 2024"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "just now"),
        (89, "just now"),
        (90, "2 min ago"),
        (720, "12 min ago"),
        (3 * 3600, "3 h ago"),
        (36 * 3600, "2 days ago"),
        (5 * 86400, "5 days ago"),
    ],
)
def test_a_length_of_time_is_shown_in_one_unit(seconds: float, shown: str) -> None:
    assert show_ago(seconds) == shown
