"""How one behaves towards Growatt: pure flows and functions, without a socket or a clock."""
