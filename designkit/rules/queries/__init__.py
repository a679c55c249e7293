"""Rules on queries and on the Go code that sends them, one module each."""
