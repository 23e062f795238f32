"""LaTeX in a text as Unicode: formulas, commands, and all that only looks like them."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from builders import make_digest, make_paper, open_library
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from paperfeed.clean import clean
from paperfeed.cli import paperfeed
from paperfeed.latex import to_unicode
from paperfeed.render import entry_json, entry_line, paper_text, shown

# Formulas


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$\ell_1$", "ℓ₁"),
        (r"$$x^2$$", "x²"),
        (r"\(\alpha\) and \[\beta\]", "α and β"),
        (r"D$^3$QE on F$_1$", "D³QE on F₁"),
        (r"$O(n^{2})$", "O(n²)"),
        (r"$O(n\log n)$", "O(n log n)"),
        (r"$10^{-3}$", "10⁻³"),
        (r"$\theta_{t-1}$", "θₜ₋₁"),
        (r"$x_{ij}$, the $10^{th}$", "xᵢⱼ, the 10ᵗʰ"),
        (r"$\sum_{i=1}^N x_i$", "∑ᵢ₌₁ᴺ xᵢ"),
        (r"A$^*$ at 90$^\circ$", "A* at 90°"),
        (r"$f'(x)$", "f′(x)"),
        (r"$\pi_0.5$-KI", "π₀.5-KI"),
        (r"$\epsilon$-greedy PixArt-$\alpha$", "ε-greedy PixArt-α"),
        (r"$\mathcal{J}$\&$\mathcal{F}$", "J&F"),
        (r"$\mathsf{TC}^0$ over $\mathbb{R}^d$", "TC⁰ over ℝᵈ"),
        (r"$\frac{a+b}{c} \leq \sqrt{2}$", "(a+b)/c ≤ √2"),
        (r"$\left( x \right)$ $\big|y\big.$", "(x) |y"),
        (r"$\hat{x}$ $\bar y$ $\not\in$ $\not=$", "x̂ ȳ ∉ ≠"),
        (r"$p(x \mid y)$", "p(x | y)"),
        (r"$256\,\times\,256$", "256 × 256"),
        (r"$a\leq b$ $\Delta G$ $\lambda = 1$", "a≤b ΔG λ = 1"),
        (r"$\sim$50 of $~x~y$", "∼50 of x y"),
        (r"pass@$k$, top-$k$", "pass@k, top-k"),
    ],
)
def test_a_formula_is_shown_as_on_a_blackboard(text, expected):
    assert to_unicode(text) == unicodedata.normalize("NFC", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x_{max}$", "x_max"),
        ("$x_{ab}$", "x_ab"),
        (r"SelfCap$_{\text{LR}}$", "SelfCap_LR"),
        (r"$\pi_\theta$", "π_θ"),
        (r"$x^{a,b}$", "x^(a,b)"),
        (r"$\mathbb{R}^{n \times d}$", "ℝ^(n × d)"),
    ],
)
def test_a_script_that_has_no_small_letters_stays_readable(text, expected):
    assert to_unicode(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 to $10",
        "from $5 to 10$ a month",
        "7,400 bugs for 1$: cheap, and 2$ for all",
        "under $0.1",
        "$ x $",
        "$5 and $6 x",
        "$$",
        "$",
        "a $b\nc$ d",
    ],
)
def test_a_price_is_no_formula(text):
    assert to_unicode(text) == text


@pytest.mark.parametrize(
    "text", [r"$\foo_1 + \alpha$", r"$\begin{matrix}\end{matrix}$", "${x$", "$x}$", "$x^$", r"$\frac{1}$", r"\(\foo\)"]
)
def test_a_formula_with_something_unknown_stays_whole_as_it_was(text):
    assert to_unicode(text) == text


# Commands in prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Schr\"odinger, Fr\'echet, It\^o, vis-\`a-vis", "Schrödinger, Fréchet, Itô, vis-à-vis"),
        (r"na\"{\i}vely Pok{\'e}mon Bolet\'{\i}n", "naïvely Pokémon Boletín"),
        (r"\c{c} \v{s} \H{o} {\o} \ss", "ç š ő ø ß"),
        (r"J\o rgen and S{\o}ren of \L{}\'od\'z", "Jørgen and Søren of Łódź"),
        (r"LS (\textbf{L}arge-\textbf{S}mall)", "LS (Large-Small)"),
        (r"pass@\textit{k} \emph{is \texttt{nested}}", "pass@k is nested"),
        (r"judge {\em and} follow {\bf X}", "judge and follow X"),
        (r"\textbf{an $x^2$ and 5\%~more}", "an x² and 5% more"),
        (r"\href{https://x.y/a\_b}{the link}", "the link"),
        (r"see\url{https://x.y/a\_b~c}.", "see https://x.y/a_b~c."),
        (r"concepts\footnote{As is.} here", "concepts (As is.) here"),
        (r"E\textsuperscript{2}R, H\textsubscript{2}O", "E²R, H₂O"),
        (r"360{\deg} and ({\Delta}{\Delta}G)", "360° and (ΔΔG)"),
        (r"118\times faster", "118× faster"),
        (r"Q\&A of 5\% for \$2,000, a\_b \#1", "Q&A of 5% for $2,000, a_b #1"),
        (r"vs.\ others, 300\,k", "vs. others, 300 k"),
        (r"(\eg, x, \ie y, \etc.) \etc", "(e.g., x, i.e. y, etc.) etc."),
        (r"\LaTeX{} and \LaTeX", "LaTeX and LaTeX"),
        (r"of~\name~is and Fig.~$x$", r"of \name is and Fig. x"),
    ],
)
def test_a_command_gives_what_it_stands_for(text, expected):
    assert to_unicode(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "100% of x_i, a^2 and {b} ~5 & C:",
        r"we propose \method, a \foo{bar}",
        r"named {\name}",
        r"\textbf{never closed",
        r"only \1,890 or \0.1",
        r"\b{Coupled} \color{ddtT}ransformer",
        r"a \\ b",
        "\\",
        r"\(",
        r"\[ x",
        r"as strong as \saturn",
    ],
)
def test_what_is_not_known_stays_as_it_was(text):
    assert to_unicode(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"GPT-4o\'s and the object\'s", "GPT-4o's and the object's"),
        (r"titled \"attention is all\", they", 'titled "attention is all", they'),
    ],
)
def test_an_escaped_quote_is_no_accent(text, expected):
    assert to_unicode(text) == expected


def test_a_percent_sign_does_not_eat_the_rest():
    assert to_unicode("5% of $x$ and 6\\% % of all") == "5% of x and 6% % of all"


# Shown and printed


PAPER = make_paper(
    1,
    title=r"The $\ell_1$ norm",
    abstract='At 5\\% of Schr\\"odinger.\n\nMore of $x_{max}$.',
    keywords=(r"$\alpha$ moment",),
    summary=r"As \emph{is}.",
)


def test_what_is_printed_is_converted_and_json_is_not(tmp_path):
    with open_library(tmp_path) as library:
        library.take_in(make_digest([PAPER]))
        [entry] = library.entries([1])
    assert entry_line(entry).endswith("  The ℓ₁ norm")
    text = paper_text(entry)
    assert text.startswith("The ℓ₁ norm\n")
    assert text.endswith("At 5% of Schrödinger.\n\nMore of x_max.")
    assert "α moment" in text
    assert "As is." in text
    told = entry_json(entry)
    assert (told["title"], told["keywords"]) == (PAPER.title, [*PAPER.keywords])
    assert (told["abstract"], told["summary"]) == (PAPER.abstract, PAPER.summary)


def test_the_place_where_words_stand_is_marked_in_what_is_printed(tmp_path):
    with open_library(tmp_path) as library:
        library.take_in(make_digest([PAPER]))
        library.indexing.take_waiting()
    command = ["--home", str(tmp_path), "search", "schrodinger", "l1"]
    done = CliRunner().invoke(paperfeed, command, color=True)
    assert "The \x1b[1mℓ₁\x1b[0m norm" in done.stdout
    assert "At 5% of \x1b[1mSchrödinger\x1b[0m.  More of x_max." in done.stdout


# Any text


PIECES = re.findall(
    r"\S+",
    r"\ { } $ $$ \( \) \[ \] ^ _ ~ % & x y 1 é 中 \\ \' \" \textbf{ \frac{ \sqrt \alpha \not \mathbb{R} \left \text{"
    r" \href{a}{ \url{ \em {\em \eg \deg \name \log \hat \, \o",
)
TEXTS = st.lists(st.sampled_from([*PIECES, " ", "\n", "\t", "\x07", "\u0301"]) | st.characters(), max_size=30).map(
    "".join
)


@given(TEXTS)
@example("\\\n")
@example("$\\\n$")
def test_any_text_becomes_one_without_new_lines_and_control_characters(text):
    made = to_unicode(text)
    for char in set(made):
        if unicodedata.category(char).startswith(("C", "Zl", "Zp")):
            assert made.count(char) <= text.count(char)


@given(TEXTS)
def test_any_text_is_clean_when_it_is_shown(text):
    made = shown(text)
    assert clean(made) == made
    assert len(made.splitlines()) <= 1


@given(st.text(st.characters(exclude_characters="$\\")))
def test_a_text_without_latex_is_left_alone(text):
    assert to_unicode(text) is text


@pytest.mark.parametrize(
    "piece",
    [
        "\\",
        "{",
        "$",
        "\\{",
        "{\\",
        "$$ ",
        "\\(",
        "\\[",
        "\\textbf{",
        "{\\em ",
        "$x ",
        "$\\frac{",
        "$^",
        "\\a ",
        "$_{",
    ],
)
def test_twenty_thousand_characters_of_nothing_stay_as_they_are(piece):
    text = piece * (20_000 // len(piece))
    assert to_unicode(text) in (text, text.replace("\\{", "{"))


def test_a_formula_or_an_argument_longer_than_a_page_stays_as_it_was():
    for text in (f"${'x+' * 600}x_1$", rf"\textbf{{{'x ' * 600}}}"):
        assert to_unicode(text) == text


def test_arguments_in_arguments_end_somewhere():
    deep = r"\textbf{" * 100 + "x" + "}" * 100
    assert len(to_unicode(deep)) < len(deep)
    assert to_unicode(f"${'{' * 100}x{'}' * 100}$") == f"${'{' * 100}x{'}' * 100}$"


def test_text_without_symbols_needs_no_table_of_them():
    code = (
        "import sys; from paperfeed.latex import to_unicode\n"
        "to_unicode('plain, 5%'); assert 'paperfeed.latex.prose' not in sys.modules\n"
        r"to_unicode('5\\% of $x^2$'); assert 'pylatexenc' not in sys.modules"
        "\n"
        r"to_unicode('$\\alpha$'); assert 'pylatexenc' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parent.parent)
