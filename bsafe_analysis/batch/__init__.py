"""From a prepared month to a published pack: plan, run, check at the gate, publish by one rename."""
