"""Keeps the catalogue's listings in step with products, readiness and consent."""
