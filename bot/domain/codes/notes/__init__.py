"""A team's own notes on codes, optionally for one payer."""
