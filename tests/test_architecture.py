"""Who may import whom, and what no module may do: read from the source, and seen in a fresh process."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pty_app import environment

PACKAGE = Path(__file__).resolve().parent.parent / "paperfeed"
ROOT = PACKAGE.parent

WIDGETS = tuple(
    f"paperfeed.tui.{name}"
    for name in (
        "paper_list",
        "preview",
        "sidebar",
        "query_bar",
        "status_bar",
        "card_progress",
        "chosen_list",
        "key_line",
        "act_list",
    )
)
DECIDERS = (
    *("looking", "searching", "reading", "pressing", "dealing", "placing", "prompting"),
    *("triage", "asking"),
)
ABOVE = ("help_screen", "above", "cards_screen", "catch_up_screen", "timeline_screen", "keys_check")
SCREENS = tuple(f"paperfeed.tui.{name}" for name in ("app", "inbox_screen", *ABOVE, *DECIDERS))
UPPER = (
    "paperfeed.store",
    "paperfeed.index",
    "paperfeed.texts",
    "paperfeed.kept",
    "paperfeed.indexing",
    "paperfeed.waiting",
    "paperfeed.watch",
    "paperfeed.library",
    "paperfeed.cli",
    "paperfeed.output",
    "paperfeed.linear",
    "paperfeed.tui",
)
JOINERS = tuple(f"paperfeed.{name}" for name in ("library", "texts", "kept", "indexing", "waiting", "watch"))
"""The library and its parts."""
LINEAR = ("linear.reading", "linear.fetching")
OPENERS = tuple(f"paperfeed.{name}" for name in ("library", "session", "cli", "output", "doctor", *LINEAR))
TUI_OPENERS = tuple(
    f"paperfeed.tui.{name}" for name in ("backend", "card_jobs", "mark_jobs", "timeline_jobs", "worker", "start")
)
HOMES = {
    "textual": "paperfeed.tui",
    "sqlite3": "paperfeed.store",
    "whoosh": "paperfeed.index",
    "httpx2": "paperfeed.sources.http",
    "msgspec": "paperfeed.sources",
    "click": "paperfeed.cli paperfeed.output",
    "platformdirs": "paperfeed.paths",
    "rich": "paperfeed.tui paperfeed.output",
    "pylatexenc": "paperfeed.latex.formula",
}
"""Every package from outside, and the only modules that import it."""

MAY_IMPORT = {
    "paperfeed.errors": (),
    "paperfeed.clean": (),
    "paperfeed.dates": (),
    "paperfeed.links": (),
    "paperfeed.glyphs": ("paperfeed.marks",),
    "paperfeed.views": (),
    "paperfeed.paths": (),
    "paperfeed.latex": ("paperfeed.latex.prose",),
    "paperfeed.latex.prose": ("paperfeed.latex.formula",),
    "paperfeed.latex.formula": (),
    "paperfeed.paper": ("paperfeed.clean", "paperfeed.dates", "paperfeed.errors", "paperfeed.links"),
    "paperfeed.snooze": ("paperfeed.paper", "paperfeed.dates"),
    "paperfeed.marks": (
        "paperfeed.paper",
        "paperfeed.snooze",
        "paperfeed.clean",
        "paperfeed.dates",
        "paperfeed.errors",
        "paperfeed.latex",
    ),
    "paperfeed.history": ("paperfeed.dates", "paperfeed.marks"),
    "paperfeed.query": ("paperfeed.dates", "paperfeed.errors"),
    "paperfeed.tokens": ("paperfeed.query",),
    "paperfeed.leaves": ("paperfeed.query", "paperfeed.tokens", "paperfeed.dates"),
    "paperfeed.parse": ("paperfeed.query", "paperfeed.tokens", "paperfeed.leaves"),
    "paperfeed.progress": ("paperfeed.marks", "paperfeed.snooze"),
    "paperfeed.tally": ("paperfeed.marks",),
    "paperfeed.tui.lines": (),
    "paperfeed.tui.boxes": ("paperfeed.marks", "paperfeed.tui.lines"),
    "paperfeed.tui.day_prompt": ("paperfeed.dates",),
    "paperfeed.completion": ("paperfeed.query",),
    "paperfeed.advice": ("paperfeed.query",),
    "paperfeed.pace": (),
    "paperfeed.catching_up": ("paperfeed.clean", "paperfeed.dates", "paperfeed.latex"),
    "paperfeed.found": ("paperfeed.render", "paperfeed.clean", "paperfeed.marks", "paperfeed.query"),
    "paperfeed.tui.key_names": (),
    "paperfeed.tui.keys": ("paperfeed.tui.key_names",),
    "paperfeed.tui.presets": (),
    "paperfeed.tui.key_map": (
        "paperfeed.config",
        "paperfeed.tui.key_names",
        "paperfeed.tui.keys",
        "paperfeed.tui.presets",
    ),
    "paperfeed.paper_links": ("paperfeed.links", "paperfeed.marks", "paperfeed.paper", "paperfeed.render"),
    "paperfeed.cite": (
        *("paperfeed.latex", "paperfeed.links", "paperfeed.marks", "paperfeed.paper", "paperfeed.paper_links"),
        "paperfeed.render",
    ),
    "paperfeed.tui.wrapping": ("paperfeed.found",),
    "paperfeed.tui.clipboard": (),
    "paperfeed.config": ("paperfeed.links", "paperfeed.errors", "paperfeed.dates", "paperfeed.views"),
}
"""What the bottom layers may know of the package."""


@dataclass(frozen=True)
class Import:
    """`from module import name`, or `import module` with no name."""

    module: str
    name: str
    line: int


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[Import]:
    """Every import of a module, those inside functions and for type checkers too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, "", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports by a relative name"
            yield from (Import(node.module or "", alias.name, node.lineno) for alias in node.names)


