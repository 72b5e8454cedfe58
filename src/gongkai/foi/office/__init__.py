"""The back office of requests: worklist, register, case page, one small page per lawful step, guarded downloads."""
