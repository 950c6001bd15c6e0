"""An app for the served tests: a job that waits until the test lets it go on, so that nothing depends on timing."""
