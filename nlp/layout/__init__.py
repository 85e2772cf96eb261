"""nlp/layout"""
