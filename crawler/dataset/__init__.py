"""Runs and workers' shards made into one data set: copies, versions, redirects and what sites repeat resolved over all
of it, splits, typed files, a card."""
