package io.brainy.search.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.document.FieldValue;
import io.brainy.model.query.FieldPath;
import io.brainy.model.query.Filter;
import io.brainy.model.query.Filter.Operator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTextTest {

    @Test
    void readsAsAPersonWouldSayIt() {
        Filter platform = compare("platform", Operator.EQ, new FieldValue.Text("blue\"sky"));
        Filter year = compare("year", Operator.GTE, new FieldValue.Whole(2020));
        Filter tags =
                new Filter.Not(
                        new Filter.In(
                                new FieldPath.Metadata("a b"),
                                List.of(new FieldValue.Real(1.5), new FieldValue.Bool(true))));

        assertThat(
                        FilterText.of(
                                new Filter.And(
                                        List.of(
                                                platform,
                                                new Filter.Or(List.of(year, tags)),
                                                new Filter.Exists(FieldPath.Own.TYPE)))))
                .isEqualTo(
                        "platform eq \"blue\\\"sky\" and (year gte 2020 or not (\"a b\" in [1.5, true]))"
                                + " and type exists");
        assertThat(FilterText.of(Filter.EVERYTHING)).isEqualTo("everything");
        assertThat(FilterText.of(Filter.NOTHING)).isEqualTo("nothing");
    }

    @Test
    void differentFiltersReadDifferently() {
        assertThat(FilterText.of(compare("a", Operator.EQ, new FieldValue.Text("1"))))
                .isNotEqualTo(FilterText.of(compare("a", Operator.EQ, new FieldValue.Whole(1))));
        assertThat(FilterText.of(compare("a eq 1 and b", Operator.EQ, new FieldValue.Whole(1))))
                .isEqualTo("\"a eq 1 and b\" eq 1");
    }

    private static Filter compare(String path, Operator operator, FieldValue operand) {
        return new Filter.Compare(new FieldPath.Metadata(path), operator, operand);
    }
}
