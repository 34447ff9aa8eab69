"""The engine: reads tables, keeps bookmarks, and reports how a run went. It knows nothing of Singer's SDK."""
