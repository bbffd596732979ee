"""How fast workbooks are read and checked, as ratios within one run: `python -m benchmarks.read_speed [NAME …]`.

The names are those of the lines it prints, each with the command that repeats it; without a name all but `many`.
The workbooks are those of the December example: ten sheets, some 50 filled rows. They are taken as openpyxl writes
them, texts in their cells, and in the form Excel and WPS write: Chinese in UTF-8, texts shared.

Floor: unzip and parse without handlers, over the parts the reader reads, beside each reading. Peer: openpyxl
merely loading the book. Each round is a process of its own that takes each book once, as a month's mail comes: what
earlier books left in memory counts, and the first book does not. Smallest CPU time of the rounds, median of the books.

Nearly half of the floor is what our own template puts around the cells (79 dropdowns, 130 notes), and the texts are long: both
cost a parser by their bytes and a reader by their number. That is why openpyxl stands at some 19 × here, at 24 × for the
same books without dropdowns and notes, and higher still where cells are short. What stands there stands in real mail,
too, so the floor keeps it. A check 8 × faster than openpyxl would have to cost 2.4 × the floor; reading alone costs 1.7.
"""

import io
import json
import re
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, unescape

import openpyxl

from benchmarks.bombs import peak_megabytes
from tests.sheets.hostile import MAIN
from toolkit.checks.stages import judge
from toolkit.policy import load_settings
from toolkit.records import Context
from toolkit.sheets.formats.memory import MEMORY
from toolkit.sheets.read import read_submission_bytes
from toolkit.sheets.source import read_bytes

DECEMBER = Path(__file__).parent.parent / "examples" / "december"
ROUNDS = 9
COUNTIES = 2_850
ONCE = "--once"
SHARED_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sharedStrings+xml"/></Types>'
)
_READ = re.compile(r"^_rels/|^xl/(_rels|workbook|styles|sharedStrings|comments|worksheets)(?!.*\.vml)")
_INLINE = re.compile(r' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')
_NUMBERED = re.compile(r"&#([0-9]+);")


def floor(data: bytes) -> None:
    """The least that reading a book can cost."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if _READ.match(name):
                expat.ParserCreate().Parse(book.read(name), True)


def peer(data: bytes) -> None:
    """A well-known reader merely loading the book."""
    openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def as_excel(data: bytes) -> bytes:
    """The same book in the form Excel and WPS write."""
    texts: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        return f' t="s"><v>{texts.setdefault(unescape(match[1]), len(texts))}</v></c>'

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xml"):
                text = _NUMBERED.sub(lambda match: chr(int(match[1])), content.decode())
                if name.startswith("xl/worksheets/"):
                    text = _INLINE.sub(shared, text).replace(' t="n"></c>', "/>").replace(' t="n"', "")
                content = text.encode()
            if name == "xl/_rels/workbook.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
                relation = f'<Relationship Id="shared" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", relation.encode())
            if name == "[Content_Types].xml":
                content = content.replace(b"</Types>", SHARED_TYPE.encode())
            target.writestr(name, content)
        hint = '<phoneticPr fontId="1" type="noConversion"/>'
        items = "".join(f"<si><t>{escape(text)}</t>{hint}</si>" for text in texts)
        target.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" count="0">{items}</sst>')
    return buffer.getvalue()


def written_by_openpyxl(path: Path) -> bool:
    """Whether a book has its texts in its cells."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as book:
        return "xl/sharedStrings.xml" not in book.namelist()


def alone(data: bytes) -> None:
    """The reader, as if no book had come before."""
    MEMORY.forget()
    read_bytes(data)


@cache
def _context() -> Context:
    """What a run reads its books against, made once."""
    return Context(date(2025, 12, 31), load_settings())


def check(data: bytes) -> None:
    """All that is found in a book, as `pilot check` would tell it."""
    submission = read_submission_bytes(data, "来文.xlsx", _context())
    judge(submission, None)
    for finding in submission.findings:
        finding.to_json()


