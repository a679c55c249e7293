"""Rules about migration files: their numbers, their permanence, their way back."""
