package io.brainy.ingest.write;

/// One item of a request: its number from 0 on, and its line as the answer names it.
record Item(int number, long line) {}
