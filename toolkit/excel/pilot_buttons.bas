Attribute VB_Name = "pilot_buttons"
Option Explicit

' Needs the module xlwings beside it. Keep this file ASCII with CRLF line ends:
' the editor of Excel reads neither Chinese nor bare line feeds.

Public Sub PilotCheck()
    RunPython "from toolkit.excel.entry import check_button; check_button()"
End Sub
