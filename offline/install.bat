@echo off
chcp 936 >nul
rem 在不联网的电脑上安装 pilot：双击，或 install.bat 安装到哪个文件夹
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%USERPROFILE%\pilot"

set "PY=py -{python}"
%PY% -c "pass" >nul 2>nul
if errorlevel 1 set "PY=python"
%PY% -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '{python}' or sys.maxsize < 2**32)" >nul 2>nul
if errorlevel 1 (
    echo 需要 Python {python}（64 位）。请先安装（安装时勾选 Add python.exe to PATH），再运行一次。
    pause
    exit /b 3
)
%PY% -m venv "%TARGET%"
if errorlevel 1 goto failed
"%TARGET%\Scripts\python.exe" -m pip install --quiet --force-reinstall --disable-pip-version-check --no-index --find-links "%HERE%wheels" --require-hashes -r "%HERE%requirements.txt"
if errorlevel 1 goto failed
"%TARGET%\Scripts\pilot.exe" --version
if errorlevel 1 goto failed
copy /y "%HERE%命令窗口.bat" "%TARGET%\" >nul
if errorlevel 1 goto failed
echo 已安装到 "%TARGET%"。
echo 平时双击那里的“命令窗口.bat”，或把工作区文件夹拖到它上面，就可以直接输入 pilot 命令；先试一遍 pilot demo。
start "" "%TARGET%"
pause
exit /b 0

:failed
echo 安装没有完成。请核对文件夹是否拷贝完整，再运行一次。
pause
exit /b 3
