"""The number of the arrays' form. Apart from `build`, so that a file can be known without numpy."""

FORMAT = 12  # raised whenever words, stems or arrays change
