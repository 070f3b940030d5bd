package io.brainy.search.plan;

import io.brainy.model.document.FieldValue;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hard conditions of a request: all of them must hold.
public record Conditions(Filter where, @Nullable String domain, @Nullable String customerId) {

    public static final Conditions NONE = new Conditions(Filter.EVERYTHING, null, null);

    List<Constraint> constraints() {
        List<Constraint> constraints = new ArrayList<>();
        if (!where.equals(Filter.EVERYTHING)) {
            constraints.add(new Constraint(Constraint.Source.WHERE, where));
        }
        if (domain != null) {
            constraints.add(
                    new Constraint(Constraint.Source.DOMAIN, equal(FieldPath.Own.DOMAIN, domain)));
        }
        if (customerId != null) {
            constraints.add(
                    new Constraint(
                            Constraint.Source.CUSTOMER_ID,
                            equal(FieldPath.Own.CUSTOMER_ID, customerId)));
        }
        return constraints;
    }

    /// All of them as one filter.
    public Filter filter() {
        return QueryPlan.conjunction(constraints());
    }

    public SlotLimit slots() {
        return SlotLimit.of(filter());
    }

    private static Filter equal(FieldPath path, String value) {
        return new Filter.Compare(path, Filter.Operator.EQ, new FieldValue.Text(value));
    }
}
