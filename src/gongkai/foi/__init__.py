"""依申请公开: cases, applicants, events, decisions, letters, delivery, fees. Day arithmetic belongs to `law`."""
