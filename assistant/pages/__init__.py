"""What the user sees: widgets and session state; the pages decide nothing else."""
