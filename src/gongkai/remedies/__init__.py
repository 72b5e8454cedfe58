"""行政复议 and 行政诉讼 against what `foi` decided. May not rewrite events of `foi`."""
