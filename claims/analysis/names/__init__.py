"""Who and what is named, in one article and over all of them."""
