package org.partitioners.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's Java is the examples' Java, so it compiles and does what the README says. */
class ReadmeTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");

  @Test
  void everyJavaSnippetStandsInAnExample() throws IOException {
    String example =
        Files.readString(
            Path.of("src/main/java/org/partitioners/examples/flink/PlaceKeysOnARing.java"));
    List<String> snippets = matches(JAVA);

    assertThat(snippets).isNotEmpty().allSatisfy(snippet -> assertThat(example).contains(snippet));
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> links = matches(LINK);

    assertThat(links)
        .isNotEmpty()
        .allSatisfy(link -> assertThat(ROOT.resolve(link)).as(link).exists());
  }

  private static List<String> matches(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(ROOT.resolve("README.md")))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