READERS: dict[str, Callable[[bytes], None]] = {"read": read_bytes, "alone": alone, "check": check, "peer": peer}  # type: ignore[dict-item]
FORMS: dict[str, Callable[[bytes], bytes]] = {"openpyxl": bytes, "excel": as_excel}


def december(form: str) -> list[bytes]:
    """The books of the example in a form."""
    paths = sorted(DECEMBER.rglob("*.xlsx"))
    return [FORMS[form](path.read_bytes()) for path in paths if written_by_openpyxl(path)]


def cost(work: Callable[[bytes], object], data: bytes) -> float:
    """CPU seconds of one go."""
    start = time.process_time()
    work(data)
    return time.process_time() - start


def once(form: str, reader: str) -> list[tuple[float, float]]:
    """For each book but the first: a reader, and the floor."""
    return [(cost(READERS[reader], data), min(cost(floor, data) for _ in range(3))) for data in december(form)][1:]


def rounds(form: str, reader: str) -> list[list[float]]:
    """The same, each figure the smallest of all rounds: the machine may be busy, but it cannot be too fast."""
    command = [sys.executable, "-m", "benchmarks.read_speed", ONCE, form, reader]
    answers = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(ROUNDS)]
    books = zip(*(json.loads(answer.stdout) for answer in answers), strict=True)
    return [[min(figures) for figures in zip(*book, strict=True)] for book in books]


def _times(pairs: Iterable[Sequence[float]]) -> str:
    return f"{statistics.median(ours / least for ours, least in pairs):.2f} × the floor"


def _read(form: str) -> str:
    return f"{_times(rounds(form, 'read'))} for a further book, {_times(rounds(form, 'alone'))} for one that comes alone"


def _check(form: str) -> str:
    ours, theirs = rounds(form, "check"), rounds(form, "peer")
    milliseconds = 1000 * statistics.median(spent for spent, _ in ours)
    faster = statistics.median(peer[0] / own[0] for own, peer in zip(ours, theirs, strict=True))
    return (
        f"{_times(ours)} for a further book ({milliseconds:.1f} ms); openpyxl merely loading it: {_times(theirs)}, "
        f"{faster:.2f} × the check"
    )


def _corner() -> str:
    program = (
        "from benchmarks.bombs import peak_megabytes; from tests.sheets.bombs import BOMBS; "
        "from toolkit.sheets.source import read_bytes; read_bytes(BOMBS['two corners of a sheet'][1]()); print(peak_megabytes())"
    )
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return f"cells at A1 and XFD1048576: {float(answer.stdout):.0f} MB at the peak (VmHWM) of the whole process"


def _many() -> str:
    """As many as all counties of China would send, one after the other in this process."""
    books = [data for form in FORMS for data in december(form)]
    start, rows = time.process_time(), 0
    for number in range(COUNTIES):
        submission = read_submission_bytes(books[number % len(books)], f"{number}.xlsx", _context())
        judge(submission, None)
        rows += len(submission.all_rows())
    spent, peak = time.process_time() - start, peak_megabytes()
    return f"{COUNTIES} workbooks of {len(books)} kinds checked, {rows} rows: {spent:.1f} s of CPU, {peak:.0f} MB at the peak"


LINES: dict[str, Callable[[], str]] = {
    "read-openpyxl": lambda: _read("openpyxl"),
    "read-excel": lambda: _read("excel"),
    "check-openpyxl": lambda: _check("openpyxl"),
    "check-excel": lambda: _check("excel"),
    "corner": _corner,
    "many": _many,
}


def main(names: Sequence[str]) -> None:
    """Print the lines of these names."""
    if names[:1] == [ONCE]:
        sys.stdout.write(json.dumps(once(*names[1:])))
        return
    for name in names or [name for name in LINES if name != "many"]:
        sys.stdout.write(f"{name:15} {LINES[name]()}\n{'':15} python -m benchmarks.read_speed {name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
