package org.partitioners.flink.range;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.report.ReportFormat;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.range.HeavyKey;
import org.partitioners.range.RangeHeat;
import org.partitioners.range.RangeReport;
import org.partitioners.range.RangeReport.Outcome;

/** Writes a report field by field. */
record RangeReportFormat<K>() implements ReportFormat<K, RangeReport<K>> {
  private static final long serialVersionUID = 1L;

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Class<RangeReport<K>> type() {
    return (Class) RangeReport.class;
  }

  @Override
  public RangeReport<K> empty() {
    return new RangeReport<>(0, Instant.EPOCH, List.of(), List.of(), 1, 1, Outcome.KEPT);
  }

  @Override
  public void write(RangeReport<K> report, TypeSerializer<K> keys, DataOutputView target)
      throws IOException {
    target.writeLong(report.epoch());
    write(report.at(), target);
    target.writeInt(report.ranges().size());
    for (RangeHeat<K> range : report.ranges()) {
      writeKey(range.lower(), keys, target);
      writeKey(range.upper(), keys, target);
      target.writeLong(range.weight());
      target.writeDouble(range.share());
      Instant hotSince = range.hotSince();
      target.writeBoolean(hotSince != null);
      if (hotSince != null) {
        write(hotSince, target);
      }
      target.writeInt(range.splitPoints().size());
      for (K point : range.splitPoints()) {
        keys.serialize(point, target);
      }
    }
    target.writeInt(report.heavyKeys().size());
    for (HeavyKey<K> key : report.heavyKeys()) {
      keys.serialize(key.key(), target);
      target.writeDouble(key.share());
      target.writeDouble(key.partitions());
    }
    target.writeDouble(report.maxOverMean());
    target.writeDouble(report.maxOverMeanAfter());
    target.writeBoolean(report.moved());
  }

  private static void write(Instant instant, DataOutputView target) throws IOException {
    target.writeLong(instant.getEpochSecond());
    target.writeInt(instant.getNano());
  }

  private void writeKey(@Nullable K key, TypeSerializer<K> keys, DataOutputView target)
      throws IOException {
    target.writeBoolean(key != null);
    if (key != null) {
      keys.serialize(key, target);
    }
  }

  @Override
  public RangeReport<K> read(TypeSerializer<K> keys, DataInputView source) throws IOException {
    long epoch = source.readLong();
    Instant at = readInstant(source);
    int size = source.readInt();
    List<RangeHeat<K>> ranges = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      K lower = readKey(keys, source);
      K upper = readKey(keys, source);
      long weight = source.readLong();
      double share = source.readDouble();
      Instant hotSince = source.readBoolean() ? readInstant(source) : null;
      int numPoints = source.readInt();
      List<K> points = new ArrayList<>(numPoints);
      for (int p = 0; p < numPoints; p++) {
        points.add(keys.deserialize(source));
      }
      ranges.add(new RangeHeat<>(lower, upper, weight, share, hotSince, points));
    }
    int numHeavy = source.readInt();
    List<HeavyKey<K>> heavy = new ArrayList<>(numHeavy);
    for (int i = 0; i < numHeavy; i++) {
      K key = keys.deserialize(source);
      heavy.add(new HeavyKey<>(key, source.readDouble(), source.readDouble()));
    }
    return new RangeReport<>(
        epoch,
        at,
        ranges,
        heavy,
        source.readDouble(),
        source.readDouble(),
        source.readBoolean() ? Outcome.MOVED : Outcome.KEPT);
  }

  private static Instant readInstant(DataInputView source) throws IOException {
    return Instant.ofEpochSecond(source.readLong(), source.readInt());
  }

  private @Nullable K readKey(TypeSerializer<K> keys, DataInputView source) throws IOException {
    return source.readBoolean() ? keys.deserialize(source) : null;
  }

  @Override
  public TypeSerializerSnapshot<RangeReport<K>> snapshot(
      ReportSerializer<K, RangeReport<K>> serializer) {
    return new RangeReportSerializerSnapshot<>(serializer);
  }
}
