"""What is asked of the cloud, and when; what comes back goes to `receive`."""
