"""What is made from the readings in the store: corrections, events, roll-ups."""
