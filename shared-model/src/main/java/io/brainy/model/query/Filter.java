package io.brainy.model.query;

import io.brainy.model.document.FieldValue;
import java.util.List;

/// A `where`: a hard condition on a document. Its exact meaning is [Filters#matches]; every index
/// must agree with that on every document.
public sealed interface Filter {

    /// Matches every document.
    Filter EVERYTHING = new And(List.of());

    /// Matches none.
    Filter NOTHING = new Or(List.of());

    /// The operators with one operand. `NE` is the negation of `EQ`.
    enum Operator {
        EQ,
        NE,
        GT,
        GTE,
        LT,
        LTE,
        PREFIX,
        CONTAINS
    }

    record Compare(FieldPath path, Operator operator, FieldValue operand) implements Filter {}

    /// Any of the operands is equal; with none, nothing matches.
    record In(FieldPath path, List<FieldValue> operands) implements Filter {
        public In {
            operands = List.copyOf(operands);
        }
    }

    /// The field is there and not null.
    record Exists(FieldPath path) implements Filter {}

    /// Every part matches; with none, everything.
    record And(List<Filter> parts) implements Filter {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /// Any part matches; with none, nothing.
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /// Missing fields match a negation: `nin` is `not(in)`, `exists:false` is `not(exists)`.
    record Not(Filter part) implements Filter {}
}
