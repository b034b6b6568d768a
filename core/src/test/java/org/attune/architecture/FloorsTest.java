package org.attune.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What each part of the core must not know. */
class FloorsTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.attune");

    /** The parts that decide: functions of a seed and of events. */
    private static final String[] PURE = {
        "org.attune.space..",
        "org.attune.sampler..",
        "org.attune.scheduler..",
        "org.attune.study..",
        "org.attune.timeleft.."
    };

    @Test
    void theCoreUsesNoNetwork() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.net\\.(Socket|ServerSocket|Datagram.*|URLConnection|http\\..*)|java\\.nio\\.channels\\..*Socket.*|javax\\.net\\..*")
                .because("the core is a library that anyone can embed")
                .check(CORE);
    }

    @Test
    void theCoreStartsNoProcesses() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.(ProcessBuilder|Process)(\\$.*)?")
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .because("the core is a library that anyone can embed")
                .check(CORE);
    }

    @Test
    void whatDecidesHasNoClock() {
        noClasses()
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
                .because("a journal that is replayed must lead to the same decisions")
                .check(CORE);
    }

    @Test
    void whatDecidesDoesNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.(?!Serializable|ObjectInputStream|ObjectOutputStream).*|java\\.nio\\.(file|channels)\\..*")
                .because("a journal that is replayed must lead to the same decisions")
                .check(CORE);
    }

    @Test
    void whatDecidesHasNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.Thread|java\\.util\\.concurrent\\..*")
                .because("a journal that is replayed must lead to the same decisions")
                .check(CORE);
    }

    @Test
    void whatDecidesDrawsNoSharedRandomNumbers() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.Random|java\\.security\\.SecureRandom")
                .because("random numbers are a function of (seed, trial, purpose)")
                .check(CORE);
    }

    @Test
    void onlyDerivedValuesKnowTheLibraryThatReadsExpressions() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.attune.space.derived")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.ezylang..")
                .because("it can do more than expressions may")
                .check(CORE);
    }

    @Test
    void thePartsDependOnEachOtherInOneDirection() {
        slices().matching("org.attune.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void formsOfSpacesDoNotKnowEachOther() {
        slices().matching("org.attune.space.formats.(*)..")
                .should()
                .notDependOnEachOther()
                .because("a form is added or taken away with its package alone")
                .check(CORE);
    }
}
