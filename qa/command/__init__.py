"""The commands of `qa`, one file each, imported only when called."""
