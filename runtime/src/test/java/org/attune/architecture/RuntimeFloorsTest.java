package org.attune.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What each part of the runtime must not know. */
class RuntimeFloorsTest {
    private static final JavaClasses RUNTIME = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.attune");

    @Test
    void theWireKnowsNeitherEndOfIt() {
        noClasses()
                .that()
                .resideInAPackage("org.attune.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.attune.head..",
                        "org.attune.worker..",
                        "org.attune.client..",
                        "org.attune.carry..",
                        "org.attune.task..")
                .because("head, workers and clients have nothing in common but the words")
                .check(RUNTIME);
    }

    @Test
    void onlyTheWireKnowsTheTransport() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.attune.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..")
                .because("links in one process and links over a network are the same to all others")
                .check(RUNTIME);
    }

    @Test
    void headAndWorkersDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("org.attune.head..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.attune.worker..")
                .because("they are on different machines")
                .check(RUNTIME);
        noClasses()
                .that()
                .resideInAPackage("org.attune.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.attune.head..")
                .because("they are on different machines")
                .check(RUNTIME);
    }

    @Test
    void theSideOfAClientKnowsNoHeadAndNoWorker() {
        noClasses()
                .that()
                .resideInAnyPackage("org.attune.client..", "org.attune.task..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.attune.head..", "org.attune.worker..")
                .because("programs of people depend on it")
                .check(RUNTIME);
    }
}
