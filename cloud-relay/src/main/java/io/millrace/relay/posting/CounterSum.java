package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;

/** What postings hold of one plant's counter and order: all of it, and what targets confirmed. */
public record CounterSum(
    String plant, String counter, String order, Quantity planned, Quantity confirmed) {}
