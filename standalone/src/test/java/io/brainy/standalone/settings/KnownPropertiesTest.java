package io.brainy.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownPropertiesTest {

    private final KnownProperties known =
            new KnownProperties(
                    Map.of(
                            "brainy.bucket", "java.lang.String",
                            "brainy.roles", "java.util.Set<io.brainy.model.key.Role>",
                            "brainy.ingest.queue-size", "java.lang.Integer",
                            "brainy.models", "java.util.Map<java.lang.String,java.lang.String>"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brainy.bucket",
                "brainy.roles",
                "brainy.roles[1]",
                "brainy.ingest.queue-size",
                "brainy.ingest.queueSize",
                "brainy.ingest.queue_size",
                "brainy.models.bge.path"
            })
    void whatRelaxedBindingTakesIsKnown(String name) {
        assertThat(known.mistake(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "brainy.buket, brainy.bucket",
        "brainy.bucket.name, brainy.bucket",
        "brainy.bucket[0], brainy.bucket",
        "brainy.ingest.queueSzie, brainy.ingest.queue-size"
    })
    void whatNothingReadsIsNamedWithTheNearestKey(String name, String near) {
        assertThat(known.mistake(name))
                .contains("there is no property '" + name + "'; did you mean '" + near + "'?");
    }

    @Test
    void whatIsNearNothingIsOnlyNamed() {
        assertThat(known.mistake("brainy.completely.elsewhere"))
                .contains("there is no property 'brainy.completely.elsewhere'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BRAINY_BUCKET",
                "BRAINY_ROLES_0",
                "BRAINY_INGEST_QUEUESIZE",
                "BRAINY_INGEST_QUEUE_SIZE",
                "BRAINY_HEAP",
                "BRAINY_JAVA_HOME"
            })
    void whatTheEnvironmentMayHoldIsKnown(String name) {
        assertThat(known.environmentMistake(name)).isEmpty();
    }

    @Test
    void aMisspeltVariableIsNamedWithTheNearestOne() {
        assertThat(known.environmentMistake("BRAINY_BUKET"))
                .contains(
                        "there is no property for the environment variable BRAINY_BUKET; did you"
                                + " mean BRAINY_BUCKET?");
    }

    @Test
    void theClassPathKnowsTheOptionsOfANode() {
        KnownProperties real =
                KnownProperties.onClassPath(KnownPropertiesTest.class.getClassLoader());

        for (String name :
                new String[] {"bucket", "roles", "zone", "region", "cache", "capacity"}) {
            assertThat(real.mistake("brainy." + name)).as(name).isEmpty();
        }
        assertThat(real.mistake("brainy.auth.token")).isEmpty();
        assertThat(real.mistake("brainy.nothing")).isPresent();
    }
}
