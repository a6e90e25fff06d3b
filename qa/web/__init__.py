"""Flask, the only place that knows it: one blueprint per page family."""
