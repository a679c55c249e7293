"""Rules about waivers: each accepts a finding that exists, for a reason that is given."""
