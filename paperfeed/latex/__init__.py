r"""Text with LaTeX in it → the same as Unicode, as its authors would write it on a blackboard.

Knows nothing of papers. What it cannot convert stays as it was; no text makes it raise, or take
longer than its length is worth. What converts is imported when the first such text comes by.
"""

from functools import lru_cache


def to_unicode(text: str) -> str:
    """`text` with its LaTeX as Unicode: $\\ell_1$ → ℓ₁, Schr\\"odinger → Schrödinger, \\textbf{X} → X."""
    if "$" not in text and "\\" not in text:
        return text
    return _converted(text)


@lru_cache(maxsize=512)
def _converted(text: str) -> str:
    from paperfeed.latex.prose import prose

    return prose(text)
