"""Speed, scale and quality, each one command: `make quality` and `make bench`."""
