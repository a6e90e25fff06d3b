"""Korean first: morphemes, speech level, spoken numbers, personal data. Pure."""
