"""The rules of disclosure (公开制度) of an agency: which clause governs which act, what is missing, what no longer fits."""
