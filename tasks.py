"""Sets the project up and runs it, with nothing but Python 3.11 or newer at hand.

python3 tasks.py demo [FOLDER]   the shipped example, end to end
python3 tasks.py bundle [FOLDER]  wheels and one command for a machine without internet (--help for other machines)
python3 tasks.py test [ARGS]     linting, types, layers and every test; with ARGS only pytest, with those arguments
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "installed.sha256"


def run(*command: object, **settings: str) -> None:
    """Run a command at the repository's root, with settings in its environment; end as it ended where it failed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | settings
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, env=environment)  # noqa: S603 - ours
    code = done.returncode
    if code:
        sys.exit(code)


def set_up() -> None:
    """A virtual environment with the locked versions and this project, made once for each state of the lock."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    run(sys.executable, "-m", "venv", "--clear", VENV)
    python = BIN / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK)
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--no-build-isolation", "--editable", ROOT)  # fmt: skip
    STAMP.write_text(wanted, encoding="utf-8")


def demo(arguments: list[str]) -> None:
    """`pilot demo`."""
    run(BIN / "pilot", "demo", *[Path(argument).absolute() for argument in arguments])


def bundle(arguments: list[str]) -> None:
    """A folder to carry to a machine without internet."""
    run(BIN / "python", ROOT / "offline" / "make_bundle.py", *arguments)


def test(arguments: list[str]) -> None:
    """Everything that must hold before a commit."""
    python = BIN / "python"
    if not arguments:
        run(python, "-m", "ruff", "check", ".")
        run(python, "-m", "mypy")
        run(BIN / "lint-imports")
    # A bare open() would be GBK on a Chinese Windows: every one is an error.
    run(python, "-m", "pytest", *(arguments or ["-n", "auto"]), PYTHONWARNDEFAULTENCODING="1")



def main() -> None:
    """Do the one thing asked for."""
    task, arguments = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if task not in {"bundle", "demo", "test"}:
        sys.exit(__doc__)
    set_up()
    {"bundle": bundle, "demo": demo, "test": test}[task](arguments)


if __name__ == "__main__":
    main()
