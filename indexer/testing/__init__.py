"""Contracts as tests: what every plug-in of a kind must hold, to be inherited by whoever writes one."""
