"""Documents, columns, the statutory catalogue: one `Document` model, publication and withdrawal. Rendering belongs to the faces."""
