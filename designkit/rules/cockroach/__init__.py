"""What is known of CockroachDB, as data, and the rules that are made from it."""
