@echo off
rem 在不联网的电脑上安装 pilot：双击，或 install.bat 安装到哪个文件夹
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\pilot"

set "PY=py -{python}"
%PY% -c "pass" >nul 2>nul
if errorlevel 1 set "PY=python"
%PY% -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '{python}')" >nul 2>nul
if errorlevel 1 (
    echo 需要 Python {python}。请先安装（安装时勾选 Add python.exe to PATH），再运行一次。
    pause
    exit /b 3
)
%PY% -m venv "%TARGET%"
if errorlevel 1 goto failed
"%TARGET%\Scripts\python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%HERE%wheels" --require-hashes -r "%HERE%requirements.txt"
if errorlevel 1 goto failed
"%TARGET%\Scripts\pilot" --version
echo 已安装。用法：%TARGET%\Scripts\pilot --help；先试一遍：%TARGET%\Scripts\pilot demo
pause
exit /b 0

:failed
echo 安装没有完成，电脑上原有的内容没有改动。请核对文件夹是否拷贝完整，再运行一次。
pause
exit /b 3
