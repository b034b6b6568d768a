package org.attune.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What each part of the core must not know. */
@AnalyzeClasses(packages = "org.attune", importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {
    /** The parts that decide: functions of a seed and of events. */
    private static final String[] PURE = {
        "org.attune.space..", "org.attune.sampler..", "org.attune.scheduler..", "org.attune.study.."
    };

    @ArchTest
    static final ArchRule theCoreUsesNoNetwork = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(Socket|ServerSocket|Datagram.*|URLConnection|http\\..*)|java\\.nio\\.channels\\..*Socket.*|javax\\.net\\..*")
            .because("the core is a library that anyone can embed");

    @ArchTest
    static final ArchRule theCoreStartsNoProcesses = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(ProcessBuilder|Process)(\\$.*)?")
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .because("the core is a library that anyone can embed");

    @ArchTest
    static final ArchRule whatDecidesHasNoClock = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a journal that is replayed must lead to the same decisions");

    @ArchTest
    static final ArchRule whatDecidesDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(?!Serializable|ObjectInputStream|ObjectOutputStream).*|java\\.nio\\.(file|channels)\\..*")
            .because("a journal that is replayed must lead to the same decisions");

    @ArchTest
    static final ArchRule whatDecidesHasNoThreads = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.Thread|java\\.util\\.concurrent\\..*")
            .because("a journal that is replayed must lead to the same decisions");

    @ArchTest
    static final ArchRule whatDecidesDrawsNoSharedRandomNumbers = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.Random|java\\.security\\.SecureRandom")
            .because("random numbers are a function of (seed, trial, purpose)");

    @ArchTest
    static final ArchRule thePartsDependOnEachOtherInOneDirection =
            slices().matching("org.attune.(*)..").should().beFreeOfCycles();
}
