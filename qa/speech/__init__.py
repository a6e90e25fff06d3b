"""Transcript and arrays to SpeechMeasures: timing and voice. Pure."""
