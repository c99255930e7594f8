"""A denied claim: what its codes mean, what the base and public files say of it, and what may be filed."""
