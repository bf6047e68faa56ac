"""Deadlines and reminders: dates, subscriptions, marks, checklists, and their delivery."""
