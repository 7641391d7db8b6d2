package org.partitioners.benchmarks.results;

import com.fasterxml.jackson.core.JsonGenerator;
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
import java.nio.file.Files;
import java.nio.file.Path;

/** Results as JSON: names in snake case, numbers to five digits. */
public final class ResultsFile {

  /** What the file is called. */
  public static final String NAME = "results.json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
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

  /** Reads them from a folder. */
  public static Results read(Path folder) throws IOException {
    return MAPPER.readValue(Files.readString(folder.resolve(NAME)), Results.class);
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
