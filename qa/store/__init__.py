"""The only place that knows tables; recordings are kept here too."""
