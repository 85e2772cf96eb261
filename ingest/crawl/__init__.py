"""ingest/crawl"""
