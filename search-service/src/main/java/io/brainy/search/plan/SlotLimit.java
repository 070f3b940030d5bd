package io.brainy.search.plan;

import io.brainy.model.document.FieldValue;
import io.brainy.model.key.SlotRange;
import io.brainy.model.key.Slots;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The slots at which documents that match a filter can lie, for leaving out shards. A document
/// with a domain lies in the 256 slots of `h8(domain)`, whoever made its id (D1, D2); a customer's
/// documents may have any domain, so a `customerId` limits nothing.
///
/// @param buckets the domains' `h8`, ascending; empty where there is no limit
/// @param reason for `explain`
public record SlotLimit(List<Integer> buckets, boolean limited, String reason) {

    private static final int BUCKET_SLOTS = 256;

    public SlotLimit {
        buckets = List.copyOf(buckets);
    }

    public static SlotLimit of(Filter filter) {
        List<String> domains = domains(filter);
        if (domains == null) {
            return new SlotLimit(List.of(), false, "no domain is given: matches may lie anywhere");
        }
        TreeSet<Integer> buckets = new TreeSet<>();
        domains.forEach(domain -> buckets.add(Slots.h8(domain)));
        return new SlotLimit(
                List.copyOf(buckets),
                true,
                domains.size() == 1
                        ? "documents of domain '" + domains.getFirst() + "' lie in its slots only"
                        : "documents of these "
                                + domains.size()
                                + " domains lie in their slots only");
    }

    public boolean mayHold(SlotRange shard) {
        return !limited
                || buckets.stream()
                        .anyMatch(bucket ->
                                shard.overlaps(
                                        bucket * BUCKET_SLOTS,
                                        bucket * BUCKET_SLOTS + BUCKET_SLOTS - 1));
    }

    /// The domains that every match has one of, or null where that cannot be said.
    private static @Nullable List<String> domains(Filter filter) {
        return switch (filter) {
            case Filter.Compare(var path, var operator, var operand)
                    when path == FieldPath.Own.DOMAIN && operator == Filter.Operator.EQ ->
                    operand instanceof FieldValue.Text(String text) ? List.of(text) : List.of();
            case Filter.In(var path, var operands) when path == FieldPath.Own.DOMAIN ->
                    operands.stream()
                            .filter(FieldValue.Text.class::isInstance)
                            .map(v -> ((FieldValue.Text) v).value())
                            .toList();
            case Filter.And(var parts) -> anyLimit(parts);
            case Filter.Or(var parts) -> union(parts);
            case Filter.Compare _, Filter.In _, Filter.Exists _, Filter.Not _ -> null;
        };
    }

    private static @Nullable List<String> anyLimit(List<Filter> parts) {
        List<String> fewest = null;
        for (Filter part : parts) {
            List<String> domains = domains(part);
            if (domains != null && (fewest == null || domains.size() < fewest.size())) {
                fewest = domains;
            }
        }
        return fewest;
    }

    private static @Nullable List<String> union(List<Filter> parts) {
        List<String> all = new ArrayList<>();
        for (Filter part : parts) {
            List<String> domains = domains(part);
            if (domains == null) {
                return null;
            }
            all.addAll(domains);
        }
        return all;
    }
}
