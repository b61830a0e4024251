"""What an idea is: events, their replay, and the rules of what may happen next. No I/O, no clock, no SQL, no Qt."""
