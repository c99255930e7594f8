"""Test suites for who writes a plug-in: subclass one in a test module and give it what its docstring asks for."""

import pytest

pytest.register_assert_rewrite("indexer.testing.store_contract")
