"""What 1,000 two-page letters with a table cost, as multiples of the least any program could do, and against docxtpl.

The floor copies a template's other parts as they are packed and deflates one document.xml that is rendered already. Every
figure is CPU time of one run on one machine; reading the template is part of ours, as it is done once a batch.

    python -m benchmarks.letter_speed [--letters 1000] [--docxtpl 20]
"""

import argparse
import io
import time
import zipfile
from collections.abc import Callable

from docxtpl import DocxTemplate

from tests.letters.samples import report_reminder
from toolkit.letters.build import template
from toolkit.letters.context import Context
from toolkit.letters.fill import Template

KIND, ROWS = "report-reminder", 12
ROUNDS = 3


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--docxtpl", type=int, default=20, help="letters docxtpl writes; it is too slow for as many")
    arguments = parser.parse_args()
    data, contexts = template(KIND), [context(number) for number in range(arguments.letters)]
    ours = cpu(lambda: write(data, contexts)) / len(contexts)
    floor = cpu(lambda: pack(data, contexts)) / len(contexts)
    theirs = cpu(lambda: call_docxtpl(data, contexts[: arguments.docxtpl])) / arguments.docxtpl
    print(f"{len(contexts)} letters of {KIND} with {ROWS} rows: {ours * 1000:.2f} ms each, well-formedness checked")
    print(f"{ours / floor:5.2f} × the floor (at most 2)")
    print(f"docxtpl called per letter: {theirs / ours:5.1f} × ours (at least 25)")


def context(number: int) -> Context:
    """A letter of its own: no two have the same number, unit or table."""
    return report_reminder(ROWS, 发文字号=f"沪市监价竞〔2025〕{number + 1}号", 区=f"样例{number}区", 合计家数=str(ROWS))


def write(data: bytes, contexts: list[Context]) -> None:
    """All of them, from the template on."""
    ready = Template(data)
    for each in contexts:
        ready.render(each)


def pack(data: bytes, contexts: list[Context]) -> None:
    """The least that any way of writing them has to do."""
    with zipfile.ZipFile(io.BytesIO(Template(data).render(contexts[0]))) as letter:
        text = letter.read("word/document.xml")
        rest = {name: letter.read(name) for name in letter.namelist() if name != "word/document.xml"}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in rest.items():
            archive.writestr(name, part)
    packed = target.getvalue()
    for _ in contexts:
        with zipfile.ZipFile(io.BytesIO(packed), "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", text)


def call_docxtpl(data: bytes, contexts: list[Context]) -> None:
    """As most programs do it: the template opened anew for each."""
    for each in contexts:
        document = DocxTemplate(io.BytesIO(data))
        document.render(dict(each), autoescape=True)
        document.save(io.BytesIO())


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU, the best of some rounds."""
    return min(_once(work) for _ in range(ROUNDS))


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
