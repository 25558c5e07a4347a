"""The tools that are compared: one module each, with the same function.

    decide(statement, seconds) -> "proved" | "refuted" | "unknown"

`proved`: the conclusion holds, and is defined, wherever the hypotheses do.  `refuted`: it is false
or undefined at some such point.  A tool may take longer than `seconds`: it is run in a process of
its own that ends then.
"""
