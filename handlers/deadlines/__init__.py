"""Handlers for `/deadlines`, reminder buttons and forms, and the calendar feed."""
