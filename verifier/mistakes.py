"""Why a lemma file cannot be imported, in one line, and how to mend what newcomers often write."""

from __future__ import annotations

import builtins
import difflib
import re
import traceback
from pathlib import Path

import verifier

_MISTAKES = (
    (r"must be real number, not|loop of ufunc", "write exp, log, sqrt, ... of verifier"),
    (
        r"cannot be interpreted as an integer",
        "a range up to a variable is sum_(k, lambda i: ...), prod(...) or indices(k)",
    ),
    (r"for \^: ", "a power is written a**b"),
    (r"^(unsupported operand|'\S+' not supported).*'Symbol'", "write x[t], w[i] or f(p)"),
    (
        r"^'Variable' object is not subscriptable",
        "family, sequence and scalar_sequence have members, real and natural have none",
    ),
    (
        r"^'(Variable|Op|int)' object is not callable",
        "write a*b for a product, function(...) for an f(p)",
    ),
    (r"^'list' object has no attribute 'items'", 'hypotheses are named: {"x is positive": x > 0}'),
    (r"^'(Variable|Symbol)' object is not iterable", "variables are a list: [eta, x]"),
    (r"has no attribute '__code__'", "what is said of each value is a function: lambda t: ..."),
    (
        r"^Value after \* must be an iterable, not Step|^'Step' object is not iterable",
        "several steps are a list: [Step(...), Step(...)]",
    ),
    (
        r"^'str' object has no attribute '(name|sort)'",
        "the variable itself is wanted, not its name",
    ),
    (r"Step\.__init__\(\) missing .*'by'", "a step is Step(name, claim, by....)"),
)


def cause_of(error: BaseException, file: Path) -> str:
    """What went wrong in one line, with the last line of the file that took part in it."""
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return f"line {error.lineno}: SyntaxError: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(file)]
    place = f"line {lines[-1]}: " if lines else ""
    text = " ".join(str(error).split()) or "no message"
    hint = _hint(error, text, file)
    return f"{place}{type(error).__name__}: {text}{': ' if hint else ''}{hint}"


def _hint(error: BaseException, text: str, file: Path) -> str:
    """How to mend what newcomers often write; empty where nothing is known of it."""
    match error:
        case ModuleNotFoundError(name=str(name)):
            sibling = file.parent / (name.partition(".")[0] + ".py")
            if sibling.exists():
                return f"write 'from .{sibling.stem} import ...' for a file of the same folder"
        case ImportError(name="verifier"):
            asked = re.search(r"cannot import name '(\w+)'", text)
            name = asked[1] if asked else ""
            if hasattr(builtins, name):
                return "it is Python's own and needs no import"
            near = difflib.get_close_matches(name, verifier.__all__)
            return f"did you mean {' or '.join(near)}?" if near else ""
        case NameError(name=str(name)) if name in verifier.__all__:
            return "add it to 'from verifier import ...'"
        case TypeError() | AttributeError():
            return next((mend for found, mend in _MISTAKES if re.search(found, text)), "")
    return ""
