"""The staff home, search, long work, documents and the audit trail."""
