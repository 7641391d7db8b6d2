package org.partitioners.jobs.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.layout.PartitionMap.Partition;

/** {@code partitions.json}. Times are epoch milliseconds, as in the files. */
final class PartitionMapJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PartitionMapJson() {}

  static String write(PartitionMap map) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("strategy", map.strategy());
    ArrayNode order = root.putArray("sorted_by");
    map.order().columns().forEach(order::add);
    ArrayNode partitions = root.putArray("partitions");
    map.partitions().forEach(partition -> write(partitions.addObject(), partition));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and strings is always writable", e);
    }
  }

  private static void write(ObjectNode node, Partition partition) {
    node.put("name", partition.name());
    node.put("subtask", partition.subtask());
    Contents.Times times = partition.contents().times();
    if (times != null) {
      node.putObject("times").put("from", times.from()).put("to", times.to());
    }
    Contents.Sensors sensors = partition.contents().sensors();
    if (sensors != null) {
      node.putObject("sensors").put("from", sensors.from()).put("to", sensors.to());
    }
    Contents.SensorHash hash = partition.contents().sensorHash();
    if (hash != null) {
      node.putObject("sensor_hash")
          .put("partitions", hash.partitions())
          .put("partition", hash.partition());
    }
    Contents.Salt salt = partition.contents().salt();
    if (salt != null) {
      node.putObject("salted_times")
          .put("bucket_millis", salt.bucketMillis())
          .put("salts", salt.salts())
          .put("partitions", salt.partitions())
          .put("partition", salt.partition());
    }
    List<DataFile> files = partition.files();
    node.put("rows", files.stream().mapToLong(DataFile::rows).sum());
    node.put("bytes", files.stream().mapToLong(DataFile::bytes).sum());
    ArrayNode array = node.putArray("files");
    for (DataFile file : files) {
      array
          .addObject()
          .put("path", file.path())
          .put("rows", file.rows())
          .put("bytes", file.bytes())
          .put("first", file.first())
          .put("last", file.last())
          .put("first_sensor", file.firstSensor())
          .put("last_sensor", file.lastSensor());
    }
  }

  static PartitionMap read(String json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      List<String> columns = new ArrayList<>();
      required(root, "sorted_by").forEach(column -> columns.add(column.asText()));
      List<Partition> partitions = new ArrayList<>();
      required(root, "partitions").forEach(node -> partitions.add(partition(node)));
      return new PartitionMap(text(root, "strategy"), RunOrder.ofColumns(columns), partitions);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("partitions: no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Partition partition(JsonNode node) {
    JsonNode times = node.get("times");
    JsonNode sensors = node.get("sensors");
    JsonNode hash = node.get("sensor_hash");
    JsonNode salt = node.get("salted_times");
    Contents contents =
        new Contents(
            times == null ? null : new Contents.Times(number(times, "from"), number(times, "to")),
            sensors == null
                ? null
                : new Contents.Sensors(bound(sensors, "from"), bound(sensors, "to")),
            hash == null
                ? null
                : new Contents.SensorHash(integer(hash, "partitions"), integer(hash, "partition")),
            salt == null
                ? null
                : new Contents.Salt(
                    number(salt, "bucket_millis"),
                    integer(salt, "salts"),
                    integer(salt, "partitions"),
                    integer(salt, "partition")));
    List<DataFile> files = new ArrayList<>();
    for (JsonNode file : required(node, "files")) {
      files.add(
          new DataFile(
              text(file, "path"),
              number(file, "rows"),
              number(file, "bytes"),
              number(file, "first"),
              number(file, "last"),
              text(file, "first_sensor"),
              text(file, "last_sensor")));
    }
    return new Partition(text(node, "name"), integer(node, "subtask"), contents, files);
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode child = node.get(field);
    if (child == null || child.isNull()) {
      throw new IllegalArgumentException("partitions: " + field + " is missing");
    }
    return child;
  }

  private static String text(JsonNode node, String field) {
    return required(node, field).asText();
  }

  private static @Nullable String bound(JsonNode node, String field) {
    JsonNode child = node.get(field);
    return child == null || child.isNull() ? null : child.asText();
  }

  private static long number(JsonNode node, String field) {
    return required(node, field).asLong();
  }

  private static int integer(JsonNode node, String field) {
    return required(node, field).asInt();
  }
}
