"""`codedesk codes audit`: billed lines checked on this machine, told as a page, as a CSV and as totals."""
