package io.brainy.model.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.model.error.InvalidException;
import io.brainy.model.query.FieldPath.Metadata;
import io.brainy.model.query.FieldPath.Own;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FieldPathTest {

    @ParameterizedTest
    @EnumSource(Own.class)
    void aDocumentsOwnFieldsAreMeantUnlessMetadataIsNamed(Own own) {
        assertThat(FieldPath.parse(own.toString())).isEqualTo(own);
        assertThat(FieldPath.parse("metadata." + own)).isEqualTo(new Metadata(own.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "year, year",
        "a.b.c, a.b.c",
        "metadata.a.b, a.b",
        "metadata.metadata.a, metadata.a",
        "metadata, metadata",
        "Type, Type",
        "type.x, type.x",
        "' ', ' '"
    })
    void everythingElseIsMetadata(String text, String path) {
        assertThat(FieldPath.parse(text)).isEqualTo(new Metadata(path));
    }

    @Test
    void aPathHasAtMost32Names() {
        String deepest = "a.".repeat(31) + "a";

        assertThat(FieldPath.parse(deepest)).isEqualTo(new Metadata(deepest));
        assertThatThrownBy(() -> FieldPath.parse(deepest + ".a"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("32");
    }

    @Test
    void anEmptyPathIsRefused() {
        assertThatThrownBy(() -> FieldPath.parse("")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> FieldPath.parse("metadata.")).isInstanceOf(InvalidException.class);
    }
}
