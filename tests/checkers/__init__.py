"""Invariants that watch every test which runs a simulator, a store, a ledger or a plan of settings.

Each module is one checker: `watch()` has it look on at what the library does, wherever a test has
it done. What it finds is noted under its name, and `plug` makes a test that passed one that fails.
A test that breaks an invariant on purpose says so: `@pytest.mark.breaks("energy", "why")`.
"""
