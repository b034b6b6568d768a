import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.attune.task.Cluster;
import org.attune.task.Remote;
import org.attune.task.TaskContext;
import org.attune.task.TaskOptions;

/**
 * As many functions as the cluster has CPUs, each of which sleeps a second and returns where it ran; and again, 60 times. A round of a cluster without overhead takes one second.
 *
 * <pre>cli/target/attune java examples/cluster/Rounds.java [DIR [ROUNDS [CPU]]]</pre>
 *
 * DIR is the cluster's folder, by default $ATTUNE_CLUSTER or ~/.attune/cluster. CPU is what a function asks for, by default 1: with 0.5 there are twice as many.
 */
public class Rounds {
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        double cpu = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 1;
        try (Cluster cluster = arguments.length > 0 ? Cluster.connect(Path.of(arguments[0])) : Cluster.connect()) {
            int count = (int) Math.round(cluster.cpus() / cpu);
            TaskOptions how = TaskOptions.standard().cpu(cpu);
            for (int round = 1; round <= rounds; round++) {
                long start = System.nanoTime();
                List<Remote<String>> places = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    places.add(cluster.submit(() -> sleep(), how));
                }
                Map<String, Integer> byNode = new TreeMap<>();
                for (String place : cluster.getAll(places)) {
                    byNode.merge(place, 1, Integer::sum);
                }
                StringBuilder line = new StringBuilder();
                byNode.forEach((node, functions) -> line.append(' ').append(node).append(':').append(functions));
                System.out.printf("round %d: %.3f s %s%n", round, (System.nanoTime() - start) / 1e9, line);
            }
        }
    }

    private static String sleep() throws InterruptedException {
        Thread.sleep(1000);
        return TaskContext.current().worker();
    }
}
