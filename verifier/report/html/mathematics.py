r"""LaTeX as HTML with MathML, in pieces between which a line may be broken.

The LaTeX is what `verifier.language.render` writes.  Its words stand outside of the formulas as
ordinary text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter
from markupsafe import Markup

_TOKEN = re.compile(r"\\left *(?:\\.|.)|\\right *(?:\\.|.)|\\[A-Za-z]+ ?|\\.|.", re.DOTALL)
_RELATIONS = frozenset((r"\le", r"\ge", r"\ne", "=", "<", ">"))
_BRACKETS = {"{": ("{", "}"), r"\{": (r"\{", r"\}"), r"\left": (r"\left", r"\right")}
_PROPOSITION = _RELATIONS | {r"\text", r"\forall", r"\exists"}
_WORDS = {r"\backslash": "\\", r"\hat": "^", r"\sim": "~"}
_LONG = 26  # glyphs of a formula that is broken before its relations, sums and differences
_KEPT = frozenset(
    ("displaystyle", "scriptlevel", "mathvariant", "width", "accent", "movablelimits")
)
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_SHOWN = {"⧵": "∖"}  # few fonts have the first
_PLACEHOLDER = "\ue000"  # stands for words within a formula while it is converted

Tokens: TypeAlias = "list[str]"


@dataclass(frozen=True)
class _Words:
    text: str


@dataclass(frozen=True)
class _Formula:
    """LaTeX in groups of parts: a line is broken between parts of a group only where the group
    does not fit on a line."""

    groups: tuple[tuple[str, ...], ...]


def mathematics(latex: str, text: str) -> Markup:
    """The formula as HTML; as the plain `text` where the LaTeX cannot be read."""
    try:
        return Markup(_html(list(_pieces(_TOKEN.findall(latex)))))
    except Exception:  # latex2mathml has no common error; a formula must not cost the report
        return Markup("<code>{}</code>").format(text)


def _pieces(tokens: Tokens) -> Iterator[_Words | _Formula]:
    """Words and formulas in turn."""
    groups: list[list[Tokens]] = [[[]]]
    position = 0
    while position < len(tokens):
        token = tokens[position].strip() or " "
        rest = tokens[position + 1 :]
        end = _group_end(tokens, position)
        words: list[_Words | _Formula] = []
        if token == r"\text":
            end = _group_end(tokens, position + 1)
            words = [_Words(_plain(tokens[position + 2 : end - 1]))]
        elif token == "," and _is_list(rest):
            end, words = position + 2, [_Words(", ")]
        elif token == ":" and rest[:1] == [r"\;"]:
            end, words = position + 2, [_Words(": ")]
        elif token == r"\left(" and _is_proposition(tokens, position, end):
            inner = _pieces(tokens[position + 1 : end - 1])
            words = [_Words("("), *inner, _Words(")")]
        elif token in _RELATIONS:
            groups.append([[]])
        elif _is_binary(tokens, position):
            groups[-1].append([])
        if words:
            yield from _formula(groups)
            groups = [[[]]]
            yield from words
        else:
            groups[-1][-1] += tokens[position:end]
        position = end
    yield from _formula(groups)


def _formula(groups: Sequence[Sequence[Tokens]]) -> Iterator[_Formula]:
    tokens = [token for group in groups for part in group for token in part]
    if not "".join(tokens).strip():
        return
    if sum(1 for token in tokens if token not in "{} ") <= _LONG:
        yield _Formula((("".join(tokens),),))
        return
    written = (tuple(filter(str.strip, map("".join, group))) for group in groups)
    yield _Formula(tuple(filter(None, written)))


def _group_end(tokens: Tokens, start: int) -> int:
    """The position after the group that begins at a token, or after that token.

    Each kind of bracket is counted by itself: words may hold a single brace.
    """
    brackets = _BRACKETS.get(_kind(tokens[start]))
    if brackets is None:
        return start + 1
    depth = 0
    for position in range(start, len(tokens)):
        kind = _kind(tokens[position])
        depth += (kind == brackets[0]) - (kind == brackets[1])
        if depth == 0:
            return position + 1
    return len(tokens)


def _kind(token: str) -> str:
    """The token, without the bracket that follows a command for growing brackets."""
    found = re.match(r"\\(left|right)(?![a-z])", token)
    return found[0] if found else token


def _plain(tokens: Tokens) -> str:
    r"""The content of a \text as it is to be read."""
    written = "".join(_WORDS.get(token.strip(), token) for token in tokens)
    return re.sub(r"\^\{\}", "^", re.sub(r"\\([{}$&#%_])", r"\1", written))


def _is_list(rest: Tokens) -> bool:
    r"""Whether a comma parts declarations: `w_1, \dots, w_k` stays together."""
    following = [token.strip() for token in rest[:2]]
    return following[:1] == [""] and following[1:] != [r"\dots"] and r"\text" in following


def _is_proposition(tokens: Tokens, start: int, end: int) -> bool:
    """Whether parentheses hold a proposition, so that they can be words."""
    position = start + 1
    while position < end - 1:
        if tokens[position].strip() in _PROPOSITION:
            return tokens[end : end + 1] not in (["^"], ["_"])
        position = _group_end(tokens, position)
    return False


def _is_binary(tokens: Tokens, position: int) -> bool:
    if tokens[position] not in ("+", "-"):
        return False
    before, after = tokens[max(0, position - 1) : position], tokens[position + 1 : position + 2]
    return "".join(before).endswith(" ") and after == [" "]


def _html(pieces: Sequence[_Words | _Formula]) -> str:
    """The pieces joined; punctuation is put into the formula beside it, from which it would
    otherwise be parted at the end of a line."""
    written: list[str] = []
    opening = ""
    for number, piece in enumerate(pieces):
        if isinstance(piece, _Formula):
            following = pieces[number + 1] if number + 1 < len(pieces) else None
            closing = _closing(following)
            written.append(_formula_html(piece, opening, closing))
            opening = ""
            continue
        text = piece.text
        if number and isinstance(pieces[number - 1], _Formula):
            text = text[len(_closing(piece)) :]
        if text == "(" and number + 1 < len(pieces):
            opening += text
        else:
            written.append(html.escape(opening + text, quote=False))
            opening = ""
    return "".join(written)


def _closing(piece: _Words | _Formula | None) -> str:
    if not isinstance(piece, _Words):
        return ""
    return piece.text[: len(piece.text) - len(piece.text.lstrip(",:.;)"))]


def _formula_html(formula: _Formula, opening: str, closing: str) -> str:
    inner = [[_mathml(part.strip()) for part in group] for group in formula.groups]
    if opening:
        inner[0][0] = f"<mtext>{opening}</mtext>{inner[0][0]}"
    if closing:
        inner[-1][-1] += f"<mtext>{closing}</mtext>"
    groups = ["<wbr>".join(f"<math>{part}</math>" for part in group) for group in inner]
    if len(groups) > 1:
        groups = [f"<span>{g}</span>" if "<wbr>" in g else g for g in groups]
    return "<wbr>".join(groups)


@cache
def _mathml(latex: str) -> str:
    """The content of a `math` element."""
    words: list[str] = []
    math = Converter(display="block").convert_to_element(_without_words(latex, words))
    written = "".join(_row(math[0], words))
    if latex.startswith(("+ ", "- ")):  # its left side stands in the piece before
        return written.replace("<mo>", '<mo form="infix">', 1)
    return written


def _without_words(latex: str, words: list[str]) -> str:
    tokens = _TOKEN.findall(latex)
    kept: Tokens = []
    position = 0
    while position < len(tokens):
        if tokens[position].strip() == r"\text":
            end = _group_end(tokens, position + 1)
            words.append(_plain(tokens[position + 2 : end - 1]))
            kept.append(rf"\text{{{_PLACEHOLDER}}}")
            position = end
        else:
            kept.append(tokens[position])
            position += 1
    return "".join(kept)


def _element(element: Element, words: list[str]) -> str:
    """An element without what browsers assume anyway."""
    kept = [f' {key}="{html.escape(v)}"' for key, v in element.attrib.items() if key in _KEPT]
    if element.tag == "mtext" and element.text == _PLACEHOLDER:
        return f"<mtext>{html.escape(words.pop(0), quote=False)}</mtext>".replace(" ", "\u00a0")
    if element.tag == "mrow":
        children = _row(element, words)
        return children[0] if len(children) == 1 else f"<mrow>{''.join(children)}</mrow>"
    text = html.unescape(element.text or "")
    if element.tag in _LIMITS and element[0].text in ("max", "min"):
        element.tag = _LIMITS[element.tag]
        element[0].set("movablelimits", "true")
    inner = "".join(_element(child, words) for child in element)
    tag = "mi" if text == "…" else element.tag  # without the spaces around a sign
    written = html.escape(_SHOWN.get(text, text), quote=False)
    return f"<{tag}{''.join(kept)}>{written}{inner}</{tag}>"


def _row(row: Element, words: list[str]) -> list[str]:
    """The children of a row: upright letters in succession as one name, signs before what they
    negate without the spaces of a difference, space between a factor and a function."""
    written: list[str] = []
    name = ""
    for before, child in zip([None, *row], [*row, None], strict=True):
        if child is not None and child.tag == "mi" and child.get("mathvariant") == "normal":
            name += html.unescape(child.text or "")
            continue
        if name:
            upright = ' mathvariant="normal"' if len(name) == 1 else ""
            written.append(f"<mi{upright}>{html.escape(name, quote=False)}</mi>")
            name = ""
        if child is None:
            continue
        shown = _element(child, words)
        if before is not None and before.tag == "mo" and shown == "<mo>−</mo>":
            shown = '<mo form="prefix">−</mo>'
        elif before is not None and before.tag not in ("mo", "mspace") and _is_function(child):
            shown = f'<mspace width="0.167em"></mspace>{shown}'
        written.append(shown)
    return written


def _is_function(element: Element) -> bool:
    return element.tag in ("mi", "mo") and len(html.unescape(element.text or "")) > 1
