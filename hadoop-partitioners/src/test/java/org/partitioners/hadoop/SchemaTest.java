package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published schema says what is written, no more and no less. */
class SchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonSchema schema() throws IOException {
    try (InputStream in =
        Files.newInputStream(Path.of("..", "docs", "partition-map.schema.json"))) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(JSON.readTree(in));
    }
  }

  private static List<JsonNode> goldenMaps() throws IOException {
    List<JsonNode> maps = new ArrayList<>();
    try (InputStream in = SchemaTest.class.getResourceAsStream("golden/partition-maps-v1.jsonl")) {
      JSON.readerFor(JsonNode.class).<JsonNode>readValues(in).forEachRemaining(maps::add);
    }
    return maps;
  }

  @Test
  void allowsEveryMapThatIsWritten() throws IOException {
    JsonSchema schema = schema();
    assertThat(goldenMaps())
        .hasSize(30)
        .allSatisfy(map -> assertThat(schema.validate(map)).isEmpty());
  }

  @Test
  void allowsNoMapWithAPartMoreOrLess() throws IOException {
    JsonSchema schema = schema();
    for (JsonNode map : goldenMaps()) {
      for (ObjectNode object : objects(map)) {
        object.put("more", 1);
        assertThat(schema.validate(map)).as("more in %s", map).isNotEmpty();
        object.remove("more");
        for (String name : List.copyOf(names(object))) {
          if (!name.equals("names") && !name.equals("fallback")) {
            JsonNode part = object.remove(name);
            assertThat(schema.validate(map)).as("no %s in %s", name, map).isNotEmpty();
            object.set(name, part);
          }
        }
      }
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<ObjectNode> objects(JsonNode node) {
    List<ObjectNode> objects = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    node.forEach(child -> objects.addAll(objects(child)));
    return objects;
  }
}
