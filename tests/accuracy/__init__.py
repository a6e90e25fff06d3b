"""How well comparing with standard answers works: judged calls, perturbed facts, noise. docs/accuracy.md tells it."""
