"""Agreement, sampling, trends. Pure."""
