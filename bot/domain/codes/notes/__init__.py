"""A team's own notes on codes, by payer where one is named."""
