"""What payroll systems take of a closed run: feeds that pay once, and how they are reconciled."""
