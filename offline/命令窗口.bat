@echo off
chcp 936 >nul
rem 打开可以直接输入 pilot 的窗口；把工作区文件夹拖到本文件上，就从那个文件夹开始
set "PATH=%~dp0Scripts;%PATH%"
if "%~1"=="" (cd /d "%USERPROFILE%") else cd /d "%~1"
echo 可以直接输入命令，例如 pilot --help、pilot monthly
cmd /k
