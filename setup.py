"""What pyproject.toml cannot say: the packages are found, and kb/ at the top is installed inside one of them."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages(include=["assistant*", "indexer*"]), "indexer.kb"],
    package_dir={"indexer.kb": "kb"},
)
