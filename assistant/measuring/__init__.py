"""How well the desk ranks, answers and refuses."""
