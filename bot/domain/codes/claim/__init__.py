"""The claim check: what was billed, read out of pasted text, and what each rule finds in it."""
