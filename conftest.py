"""Nothing: whatever a case or a test needs comes from the plugin or stands in tests/."""
