"""`/deadlines`, reminders' buttons and forms, and the calendar feed."""
