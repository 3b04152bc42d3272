"""Scripts that learn weights from annotated pages outside the repository; what they need is the extra `training`."""
