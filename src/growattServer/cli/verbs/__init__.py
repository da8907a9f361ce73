"""The table of verbs: what each is for. Its module is imported when it is run."""

from __future__ import annotations

from collections.abc import Mapping

SUMMARIES: Mapping[str, str] = {
    "login": "Store a token, or a user and a password, and find the right server.",
    "accounts": "List the stored accounts; choose one, or forget one.",
    "doctor": "Find out what works and what does not, and what to do about it.",
    "plants": "List the plants of the account.",
    "devices": "List the devices: family, state, when they last reported.",
    "now": "Show the latest readings, each with its age.",
    "alarms": "Show alarms and fault codes, what they mean and what to do about them.",
    "energy": "Draw what a plant produced: a day, a month or a year.",
    "history": "Save the readings of any range of days as CSV, JSON Lines or Parquet.",
    "settings": "Show and change settings, and verify that they are in force.",
    "settings show": "Show the settings of a device.",
    "settings plan": "Show what would be written; write nothing.",
    "settings set": "Change settings: show the differences, ask, write, then verify.",
    "settings verify": "Read back what became of unfinished plans.",
    "settings revert": "Restore the previous values.",
    "schedule": "Show and change when the battery charges and discharges.",
    "schedule show": "Show the windows of the day, as a table and a picture.",
    "schedule set": "Set the windows of the day: show the differences, ask, write, then verify.",
    "schedule verify": "Check whether the battery does what its schedule says, now or later.",
    "schedule clear": "Switch all windows off.",
    "record": "Keep your own copy of the readings: the past, and then the present.",
    "serve": "Record, and pass each reading on to Prometheus, InfluxDB, webhooks or CSV files.",
    "worker": "Record from any number of machines into one PostgreSQL store.",
    "export": "Write what was recorded as CSV, JSON Lines or Parquet.",
    "check": "Check a store of recordings: gaps, duplicates, counters that fall.",
    "compact": "Make a store of recordings smaller; nothing is lost.",
    "budget": "Show how many calls and writes are left.",
    "simulate": "Run a simulated Growatt cloud on this machine.",
    "demo": "Show what the library does, on a simulated cloud.",
    "completion": "Print the script that lets your shell complete verbs, options and serials.",
}
