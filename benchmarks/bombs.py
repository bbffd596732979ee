"""What each hostile book costs: `python -m benchmarks.bombs [NAME …]`.

Each is read in a process of its own. Seconds are CPU time of reading alone; memory is the peak of the whole
process (VmHWM), which starts at some 20 MB.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.sheets.bombs import BOMBS

READ = "--read"


def peak_megabytes() -> float:
    """The most memory this process ever held; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def read(path: Path) -> str:
    """One line: what became of a book and what it cost."""
    from toolkit.findings import Unreadable  # noqa: PLC0415 - counts into what is measured
    from toolkit.sheets.source import read_book  # noqa: PLC0415

    start = time.process_time()
    try:
        book = read_book(path)
        outcome = f"accepted ({sum(len(cells) for sheet in book.sheets for cells in sheet.rows.values())} cells)"
    except Unreadable as refusal:
        outcome = f"{refusal.rule.code} {refusal.rule.message.format_map(refusal.words)}"
    return f"{time.process_time() - start:6.2f} s {peak_megabytes():6.0f} MB  {outcome}"


def main(arguments: list[str]) -> None:
    """Measure the bombs of these names, or all."""
    if arguments[:1] == [READ]:
        sys.stdout.write(read(Path(arguments[1])) + "\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, (_outcome, build) in BOMBS.items():
            if arguments and name not in arguments:
                continue
            path = Path(folder) / "bomb.xlsx"
            path.write_bytes(build())
            command = [sys.executable, "-m", "benchmarks.bombs", READ, str(path)]
            answer = subprocess.run(
                command, capture_output=True, text=True, encoding="utf-8", check=False
            )
            last = (answer.stdout or answer.stderr).strip().splitlines()[-1:]
            sys.stdout.write(f"{name:45}{path.stat().st_size / 1024:9.0f} KB  {''.join(last)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
