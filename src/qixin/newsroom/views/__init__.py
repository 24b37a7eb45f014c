"""Pages of this room; each reads the request, calls one action or selector, and renders."""
