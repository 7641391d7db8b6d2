package org.partitioners.hadoop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.partitioners.Description;

class DescriptionJsonTest {

  private static final int DEPTH = 3;

  /** Any texts, half surrogates among them. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(6);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> plain =
        Arbitraries.oneOf(
            texts().asGeneric(),
            Arbitraries.longs().asGeneric(),
            Arbitraries.doubles().asGeneric());
    return depth == 0
        ? plain
        : Arbitraries.oneOf(
            plain,
            descriptions(depth - 1).asGeneric(),
            values(depth - 1).list().ofMaxSize(3).asGeneric());
  }

  private static Arbitrary<Description> descriptions(int depth) {
    Arbitrary<Map<String, Object>> parts =
        Arbitraries.maps(texts().filter(name -> !name.equals("type")), values(depth)).ofMaxSize(4);
    return Combinators.combine(texts(), parts).as(Description::new);
  }

  @Provide
  Arbitrary<Description> descriptions() {
    return descriptions(DEPTH);
  }

  @Property(tries = 300)
  void everyDescriptionIsReadAsItWasWritten(@ForAll("descriptions") Description description)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DescriptionJson.write(description, out);
    byte[] bytes = out.toByteArray();

    Description read = DescriptionJson.read(bytes, bytes.length);

    assertThat(read).isEqualTo(description);
    assertThat(read.parts().keySet()).containsExactlyElementsOf(description.parts().keySet());
    assertThat(bytes).isEqualTo(new String(bytes, US_ASCII).getBytes(US_ASCII));
  }
}
