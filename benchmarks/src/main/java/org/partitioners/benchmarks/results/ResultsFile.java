package org.partitioners.benchmarks.results;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.partitioners.jobs.cli.JobFailure;

/** Results as JSON: names in snake case, numbers to five digits. */
public final class ResultsFile {

  /** What the file is called. */
  public static final String NAME = "results.json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new FiveDigits())
                  .addSerializer(Double.class, new FiveDigits()))
          .build();

  private ResultsFile() {}

  /** Writes them into a folder. */
  public static void write(Results results, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(NAME), MAPPER.writeValueAsString(results) + "\n");
  }

  /**
   * Reads them from a folder.
   *
   * @throws JobFailure if the file holds something else
   */
  public static Results read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try {
      return requireNonNull(MAPPER.readValue(Files.readString(file), Results.class), "results");
    } catch (JsonProcessingException | CharacterCodingException | NullPointerException e) {
      throw new JobFailure(file + " is not what benchmarks/run writes", e);
    }
  }

  private static final class FiveDigits extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    FiveDigits() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      BigDecimal rounded = new BigDecimal(value).round(new MathContext(5)).stripTrailingZeros();
      out.writeNumber(rounded.toPlainString());
    }
  }
}
