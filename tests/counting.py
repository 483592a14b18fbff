"""Counts what code does, in place of seconds: the same number on a machine that has much else to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, FunctionType, ModuleType
from typing import Any


class Count:
    """How often something was done while it was counted."""

    number = 0


@contextmanager
def steps_in(module: ModuleType) -> Iterator[Count]:
    """Instructions of the interpreter that are run in the functions of a module."""
    count = Count()

    def step(_frame: FrameType, event: str, _what: object) -> Any:
        count.number += event == "opcode"
        return step

    def enter(frame: FrameType, _event: str, _what: object) -> Any:
        if frame.f_code.co_filename != module.__file__:
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return step

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield count
    finally:
        sys.settrace(before)


@contextmanager
def calls_of(function: FunctionType) -> Iterator[Count]:
    """Calls of a function written in Python."""
    count, code = Count(), function.__code__

    def look(frame: FrameType, event: str, _what: object) -> None:
        count.number += event == "call" and frame.f_code is code

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield count
    finally:
        sys.setprofile(before)
