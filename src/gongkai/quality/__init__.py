"""Whether published content is sound: links that answer, elements that belong there, the form the rules ask for."""
