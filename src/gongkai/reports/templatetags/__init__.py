"""Tags for the report's templates."""
