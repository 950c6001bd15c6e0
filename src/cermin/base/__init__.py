"""The Django toolbox of the house: access guard, audit trail, jobs, files, issued documents. It knows no feature."""