def reaches(one: Import, *targets: str) -> bool:
    """Whether an import takes in one of these modules, or something inside it."""
    names = (one.module, f"{one.module}.{one.name}" if one.name else one.module)
    return any(within(name, *targets) for name in names)


def within(name: str, *targets: str) -> bool:
    return any(name == target or name.startswith(f"{target}.") for target in targets)


def offenders(importers: tuple[str, ...], *forbidden: str) -> list[str]:
    """Where modules in `importers` import something in `forbidden`."""
    return [
        told(path, one)
        for path in sources()
        if within(module_name(path), *importers)
        for one in imports(path)
        if reaches(one, *forbidden)
    ]


def told(path: Path, one: Import) -> str:
    return f"{path.relative_to(ROOT)}:{one.line} imports {one.module} {one.name}".strip()


def from_outside(path: Path) -> Iterator[Import]:
    standard = {*sys.stdlib_module_names, "paperfeed"} - {"sqlite3"}
    yield from (one for one in imports(path) if one.module.split(".")[0] not in standard)


# Who may import whom


def test_each_outside_package_has_its_home() -> None:
    found = [
        told(path, one)
        for path in sources()
        for one in from_outside(path)
        if not within(module_name(path), *HOMES.get(one.module.split(".")[0], "").split())
    ]
    assert not found


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_the_bottom_layers_know_only_what_is_below(name: str) -> None:
    [path] = (path for path in sources() if module_name(path) == name)
    allowed = MAY_IMPORT[name]
    found = [told(path, one) for one in imports(path) if reaches(one, "paperfeed") and not reaches(one, *allowed)]
    assert not found


def test_sources_refresh_and_render_know_values_only() -> None:
    assert not offenders(("paperfeed.sources", "paperfeed.refresh", "paperfeed.render"), *UPPER)


