package io.brainy.standalone.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What `/openapi.json` says of the whole; the calls describe themselves.
@Configuration(proxyBeanMethods = false)
public class ApiDescriptionConfiguration {

    @Bean
    OpenAPI apiDescription() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Brainy")
                                .version("v1")
                                .description(
                                        "Documents, vectors and relationships on a bucket. Errors are"
                                                + " problem details (RFC 9457) of a stable type.")
                                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")));
    }
}
