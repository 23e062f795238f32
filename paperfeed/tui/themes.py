"""The colours: dark and light, and both with high contrast. Values only; the stylesheet says what has which.

That every text can be read on every ground, at 4.5 to 1 or at 7 to 1, is measured by the tests.
"""

from textual.theme import Theme

DARK = Theme(
    name="paperfeed-dark",
    primary="#7aa2f7",
    secondary="#7aa2f7",
    accent="#7aa2f7",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#c8ccd4",
    background="#16181d",
    surface="#16181d",
    panel="#20242c",
    dark=True,
    variables={"dim": "#959ca9", "star": "#e0af68", "cursor": "#2b3345", "rule": "#4a5060", "bright": "#f2f4f8"},
)
LIGHT = Theme(
    name="paperfeed-light",
    primary="#2450a4",
    secondary="#2450a4",
    accent="#2450a4",
    warning="#8a5a00",
    error="#b3261e",
    success="#2e6b1f",
    foreground="#2b2f36",
    background="#fbfbf9",
    surface="#fbfbf9",
    panel="#eeeeea",
    dark=False,
    variables={"dim": "#5c636e", "star": "#8a5a00", "cursor": "#dbe4f7", "rule": "#a5aab3", "bright": "#000000"},
)
CONTRAST = Theme(
    name="paperfeed-contrast",
    primary="#8fd0ff",
    secondary="#8fd0ff",
    accent="#8fd0ff",
    warning="#ffb86b",
    error="#ffb0b8",
    success="#a6f0a6",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#14161a",
    dark=True,
    variables={"dim": "#d0d4da", "star": "#ffd75f", "cursor": "#0f3462", "rule": "#8b93a1", "bright": "#ffffff"},
)
CONTRAST_LIGHT = Theme(
    name="paperfeed-contrast-light",
    primary="#0a2f80",
    secondary="#0a2f80",
    accent="#0a2f80",
    warning="#6b3000",
    error="#8a0f16",
    success="#0f4a10",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#f0f0ee",
    dark=False,
    variables={"dim": "#33383f", "star": "#5c3900", "cursor": "#cfe0ff", "rule": "#6a707a", "bright": "#000000"},
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST, CONTRAST_LIGHT)}


def theme_named(setting: str) -> str:
    """The name that the theme of a setting has here."""
    return f"paperfeed-{setting}"
