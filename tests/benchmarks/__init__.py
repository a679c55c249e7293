"""How long designkit takes, against the limits that it sets itself and against its peers."""
