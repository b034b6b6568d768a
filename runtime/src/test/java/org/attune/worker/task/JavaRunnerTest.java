package org.attune.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.attune.task.Ready;
import org.attune.task.TaskContext;
import org.attune.task.code.CodeFolder;
import org.attune.task.value.AllowList;
import org.attune.task.value.Values;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskResult.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaRunnerTest {
    @TempDir
    Path folder;

    private static Callee callee(byte[] function) {
        return new Callee(List.of(), function, "");
    }

    private static End run(JavaRunner runner, Callee callee) {
        List<End> ends = new ArrayList<>();
        runner.run(callee, List.of(new Task(1, new byte[0])), new TaskRunner.Ends() {
            @Override
            public void began(long task) {}

            @Override
            public void ended(TaskResult result) {
                ends.add(result.end());
            }
        });
        return ends.get(0);
    }

    @Test
    void aFunctionThatCannotBeReadCostsNotTheOneBeforeIt() throws IOException {
        Callee function = callee(Values.write(new Ready(0, ""), type -> {}));
        try (SessionLoader loader = new SessionLoader("s")) {
            JavaRunner runner = new JavaRunner(
                    loader,
                    new AllowList(type -> type == Ready.class),
                    new CodeFolder(folder),
                    new TaskContext("n1", "n1", List.of()));
            assertThat(run(runner, function)).isEqualTo(End.VALUE);
            assertThat(run(runner, callee(new byte[] {9, 1}))).isEqualTo(End.ERROR);
            assertThat(run(runner, function)).isEqualTo(End.VALUE);
        }
    }
}
