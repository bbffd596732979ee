#!/bin/sh
# 在不联网的机器上安装 pilot：sh install.sh [安装到哪个文件夹]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$HOME/pilot"}
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "{python}")' 2>/dev/null; then
    echo "需要 Python {python}。请先安装，或用 PYTHON=路径 指明，再运行一次。" >&2
    exit 3
fi
"$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --force-reinstall --disable-pip-version-check --no-index --find-links "$here/wheels" \
    --require-hashes -r "$here/requirements.txt"
"$target/bin/pilot" --version
echo "已安装。用法：$target/bin/pilot --help；先试一遍：$target/bin/pilot demo"
