"""The door citizens use: survey page, receipt, check of a receipt, privacy notice. No session, no cookie, no third party."""
