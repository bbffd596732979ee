"""Starting is light: nothing heavy is imported before a command runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("pydantic", "openpyxl", "rich", "docx", "docxtpl", "lxml", "jinja2", "xlrd", "xlwings", "toolkit.records", "toolkit.policy", "tomllib")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"], ["quatro"]])
def test_nothing_heavy_is_imported_to_start(arguments: list[str]) -> None:
    code = (
        "import contextlib, json, sys\n"
        "from toolkit.cli import main\n"
        f"sys.argv = ['pilot', *{arguments!r}]\n"
        "with contextlib.suppress(SystemExit):\n"
        "    main()\n"
        "sys.stdout.write('\\n' + json.dumps(sorted(sys.modules)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    loaded = set(json.loads(ran.stdout.decode("utf-8").splitlines()[-1]))
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY)
