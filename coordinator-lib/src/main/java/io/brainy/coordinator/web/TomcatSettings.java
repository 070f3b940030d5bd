package io.brainy.coordinator.web;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/// Makes Tomcat hand over paths as they came and answer its own refusals as problems.
final class TomcatSettings
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    /// A refused body is read to its end up to this, so that the client gets the answer and not a
    /// reset connection.
    private static final int MAX_SWALLOWED_BYTES = 128 << 20;

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setEncodedReverseSolidusHandling(
                    EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setProperty("maxSwallowSize", Integer.toString(MAX_SWALLOWED_BYTES));
        });
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve()));
    }

    /// After Boot's own, which sets other values for the same.
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
