"""The first start of an installation with security on: secrets, certificates, and who may do what.

secrets    passwords, keys of encryption and the folder that holds them; never a default one
certificates   an authority of our own, and what servers show of it
access     roles, people and keys in a secured Elasticsearch
"""
