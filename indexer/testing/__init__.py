"""Contracts as tests for who writes a plug-in: a test module subclasses one and gives it what its docstring asks for."""

import pytest

pytest.register_assert_rewrite("indexer.testing.store_contract", "indexer.testing.format_contract")
