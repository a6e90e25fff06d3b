"""What comes in besides sound, and vCon out: files of others to and from `CallRead`. Nothing here knows tables."""
