"""What becomes of slightly changed statements of every lemma: searched, attempted, written down.

    python benchmarks/variant_table.py [ID ...] [--fresh] [--again SECONDS] [--jobs N]

writes `tests/lemmas/variants.json`, which the tests check, and `docs/variants.md`.  Statements
that were settled before are not searched again unless `--fresh` is given; `--again` goes on with
those that stayed open.  The ids choose some lemmas; `--write-only` writes the table alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "lemmas")]

from attempts import settle  # noqa: E402
from found import BY_ID, PROVED  # noqa: E402
from records import read_records, write_records  # noqa: E402
from table import TABLE, table  # noqa: E402

from verifier.language.terms import LanguageError  # noqa: E402


def main() -> None:
    """Settles what is not settled; writes the records after each lemma, the table at the end."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ids", nargs="*", metavar="ID", help="the lemmas to settle (default: all)")
    parser.add_argument("--fresh", action="store_true", help="search again what was settled before")
    parser.add_argument(
        "--again", type=float, default=0.0, metavar="SECONDS", help="search longer for what is open"
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default: 1)")
    parser.add_argument("--write-only", action="store_true", help="settle nothing, write the table")
    arguments = parser.parse_args()
    unknown = [id_ for id_ in arguments.ids if id_ not in PROVED]
    if unknown:
        parser.error(f"no proved lemma is called {', '.join(unknown)}")
    records, start = read_records(), time.monotonic()
    earlier = {} if arguments.fresh else records
    ids = [] if arguments.write_only else arguments.ids or PROVED
    failed = []
    with ProcessPoolExecutor(arguments.jobs) as pool:
        running = {}
        for id_ in ids:
            running[pool.submit(settle, id_, earlier.get(id_, ()), arguments.again)] = id_
        for done in as_completed(running):
            id_ = running[done]
            try:
                settled = tuple(done.result())
            except (AssertionError, LanguageError) as error:
                failed.append(f"{id_}: {error}")
                continue
            records = {i: rows for i, rows in read_records().items() if i in BY_ID}
            write_records({**records, id_: settled})
            counted = Counter(record.verdict for record in settled)
            verdicts = ", ".join(f"{n} {what}" for what, n in counted.items())
            print(f"{time.monotonic() - start:6.0f} s  {id_}: {verdicts}", flush=True)
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(read_records()), encoding="utf-8")
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
