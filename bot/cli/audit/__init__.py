"""`codedesk codes audit`: check billed lines on this machine and report as a page, a CSV and totals."""
