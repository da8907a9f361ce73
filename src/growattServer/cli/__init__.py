"""The command line, `growatt`: verbs in `verbs/`, a module each, and the rooms that they share.

A verb returns an `Answer` and prints nothing; `app` finds the verb, prints what it returned, and
says what happened when it failed. It stands on the library's public names only.
"""
