"""A made-up centre of any size, the same for the same number: people, calls, evaluations, and what people did."""
