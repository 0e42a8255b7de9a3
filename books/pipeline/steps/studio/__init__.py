"""The studio's jobs: one step each, whose every part is remembered or harmless to do again."""
