"""`escape`: the first iteration of gradient descent at which an event holds, with a proof."""

from __future__ import annotations

import argparse
from pathlib import Path

from verifier.cli.common import STDOUT, Commands, UsageError, add_schema

METHODS = ("auto", "certified", "stepping")
MAX_STEPS, PRECISION = 1_000_000, 128
_WITH_TARGET = ("squared", "squared-full")


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "escape",
        help="count the iterations until an event, with a proof",
        description="Encloses the first iteration of gradient descent on f(w_1 * ... * w_k) at "
        "which an event holds, for the exact recursion in the real numbers, however large it is.",
        epilog="Losses: squared = (p-Y)^2/2, squared-full = (p-Y)^2, logistic = log(1+exp(p)), "
        "or an expression in p such as '(p+1)**4/4'. Events: min<=R, flipped-min<=R "
        "(the least sign(w_j(1))*w_j), product<=R, loss<=R; quote them. w(1) is the start. "
        "Numbers are rationals, read exactly: 1/50, 0.02, 1e-12. Exit codes: 0 reached, never "
        "or diverges, proved; 3 unknown; 2 unusable input; 130 interrupted.",
    )
    add = parser.add_argument
    add("--loss", metavar="LOSS", required=True, help="squared, squared-full, logistic or EXPR")
    add("--target", metavar="Y", help="of squared and squared-full (default: -1)")
    add("--step", metavar="ETA", required=True, help="step size, a rational > 0")
    add("--weights", metavar="a,b,...", help="the start w(1)")
    add("--depth", metavar="K", help="the number of weights of a random start")
    add(
        "--init",
        metavar="KIND",
        help="near-identity (1 + R*uniform(-1, 1)), xavier-gaussian or xavier-uniform",
    )
    add("--radius", metavar="R", help="of near-identity")
    add("--seed", metavar="N", help="of the random start (default: 0)")
    add("--event", metavar="EVENT", required=True, help="what is waited for: 'flipped-min<=1/2'")
    add("--method", choices=METHODS, default="auto", help="how to count (default: auto)")
    add("--max-steps", metavar="N", default=str(MAX_STEPS), help="of stepping (default: 1000000)")
    add("--precision", metavar="BITS", default=str(PRECISION), help="53..10000 (default: 128)")
    add("--json", nargs="?", const=STDOUT, choices=(STDOUT,), metavar="-", help="as JSON")
    add_schema(parser, Path(__file__).with_name("escape.schema.json"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the outcome; returns the exit code."""
    _check(options)
    from verifier.cli.escaping import print_outcome

    return print_outcome(options)


def _check(options: argparse.Namespace) -> None:
    """Raises `UsageError` for options that do not go together."""
    if options.target is not None and options.loss.strip() not in _WITH_TARGET:
        raise UsageError(
            "--target is for squared and squared-full only: leave it out; a target of an "
            "expression is written into it, as in '(p+1)**4'"
        )
    random = {"--init": options.init, "--radius": options.radius, "--seed": options.seed}
    if options.weights is not None:
        if options.depth is not None:
            raise UsageError("--weights and --depth both name a start: leave one of them out")
        for name, value in random.items():
            if value is not None:
                raise UsageError(f"{name} is for a random start: give --depth, not --weights")
    elif options.depth is None:
        raise UsageError("no start: give --weights a,b,... or --depth K --init KIND")
    elif options.init is None:
        raise UsageError(
            "--depth needs --init: give near-identity, xavier-gaussian or xavier-uniform"
        )
