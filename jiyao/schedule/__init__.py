"""The schedule: which source is due when, a process that visits them for months, and how it stands.

plan (pure) ──due──► keeper ──► jiyao.runs.harvest        status: plan + journal + locks, for every door
"""
