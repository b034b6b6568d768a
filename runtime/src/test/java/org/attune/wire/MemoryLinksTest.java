package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void whereThereIsNoThreadNowWhoSendsIsToldAndTheNextTriesAgain() {
        List<Runnable> queue = new ArrayList<>();
        boolean[] isFull = new boolean[1];
        MemoryLinks links = new MemoryLinks(hosts, task -> {
            if (isFull[0]) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            queue.add(task);
        });
        Link<ToHead> link = links.worker(new Listener<>());
        queue.forEach(Runnable::run);
        queue.clear();
        isFull[0] = true;
        assertThatThrownBy(() -> link.send(new ToHead.Leaving("a"))).isInstanceOf(OutOfMemoryError.class);
        isFull[0] = false;
        link.send(new ToHead.Leaving("b"));
        queue.forEach(Runnable::run);
        assertThat(hosts.workers.remove().said().taken)
                .containsExactly(new ToHead.Leaving("a"), new ToHead.Leaving("b"));
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
