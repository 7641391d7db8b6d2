package org.partitioners.jobs.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.partitioners.jobs.layout.PartitionList.Partition;

/** {@code partitions.json}. Times are epoch milliseconds, as in the files. */
final class PartitionListJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PartitionListJson() {}

  static String write(PartitionList list) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("strategy", list.strategy());
    ArrayNode order = root.putArray("sorted_by");
    list.order().columns().forEach(order::add);
    ArrayNode partitions = root.putArray("partitions");
    list.partitions().forEach(partition -> write(partitions.addObject(), partition));
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
}
