"""What benchmarks count and print: costs, percentiles, blocks to read and rows for the README's table."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, ParamSpec, TypeVar

Row = tuple[str, str, str]
"""What was measured, how much it was, and how much it may be."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Cost(NamedTuple):
    """Milliseconds: by the wall clock, and of the processor in this thread (which a busy machine alters less)."""

    wall: float
    cpu: float

    def __add__(self, other: "Cost") -> "Cost":  # type: ignore[override]
        """Of one thing done after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu)


def measured(act: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs) -> tuple[_T, Cost]:
    """What `act` returns, and what calling it cost."""
    wall, cpu = time.perf_counter(), time.thread_time()
    result = act(*arguments, **options)
    return result, Cost((time.perf_counter() - wall) * 1000, (time.thread_time() - cpu) * 1000)


def percentile(values: Sequence[float], percent: int) -> float:
    """The least of `values` that so many of a hundred do not exceed."""
    return sorted(values)[max(-(-len(values) * percent // 100), 1) - 1]


def block(title: str, lines: Sequence[tuple[str, Sequence[Cost]]]) -> str:
    """A title, and for each name how its costs are spread; processor time only where it was measured."""
    told = [title, f"  {'ms':<34}{'median':>9}{'p95':>9}{'p99':>9}{'max':>9}{'n':>7}{'cpu: median':>15}{'p95':>9}"]
    for name, costs in lines:
        if costs:
            wall, cpu = [cost.wall for cost in costs], [cost.cpu for cost in costs]
            spread = "".join(f"{percentile(wall, percent):>9.2f}" for percent in (50, 95, 99, 100))
            spent = f"{percentile(cpu, 50):>15.2f}{percentile(cpu, 95):>9.2f}" if any(cpu) else ""
            told.append(f"  {name:<34}{spread}{len(wall):>7}{spent}")
    return "\n".join(told)


def median_and_high(costs: Sequence[Cost], high: int = 95) -> str:
    wall = [cost.wall for cost in costs]
    return f"{percentile(wall, 50):.1f} ms, {percentile(wall, high):.1f} ms"


def ratios(ours: Sequence[Cost], theirs: Sequence[Cost], by: str = "wall") -> str:
    """How many times as long the one took as the other: of the medians, of the 95 of 100."""
    mine, other = ([getattr(cost, by) for cost in costs] for costs in (ours, theirs))
    return ", ".join(f"{percentile(mine, percent) / percentile(other, percent):.2f}" for percent in (50, 95))


def table(rows: Sequence[Row]) -> str:
    heads: list[Row] = [("what", "measured", "aim"), ("---", "---:", "---:")]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*heads, *rows])
