package io.brainy.search.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.document.FieldValue;
import io.brainy.model.key.SlotRange;
import io.brainy.model.key.Slots;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotLimitTest {

    private static final Filter LAW = domain("law");
    private static final Filter ART = domain("art");
    private static final Filter YEAR =
            new Filter.Compare(
                    new FieldPath.Metadata("year"), Filter.Operator.GT, new FieldValue.Whole(2000));

    @Test
    void aDomainLimitsToItsSlotsWhoeverMadeTheId() {
        SlotLimit limit = SlotLimit.of(LAW);

        assertThat(limit.mayHold(around(Slots.of("any", "law")))).isTrue();
        assertThat(limit.mayHold(around(Slots.h8("law") * 256))).isTrue();
        assertThat(limit.mayHold(around(Slots.h8("law") * 256 + 255))).isTrue();
        assertThat(limit.mayHold(around(Slots.h8("law") * 256 + 256))).isFalse();
        assertThat(limit.mayHold(around(Slots.h8("law") * 256 - 1))).isFalse();
        assertThat(limit.reason()).contains("'law'");
    }

    @Test
    void anAndLimitsAsItsStrictestPartAndAnOrAsAllOfThem() {
        assertThat(SlotLimit.of(new Filter.And(List.of(YEAR, LAW)))).isEqualTo(SlotLimit.of(LAW));
        SlotLimit either = SlotLimit.of(new Filter.Or(List.of(LAW, ART)));
        assertThat(either.buckets()).containsExactlyInAnyOrder(Slots.h8("law"), Slots.h8("art"));
        assertThat(SlotLimit.of(new Filter.Or(List.of(LAW, YEAR))).limited()).isFalse();
        assertThat(SlotLimit.of(new Filter.Not(LAW)).limited()).isFalse();
        assertThat(SlotLimit.of(YEAR).limited()).isFalse();
        assertThat(SlotLimit.of(Filter.EVERYTHING).limited()).isFalse();
    }

    @Test
    void whatCanMatchNothingNeedsNoShard() {
        assertThat(SlotLimit.of(Filter.NOTHING).mayHold(SlotRange.ALL)).isFalse();
        assertThat(
                        SlotLimit.of(new Filter.In(FieldPath.Own.DOMAIN, List.of()))
                                .mayHold(SlotRange.ALL))
                .isFalse();
        Filter number =
                new Filter.Compare(
                        FieldPath.Own.DOMAIN, Filter.Operator.EQ, new FieldValue.Whole(1));
        assertThat(SlotLimit.of(number).mayHold(SlotRange.ALL)).isFalse();
    }

    @Test
    void aCustomerLimitsNothingSinceItsDocumentsMayHaveDomains() {
        assertThat(new Conditions(Filter.EVERYTHING, null, "acme").slots().limited()).isFalse();
        assertThat(new Conditions(YEAR, "law", "acme").slots()).isEqualTo(SlotLimit.of(LAW));
    }

    private static Filter domain(String domain) {
        return new Filter.Compare(
                FieldPath.Own.DOMAIN, Filter.Operator.EQ, new FieldValue.Text(domain));
    }

    private static SlotRange around(int slot) {
        return new SlotRange(slot, slot);
    }
}
