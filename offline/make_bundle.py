"""Puts the toolkit on a stick: one folder of wheels with their hashes and one command to install them, without internet.

python3 tasks.py bundle [FOLDER] [--platform windows|linux|mac] [--python 3.12] [--extra excel]

The wheels are those of requirements.lock, checked against its hashes, for the machine they are meant for (this one
unless another is named). The folder needs nothing but Python of that version on that machine.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
PROJECT = "pilot-toolkit"
PLATFORMS: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "windows": ({"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}, ("win_amd64",)),
    "linux": (
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    ),
    "mac": ({"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"}, ("macosx_11_0_arm64", "macosx_12_0_arm64")),
}  # fmt: skip
"""Of each kind of machine what markers ask, and the tags of its wheels."""
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def here() -> str:
    """The kind of machine this is."""
    return next(name for name, (said, _) in PLATFORMS.items() if said["sys_platform"] == sys.platform)


def environment(platform: str, python: str) -> dict[str, str]:
    """What markers are judged by on another machine."""
    said = {"python_version": python, "python_full_version": f"{python}.0"}
    return {**{name: str(value) for name, value in default_environment().items()}, **PLATFORMS[platform][0], **said}


def locked(lock: str) -> dict[str, tuple[str, list[str], str]]:
    """Each package of a lock by its name: its version, its hashes, its marker (empty where it has none)."""
    entries: dict[str, tuple[str, list[str], str]] = {}
    for block in re.split(r"\n(?=[a-zA-Z0-9])", lock.strip()):
        head, _, _ = block.partition("\\")
        wanted = Requirement(head.strip())
        version = str(wanted.specifier).removeprefix("==")
        entries[canonicalize_name(wanted.name)] = (version, _HASH.findall(block), str(wanted.marker or ""))
    return entries


def needed(extras: Sequence[str], judged_by: Mapping[str, str]) -> Iterator[str]:
    """The names of all that the toolkit runs with on that machine, itself left out."""
    waiting, seen = [(PROJECT, frozenset(extras))], {canonicalize_name(PROJECT)}
    while waiting:
        name, wanted = waiting.pop()
        for requirement in map(Requirement, asked_by(name, wanted)):
            marker = requirement.marker
            holds = marker is None or any(marker.evaluate({**judged_by, "extra": extra}) for extra in (*wanted, ""))
            key = canonicalize_name(requirement.name)
            if holds and key not in seen:
                seen.add(key)
                waiting.append((requirement.name, frozenset(requirement.extras)))
                yield key


def asked_by(name: str, extras: Collection[str]) -> list[str]:
    """What a package asks for: ours by pyproject.toml, others by what is installed here."""
    if name == PROJECT:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    try:
        return requires(name) or []
    except PackageNotFoundError:  # of another system: it is in the lock, and brings nothing along
        return []


def requirements(lock: str, extras: Sequence[str], judged_by: Mapping[str, str]) -> str:
    """The lock's lines for that machine, with the hashes and without markers, as they are judged here.

    Raises:
        SystemExit: something needed is not in the lock.
    """
    entries = locked(lock)
    lines = []
    for name in sorted(needed(extras, judged_by)):
        if name not in entries:
            sys.exit(f"{name} 不在 requirements.lock 中，请先更新它")
        version, hashes, marker = entries[name]
        if not marker or Marker(marker).evaluate(dict(judged_by)):
            lines.append(" \\\n    ".join((f"{name}=={version}", *hashes)))
    return "\n".join(lines) + "\n"


def gather(wheels: Path, wanted: Path, platform: str, python: str) -> None:
    """Fetch the wheels, and make the toolkit's own."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    mine = f"{sys.version_info.major}.{sys.version_info.minor}"
    if (platform, python) == (here(), mine):
        fetch = ["wheel", "--no-deps", "--wheel-dir", str(wheels)]
    else:
        tags = [part for tag in PLATFORMS[platform][1] for part in ("--platform", tag)]
        fetch = ["download", "--no-deps", "--only-binary=:all:", "--dest", str(wheels), "--python-version", python, *tags]
    for command in (
        [*fetch, "--require-hashes", "-r", str(wanted)],
        ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT)],
    ):
        done = subprocess.run([*pip, *command], check=False)
        if done.returncode:
            sys.exit("没有取齐：请检查网络后重试")


def wheel_lines(wheels: Path) -> str:
    """What is in the folder, each wheel by name, version and hash: nothing else can be installed from it."""
    lines = []
    for wheel in sorted(wheels.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        lines.append(f"{canonicalize_name(name)}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}")
    return "\n".join(lines) + "\n"


def make(folder: Path, platform: str, python: str, extras: Sequence[str]) -> None:
    """The whole folder, made anew."""
    wheels = folder / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir(parents=True)
    wanted = folder / "wanted.txt"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted.write_text(requirements(lock, extras, environment(platform, python)), encoding="utf-8")
    gather(wheels, wanted, platform, python)
    wanted.unlink()
    (folder / "requirements.txt").write_text(wheel_lines(wheels), encoding="utf-8")
    scripts(folder, platform, python)


def scripts(folder: Path, platform: str, python: str) -> None:
    """The one command, and the page that says what to do."""
    window = "打开安装到的文件夹（默认 %USERPROFILE%\\pilot），双击“命令窗口.bat”"
    words = {
        "{python}": python, "{script}": "install.bat" if platform == "windows" else "install.sh",
        "{open}": window if platform == "windows" else "打开终端（pilot 在安装到的文件夹的 bin 里）",
    }  # fmt: skip

    def text(name: str) -> str:
        found = (HERE / name).read_text(encoding="utf-8")
        for mark, word in words.items():
            found = found.replace(mark, word)
        return found

    if platform == "windows":
        # The scripts set the console to GBK (chcp 936), as its shell reads them; line ends as it wants them.
        for name in ("install.bat", "命令窗口.bat"):
            (folder / name).write_bytes(text(name).replace("\n", "\r\n").encode("gbk"))
    else:
        (folder / "install.sh").write_text(text("install.sh"), encoding="utf-8", newline="\n")
        (folder / "install.sh").chmod(0o755)
    (folder / "安装说明.txt").write_bytes(text("安装说明.txt").replace("\n", "\r\n").encode("utf-8-sig"))


def main() -> None:
    """Make the folder asked for."""
    mine = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser = argparse.ArgumentParser(prog="tasks.py bundle", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "离线安装")
    parser.add_argument("--platform", choices=list(PLATFORMS), default=here())
    parser.add_argument("--python", default=mine)
    parser.add_argument("--extra", action="append", default=[], choices=["excel", "sevenzip"])
    chosen = parser.parse_args()
    make(chosen.folder.absolute(), chosen.platform, chosen.python, chosen.extra)
    size = sum(file.stat().st_size for file in chosen.folder.rglob("*") if file.is_file()) / 1_000_000
    sys.stdout.write(f"{chosen.folder}：{len(list(chosen.folder.glob('wheels/*.whl')))} 个安装包，{size:.0f} MB\n")


if __name__ == "__main__":
    main()