def test_store_and_index_never_know_each_other() -> None:
    assert not offenders(("paperfeed.store",), "paperfeed.index", "paperfeed.sources")
    assert not offenders(("paperfeed.index",), "paperfeed.store", "paperfeed.sources")
    assert not offenders(("paperfeed.store", "paperfeed.index"), *UPPER[2:])


def test_only_the_library_and_its_parts_join_store_and_index() -> None:
    inside = ("paperfeed.store", "paperfeed.index", *JOINERS)
    others = tuple(name for name in map(module_name, sources()) if not within(name, *inside) and name != "paperfeed")
    assert not offenders(others, "paperfeed.store", "paperfeed.index")


def test_only_the_library_knows_how_texts_are_answered() -> None:
    others = tuple(
        name for name in map(module_name, sources()) if not within(name, "paperfeed.library") and name != "paperfeed"
    )
    assert not offenders(others, "paperfeed.texts")


def test_what_decides_in_the_index_knows_nothing_of_whoosh() -> None:
    """So that spelling, ranking and reading from text can be tested and changed without an index."""
    pure = ("spelling", "ranking", "weights", "plain", "evaluate", "folder", "finder")
    assert not offenders(tuple(f"paperfeed.index.{name}" for name in pure), "whoosh")
    assert not offenders(("paperfeed.index.spelling", "paperfeed.index.weights"), "paperfeed")


def test_the_core_knows_no_user_interface() -> None:
    inside = (
        "paperfeed.tui",
        "paperfeed.linear",
        "paperfeed.cli",
        "paperfeed.output",
        "paperfeed.session",
        "paperfeed.__main__",
    )
    core = tuple(name for name in map(module_name, sources()) if not within(name, *inside) and name != "paperfeed")
    assert not offenders(core, "paperfeed.cli", "paperfeed.output", "paperfeed.tui")
    assert not offenders(("paperfeed.tui",), "paperfeed.cli", "paperfeed.output")


def test_widgets_know_no_screen_and_no_other_widget() -> None:
    for widget in WIDGETS:
        others = tuple(one for one in WIDGETS if one != widget)
        assert not offenders((widget,), *SCREENS, *others, "paperfeed.tui.actions", "paperfeed.tui.backend")


def test_only_the_threads_know_the_library_itself() -> None:
    """Others under tui/ may name the values it hands out, such as `Look`, but never the door."""
    found = [
        told(path, one)
        for path in sources()
        if not within(module_name(path), *OPENERS, *TUI_OPENERS)
        for one in imports(path)
        if one.module == "paperfeed.library" and (not one.name[:1].isupper() or one.name == "Library")
    ]
    assert not found


def test_widgets_take_only_values_from_the_library() -> None:
    values = {"Look", "DayCount", "Taken", "LastRefresh"}
    found = [
        told(path, one)
        for path in sources()
        if within(module_name(path), *WIDGETS)
        for one in imports(path)
        if one.module == "paperfeed.library" and one.name not in values
    ]
    assert not found


# What a fresh process sees


def loaded_after(code: str, home: Path) -> set[str]:
    """The packages from outside, and sqlite3, that a fresh process has loaded after `code`."""
    script = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}), file=sys.stderr)"
    command = [sys.executable, "-c", script, "--home", str(home), "count"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True, cwd=ROOT)
    return set(done.stderr.split()) & {*HOMES}


