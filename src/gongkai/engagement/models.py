"""What the engagement room keeps."""
