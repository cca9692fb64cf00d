"""A province to look at and to test with: many units in clusters, the rounds of three years, all roles."""
