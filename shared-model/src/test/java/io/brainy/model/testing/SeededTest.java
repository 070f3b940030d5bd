package io.brainy.model.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test of a property: run with `runs` seeds, one after the other, its parameter being a
/// `java.util.random.RandomGenerator` made from the seed. The seed is in the run's name and in the
/// failure; `seed` pins one of them.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeededTestExtension.class)
public @interface SeededTest {

    /// How many seeds, beginning with 1; `-Dbrainy.test.runs` multiplies it for a long search.
    int runs() default 100;

    /// The only seed to run, where it is not 0.
    long seed() default 0;
}
