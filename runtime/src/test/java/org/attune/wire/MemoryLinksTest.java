package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLinksTest extends ConnectionContract {

    @Override
    Connection connect() {
        return new MemoryLinks(hosts);
    }

    @Override
    void cut(Connection connection) {
        ((MemoryLinks) connection).cut();
    }

    @Test
    void whatWasUnderWayWhenTheConnectionWasCutIsGone() {
        List<Runnable> queue = new ArrayList<>();
        MemoryLinks links = new MemoryLinks(hosts, queue::add);
        Link<ToHead> link = links.worker(new Listener<>());
        link.send(new ToHead.Leaving("a"));
        links.cut();
        queue.forEach(Runnable::run);
        assertThat(hosts.workers.remove().said().taken).isEmpty();
    }

    @Test
    void linksInMemoryNeedNoNetworkAndNoCodec() {
        ArchRuleDefinition.noClasses()
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "tools.jackson.dataformat..")
                .check(new ClassFileImporter().importClasses(MemoryLinks.class, Mailbox.class, Ear.class));
    }
}
