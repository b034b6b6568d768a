package org.attune.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.attune.Version;
import org.attune.machine.Bound;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Environments that cannot be caused on any machine, as they were written down. */
class RecordedEnvironmentsTest {
    private static final Path HOME = Path.of("/home/me/attune_results");
    private static final Set<String> MODULES =
            Set.of("java.base", "java.logging", "java.naming", "jdk.unsupported", "jdk.crypto.ec");
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final long GIGA = 1_000_000_000L;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"javas", "fileSystems", "promises", "clocks", "limits", "networks", "devices", "heads"})
    void isToldByItsNameWithItsFix(String name, Finding finding, Level level, String why, String fix) {
        assertThat(finding.why()).contains(why);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.fix()).contains(fix);
        assertThat(finding.fix().isEmpty()).isEqualTo(level == Level.GREEN);
    }

    static Stream<Arguments> javas() {
        return Stream.of(
                java("whole", 17, "amd64", MODULES, Level.GREEN, "17.0.1 of V, amd64", ""),
                java("of POWER9", 17, "ppc64le", MODULES, Level.GREEN, "ppc64le", ""),
                java("of ARM", 21, "aarch64", MODULES, Level.GREEN, "aarch64", ""),
                java("of 32 bits", 17, "arm", MODULES, Level.YELLOW, "32 bits", "JAVA_HOME"),
                java(
                        "without curves",
                        17,
                        "amd64",
                        without("jdk.crypto.ec"),
                        Level.RED,
                        "lacks jdk.crypto.ec",
                        "--add-modules jdk.crypto.ec"),
                java("with curves in its base", 25, "amd64", without("jdk.crypto.ec"), Level.GREEN, "amd64", ""),
                java(
                        "without signals",
                        25,
                        "amd64",
                        without("jdk.unsupported"),
                        Level.RED,
                        "lacks jdk.unsupported",
                        "--add-modules"));
    }

    private static Arguments java(
            String name, int feature, String machine, Set<String> modules, Level level, String why, String fix) {
        Finding finding = new JavaCheck()
                .judge(feature, feature + ".0.1 of V", machine, "/opt/java", modules)
                .get(0);
        return Arguments.of("a Java " + name, finding, level, why, fix);
    }

    private static Set<String> without(String module) {
        return Set.copyOf(MODULES.stream().filter(it -> !it.equals(module)).toList());
    }

    static Stream<Arguments> fileSystems() {
        return Stream.of(
                mounted("a disk", "/dev/vda2 /home ext4 rw,relatime 0 0", Level.GREEN, "ext4 at /home", ""),
                mounted("NFS", "srv:/home /home nfs4 rw,hard,vers=4.2 0 0", Level.GREEN, "nfs4 at /home, shared", ""),
                mounted("soft NFS", "srv:/home /home nfs rw,soft,timeo=50 0 0", Level.YELLOW, "mounted 'soft'", "hard"),
                mounted(
                        "Lustre",
                        "10.0.0.1@o2ib:/lus /home/me lustre rw,flock 0 0",
                        Level.GREEN,
                        "lustre at /home/me, shared",
                        ""),
                mounted("memory", "tmpfs /home/me tmpfs rw,size=1g 0 0", Level.YELLOW, "is memory", "ATTUNE_RESULTS"),
                mounted(
                        "a container's",
                        "overlay /home overlay rw,lowerdir=/a 0 0",
                        Level.YELLOW,
                        "container's own",
                        "Mount a folder"),
                mounted(
                        "read-only",
                        "srv:/home /home nfs4 ro,hard 0 0",
                        Level.RED,
                        "mounted read-only",
                        "ATTUNE_RESULTS"),
                mounted("of Windows", "//srv/home /home cifs rw,vers=3.0 0 0", Level.YELLOW, "no modes", "elsewhere"),
                mounted("AFS", "AFS /home afs rw 0 0", Level.YELLOW, "token", "krenew"),
                mounted(
                        "one over another",
                        "srv:/h /home nfs4 ro 0 0\n/dev/vdb /home xfs rw 0 0",
                        Level.GREEN,
                        "xfs at /home",
                        ""),
                mounted("elsewhere", "tmpfs /home/me/attune_results2 tmpfs rw 0 0", Level.GREEN, "ext4 at /,", ""));
    }

    private static Arguments mounted(String name, String line, Level level, String why, String fix) {
        Mounts mounts = Mounts.parse(Stream.concat(Stream.of("/dev/vda1 / ext4 rw 0 0"), line.lines())
                .toList());
        Finding finding = new FileSystemCheck(Folder.RESULTS).judge(HOME, mounts);
        return Arguments.of("results on a file system: " + name, finding, level, why.replace("/,", "/"), fix);
    }

    @Test
    void aMountPointMayHaveSpacesInItsName() {
        Mounts mounts = Mounts.parse(List.of("/dev/sda / ext4 rw 0 0", "/dev/sdb /my\\040disk xfs rw 0 0"));
        assertThat(mounts.of(Path.of("/my disk/results")))
                .get()
                .extracting(Mounts.Mount::type)
                .isEqualTo("xfs");
    }

    static Stream<Arguments> promises() {
        return Stream.of(
                seen(
                        "keeps all",
                        new SemanticsCheck.Seen(true, true, true, true, true, 0.004),
                        Level.GREEN,
                        "hard links; a sync takes 4.0 ms",
                        ""),
                seen(
                        "has no links",
                        new SemanticsCheck.Seen(true, true, true, true, false, 0.004),
                        Level.GREEN,
                        "no hard links, which is no harm",
                        ""),
                seen(
                        "replaces nothing",
                        new SemanticsCheck.Seen(false, true, true, true, true, 0.004),
                        Level.RED,
                        "(rename)",
                        "ATTUNE_RESULTS"),
                seen(
                        "excludes nobody",
                        new SemanticsCheck.Seen(true, false, true, true, true, 0.004),
                        Level.RED,
                        "(O_EXCL)",
                        "ATTUNE_RESULTS"),
                seen(
                        "hides appends",
                        new SemanticsCheck.Seen(true, true, false, true, true, 0.004),
                        Level.RED,
                        "appended",
                        "ATTUNE_RESULTS"),
                seen(
                        "knows no case",
                        new SemanticsCheck.Seen(true, true, true, false, true, 0.004),
                        Level.YELLOW,
                        "'a' and 'A'",
                        "capitals"),
                seen(
                        "is slow",
                        new SemanticsCheck.Seen(true, true, true, true, true, 0.9),
                        Level.YELLOW,
                        "a sync takes 900.0 ms",
                        "quicker"),
                Arguments.of(
                        "few inodes",
                        room(80 * GIGA, OptionalLong.of(5_000)),
                        Level.YELLOW,
                        "5000 more files",
                        "Make room"),
                Arguments.of(
                        "hardly any inodes",
                        room(80 * GIGA, OptionalLong.of(7)),
                        Level.RED,
                        "7 more files",
                        "Make room"),
                Arguments.of(
                        "little room",
                        room(GIGA / 2, OptionalLong.empty()),
                        Level.YELLOW,
                        "500 MB free",
                        "ATTUNE_RESULTS"),
                Arguments.of(
                        "hardly any room",
                        room(GIGA / 1000, OptionalLong.empty()),
                        Level.RED,
                        "1 MB free",
                        "ATTUNE_RESULTS"));
    }

    private static Arguments seen(String name, SemanticsCheck.Seen seen, Level level, String why, String fix) {
        Finding finding = new SemanticsCheck(Folder.RESULTS).judge(HOME, seen).get(0);
        return Arguments.of("a file system that " + name, finding, level, why, fix);
    }

    private static Finding room(long free, OptionalLong files) {
        return new RoomCheck(Folder.RESULTS).judge(HOME, free, files);
    }

    static Stream<Arguments> clocks() {
        return Stream.of(
                clock("the same", NOON.plusMillis(5), Level.GREEN, "are the same", ""),
                clock("in whole seconds", NOON.minusMillis(900), Level.GREEN, "are the same", ""),
                clock("ahead", NOON.plusSeconds(40), Level.YELLOW, "40.0 s ahead of", "set-ntp"),
                clock("behind", NOON.minusSeconds(7200), Level.YELLOW, "7200.0 s behind", "chrony"));
    }

    private static Arguments clock(String name, Instant stamped, Level level, String why, String fix) {
        Finding finding =
                new ClockCheck(Folder.RESULTS).judge("the file system of /home", NOON, stamped, NOON.plusMillis(10));
        return Arguments.of("a server's clock that is " + name, finding, level, why, fix.isEmpty() ? "" : fix);
    }

    static Stream<Arguments> limits() {
        String table = "Limit                     Soft Limit           Hard Limit           Units     \n";
        return Stream.of(
                limit("of nothing", 4096, Bounds.none(), table, 0, Level.GREEN, "4096 open files, any number", ""),
                limit(
                        "of files",
                        64,
                        Bounds.none(),
                        table,
                        0,
                        Level.RED,
                        "room for no trial, by 'ulimit -n'",
                        "ulimit -n 4096"),
                limit("of few files", 100, Bounds.none(), table, 0, Level.YELLOW, "room for 6 trials", "ulimit -n"),
                limit(
                        "of processes",
                        4096,
                        new Bound(90, "by the limit of the control group"),
                        table,
                        0,
                        Level.YELLOW,
                        "room for 5 trials at once, by the limit of the control group",
                        "pids.max"),
                limit(
                        "of CPU time",
                        4096,
                        Bounds.none(),
                        table + "Max cpu time              600                  600                  seconds   ",
                        1,
                        Level.YELLOW,
                        "after 600 s of CPU time",
                        "in a job"),
                limit(
                        "of file size",
                        4096,
                        Bounds.none(),
                        table + "Max file size             1048576              unlimited            bytes     ",
                        1,
                        Level.YELLOW,
                        "1 MB",
                        "ulimit -f unlimited"),
                Arguments.of(
                        "a limit of address space",
                        new LimitsCheck()
                                .judge(machine(4096, Bounds.none(), new Bound(8 * GIGA, "by 'ulimit -v'")), List.of())
                                .get(1),
                        Level.YELLOW,
                        "8.0 GB a process by 'ulimit -v'",
                        "ulimit -v unlimited"));
    }

    private static Arguments limit(
            String name, long files, Bound processes, String table, int which, Level level, String why, String fix) {
        Finding finding = new LimitsCheck()
                .judge(machine(files, processes, Bounds.none()), table.lines().toList())
                .get(which);
        return Arguments.of("a limit " + name, finding, level, why, fix);
    }

    private interface Bounds {
        static Bound none() {
            return new Bound(Long.MAX_VALUE, "by 'ulimit'");
        }
    }

    private static Machine machine(long files, Bound processes, Bound addressSpace) {
        Machine here = Machine.here(Map.of(), false);
        return new Machine(
                here.cpus(), here.gpus(), here.memory(), addressSpace, new Bound(files, "by 'ulimit -n'"), processes);
    }

    static Stream<Arguments> networks() {
        List<String> own = List.of("10.1.0.5", "127.0.0.1");
        return Stream.of(
                named("itself", List.of("10.1.0.5"), own, Level.GREEN, "n1 is 10.1.0.5", ""),
                named("its loopback", List.of("127.0.1.1"), own, Level.GREEN, "127.0.1.1", ""),
                named(
                        "another machine",
                        List.of("10.9.9.9"),
                        own,
                        Level.YELLOW,
                        "n1 leads to 10.9.9.9, and this machine is 10.1.0.5",
                        "/etc/hosts"),
                named("nothing", List.of(), own, Level.YELLOW, "no address is known", "/etc/hosts"),
                Arguments.of(
                        "a machine without a network",
                        ports(List.of(), List.of()),
                        Level.YELLOW,
                        "no address but its own",
                        "Connect"),
                Arguments.of(
                        "a firewall between a machine and itself",
                        ports(List.of("10.1.0.5"), List.of("10.1.0.5")),
                        Level.RED,
                        "not reached at 10.1.0.5",
                        "nft"),
                Arguments.of(
                        "one address of two that is dead",
                        ports(List.of("10.1.0.5", "fd00::5"), List.of("fd00::5")),
                        Level.GREEN,
                        "not at fd00::5",
                        ""));
    }

    private static Finding ports(List<String> addresses, List<String> silent) {
        return new PortsCheck().judge(addresses, silent);
    }

    private static Arguments named(
            String name, List<String> found, List<String> own, Level level, String why, String fix) {
        return Arguments.of("a name that leads to " + name, new HostCheck().judge("n1", found, own), level, why, fix);
    }

    static Stream<Arguments> devices() {
        return Stream.of(
                gpus(
                        "granted",
                        new Gpus(Gpus.Vendor.NVIDIA, List.of("0", "3"), "by CUDA_VISIBLE_DEVICES"),
                        Map.of("CUDA_VISIBLE_DEVICES", "0,3"),
                        Level.GREEN,
                        "2 GPUs by CUDA_VISIBLE_DEVICES: 0,3",
                        ""),
                gpus(
                        "misspelt",
                        new Gpus(Gpus.Vendor.NVIDIA, List.of("0"), "by CUDA_VISIBLE_DEVICES"),
                        Map.of("CUDA_VISIBLE_DEVICES", "0,x,3"),
                        Level.YELLOW,
                        "of CUDA_VISIBLE_DEVICES=0,x,3 only 0",
                        "Mend"),
                gpus(
                        "hidden",
                        new Gpus(Gpus.Vendor.NVIDIA, List.of(), "by CUDA_VISIBLE_DEVICES"),
                        Map.of("CUDA_VISIBLE_DEVICES", ""),
                        Level.YELLOW,
                        "hides all",
                        "Unset"),
                gpus(
                        "broken",
                        new Gpus(Gpus.Vendor.NONE, List.of(), "by the drivers' tools"),
                        Map.of(),
                        Level.YELLOW,
                        "lists no device",
                        "nvidia-smi"),
                gpus(
                        "absent",
                        new Gpus(Gpus.Vendor.NONE, List.of(), "for lack of a driver's tool"),
                        Map.of(),
                        Level.GREEN,
                        "none",
                        ""));
    }

    private static Arguments gpus(
            String name, Gpus gpus, Map<String, String> environment, Level level, String why, String fix) {
        Machine here = Machine.here(Map.of(), false);
        Machine machine =
                new Machine(here.cpus(), gpus, here.memory(), here.addressSpace(), here.openFiles(), here.processes());
        Finding finding = new GrantsCheck()
                .judge(machine, new Surroundings(environment, Path.of("/")))
                .get(2);
        return Arguments.of("GPUs that are " + name, finding, level, why, fix);
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                head(
                        "like this one",
                        Version.current(),
                        NOON,
                        Level.GREEN,
                        "answers on n1; the time that of the head on n1 and",
                        ""),
                head(
                        "of another version",
                        "0.0.1",
                        NOON,
                        Level.YELLOW,
                        "the head on n1 is Attune 0.0.1",
                        "one version"),
                head("of another time", Version.current(), NOON.plusSeconds(90), Level.YELLOW, "90.0 s ahead", "ntp"));
    }

    private static Arguments head(String name, String version, Instant time, Level level, String why, String fix) {
        Map<String, Object> status = Map.of("host", "n1", "version", version, "time", time.toString());
        Finding finding =
                new HeadCheck().judge(status, NOON, NOON.plusMillis(3)).get(0);
        return Arguments.of("a head " + name, finding, level, why, fix);
    }

    @Test
    void controlGroupsOfBothVersionsAndNone(@TempDir Path root) throws Exception {
        assertThat(group(root))
                .extracting(Finding::level, Finding::why)
                .containsExactly(Level.GREEN, "none: what the machine has is what there is");
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/cgroup"), "0::/jobs/7\n");
        assertThat(group(root)).extracting(Finding::level).isEqualTo(Level.YELLOW);
        Files.writeString(root.resolve("proc/self/mountinfo"), "36 25 0:31 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        Files.createDirectories(root.resolve("sys/fs/cgroup/jobs/7"));
        assertThat(group(root))
                .extracting(Finding::level, Finding::why)
                .containsExactly(Level.GREEN, "version 2, /jobs/7");
        Files.writeString(root.resolve("proc/self/cgroup"), "4:memory:/slurm/uid_7\n");
        Files.writeString(
                root.resolve("proc/self/mountinfo"),
                "36 25 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
        Files.createDirectories(root.resolve("sys/fs/cgroup/memory/slurm/uid_7"));
        assertThat(group(root))
                .extracting(Finding::level, Finding::why)
                .containsExactly(Level.GREEN, "version 1, /slurm/uid_7");
    }

    private static Finding group(Path root) {
        return new ControlGroupCheck().examine(new Surroundings(Map.of(), root)).get(0);
    }
}
