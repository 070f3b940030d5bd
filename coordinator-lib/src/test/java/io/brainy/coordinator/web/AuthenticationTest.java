package io.brainy.coordinator.web;

import static io.brainy.coordinator.web.WebConfigurationTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brainy.coordinator.web.WireClient.Answer;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class AuthenticationTest {

    private static final String TOKEN = "0123456789abcdef";

    @Test
    void withATokenEveryPathDemandsIt() throws IOException {
        try (var context = EchoApplication.start("brainy.auth.token=" + TOKEN)) {
            WireClient client = EchoApplication.client(context);

            for (String path :
                    new String[] {
                        "/index.html",
                        "/status.js/",
                        "/status.js/../v1/nothing",
                        "//",
                        "/v1/nothing",
                        "/openapi.json",
                        "/actuator/prometheus",
                        "/actuator/health",
                        "/actuator/health/liveness/../../health",
                        "/actuator/health/liveness;x",
                        "/error"
                    }) {
                Answer answer = client.send("GET", path);
                assertProblem(answer, 401, "unauthenticated");
                assertThat(answer.headers()).contains("WWW-Authenticate: Bearer");
            }
            assertThat(client.send("GET", "/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(client.send("GET", "/actuator/health/readiness").status()).isEqualTo(200);
            // The empty shell of the status page, which asks for the token; it is not served here.
            for (String shell : new String[] {"/", "/status.css", "/status.js", "/favicon.svg"}) {
                assertProblem(client.send("GET", shell), 404, "not-found");
            }
            assertThat(get(client, "Bearer " + TOKEN).status()).isEqualTo(200);
            assertThat(get(client, "bearer  " + TOKEN + " ").status()).isEqualTo(200);
            assertProblem(get(client, "Bearer " + TOKEN + "x"), 401, "unauthenticated");
            assertProblem(get(client, "Basic " + TOKEN), 401, "unauthenticated");
            assertProblem(get(client, TOKEN), 401, "unauthenticated");
        }
    }

    private static Answer get(WireClient client, String authorization) throws IOException {
        return client.send(
                "GET",
                "/v1/collections/c/documents/d",
                "Authorization: " + authorization + "\r\n",
                new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void anAddressBeyondLoopbackIsRefusedWithoutAToken(String address) {
        assertThatThrownBy(() -> EchoApplication.start("server.address=" + address))
                .hasRootCauseInstanceOf(OpenAddressException.class)
                .satisfies(failure -> {
                    FailureAnalysis analysis =
                            Objects.requireNonNull(
                                    new OpenAddressFailureAnalyzer().analyze(failure));
                    assertThat(analysis.getDescription()).contains("no authentication");
                    assertThat(analysis.getAction()).contains("brainy.auth.token");
                });
    }

    @Test
    void withATokenAnyAddressIsServed() {
        try (var context =
                EchoApplication.start("server.address=0.0.0.0", "brainy.auth.token=" + TOKEN)) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    @Test
    void aShortTokenIsRefused() {
        assertThatThrownBy(() -> EchoApplication.start("brainy.auth.token=" + TOKEN.substring(1)))
                .hasRootCauseMessage(
                        "brainy.auth.token has at least 16 characters, found 15; make one with"
                                + " 'openssl rand -hex 32'");
    }
}
