"""What a nationwide list would cost, 2,850 counties with one workbook each: `python -m benchmarks.nationwide [COUNTIES]`.

The notice knows the units of one city, so it all runs in a copy of the package whose notice names so many counties more
(as units of the city itself, since a quota is a district's).
A workbook holds 40 rows in the proportions of the shipped December. First all go into a new list; then all come again, 5 of
each one's rows new and 3 changed. Every merge is a process of its own: its CPU, start-up apart, and its peak of memory.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

import toolkit
from benchmarks.bombs import peak_megabytes
from benchmarks.merge_speed import AS_OF, CHANGED, NEW, SETTINGS, workbook
from toolkit.policy import notice
from toolkit.steps.merge import merge_files

COUNTIES, ROWS = 2_850, 40
NOTICE = "policy/notice_2025_108.toml"
COUNTY = '\n[[unit]]\ncode = "9{0:05}"\nshort = "样例{0}县"\nfull = "样例{0}县市场监督管理局"\nbrief = "样例{0}县局"\nkind = "direct"\n'


def copy_with(counties: int, folder: Path) -> None:
    """The package with so many more units."""
    package = folder / "toolkit"
    shutil.copytree(Path(toolkit.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    with (package / NOTICE).open("a", encoding="utf-8") as file:
        file.writelines(COUNTY.format(number) for number in range(1, counties + 1))


def make(folder: Path) -> str:
    """What every county mails, the first time and the second."""
    for which in "12":
        (folder / f"来件{which}").mkdir()
    counties = [number for number, unit in enumerate(notice().unit) if unit.short.startswith("样例")]
    with Pool() as pool:
        pool.starmap(mail, ((folder, unit) for unit in counties))
    return f"{len(counties)} workbooks, twice"


def mail(folder: Path, unit: int) -> None:
    """A county's two workbooks."""
    last = ROWS + NEW - 1
    (folder / "来件1" / f"{unit}.xlsx").write_bytes(workbook(unit, range(ROWS), last, 1))
    (folder / "来件2" / f"{unit}.xlsx").write_bytes(workbook(unit, range(ROWS + NEW), last, 2, CHANGED))


def merge(folder: Path, which: str) -> str:
    """One merge of all of them."""
    started = time.process_time()
    result = merge_files([folder / f"来件{which}"], folder / "总台账.xlsx", AS_OF, SETTINGS)
    spent = time.process_time() - started
    merged = [file for file in result.plan.files if file.action == "merged"]
    read, added, changed = (sum(getattr(file.tally, name) for file in merged) for name in ("read", "added", "changed"))
    size = (folder / "总台账.xlsx").stat().st_size / 1e6
    return (
        f"{len(merged)} files merged, {read} rows read, {added} added, {changed} changed: {spent:.1f} s = "
        f"{1e3 * spent / max(len(merged), 1):.1f} ms a file; {peak_megabytes():.0f} MB; the list has {size:.1f} MB"
    )


def main() -> None:
    """The whole run, or one step of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counties", nargs="?", type=int, default=COUNTIES)
    parser.add_argument("--step", choices=("make", "1", "2"), help="one step of the run, in the present folder")
    arguments = parser.parse_args()
    here = Path.cwd()
    if arguments.step:
        print(make(here) if arguments.step == "make" else merge(here, arguments.step))
        return
    with TemporaryDirectory() as name:
        copy_with(arguments.counties, Path(name))
        paths = {**os.environ, "PYTHONPATH": os.pathsep.join([name, str(here)])}
        for step in ("make", "1", "2"):
            subprocess.run([sys.executable, "-m", "benchmarks.nationwide", "--step", step], cwd=name, env=paths, check=True)


if __name__ == "__main__":
    main()
