"""What tests in more than one folder use. What only one folder uses is in that folder."""
