"""The commands of `dateline`, one module each, each with a `register(app)` that adds it."""
