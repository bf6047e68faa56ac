"""Views of deadlines and reminders."""

from handlers.views.help import Help

HELP = Help(
    "/deadlines",
    "What is next at the CPT Editorial Panel, for your applications and for the code sets; and reminders of it here.",
    (
        ("/deadlines", "what is next, how sure it is, and how many days are left"),
        ("/deadlines panel", "one topic alone: `panel`, `applications` or `codes`"),
        ("/deadlines year 2027", "a year at a glance"),
        ("/deadlines subscribe", "tell this channel in time: topics, lead times, hour (leads and admins)"),
        ("/deadlines pause", "stop for a while; `resume` goes on, `unsubscribe` ends it"),
        ("/deadlines meeting 2027-02", "all dates of one Panel meeting"),
        (
            "/deadlines meeting 2027-02 2027-02-04 confirmed",
            "enter a date that the AMA states; all that hangs on it moves (admins)",
        ),
        ("/deadlines checklist", "the checklist for January 1 or October 1"),
        ("/deadlines export", "a calendar file (.ics) for you"),
        ("/deadlines feed", "a calendar link to subscribe to (admins)"),
        ("/deadlines undelivered", "reminders that Slack did not take, and what to do"),
    ),
)
