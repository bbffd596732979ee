"""A LibreOffice of a test's own; whatever happens, nothing of it is left running."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
SECONDS = 20


def processes_in(group: int) -> list[str]:
    """The live processes of a group."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                state, _, its = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[:3]
                found += [folder.name] if int(its) == group and state != "Z" else []
    return found


class Office:
    """Requests to the driver as method calls; leaving ends the driver, LibreOffice and what macros started."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        environment.pop("PYTHONWARNDEFAULTENCODING", None)
        self.errors = (folder / "driver.log").open("w", encoding="utf-8")
        self.driver = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("office_driver.py"), folder], env=environment, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, encoding="utf-8",
        )  # fmt: skip

    def __enter__(self) -> Self:
        try:
            self._answer()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.driver.pid, signal.SIGKILL)
        self.driver.wait()
        deadline = time.monotonic() + SECONDS
        while processes_in(self.driver.pid) and time.monotonic() < deadline:
            time.sleep(0.02)  # whoever adopted them has yet to see them off
        for stream in (self.driver.stdin, self.driver.stdout, self.errors):
            if stream:
                with suppress(OSError):
                    stream.close()

    def _answer(self) -> Any:
        assert self.driver.stdout
        line = self.driver.stdout.readline()
        assert line, f"the driver ended: {Path(self.errors.name).read_text('utf-8')[-2000:]}"
        return json.loads(line)

    def __getattr__(self, name: str) -> Any:
        def ask(*arguments: object) -> Any:
            assert self.driver.stdin
            self.driver.stdin.write(json.dumps([name, *arguments]) + "\n")
            self.driver.stdin.flush()
            answer = self._answer()
            assert "error" not in answer, answer["error"]
            return answer["answer"]

        return ask
