"""Which of the layouts fits a terminal. Pure."""

from typing import Literal

Layout = Literal["wide", "medium", "narrow", "tiny"]


def layout_for(width: int, height: int) -> Layout:
    """wide: sidebar, list, preview. medium: list above preview. narrow: one of them. tiny: neither."""
    if width < 20 or height < 5:
        return "tiny"
    if width >= 110:
        return "wide"
    return "medium" if height >= 28 and width >= 50 else "narrow"
