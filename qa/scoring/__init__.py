"""Transcript, measures, answers and rubric to Evaluation and flags. Pure."""
