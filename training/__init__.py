"""Everything that makes the demo checkpoint: espeak-ng speech, call texts, training windows, training, evaluation.

Nothing here runs inside the product. The checkpoint understands only espeak-ng's synthetic voices and must never be
used on people.
"""