RUN_COMMAND = """
from paperfeed.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""


def test_count_stays_light(tmp_path: Path) -> None:
    assert loaded_after(RUN_COMMAND, tmp_path) <= {"click", "sqlite3", "platformdirs"}


def test_the_library_is_light(tmp_path: Path) -> None:
    assert loaded_after("import paperfeed.library", tmp_path) <= {"sqlite3"}


def test_the_key_map_is_known_without_textual(tmp_path: Path) -> None:
    """So that `paperfeed keys`, and every command that names a broken map, stays light."""
    assert loaded_after("import paperfeed.tui.key_map, paperfeed.tui.key_reader", tmp_path) == set()


def test_the_way_into_the_terminal_program_imports_no_textual(tmp_path: Path) -> None:
    assert loaded_after("import paperfeed.tui.start", tmp_path) <= {"sqlite3"}


def test_line_by_line_neither_textual_nor_rich_is_loaded(tmp_path: Path) -> None:
    linear = "sys.argv = ['paperfeed', *sys.argv[1:3], '--linear']\nsys.stdin = open(os.devnull)"
    assert loaded_after(f"import os\n{linear}\n{RUN_COMMAND}", tmp_path) <= {"click", "sqlite3", "platformdirs"}


def test_linear_knows_of_the_app_only_its_keys() -> None:
    found = [
        told(path, one)
        for path in sources()
        if within(module_name(path), "paperfeed.linear")
        for one in imports(path)
        if reaches(one, "paperfeed.tui") and not one.module.startswith("paperfeed.tui.key")
    ]
    assert not found


def test_importing_touches_no_file(tmp_path: Path) -> None:
    """Every module, in a home where nothing is yet: nothing is there afterwards."""
    names = [name for name in map(module_name, sources()) if name != "paperfeed.__main__"]
    home = tmp_path / "home"
    home.mkdir()
    places = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TMPDIR")}
    code = "import " + ", ".join(names)
    command = [sys.executable, "-B", "-W", "ignore", "-c", code]
    subprocess.run(command, check=True, env=environment(PYTHONPATH=str(ROOT), **places), cwd=home)
    assert not list(home.rglob("*"))


# What no module may do

LONGER = {"errors.py": 23, "parse.py": 12}
"""Modules that begin with a drawing: the tree of errors, the grammar of queries."""


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_first_what_it_owns(path: Path) -> None:
    words = ast.get_docstring(tree(path))
    assert words, "no docstring"
    assert len(words.splitlines()) <= LONGER.get(path.name, 8), "a long docstring"


def broad(node: ast.ExceptHandler) -> bool:
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in kinds)


def test_a_broad_except_says_why() -> None:
    found = []
    for path in sources():
        lines = path.read_text("utf-8").splitlines()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and broad(node):
                comment = re.sub(r"#\s*noqa:?[\w\s,]*", "", lines[node.lineno - 1].partition(":")[2])
                if not re.search(r"#\s*\w+ \w+", comment):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found


FORBIDDEN = {
    r"shell=True": "no text goes through a shell",
    r"\bfrom_markup\(": "no text is parsed as markup",
    r"markup=True": "no text is parsed as markup",
    r"import pickle|from pickle|\bpickle\.\w|\bmarshal\b|\bshelve\b": "no pickles",
    r"\b(?<!\.)(?:eval|exec)\(": "nothing is run that was read",
    r"\bos\.system\(": "no text goes through a shell",
    r"verify=False": "certificates are checked",
    r"datetime\.utcnow|datetime\.now\(\)": "every instant has its zone",
}


EXCEPT = {"no pickles": "index/postings.py"}
"""The one module that may: Whoosh's files hold pickles, and it is there that what may come of them is restricted."""


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_module_does_it(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {FORBIDDEN[pattern]}"
        for path in sources()
        if str(path.relative_to(PACKAGE)) != EXCEPT.get(FORBIDDEN[pattern])
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert not found


def test_what_is_unpickled_goes_through_the_restricted_unpickler() -> None:
    source = (PACKAGE / "index" / "postings.py").read_text("utf-8")
    assert set(re.findall(r"\bpickle\.(\w+)", source)) == {"Unpickler", "UnpicklingError"}
    assert source.count("pickle.Unpickler") == source.count("class _Unpickler(pickle.Unpickler)") == 1
    assert "def find_class" in source


def test_the_stylesheet_goes_with_the_package() -> None:
    assert (PACKAGE / "tui" / "paperfeed.tcss").is_file()
