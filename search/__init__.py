"""What the record holds, found again: an index derived from it, and one query language for page, API and command line.

from search.index import open_index
from search.query import parse
results = open_index("tantivy:data/index").search(parse('nong thon moi từ:2024-05 cơ quan:"UBND tỉnh"'))
"""
