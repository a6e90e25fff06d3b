"""How well comparing with the standard answers works: judged calls, perturbed facts, noise; docs/accuracy.md tells it."""
