package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help of all commands, as it is where nobody knows how wide the terminal is. */
class HelpTest {
    private static Stream<CommandLine> withAllBelow(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::withAllBelow));
    }

    static Stream<String> commands() {
        return withAllBelow(all()).map(command -> command.getCommandSpec().qualifiedName());
    }

    private static CommandLine all() {
        CommandLine line = new CommandLine(new AttuneCommand(System.out));
        Commands.addNeeded(line, new String[] {"help"});
        Cli.headings(line);
        return line;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void fitsIntoEightyColumns(String name) {
        CommandLine command = withAllBelow(all())
                .filter(each -> each.getCommandSpec().qualifiedName().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(command.getUsageMessage().lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
    }
}
