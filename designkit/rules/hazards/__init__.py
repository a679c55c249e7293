"""Rules about statements that cost data, break clients or keep them waiting."""
