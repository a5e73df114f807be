"""The forum's pages, one module for each thing that people do there."""
