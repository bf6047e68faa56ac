"""Units out of minutes and doses: Medicare's 8-minute rule, the AMA's midpoint rule, drugs by their dose unit."""
