"""Contracts as tests, for who writes a plug-in: a test module subclasses one and gives it what it asks for."""

import pytest

pytest.register_assert_rewrite("indexer.testing.store_contract", "indexer.testing.format_contract")
