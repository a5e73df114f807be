"""Pages and fragments that belong to whatever somebody writes: private facts, pictures, drafts."""
