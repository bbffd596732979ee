"""Damage mails and archives at random and see what becomes of them: `python -m benchmarks.fuzz_mail [COUNT] [SEED]`.

Every mutant must end in pieces and reasons. The process ends at once, with a traceback, if one takes longer than a
minute; mutants that raise are kept beside the report.
"""

import faulthandler
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.bombs import peak_megabytes
from tests.mail import parcels
from tests.sheets import mutants

LONGEST = 60


def main(count: int, seed: int) -> int:
    """Draw and judge; the exit code says whether all ended well."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable one
    originals = parcels.originals()
    found: Counter[tuple[str, str]] = Counter()
    slowest, bad = 0.0, 0
    for number in range(count):
        name = list(originals)[number % len(originals)]
        is_cut = chance.random() < 0.2
        data = mutants.cut(originals[name], chance.uniform(0, 100)) if is_cut else mutants.byte_mutant(originals[name], chance)
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        start = time.process_time()
        try:
            verdict = " ".join(parcels.judge(data, name))
        except Exception as error:  # noqa: BLE001 - it is what this looks for
            verdict = f"RAISED {type(error).__name__}"
            bad += 1
            keep = Path(tempfile.gettempdir()) / f"parcel-{seed}-{number}-{name}"
            keep.write_bytes(data)
            sys.stdout.write(f"{verdict}: kept as {keep}\n")
        slowest = max(slowest, time.process_time() - start)
        found[name, verdict] += 1
    faulthandler.cancel_dump_traceback_later()
    for (name, verdict), times in sorted(found.items()):
        sys.stdout.write(f"{name:12} {verdict:40} {times:7}\n")
    sys.stdout.write(f"{count} mutants, {bad} bad, slowest {slowest:.2f} s, peak {peak_megabytes():.0f} MB\n")
    return int(bad > 0)


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]] + [5000, 1][len(sys.argv) - 1 :]
    sys.exit(main(*arguments[:2]))
