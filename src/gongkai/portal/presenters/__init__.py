"""From records to what the templates of the portal show. Nothing here writes or decides who may see what."""
