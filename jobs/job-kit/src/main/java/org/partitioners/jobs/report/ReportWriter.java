package org.partitioners.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;

/** Writes {@code report.json}: what was measured and what follows from it. */
final class ReportWriter {
  private static final ObjectWriter PRETTY = new ObjectMapper().writer(printer());

  private ReportWriter() {}

  static String write(JobReport report) {
    try {
      return encodable(PRETTY.writeValueAsString(tree(report))) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and strings is always writable", e);
    }
  }

  private static ObjectNode tree(JobReport report) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", report.job());
    node.put("engine", report.engine());
    node.put("command", report.command());
    input(node.putObject("input"), report.input());
    node.put("parallelism", report.parallelism());
    ArrayNode runs = node.putArray("runs");
    for (RunReport run : report.runs()) {
      run(runs.addObject(), run, report);
    }
    return node;
  }

  private static void input(ObjectNode node, InputSummary input) {
    node.put("description", input.description());
    node.put("rows", input.rows());
    node.put("keys", input.keys());
    node.put("first", text(input.first()));
    node.put("last", text(input.last()));
    node.put("late", input.late());
    node.put("rejected", input.rejected());
    ObjectNode options = node.putObject("options");
    input.options().forEach(options::put);
  }

  private static void run(ObjectNode node, RunReport run, JobReport report) {
    node.put("strategy", run.strategy());
    node.put("events", run.events());
    node.put("rejected", run.rejected());
    node.put("late", run.late());
    node.put("wall_millis", run.wallMillis());
    node.put("records_per_second", run.recordsPerSecond());
    node.put("speed_up", report.speedUp(run));
    load(node, run.headline().load());
    node.put("counts_checksum", run.countsChecksum());
    if (!run.slices().isEmpty()) {
      node.putObject("slice_max_over_mean")
          .put("mean", run.meanSliceMaxOverMean())
          .put("max", run.maxSliceMaxOverMean());
    }
    ArrayNode stages = node.putArray("stages");
    for (StageLoad stage : run.stages()) {
      ObjectNode each = stages.addObject();
      each.put("name", stage.name());
      each.put("work", stage.work().id());
      load(each, stage.load());
    }
    ArrayNode courses = node.putArray("load_over_time");
    for (LoadOverTime course : run.loadOverTime()) {
      overTime(courses.addObject(), course);
    }
    ArrayNode hotKeys = node.putArray("hot_keys");
    for (HotKey hotKey : run.hotKeys()) {
      ObjectNode each = hotKeys.addObject();
      each.put("key", hotKey.key());
      each.put("count_lower", hotKey.countLower());
      each.put("count_upper", hotKey.countUpper());
      each.put("share", hotKey.share());
    }
    read(node, run);
  }

  /** What was found in the data written. */
  private static void read(ObjectNode node, RunReport run) {
    if (!run.slices().isEmpty()) {
      ArrayNode slices = node.putArray("slices");
      for (SliceLoad slice : run.slices()) {
        ObjectNode each = slices.addObject();
        each.put("from", slice.from().toString());
        counts(each.putArray("subtask_records"), slice.load());
      }
    }
    if (!run.queries().isEmpty()) {
      ArrayNode queries = node.putArray("queries");
      for (QueryCost query : run.queries()) {
        queries
            .addObject()
            .put("name", query.name())
            .put("asked", query.asked())
            .put("partitions", query.partitions())
            .put("files", query.files())
            .put("bytes", query.bytes())
            .put("rows", query.rows());
      }
    }
  }

  private static void load(ObjectNode node, PartitionLoad load) {
    counts(node.putArray("subtask_records"), load);
    node.put("max_over_mean", load.maxOverMean());
    node.put("imbalance", load.imbalance());
  }

  private static void overTime(ObjectNode node, LoadOverTime course) {
    node.put("stage", course.stage());
    ArrayNode millis = node.putArray("millis");
    ArrayNode records = node.putArray("subtask_records");
    for (LoadOverTime.Sample sample : course.samples()) {
      millis.add(sample.millis());
      counts(records.addArray(), sample.records());
    }
  }

  private static void counts(ArrayNode array, PartitionLoad load) {
    for (long count : load.counts()) {
      array.add(count);
    }
  }

  /** Escapes lone surrogates, which a Java string can hold and UTF-8 cannot. */
  private static String encodable(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                out.append("\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static DefaultPrettyPrinter printer() {
    // Line feeds whatever the machine, so that equal reports are equal files.
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return printer;
  }
}
