package org.partitioners.flink.range;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.HeavyKey;
import org.partitioners.range.RangeHeat;
import org.partitioners.range.RangeReport;
import org.partitioners.range.RangeReport.Outcome;

/** Writes a report field by field, its keys with their own serializer. */
final class RangeReportSerializer<K> extends TypeSerializer<RangeReport<K>> {
  private static final long serialVersionUID = 1L;

  private final TypeSerializer<K> keySerializer;

  RangeReportSerializer(TypeSerializer<K> keySerializer) {
    this.keySerializer = keySerializer;
  }

  TypeSerializer<K> keySerializer() {
    return keySerializer;
  }

  @Override
  public boolean isImmutableType() {
    return keySerializer.isImmutableType();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // by contract, a stateless serializer returns itself
  public TypeSerializer<RangeReport<K>> duplicate() {
    TypeSerializer<K> duplicate = keySerializer.duplicate();
    return duplicate == keySerializer ? this : new RangeReportSerializer<>(duplicate);
  }

  @Override
  public RangeReport<K> createInstance() {
    return new RangeReport<>(0, Instant.EPOCH, List.of(), List.of(), 1, 1, Outcome.KEPT);
  }

  @Override
  public RangeReport<K> copy(RangeReport<K> from) {
    if (isImmutableType()) {
      return from;
    }
    List<RangeHeat<K>> ranges = new ArrayList<>();
    UnaryOperator<K> copying = keySerializer::copy;
    for (RangeHeat<K> range : from.ranges()) {
      K lower = range.lower();
      K upper = range.upper();
      ranges.add(
          new RangeHeat<>(
              lower == null ? null : keySerializer.copy(lower),
              upper == null ? null : keySerializer.copy(upper),
              range.weight(),
              range.share(),
              range.hotSince(),
              range.splitPoints().stream().map(copying).toList()));
    }
    List<HeavyKey<K>> heavy = new ArrayList<>();
    for (HeavyKey<K> key : from.heavyKeys()) {
      heavy.add(new HeavyKey<>(keySerializer.copy(key.key()), key.share(), key.partitions()));
    }
    return new RangeReport<>(
        from.epoch(),
        from.at(),
        ranges,
        heavy,
        from.maxOverMean(),
        from.maxOverMeanAfter(),
        from.outcome());
  }

  @Override
  public RangeReport<K> copy(RangeReport<K> from, RangeReport<K> reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(RangeReport<K> report, DataOutputView target) throws IOException {
    target.writeLong(report.epoch());
    write(report.at(), target);
    target.writeInt(report.ranges().size());
    for (RangeHeat<K> range : report.ranges()) {
      writeKey(range.lower(), target);
      writeKey(range.upper(), target);
      target.writeLong(range.weight());
      target.writeDouble(range.share());
      Instant hotSince = range.hotSince();
      target.writeBoolean(hotSince != null);
      if (hotSince != null) {
        write(hotSince, target);
      }
      target.writeInt(range.splitPoints().size());
      for (K point : range.splitPoints()) {
        keySerializer.serialize(point, target);
      }
    }
    target.writeInt(report.heavyKeys().size());
    for (HeavyKey<K> key : report.heavyKeys()) {
      keySerializer.serialize(key.key(), target);
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

  private void writeKey(@Nullable K key, DataOutputView target) throws IOException {
    target.writeBoolean(key != null);
    if (key != null) {
      keySerializer.serialize(key, target);
    }
  }

  @Override
  public RangeReport<K> deserialize(DataInputView source) throws IOException {
    long epoch = source.readLong();
    Instant at = readInstant(source);
    int size = source.readInt();
    List<RangeHeat<K>> ranges = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      K lower = readKey(source);
      K upper = readKey(source);
      long weight = source.readLong();
      double share = source.readDouble();
      Instant hotSince = source.readBoolean() ? readInstant(source) : null;
      int numPoints = source.readInt();
      List<K> points = new ArrayList<>(numPoints);
      for (int p = 0; p < numPoints; p++) {
        points.add(keySerializer.deserialize(source));
      }
      ranges.add(new RangeHeat<>(lower, upper, weight, share, hotSince, points));
    }
    int numHeavy = source.readInt();
    List<HeavyKey<K>> heavy = new ArrayList<>(numHeavy);
    for (int i = 0; i < numHeavy; i++) {
      K key = keySerializer.deserialize(source);
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

  private @Nullable K readKey(DataInputView source) throws IOException {
    return source.readBoolean() ? keySerializer.deserialize(source) : null;
  }

  @Override
  public RangeReport<K> deserialize(RangeReport<K> reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<RangeReport<K>> snapshotConfiguration() {
    return new RangeReportSerializerSnapshot<>(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RangeReportSerializer<?> that
        && keySerializer.equals(that.keySerializer);
  }

  @Override
  public int hashCode() {
    return 31 + keySerializer.hashCode();
  }

  @Override
  public String toString() {
    return "RangeReportSerializer(" + keySerializer + ")";
  }
}
