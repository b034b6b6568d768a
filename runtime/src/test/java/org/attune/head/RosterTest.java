package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.wire.AttemptKey;
import org.attune.wire.Link;
import org.attune.wire.MemoryLinks;
import org.attune.wire.Protocol;
import org.attune.wire.Receiver;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final Duration LOST = HeadWorld.TERMS.lostAfter();
    private static final Duration NEARLY = LOST.minusMillis(1);

    private final HeadWorld world = new HeadWorld();
    private final List<String> told = new ArrayList<>();
    private final List<AttemptKey> wanted = new ArrayList<>();

    private final Office office = new Office() {
        @Override
        public boolean wants(String worker, ToHead.Known attempt) {
            return wanted.contains(attempt.key());
        }

        @Override
        public void joined(WorkerHandle worker, ToHead.Hello hello) {
            told.add(worker.name() + " joined");
        }

        @Override
        public boolean take(WorkerHandle worker, ToHead message) {
            told.add(worker.name() + " says " + message.getClass().getSimpleName());
            return true;
        }

        @Override
        public void lost(WorkerHandle worker, String why) {
            told.add(worker.name() + " lost: " + why);
        }
    };

    @Test
    void aWorkerJoinsUnderItsName() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        assertThat(told).containsExactly("n1 joined");
        assertThat(worker.heard).contains(new ToWorker.Welcome("n1", 1, HeadWorld.TERMS.patience(), List.of()));
        assertThat(world.view("n1").state()).isEqualTo(WorkerView.State.JOINED);
        assertThat(world.view("n1").free()).containsEntry("cpu", 4.0);
    }

    @Test
    void anotherProcessOfTheSameHostGetsANameOfItsOwn() {
        world.joined("n1", 4);
        FakeWorker second = new FakeWorker("n1", Demands.grants("n1", 4), world.links);
        second.boot = "another";
        second.dial(world.roster);
        world.links.runAll();
        assertThat(second.name).isEqualTo("n1-2");
        assertThat(world.names()).containsExactly("n1", "n1-2");
    }

    @Test
    void aNewProcessMayHaveTheNameOfOneThatIsLostButNotOfOneThatMayComeBack() {
        FakeWorker first = world.joined("n1", 4);
        first.cut();
        world.links.runAll();
        FakeWorker early = new FakeWorker("n1", Demands.grants("n1", 4), world.links);
        early.boot = "early";
        early.dial(world.roster);
        world.links.runAll();
        assertThat(early.name).isEqualTo("n1-2");
        world.pass(LOST);
        FakeWorker late = new FakeWorker("n1", Demands.grants("n1", 4), world.links);
        late.boot = "late";
        late.dial(world.roster);
        world.links.runAll();
        assertThat(late.name).isEqualTo("n1");
    }

    @Test
    void aWorkerWhoseLinkBreaksIsSuspectAtOnceAndLostLater() {
        world.roster.add(office);
        world.joined("n1", 4).cut();
        world.links.runAll();
        assertThat(world.view("n1").state()).isEqualTo(WorkerView.State.SUSPECT);
        world.pass(NEARLY);
        assertThat(told).containsExactly("n1 joined");
        world.pass(Duration.ofMillis(1));
        assertThat(told).containsExactly("n1 joined", "n1 lost: the connection was lost");
        assertThat(world.names()).isEmpty();
    }

    @Test
    void aWorkerThatDialsAgainInTimeIsTheSame() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        worker.cut();
        world.pass(NEARLY);
        worker.dial(world.roster);
        world.links.runAll();
        world.pass(LOST.multipliedBy(3));
        assertThat(told).containsExactly("n1 joined", "n1 joined");
        assertThat(world.view("n1").state()).isEqualTo(WorkerView.State.JOINED);
    }

    @Test
    void aWorkerMayDialAgainBeforeTheHeadKnowsThatTheLinkIsLost() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        worker.dial(world.roster);
        world.links.runAll();
        world.pass(LOST.multipliedBy(2));
        assertThat(world.names()).containsExactly("n1");
        assertThat(told).containsExactly("n1 joined", "n1 joined");
        worker.say(new ToHead.Note("x", "still here"));
        world.links.runAll();
        assertThat(told).last().isEqualTo("n1 says Note");
    }

    @Test
    void aHeadThatStoodStillGivesItsWorkersAnotherChance() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        worker.cut();
        world.links.runAll();
        world.timer.jump(Duration.ofSeconds(30));
        assertThat(told).containsExactly("n1 joined");
        worker.dial(world.roster);
        world.links.runAll();
        world.pass(LOST.multipliedBy(2));
        assertThat(world.names()).containsExactly("n1");
    }

    @Test
    void aWorkerThatComesBackLearnsWhatToKill() {
        AttemptKey dropped = new AttemptKey("s", 1, 1);
        AttemptKey kept = new AttemptKey("s", 2, 1);
        world.roster.add(office);
        wanted.add(kept);
        List<ToWorker> heard = new ArrayList<>();
        Link<ToHead> link = new MemoryLinks(FakeWorker.visitors(world.roster), world.links).worker(new Receiver<>() {
            @Override
            public void take(ToWorker message) {
                heard.add(message);
            }

            @Override
            public void closed(String why) {}
        });
        link.send(new ToHead.Hello(
                Protocol.VERSION,
                "n1",
                "boot",
                false,
                Demands.grants("n1", 1),
                List.of(
                        new ToHead.Known(dropped, 0, false, Optional.empty()),
                        new ToHead.Known(kept, 0, true, Optional.empty()))));
        world.links.runAll();
        assertThat(heard)
                .first()
                .isEqualTo(new ToWorker.Welcome("n1", 1, HeadWorld.TERMS.patience(), List.of(dropped)));
    }

    @Test
    void aWorkerOfAnotherVersionIsTurnedAwayWithAReason() {
        List<Object> heard = new ArrayList<>();
        Link<ToHead> link = new MemoryLinks(FakeWorker.visitors(world.roster), world.links).worker(new Receiver<>() {
            @Override
            public void take(ToWorker message) {
                heard.add(message);
            }

            @Override
            public void closed(String why) {
                heard.add(why);
            }
        });
        link.send(new ToHead.Hello(99, "n1", "boot", false, Demands.grants("n1", 1), List.of()));
        world.links.runAll();
        assertThat(heard.get(0))
                .isEqualTo(new ToWorker.Refused(
                        "the head speaks protocol " + Protocol.VERSION
                                + " and this worker speaks 99. Use one version of Attune for both.",
                        false));
        assertThat(world.names()).isEmpty();
    }

    @Test
    void nothingIsPlacedOnAWorkerThatLeaves() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        worker.say(new ToHead.Leaving("its allocation ends at 12:00"));
        world.links.runAll();
        assertThat(told).containsExactly("n1 joined", "n1 says Leaving");
        assertThat(world.view("n1").state()).isEqualTo(WorkerView.State.LEAVING);
        assertThat(world.arbiter.tenant("a", Demands.cpus(1), () -> {}).reserve())
                .isEmpty();
        worker.cut();
        world.pass(LOST);
        assertThat(told).last().isEqualTo("n1 lost: it left: its allocation ends at 12:00");
    }

    @Test
    void aWorkerThatHasSaidThatItLeavesAndWhoseProcessIsGoneIsNotWaitedForUnlessSomethingRanThere() {
        FakeWorker worker = world.joined("n1", 4);
        FakeWorker busy = world.joined("n2", 4);
        ClusterRunner runner = world.runner(Demands.cpus(4), OptionalInt.empty());
        FakeTuner tuner = new FakeTuner();
        tuner.drive(runner);
        world.links.runAll();
        tuner.start().orElseThrow();
        for (FakeWorker leaving : List.of(worker, busy)) {
            leaving.say(new ToHead.Leaving("it was asked to end"));
            world.links.runAll();
            leaving.cut();
        }
        world.links.runAll();
        assertThat(world.names()).hasSize(1);
        assertThat(world.view(tuner.running.values().iterator().next()).state()).isEqualTo(WorkerView.State.LEAVING);
        world.pass(LOST);
        assertThat(world.names()).isEmpty();
    }

    @Test
    void noWorkerIsGivenUpWhileNothingIsHeard() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        worker.cut();
        world.hear(false);
        world.pass(LOST.multipliedBy(20));
        assertThat(told).containsExactly("n1 joined");
        worker.dial(world.roster);
        world.hear(true);
        world.pass(LOST.multipliedBy(2));
        assertThat(world.names()).containsExactly("n1");
    }

    @Test
    void aWorkerWhoseHelloWaitedHasItsWholeTimeAgainOnceAllIsHeard() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        worker.cut();
        world.links.runAll();
        world.hear(false);
        world.pass(NEARLY);
        world.hear(true);
        world.pass(NEARLY);
        assertThat(told).containsExactly("n1 joined");
        worker.dial(world.roster);
        world.pass(LOST.multipliedBy(3));
        assertThat(world.names()).containsExactly("n1");
    }

    @Test
    void aWorkerThatStaysAwayAfterAStallIsLost() {
        world.roster.add(office);
        world.joined("n1", 4).cut();
        world.links.runAll();
        world.hear(false);
        world.pass(NEARLY);
        world.hear(true);
        world.pass(LOST.multipliedBy(2));
        assertThat(told).containsExactly("n1 joined", "n1 lost: the connection was lost");
    }

    @Test
    void aWorkerThatDialsThreeTimesWhileItsOldLinksHalfLiveIsHeardOverTheLastAlone() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        List<Link<ToHead>> links = new ArrayList<>();
        for (int dial = 0; dial < 3; dial++) {
            Link<ToHead> link = new MemoryLinks(FakeWorker.visitors(world.roster), world.links).worker(deaf());
            link.send(new ToHead.Hello(Protocol.VERSION, "n1", worker.boot, true, worker.grants, List.of()));
            world.links.runAll();
            links.add(link);
        }
        told.clear();
        links.forEach(link -> link.send(new ToHead.Note("x", "hello")));
        worker.say(new ToHead.Note("x", "hello"));
        world.pass(LOST.multipliedBy(2));
        assertThat(told).containsExactly("n1 says Note");
        assertThat(world.names()).containsExactly("n1");
        assertThat(world.view("n1").free()).containsEntry("cpu", 4.0);
    }

    @Test
    void twoProcessesThatCallThemselvesTheSameTakeTurnsButNothingIsCountedTwice() {
        FakeWorker one = world.joined("n1", 4);
        FakeWorker other = new FakeWorker("n1", one.grants, world.links);
        other.boot = one.boot;
        for (int turn = 0; turn < 3; turn++) {
            other.dial(world.roster);
            world.links.runAll();
            one.dial(world.roster);
            world.links.runAll();
        }
        world.pass(LOST.multipliedBy(2));
        assertThat(one.isConnected()).isTrue();
        assertThat(other.isConnected()).isFalse();
        assertThat(world.names()).containsExactly("n1");
        assertThat(world.view("n1").free()).containsEntry("cpu", 4.0);
    }

    private static Receiver<ToWorker> deaf() {
        return new Receiver<>() {
            @Override
            public void take(ToWorker message) {}

            @Override
            public void closed(String why) {}
        };
    }

    @Test
    void aWorkerThatHasSaidThatItLeavesAndHangsUpIsNotWaitedFor() {
        world.roster.add(office);
        FakeWorker worker = world.joined("n1", 4);
        worker.say(new ToHead.Leaving("the cluster was stopped"));
        worker.hangUp();
        world.links.runAll();
        assertThat(told).last().isEqualTo("n1 lost: it left: the cluster was stopped");
        assertThat(world.roster.workers()).isEmpty();
    }

    @Test
    void anOfficeThatComesLaterHearsOfThoseThatAreThere() {
        world.joined("n1", 4);
        world.joined("n2", 4).cut();
        world.links.runAll();
        world.roster.add(office);
        assertThat(told).containsExactly("n1 joined");
    }

    @Test
    void aQuestionIsAnsweredOnceWhateverHappensToTheLink() {
        world.roster.add(new Office() {
            @Override
            public void joined(WorkerHandle worker, ToHead.Hello hello) {
                if (told.isEmpty()) {
                    world.roster.ask(
                            worker,
                            "stack",
                            null,
                            Map.of(),
                            answer -> told.add(answer.text().or(answer::problem).orElse("")));
                    told.add("asked");
                }
            }
        });
        FakeWorker worker = world.worker("n1", 4);
        worker.answersQuestions = false;
        worker.dial(world.roster);
        world.links.runAll();
        worker.cut();
        worker.answersQuestions = true;
        worker.dial(world.roster);
        world.links.runAll();
        world.pass(Duration.ofMinutes(2));
        assertThat(told).containsExactly("asked", "4711");
    }

    @Test
    void whoIsAskedAndLostOrSilentHasNoAnswer() {
        for (boolean lost : List.of(true, false)) {
            List<String> answers = new ArrayList<>();
            HeadWorld other = new HeadWorld();
            other.roster.add(new Office() {
                @Override
                public void joined(WorkerHandle worker, ToHead.Hello hello) {
                    other.roster.ask(
                            worker,
                            "stack",
                            null,
                            Map.of(),
                            answer -> answers.add(answer.problem().orElse("")));
                }
            });
            FakeWorker worker = other.worker("n1", 4);
            worker.answersQuestions = false;
            worker.dial(other.roster);
            other.links.runAll();
            if (lost) {
                worker.cut();
            }
            other.pass(Duration.ofMinutes(1));
            assertThat(answers)
                    .containsExactly(lost ? "n1 was lost: the connection was lost" : "n1 did not answer within 30 s");
        }
    }

    @Test
    void aClusterThatEndsSendsItsWorkersHomeAndThoseThatComeLate() {
        FakeWorker worker = world.joined("n1", 4);
        world.roster.sendHome("the cluster was stopped", false);
        FakeWorker late = world.joined("n2", 4);
        world.links.runAll();
        assertThat(worker.heard).last().isEqualTo(new ToWorker.Leave("the cluster was stopped", false));
        assertThat(late.heard).containsExactly(new ToWorker.Leave("the cluster was stopped", false));
    }

    @Test
    void aHeadThatEndsHasWorkersLookForTheNext() {
        world.roster.close();
        FakeWorker late = world.joined("n1", 4);
        world.links.runAll();
        assertThat(late.heard).containsExactly(new ToWorker.Refused("this head is ending", true));
    }
}
