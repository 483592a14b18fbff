"""IATI activities (2.01 to 2.03) → drafts: files of any size, streamed; nothing converted, nothing guessed."""
