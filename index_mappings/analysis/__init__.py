"""What the analyzers are made of: the fold and the regional words, out of OpenCC's tables."""
