"""Common requests: what many ask for, found in questions, tickets and searches, and followed from night to night."""
