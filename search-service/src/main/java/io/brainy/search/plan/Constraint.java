package io.brainy.search.plan;

import io.brainy.model.query.Filter;

/// A hard condition of a plan, with where it came from.
public record Constraint(Source source, Filter filter) {

    public enum Source {
        WHERE,
        DOMAIN,
        CUSTOMER_ID
    }
}
