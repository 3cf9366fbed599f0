"""r-MDP environments over gRPC: one state, one action, and a reward for each of n agents."""
