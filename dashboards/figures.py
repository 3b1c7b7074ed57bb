"""Pre-computed numbers across apps."""
