package org.partitioners.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;

/**
 * Reads {@code report.json}; a position in the text, such as {@code runs[1].events}, goes along.
 */
final class ReportReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String path;
  private final JsonNode node;

  private ReportReader(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  static JobReport read(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("report: no JSON: " + e.getOriginalMessage(), e);
    }
    if (root == null || root.isMissingNode()) {
      throw new IllegalArgumentException("report: empty");
    }
    return new ReportReader("report", root).within(ReportReader::report);
  }

  private JobReport report() {
    return new JobReport(
        text("job"),
        field("input").within(ReportReader::input),
        Math.toIntExact(integer("parallelism")),
        list("runs", ReportReader::run),
        text("engine"),
        text("command"));
  }

  private InputSummary input() {
    Map<String, String> options = new LinkedHashMap<>();
    ReportReader given = field("options");
    given.node.fieldNames().forEachRemaining(name -> options.put(name, given.text(name)));
    return new InputSummary(
        text("description"),
        integer("rows"),
        integer("keys"),
        instant("first"),
        instant("last"),
        integer("late"),
        integer("rejected"),
        options);
  }

  private RunReport run() {
    return new RunReport(
        text("strategy"),
        integer("events"),
        integer("rejected"),
        integer("late"),
        integer("wall_millis"),
        list("stages", ReportReader::stage),
        // Reports of earlier versions have none.
        node.has("load_over_time") ? list("load_over_time", ReportReader::overTime) : List.of(),
        list("hot_keys", ReportReader::hotKey),
        text("counts_checksum"),
        node.has("slices") ? list("slices", ReportReader::slice) : List.of(),
        node.has("queries") ? list("queries", ReportReader::query) : List.of());
  }

  private SliceLoad slice() {
    Instant from = instant("from");
    if (from == null) {
      throw new IllegalArgumentException("from: null is no time");
    }
    return new SliceLoad(from, PartitionLoad.of(field("subtask_records").integers()));
  }

  private QueryCost query() {
    return new QueryCost(
        text("name"),
        // Reports of earlier versions have none.
        node.has("asked") ? text("asked") : text("name"),
        Math.toIntExact(integer("partitions")),
        Math.toIntExact(integer("files")),
        integer("bytes"),
        integer("rows"));
  }

  private StageLoad stage() {
    return StageLoad.of(text("name"), Work.ofId(text("work")), field("subtask_records").integers());
  }

  private LoadOverTime overTime() {
    List<Long> millis = list("millis", ReportReader::integer);
    List<long[]> records = list("subtask_records", ReportReader::integers);
    if (records.size() != millis.size()) {
      throw new IllegalArgumentException(
          "subtask_records: " + records.size() + " for " + millis.size() + " millis");
    }
    List<LoadOverTime.Sample> samples = new ArrayList<>();
    for (int i = 0; i < millis.size(); i++) {
      samples.add(LoadOverTime.Sample.of(millis.get(i), records.get(i)));
    }
    return new LoadOverTime(text("stage"), samples);
  }

  private HotKey hotKey() {
    return new HotKey(
        text("key"), integer("count_lower"), integer("count_upper"), field("share").number());
  }

  private ReportReader field(String name) {
    JsonNode child = node.get(name);
    if (child == null) {
      throw new IllegalArgumentException(path + "." + name + ": missing");
    }
    return new ReportReader(path + "." + name, child);
  }

  private <T> List<T> list(String name, Function<ReportReader, T> element) {
    return field(name).elements(element);
  }

  private <T> List<T> elements(Function<ReportReader, T> element) {
    expect(JsonNode::isArray, "a list");
    List<T> elements = new ArrayList<>();
    for (JsonNode child : node) {
      String childPath = path + "[" + elements.size() + "]";
      elements.add(new ReportReader(childPath, child).within(element));
    }
    return elements;
  }

  private String text(String name) {
    return field(name).expect(JsonNode::isTextual, "a string").node.textValue();
  }

  private long integer(String name) {
    return field(name).integer();
  }

  private long integer() {
    return expect(n -> n.isIntegralNumber() && n.canConvertToLong(), "a whole number")
        .node
        .longValue();
  }

  private long[] integers() {
    return elements(ReportReader::integer).stream().mapToLong(Long::longValue).toArray();
  }

  private double number() {
    return expect(JsonNode::isNumber, "a number").node.doubleValue();
  }

  private @Nullable Instant instant(String name) {
    if (field(name).node.isNull()) {
      return null;
    }
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(path + "." + name + ": " + e.getMessage(), e);
    }
  }

  private ReportReader expect(Predicate<JsonNode> kind, String what) {
    if (!kind.test(node)) {
      throw new IllegalArgumentException(path + ": " + node + " is not " + what);
    }
    return this;
  }

  /** Adds the position to what a record's own check says. */
  private <T> T within(Function<ReportReader, T> build) {
    try {
      return build.apply(this);
    } catch (ArithmeticException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith("report") && e instanceof IllegalArgumentException known
          ? known
          : new IllegalArgumentException(path + ": " + message, e);
    }
  }
}
