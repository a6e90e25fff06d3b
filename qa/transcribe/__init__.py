"""Sound to Transcript: engines, which words not to believe, turns. torch and whisper live only here."""
