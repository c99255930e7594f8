"""What the user keeps: saved answers, reviews, rulings."""
