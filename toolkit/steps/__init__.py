"""The verbs that terminal and Excel share, one a file: each takes plain values and gives a value back."""
