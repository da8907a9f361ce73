"""Sending one request: `requests` for the blocking clients, aiohttp for the async ones."""
