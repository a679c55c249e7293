"""What makes a design sound, beyond the conventions, each rule in its module."""
