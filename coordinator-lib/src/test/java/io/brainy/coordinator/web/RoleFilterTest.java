package io.brainy.coordinator.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.key.Role;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RoleFilterTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/collections/c/documents, 421",
        "PUT, /v1/collections/c/documents/a%2Fb, 421",
        "DELETE, /v1/collections/c, 421",
        "POST, /v1/embeddings, 421",
        "POST, /v1/collections/c/find, 200",
        "GET, /v1/collections/c/documents/a, 200",
        "GET, /v1/collections, 200",
        "GET, /v1/cluster/health, 200",
        "GET, /actuator/health/liveness, 200",
        "GET, /, 200"
    })
    void aNodeAnswersWhatItsRolesAreFor(String method, String path, int status)
            throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();

        new RoleFilter(Set.of(Role.SEARCH))
                .doFilter(
                        new MockHttpServletRequest(method, path), response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(status);
        if (status == 421) {
            assertThat(response.getContentAsString())
                    .contains("urn:brainy:problem:misdirected")
                    .contains("search");
        }
    }
}
