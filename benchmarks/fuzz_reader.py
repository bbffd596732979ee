"""Damage books at random and see what becomes of them: `python -m benchmarks.fuzz_reader [COUNT] [SEED]`.

Every mutant must end accepted and equal, accepted with findings, or refused. The process ends at once, with
a traceback, if one takes longer than a minute; mutants that end otherwise are kept beside the report.
"""

import faulthandler
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.bombs import peak_megabytes
from tests.sheets import fuzzing, mutants
from toolkit.sheets.source import read_bytes

ARCHIVES = ("xlsx", "xlsb", "ods")
LONGEST = 60


def main(count: int, seed: int) -> int:
    """Draw and judge; the exit code says whether all ended well."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable one
    originals = fuzzing.originals()
    wholes = {name: read_bytes(data) for name, data in originals.items()}
    found: Counter[tuple[str, str]] = Counter()
    slowest, bad = 0.0, 0
    for number in range(count):
        name = chance.choice(list(originals))
        kind, data = draw(name, originals[name], chance, number)
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        start = time.process_time()
        counted = fuzzing.told_cells if kind == "xml" and name.startswith("xlsx") else None
        try:
            verdict = fuzzing.judge(data, wholes[name], count=counted)
        except Exception as error:  # noqa: BLE001 - it is what this looks for
            verdict = f"RAISED {type(error).__name__}"
        slowest = max(slowest, time.process_time() - start)
        found[kind, verdict] += 1
        unseen = verdict == fuzzing.CHANGED and kind in {"bytes", "cut"} and name.startswith(ARCHIVES)
        if unseen or verdict == fuzzing.FEWER or verdict.startswith("RAISED"):
            bad += 1
            keep = Path(tempfile.gettempdir()) / f"mutant-{seed}-{number}"
            keep.write_bytes(data)
            sys.stdout.write(f"{verdict}: {name}, {kind}, kept as {keep}\n")
    faulthandler.cancel_dump_traceback_later()
    for (kind, verdict), times in sorted(found.items()):
        sys.stdout.write(f"{kind:9} {verdict:24} {times:7}\n")
    sys.stdout.write(f"{count} mutants, {bad} bad, slowest {slowest:.2f} s, peak {peak_megabytes():.0f} MB\n")
    return int(bad > 0)


def draw(name: str, data: bytes, chance: random.Random, number: int) -> tuple[str, bytes]:
    """A mutant and the kind of its damage."""
    kinds = ["bytes", "cut"] + ["xml", "xml", "zip"] * name.startswith(ARCHIVES)
    kind = kinds[number % len(kinds)]
    if kind == "bytes":
        return kind, mutants.byte_mutant(data, chance)
    if kind == "cut":
        return kind, mutants.cut(data, chance.uniform(0, 100))
    return kind, (mutants.xml_mutant if kind == "xml" else mutants.zip_mutant)(data, chance)


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]] + [5000, 1][len(sys.argv) - 1 :]
    sys.exit(main(*arguments[:2]))
