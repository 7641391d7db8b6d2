package org.partitioners.examples.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide's Java is Java of the examples and their tests, so it compiles and is run. */
class BeamGuideTest {
  private static final Path GUIDE = Path.of("../../docs/beam.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");
  private static final Pattern ANCHOR = Pattern.compile("\\]\\(#([^)]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");

  @Test
  void everyJavaSnippetStandsInAnExampleOrItsTest() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        sources.append(unindented(Files.readString(file)));
      }
    }
    String all = sources.toString();

    assertThat(matches(JAVA))
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(snippet -> assertThat(all).contains(unindented(snippet)));
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    assertThat(matches(LINK))
        .isNotEmpty()
        .allSatisfy(link -> assertThat(GUIDE.resolveSibling(link)).as(link).exists());
  }

  @Test
  void everyAnchorIsAHeading() throws IOException {
    List<String> headings =
        matches(HEADING).stream()
            .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
            .toList();

    assertThat(matches(ANCHOR))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(headings).contains(each));
  }

  private static String unindented(String java) {
    return java.replaceAll("(?m)^ +", "");
  }

  private static List<String> matches(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(GUIDE))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
