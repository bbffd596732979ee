Attribute VB_Name = "pilot_buttons"
Option Explicit

' Needs the module xlwings beside it. Keep this file ASCII with CRLF line ends:
' the editor of Excel reads neither Chinese nor bare line feeds.

Public Sub PilotCheck()
    RunPython "from toolkit.excel.entry import check_button; check_button()"
End Sub

Public Sub PilotMerge()
    RunPython "from toolkit.excel.entry import merge_button; merge_button()"
End Sub

Public Sub PilotRulings()
    RunPython "from toolkit.excel.entry import rulings_button; rulings_button()"
End Sub

Public Sub PilotUndo()
    RunPython "from toolkit.excel.entry import undo_button; undo_button()"
End Sub

Public Sub PilotQuota()
    RunPython "from toolkit.excel.entry import quota_button; quota_button()"
End Sub

Public Sub PilotReports()
    RunPython "from toolkit.excel.entry import reports_button; reports_button()"
End Sub

Public Sub PilotTracking()
    RunPython "from toolkit.excel.entry import tracking_button; tracking_button()"
End Sub

Public Sub PilotLetter()
    RunPython "from toolkit.excel.entry import letter_button; letter_button()"
End Sub

Public Sub PilotHistory()
    RunPython "from toolkit.excel.entry import history_button; history_button()"
End Sub
