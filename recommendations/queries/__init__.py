"""Reads that need several models."""
