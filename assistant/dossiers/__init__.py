"""What a base has on a code, gathered as it stands: nothing of it is composed, and each line has its source."""
