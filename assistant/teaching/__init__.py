"""What a trainer shows a class: lessons over the texts of a base, quizzes drafted from its record, and their papers."""
