"""Settings from config.toml: what is in force, and what is said of a file that is not in order."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.config import LARGEST, SETTINGS, THEMES, Config, KeySetting, SourceConfig, load
from paperfeed.views import may_be_called

HUGGINGFACE = SourceConfig()
NAMES = "a view's name has letters, digits, single blanks, _ and -, 40 characters at most"


def read(folder: Path, text: str | bytes, **environment: str) -> tuple[Config, tuple[str, ...]]:
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path, environment)


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    assert load(tmp_path / "config.toml", {}) == (Config(), ())


def test_every_setting_of_a_file_is_in_force_and_names_its_origin(tmp_path: Path) -> None:
    config, problems = read(
        tmp_path,
        """
        screen.theme = "light"
        screen.ascii = true
        [[source]]
        name = "mirror"
        url = "http://localhost:8000"
        days = 30
        [[source]]
        [view]
        inbox = "is:inbox votes>=10"
        [reading]
        after = 0
        width = 100
        pdf_viewer = "zathura {url}"
        [refresh]
        at_start = false
        """,
    )
    assert problems == ()
    assert config.sources == (SourceConfig("mirror", "huggingface", "http://localhost:8000", 30), HUGGINGFACE)
    assert config.views == {"inbox": "is:inbox votes>=10"}
    assert (config.theme, config.ascii) == ("light", True)
    assert (config.read_after, config.refresh_at_start) == (0, False)
    assert (config.reading_width, config.pdf_viewer) == (100, "zathura {url}")
    path = str(tmp_path / "config.toml")
    reading = ("reading.after", "reading.width", "reading.pdf_viewer")
    names = ("screen.theme", "screen.ascii", "source", "view.inbox", *reading, "refresh.at_start")
    assert config.origin == dict.fromkeys(names, path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("[screen]\ntheme = \n", "line 2"),
        ("[screen\n", "line 1"),
        ("a = 1\na = 2\n", "line 2"),
        (b"# caf\xe9\n", "not UTF-8"),
        ("a = " + "[" * 5_000, "recursion"),
        ("a = " + "1" * 5_000, "digits"),
        ("#" * (LARGEST + 1), "1 MiB"),
    ],
    ids=["no value", "no bracket", "twice", "latin-1", "deep", "digits", "large"],
)
def test_a_file_that_cannot_be_read_is_named_and_the_defaults_are_in_force(
    content: str | bytes, why: str, tmp_path: Path
) -> None:
    config, problems = read(tmp_path, content)
    assert config == Config()
    assert len(problems) == 1
    assert problems[0].startswith(f"{tmp_path / 'config.toml'}: ")
    assert why in problems[0]
    assert problems[0].endswith("the defaults are used")


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    config, problems = load(tmp_path, {})
    assert config == Config()
    assert problems == (f"{tmp_path}: not a file of at most 1 MiB: the defaults are used",)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("[screen]\nthem = 'dark'", 2, "unknown setting screen.them (did you mean screen.theme?): it is ignored"),
        ("\n[sceen]\ntheme = 'light'", 2, "unknown setting sceen (did you mean screen?): it is ignored"),
        ("[view]\nmoe = 3", 2, "view.moe: is not a query in quotes: it is ignored"),
        ("[view]\n\n'a/b' = ''", 3, f"view.a/b: {NAMES}: it is ignored"),
        ("[view]\n\"my  view\" = ''", 2, f"view.my  view: {NAMES}: it is ignored"),
        ("[view]\n'' = ''", 2, f"view.: {NAMES}: it is ignored"),
        (f"[view]\n{'x' * 41} = ''", 2, f"view.{'x' * 41}: {NAMES}: it is ignored"),
        (f"[view]\n{'x' * 99} = ''", 2, f"view.{'x' * 75}…: {NAMES}: it is ignored"),
        ("view.Inbox = ''", 1, "view.Inbox: there is a view inbox, and case makes no difference: it is ignored"),
        ("[[source]]\ndayz = 3", 2, "unknown setting source.dayz (did you mean source.days?): it is ignored"),
        ("qqq = 1", 1, "unknown setting qqq: it is ignored"),
        ("[screen]\ntheme = 3", 2, "screen.theme is not a text: the default is used"),
        (
            "screen.theme = 'pink'",
            1,
            "screen.theme is none of dark, light, contrast, contrast-light: the default is used",
        ),
        ("screen.ascii = 1", 1, 'screen.ascii is not true, false or "auto": the default is used'),
        ("screen.ascii = 'yes'", 1, 'screen.ascii is not true, false or "auto": the default is used'),
        ("[reading]\nafter = true", 2, "reading.after is not a number of seconds: the default is used"),
        ("[reading]\nwidth = 39", 2, "reading.width is not from 40 to 200: the default is used"),
        ("[reading]\nwidth = 201", 2, "reading.width is not from 40 to 200: the default is used"),
        ("[reading]\nwidth = 88.5", 2, "reading.width is not a whole number: the default is used"),
        (
            '[reading]\npdf_viewer = "zathura \'x"',
            2,
            "reading.pdf_viewer has a quote that is not closed, or names no program: the default is used",
        ),
        ("[reading]\npdf_viewer = 1", 2, "reading.pdf_viewer is not a text: the default is used"),
        ("[reading]\nafter = nan", 2, "reading.after is not from 0 to 3600: the default is used"),
        ("[refresh]\nat_start = 'yes'", 2, "refresh.at_start is not true or false: the default is used"),
        ("screen = 3", 1, "screen is not written as [screen]: the default is used"),
        ("view = 'is:unread'", 1, "view is not written as [view]: the default is used"),
        ("[view]\ninbox = 3", 2, "view.inbox is not a query in quotes: the default is used"),
        ("[keys]\n\nstar = 3", 3, "keys.star is not a key in quotes, or several in [ ]: the default is used"),
        ("keys.star = ['x', 3]", 1, "keys.star is not a key in quotes, or several in [ ]: the default is used"),
        ("keys = 'x'", 1, "keys is not written as [keys]: the default is used"),
        ("[keys]\npreset = 3", 2, "keys.preset is not a text: the default is used"),
        (
            "[keys]\npreset = 'emacs'",
            2,
            "keys.preset is none of paperfeed, newsboat, mutt, gmail, vim: the default is used",
        ),
        ("[source]\nname = 'a'", 1, "source is not written as [[source]]: the default is used"),
        ("source = ['a']", 1, "source is not written as [[source]]: the default is used"),
        ("[[source]]\ndays = true", 2, "source.days is not a whole number: the default is used"),
        ("[[source]]\ndays = 0", 2, "source.days is not from 1 to 400: the default is used"),
        ("[[source]]\nkind = 'pigeon'", 2, "source.kind is none of huggingface: the default is used"),
        ("[[source]]\nurl = 'file:///etc'", 2, "source.url is no http or https address: the default is used"),
        (
            "[[source]]\nname = 'a b'",
            2,
            "source.name may have letters, digits, . _ - and 40 characters at most: the default is used",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_its_line_and_the_default_is_in_force(
    text: str, line: int, problem: str, tmp_path: Path
) -> None:
    config, problems = read(tmp_path, text)
    assert problems == (f"{tmp_path / 'config.toml'}:{line}: {problem}",)
    assert config == Config(origin=config.origin)


def test_any_other_name_is_a_view_of_ones_own_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "[view]\nmoe = '\"mixture of experts\"'\ninbox = 'votes>3'\n'my code-2' = 'is:unread'\n\"Äther\" = ''"
    config, problems = read(tmp_path, text)
    assert problems == ()
    assert config.views["inbox"] == "votes>3"
    assert config.saved_views == [("moe", '"mixture of experts"'), ("my code-2", "is:unread"), ("Äther", "")]
    assert config.origin["view.my code-2"] == str(tmp_path / "config.toml")
    assert config.claims("MOE") == f"“moe” is written in {tmp_path / 'config.toml'}"
    assert config.refuses("lora") is None


def test_keys_are_taken_down_as_they_are_written_with_their_lines(tmp_path: Path) -> None:
    text = "[keys]\npreset = 'vim'\nstar = 'x'\n\nno_such = ['g x',\n 'F5', '']\n\"undo\" = ''\nredo = []"
    config, problems = read(tmp_path, text)
    path = str(tmp_path / "config.toml")
    assert problems == ()
    assert config.preset == "vim"
    assert config.keys == (
        KeySetting("star", ("x",), f"{path}:3"),
        KeySetting("no_such", ("g x", "F5"), f"{path}:5"),
        KeySetting("undo", (), f"{path}:7"),
        KeySetting("redo", (), f"{path}:8"),
    )
    assert config.origin == dict.fromkeys(("keys.preset", *(f"keys.{one.name}" for one in config.keys)), path)


def test_of_two_views_with_one_name_the_first_counts(tmp_path: Path) -> None:
    config, problems = read(tmp_path, "[view]\nmoe = 'a'\nMoE = 'b'")
    assert config.saved_views == [("moe", "a")]
    told = "view.MoE: there is a view moe, and case makes no difference: it is ignored"
    assert problems == (f"{tmp_path / 'config.toml'}:3: {told}",)


def test_the_line_named_is_that_of_the_wrong_one_among_many_of_its_name(tmp_path: Path) -> None:
    text = "[x]\nafter=1\n[[source]]\nname = 'a'\ndays = 3\n[[source]]\nname = 'b'\ndays = 'x'\n[reading]\nafter = 'x'"
    _, problems = read(tmp_path, text)
    assert [problem.split(": ")[0].rpartition(":")[2] for problem in problems] == ["1", "8", "10"]


def test_a_wrong_setting_leaves_the_others_in_force(tmp_path: Path) -> None:
    config, problems = read(tmp_path, "[[source]]\nname = 'a'\ndays = 'x'\n[screen]\ntheme = 'light'\ncolour = 1")
    assert len(problems) == 2
    assert config.sources == (SourceConfig("a"),)
    assert config.theme == "light"


def test_of_two_sources_with_one_name_the_first_counts_and_the_order_stays(tmp_path: Path) -> None:
    names = ["a", "b", "a"]
    text = "\n".join(f"[[source]]\nname = '{name}'\ndays = {days}" for days, name in enumerate(names, 1))
    config, problems = read(tmp_path, text)
    assert config.sources == (SourceConfig("a", days=1), SourceConfig("b", days=2))
    assert problems == (f"{tmp_path / 'config.toml'}:8: source.name “a” is used twice: the first one counts",)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    config, problems = read(tmp_path, b"\xef\xbb\xbf[screen]\r\ntheme = 'light'\r\n")
    assert (config.theme, problems) == ("light", ())


@pytest.mark.parametrize(("value", "offline"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_the_environment_can_keep_it_off_the_network(value: str, offline: bool, tmp_path: Path) -> None:
    config, _ = read(tmp_path, "[screen]\ntheme = 'light'", PAPERFEED_OFFLINE=value)
    assert config.offline is offline
    assert config.origin.get("offline") == ("PAPERFEED_OFFLINE" if offline else None)
    assert config.theme == "light"


def test_the_documented_defaults_are_the_defaults(tmp_path: Path) -> None:
    documented = {setting.key: setting.default for setting in SETTINGS if not setting.key[-1].isupper()}
    lines = [f"{key} = {value}" for key, value in documented.items() if not key.startswith("source.")]
    lines += ["[[source]]", *(f"{key[7:]} = {value}" for key, value in documented.items() if key.startswith("source."))]
    config, problems = read(tmp_path, "\n".join(lines))
    assert problems == ()
    assert config == Config(origin=config.origin)
    assert len(config.origin) == len(lines) - 4


SCRAPS = st.sampled_from([
    "[", "]", "[[source]]", "[source]", "[view]", "[screen]", "[reading]", "name", "days", "theme", "after", "inbox",
    "moe", "'my view'", '"In\\u0042ox"', "[keys]", "preset", "star", "'vim'",
    "=", "1", "-1", "nan", "true", "'a'", '"', "[]", "{}", "{a=1}", ".", ",", "\n", "\n", " ", "\x1b", "é", "#",
])  # fmt: skip


@given(st.lists(SCRAPS, max_size=30).map("".join).map(str.encode) | st.binary(max_size=60))
def test_no_file_is_too_odd_to_load(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    config, _ = read(tmp_path_factory.getbasetemp(), content)
    assert config.sources
    assert config.theme in THEMES
    assert config.ascii in (True, False, "auto")
    assert 0 <= config.read_after <= 3600
    assert all(may_be_called(name) for name in config.views)
