"""The version of the arrays' format. It is separate from `build`, so that a file can be checked without numpy."""

FORMAT = 12  # raised whenever words, stems or arrays change
