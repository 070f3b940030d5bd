package io.brainy.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.brainy.coordinator.bucket.ObjectKey;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.bind.annotation.RequestMapping;

/// The rules that keep the shape of docs/architecture.md, each with its reason. A rule that must
/// change is changed here first, with an ADR.
@AnalyzeClasses(
        packages = "io.brainy",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    /// In a whole build the tests that modules share are a jar.
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final Set<String> SERVICES = Set.of("ingest", "search", "graph", "inference");

    private static final Pattern SPRING_HOME =
            Pattern.compile(".*\\.(api|stream|web|actuate|autoconfigure|fanout)(\\..*)?");

    private static final Pattern SPRING_CLASS =
            Pattern.compile(".*(Configuration|Application|Properties)");

    // --- which module may know which

    @ArchTest
    static final ArchRule theModelIsPure =
            classes()
                    .that()
                    .resideInAPackage("io.brainy.model..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "io.brainy.model..",
                                            "java..",
                                            "org.jspecify.annotations")
                                    .or(resideInAPackage("com.fasterxml.jackson.annotation"))
                                    .or(resideInAPackage("net.jpountz.xxhash"))
                                    .or(resideInAPackage("com.github.luben.zstd"))
                                    .or(describe("arrays", JavaClass::isArray)))
                    .because("what words and bytes mean must not depend on how they travel");

    @ArchTest
    static final ArchRule jsonAnnotationsStandOnTheApiOnly =
            noClasses()
                    .that()
                    .resideInAPackage("io.brainy.model..")
                    .and()
                    .resideOutsideOfPackage("io.brainy.model.api..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.fasterxml.jackson..")
                    .because("only the HTTP contract is written as JSON");

    @ArchTest
    static final ArchRule hashesOfIdsAreMadeInOnePlace =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.brainy.model.key..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("net.jpountz..")
                    .because("slots can never change (D1), so one class computes them");

    @ArchTest
    static final ArchRule theCoordinatorKnowsNoEngineAndNoService =
            noClasses()
                    .that()
                    .resideInAPackage("io.brainy.coordinator..")
                    .should()
                    .dependOnClassesThat(
                            modules(
                                    "engine",
                                    "ingest",
                                    "search",
                                    "graph",
                                    "inference",
                                    "standalone"))
                    .because("who may change things and when is decided below what they are");

    @ArchTest
    static final ArchRule nobodyButTheEngineKnowsLucene =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.brainy.engine..", "io.brainy.bench..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.lucene..")
                    .because("how a shard is stored and searched is the engine's secret");

    @ArchTest
    static final ArchRule theEngineKnowsBucketsSequencesAndWhatIsFoldedFromThem =
            noClasses()
                    .that()
                    .resideInAPackage("io.brainy.engine..")
                    .should()
                    .dependOnClassesThat(
                            modules("ingest", "search", "graph", "inference", "standalone")
                                    .or(
                                            resideInAPackage("io.brainy.coordinator..")
                                                    .and(
                                                            DescribedPredicate.not(
                                                                    resideInAnyPackage(
                                                                            "io.brainy.coordinator.bucket..",
                                                                            "io.brainy.coordinator.layout..",
                                                                            "io.brainy.coordinator.sequence..",
                                                                            "io.brainy.coordinator.log..",
                                                                            "io.brainy.coordinator.chain..",
                                                                            "io.brainy.coordinator.journal..",
                                                                            "io.brainy.coordinator.time..")))))
                    .because("an engine is one shard's, and knows no cluster, no HTTP, no Spring");

    @ArchTest
    static final ArchRule servicesDoNotKnowEachOther =
            slices().assignedFrom(new ByService())
                    .should()
                    .notDependOnEachOther()
                    .because("they meet over HTTP, in the bucket and in coordinator.port");

    @ArchTest
    static final ArchRule nobodyKnowsWhatComposesThem =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.brainy.standalone..", "io.brainy.bench..")
                    .should()
                    .dependOnClassesThat(modules("standalone", "bench"))
                    .because("standalone is wiring, and any service runs without it");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.brainy.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("a package must be understood with those below it alone");

    // --- who may use which library

    @ArchTest
    static final ArchRule springStaysAtTheEdges =
            noClasses()
                    .that(
                            describe(
                                    "are no edge",
                                    type ->
                                            !SPRING_HOME.matcher(type.getPackageName()).matches()
                                                    && !SPRING_CLASS
                                                            .matcher(outermost(type))
                                                            .matches()))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.springframework..", "jakarta.servlet..")
                    .because("domain code is tested and simulated without a framework");

    @ArchTest
    static final ArchRule theCloudIsOneAdapter =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.brainy.coordinator.bucket.s3..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon..", "io.awspring..")
                    .because("everybody else sees a bucket");

    @ArchTest
    static final ArchRule modelsRunInOnePlace =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.brainy.inference.onnx..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.onnxruntime..")
                    .because("native memory is closed where it is opened");

    @ArchTest
    static final ArchRule reactiveTypesEndAtTheFanOut =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.brainy.coordinator.fanout..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "reactor..",
                            "org.reactivestreams..",
                            "org.springframework.web.reactive..",
                            "io.github.resilience4j..")
                    .because("domain code is plain and runs on virtual threads");

    @ArchTest
    static final ArchRule theVectorApiIsNotUsed =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("jdk.incubator..")
                    .because("it costs a second of start-up and a flag, and Lucene has its own");

    @ArchTest
    static final ArchRule tokenizersAreTheInferenceServices =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.brainy.inference..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..")
                    .because("text becomes vectors behind the port Embedder");

    @ArchTest
    static final ArchRule librariesThatWeDoWithout =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "com.google.common..",
                            "org.apache.commons..",
                            "lombok..",
                            "java.util.logging..",
                            "sun..")
                    .because("the JDK has what we need of them, and each is one more to keep up");

    // --- the ambient world

    @ArchTest
    static final ArchRule theWorldComesThroughTheConstructor =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.brainy.coordinator.time..")
                    .should()
                    .callMethodWhere(
                            call(System.class, "nanoTime|currentTimeMillis")
                                    .or(call(Thread.class, "sleep"))
                                    .or(call(UUID.class, "randomUUID"))
                                    .or(call(Math.class, "random"))
                                    .or(call(ThreadLocalRandom.class, "current"))
                                    .or(ambientTime()))
                    .orShould()
                    .callConstructorWhere(
                            target(owner(name("java.util.Random")))
                                    .or(target(owner(name("java.security.SecureRandom")))))
                    .because(
                            "a simulation replaces clock, sleep and chance, so it must see them all");

    // --- how classes are made

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields =
            noFields()
                    .should()
                    .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                    .orShould()
                    .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                    .orShould()
                    .beAnnotatedWith("jakarta.inject.Inject")
                    .orShould()
                    .beAnnotatedWith("jakarta.annotation.Resource")
                    .because("what a class needs is in its constructor");

    @ArchTest
    static final ArchRule noFieldIsOptional =
            noFields()
                    .that()
                    .areDeclaredInClassesThat(describe("are no records", type -> !type.isRecord()))
                    .should()
                    .haveRawType("java.util.Optional")
                    .because("Optional is for what a method returns");

    @ArchTest
    static final ArchRule staticFieldsAreConstants =
            fields().that()
                    .areStatic()
                    .should()
                    .beFinal()
                    .because("a process may hold several nodes, and a test must not see another's");

    @ArchTest
    static final ArchRule settingsAreRecords =
            classes()
                    .that()
                    .areAnnotatedWith(ConfigurationProperties.class)
                    .should()
                    .beRecords()
                    .andShould()
                    .haveSimpleNameEndingWith("Properties")
                    .because("settings are values: read once, checked once, never changed");

    @ArchTest
    static final ArchRule objectKeysAreBuiltInTheLayout =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.brainy.coordinator.layout..",
                            "io.brainy.coordinator.bucket..",
                            // Trial objects, below the layout's prefix for them.
                            "io.brainy.coordinator.admission..")
                    .should()
                    .callConstructorWhere(target(owner(name(ObjectKey.class.getName()))))
                    .because("where every object lies is one class to read");

    @ArchTest
    static final ArchRule productionKnowsNoTestSupport =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "..testing..", "org.junit..", "org.mockito..", "org.assertj..")
                    .because("fakes lie beside what they stand for, but only tests may use them");

    @ArchTest
    static final ArchRule controllersSpeakTheContract =
            methods()
                    .that(
                            describe(
                                    "answer requests",
                                    method -> method.isMetaAnnotatedWith(RequestMapping.class)))
                    .should()
                    .haveRawReturnType(
                            resideInAnyPackage(
                                            "io.brainy.model.api..",
                                            "org.springframework.http..",
                                            "org.springframework.web.servlet.mvc.method.annotation..")
                                    .or(describe("void", type -> type.isEquivalentTo(void.class))))
                    .because("records of model.api are the only DTOs");

    // --- names and packages

    @ArchTest
    static final ArchRule namesSayWhatThingsAre =
            noClasses()
                    .should()
                    .haveNameMatching(
                            ".*(Manager|Helper|Utils?|Processor|Handler|Impl|Base|Data|Info)")
                    .because("such a suffix hides the concept; docs/glossary.md has the words");

    @ArchTest
    static final ArchRule packagesSayWhatTheyAreFor =
            noClasses()
                    .should()
                    .resideInAnyPackage(
                            "..util..",
                            "..utils..",
                            "..common..",
                            "..helper..",
                            "..impl..",
                            "..dto..",
                            "..service..",
                            "..repository..",
                            "..controller..",
                            "..mapper..")
                    .because("packages are features, not layers");

    @ArchTest
    static final ArchRule everyPackageTellsItsPurposeAndIsNullMarked =
            classes()
                    .should(haveANullMarkedPackage())
                    .because("a reader who opens a package reads its contract first");

    /// The third part of a package's name, where it is a service's.
    private static final class ByService implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String[] parts = type.getPackageName().split("\\.");
            return parts.length > 2 && SERVICES.contains(parts[2])
                    ? SliceIdentifier.of(parts[2])
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "services " + SERVICES;
        }
    }

    private static DescribedPredicate<JavaClass> modules(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = "io.brainy." + names[i] + "..";
        }
        return resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String methods) {
        return describe(
                owner.getSimpleName() + "." + methods,
                access ->
                        access.getTargetOwner().isEquivalentTo(owner)
                                && access.getName().matches(methods));
    }

    /// Any of java.time's `now`, and clocks of the machine.
    private static DescribedPredicate<JavaAccess<?>> ambientTime() {
        return describe(
                "the machine's clock",
                access ->
                        access.getTargetOwner().getPackageName().equals("java.time")
                                && (access.getName().equals("now")
                                        || access.getName().startsWith("system")
                                        || access.getName().startsWith("tick")));
    }

    /// The simple name of the class in whose file a type stands.
    private static String outermost(JavaClass type) {
        JavaClass at = type;
        while (at.getEnclosingClass().isPresent()) {
            at = at.getEnclosingClass().get();
        }
        return at.getSimpleName();
    }

    private static ArchCondition<JavaClass> haveANullMarkedPackage() {
        return new ArchCondition<>("have a null-marked package-info") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                JavaPackage home = type.getPackage();
                boolean marked =
                        home.tryGetPackageInfo()
                                .map(info -> info.isAnnotatedWith(NullMarked.class))
                                .orElse(false);
                events.add(
                        new SimpleConditionEvent(
                                type,
                                marked,
                                "package " + home.getName() + " has no @NullMarked package-info"));
            }
        };
    }
}
