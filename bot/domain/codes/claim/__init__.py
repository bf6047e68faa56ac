"""The claim check: parse a claim from pasted text, and find what each rule reports."""
