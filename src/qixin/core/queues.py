"""Queues of background jobs besides the one for whatever is done in a moment."""

# Jobs that may take minutes: processes of their own do them, so that nothing waits behind them.
LONG = "long"
