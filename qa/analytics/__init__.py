"""What a call was about and what became of it: topic, reason, transfers, resolution, waiting, keywords. Pure."""
