"""Compute units from minutes and doses: Medicare's 8-minute rule, the AMA's midpoint rule, drugs by dose unit."""
