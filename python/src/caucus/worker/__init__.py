"""
Runs environments written in Python for a caucus-server: `caucus-server --python MODULE:ENV`.

The server starts one process of `python -m caucus.worker`. Each connection to its socket gets a process of its own,
which is forked from it and runs the environments of one shard of a session. What travels is in `messages`.
"""
