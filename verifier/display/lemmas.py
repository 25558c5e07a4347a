"""A lemma as HTML, before anything is proved."""

from __future__ import annotations

from verifier.display.fragments import block, bold, line, statement_html, words
from verifier.lemma import Lemma


def lemma_html(lemma: Lemma) -> str:
    """Title, source and statement."""
    return block("", *head(lemma), statement_html(lemma.statement))


def head(lemma: Lemma) -> tuple[str, ...]:
    """What a lemma is called, where it stands, and what was changed."""
    return (
        line(bold(lemma.id), words(lemma.title)),
        line(f"<i>{words(f'{lemma.source}; {lemma.variant}')}</i>"),
        *(line("changed:", words(change)) for change in lemma.changes),
        line(words(lemma.note)) if lemma.note else "",
    )
