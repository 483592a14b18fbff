"""Where a piece of work spends its processor time, by looking 250 times a second: slows it down by about one per cent.

cProfile makes many small calls look dearer than they are; this does not. Main thread only. Lines of Django templates
are told like functions.
"""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Final

from django.template.base import Node

EVERY: Final = 0.004  # seconds of processor time between two looks: the tick of usual kernels
_ROOT = str(Path(__file__).resolve().parents[2])
_NODE = Node.render_annotated.__code__


@dataclass
class Samples:
    """Looks taken: `own` by the function that ran, `under` and `lines_under` by all that was being called."""

    own: Counter[CodeType] = field(default_factory=Counter)
    under: Counter[CodeType] = field(default_factory=Counter)
    lines_under: Counter[str] = field(default_factory=Counter)

    def take(self, _number: int, frame: FrameType | None) -> None:
        """The handler of the timer's signal."""
        if frame is not None:
            self.own[frame.f_code] += 1
        functions: set[CodeType] = set()
        lines: set[str] = set()
        while frame is not None:
            functions.add(frame.f_code)
            if frame.f_code is _NODE:
                lines.add(_template_line(frame.f_locals["self"]))
            frame = frame.f_back
        self.under.update(functions)
        self.lines_under.update(lines)

    def lines(self, *, top: int = 30) -> Iterator[str]:
        """Shares of all looks: our functions and template lines with what they call, then every function alone."""
        total = sum(self.own.values()) or 1
        ours = Counter({code: n for code, n in self.under.items() if "/atlas/" in code.co_filename})
        yield f"{total} looks; share with what it calls, functions of the Atlas:"
        yield from (f"  {n / total:6.1%}  {_name(code)}" for code, n in ours.most_common(top * 2))
        if self.lines_under:
            yield "share with what it calls, lines of templates:"
            yield from (f"  {n / total:6.1%}  {line}" for line, n in self.lines_under.most_common(top * 2))
        others = Counter({code: n for code, n in self.under.items() if "site-packages" in code.co_filename})
        yield "share with what it calls, libraries:"
        yield from (f"  {n / total:6.1%}  {_name(code)}" for code, n in others.most_common(top * 2))
        yield "share of its own, any function:"
        yield from (f"  {n / total:6.1%}  {_name(code)}" for code, n in self.own.most_common(top))


def _template_line(node: Node) -> str:
    token = getattr(node, "token", None)
    where = f"{node.origin.template_name}:{token.lineno}" if token is not None else "a template"
    return f"{where} {type(node).__name__} {token.contents[:60] if token is not None else ''}"


def _name(code: CodeType) -> str:
    path = code.co_filename.removeprefix(_ROOT + "/")
    return f"{path.rpartition('site-packages/')[2]}:{code.co_firstlineno} {code.co_qualname}"


@contextmanager
def sampling() -> Iterator[Samples]:
    """Look while the block runs."""
    samples = Samples()
    before = signal.signal(signal.SIGPROF, samples.take)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield samples
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
