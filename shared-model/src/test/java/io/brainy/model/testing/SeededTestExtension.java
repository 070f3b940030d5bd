package io.brainy.model.testing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Runs a [SeededTest] once a seed.
final class SeededTestExtension implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
            ExtensionContext context) {
        SeededTest test = context.getRequiredTestMethod().getAnnotation(SeededTest.class);
        if (test.seed() != 0) {
            return Stream.of(new Run(test.seed()));
        }
        int factor = Integer.getInteger("brainy.test.runs", 1);
        return LongStream.rangeClosed(1, (long) test.runs() * factor).mapToObj(Run::new);
    }

    private record Run(long seed)
            implements TestTemplateInvocationContext,
                    ParameterResolver,
                    TestExecutionExceptionHandler {

        @Override
        public String getDisplayName(int invocationIndex) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RandomGenerator.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new SplittableRandom(seed);
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
            throw new AssertionError(
                    "with @SeededTest(seed = %d): %s".formatted(seed, failure.getMessage()),
                    failure);
        }
    }
}
