"""What starting costs: `python -m benchmarks.startup`.

CPU time of whole processes as multiples of `python -c "import click"`, the least a click program can cost. Each is
the best of many runs taken in turn, so that a busy machine slows all alike. Aim: 1.5 at most.
"""

import os
import subprocess
import sys
from pathlib import Path

ROUNDS = 25
AIM = 1.5
ROOT = Path(__file__).parents[1]
FLOOR = [sys.executable, "-c", "import click"]
STARTS = {
    "pilot --version": [sys.executable, "-m", "toolkit", "--version"],
    "pilot --help": [sys.executable, "-m", "toolkit", "--help"],
}


def seconds(command: list[str]) -> float:
    """CPU seconds of one run."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def best_of(commands: dict[str, list[str]]) -> dict[str, float]:
    """The least each command cost."""
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(ROUNDS):
        for name, command in commands.items():
            best[name] = min(best[name], seconds(command))
    return best


def main() -> int:
    """Print the ratios; 1 where one is above the aim."""
    best = best_of({"floor": FLOOR, **STARTS})
    ratios = {name: best[name] / best["floor"] for name in STARTS}
    for name, ratio in ratios.items():
        sys.stdout.write(f"{name:20}{ratio:5.2f} x\n")
    return int(max(ratios.values()) > AIM)


if __name__ == "__main__":
    sys.exit(main())
