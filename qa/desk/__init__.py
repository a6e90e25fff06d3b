"""The people's half, one file per act: each changes, writes the audit line old to new, and notifies."""
