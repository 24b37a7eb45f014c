"""People paired with officers, proven over all pairs; and units linked to communities (`links`)."""
