"""The same records beyond one machine: steps of a datatrove pipeline, for its local, Slurm and Ray executors.

Readers give stories as datatrove's documents (readers.py), a formatter cleans them (cleaning.py), MinHash finds their
copies by our shingles (signatures.py), and a writer gives lines of articles.jsonl (records.py); stages.py puts them in
order. It takes the extra `cluster`.
"""
