package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeBlocksTest {
    @Test
    void commandsAreFoundInIndentedAndInFencedBlocks() {
        assertThat(CodeBlocks.commands("""
                attune is a word here

                    ./attune run study.yaml     # makes it
                    $ attune run --param 'x=float(0,1)' \\
                        -- sh {x}
                    output

                ```sh
                attune best x | cat
                ```
                ```yaml
                attune no: 1
                ```
                ```
                attune             a folder
                $ attune status x
                x: completed
                ```
                """))
                .containsExactly(
                        "./attune run study.yaml     # makes it",
                        "attune run --param 'x=float(0,1)' -- sh {x}",
                        "attune best x | cat",
                        "attune status x");
    }
}
