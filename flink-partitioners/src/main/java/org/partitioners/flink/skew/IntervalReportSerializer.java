package org.partitioners.flink.skew;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.partitioners.PartitionLoad;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.ReliefAdvice;
import org.partitioners.skew.SkewReport;

/** Writes a report field by field, its keys with their own serializer. */
final class IntervalReportSerializer<K> extends TypeSerializer<IntervalReport<K>> {
  private static final long serialVersionUID = 1L;

  private final TypeSerializer<K> keySerializer;

  IntervalReportSerializer(TypeSerializer<K> keySerializer) {
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
  public TypeSerializer<IntervalReport<K>> duplicate() {
    TypeSerializer<K> duplicate = keySerializer.duplicate();
    return duplicate == keySerializer ? this : new IntervalReportSerializer<>(duplicate);
  }

  @Override
  public IntervalReport<K> createInstance() {
    SkewReport<K> skew =
        new SkewReport<>(0, 0, 1, List.of(), 0, Double.NaN, 1, 1, ReliefAdvice.NONE, 1);
    return new IntervalReport<>(0, 0, skew, PartitionLoad.of(0));
  }

  @Override
  public IntervalReport<K> copy(IntervalReport<K> from) {
    if (isImmutableType()) {
      return from;
    }
    SkewReport<K> skew = from.skew();
    List<HeavyHitter<K>> hitters = new ArrayList<>();
    for (HeavyHitter<K> hitter : skew.heavyHitters()) {
      K key = keySerializer.copy(hitter.key());
      hitters.add(new HeavyHitter<>(key, hitter.lowerBound(), hitter.upperBound()));
    }
    return new IntervalReport<>(
        from.start(),
        from.end(),
        new SkewReport<>(
            skew.records(),
            skew.distinctKeys(),
            skew.share(),
            hitters,
            skew.firstShare(),
            skew.zipfExponent(),
            skew.parallelism(),
            skew.predictedMaxOverMean(),
            skew.relief(),
            skew.fanOut()),
        from.measured());
  }

  @Override
  public IntervalReport<K> copy(IntervalReport<K> from, IntervalReport<K> reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(IntervalReport<K> report, DataOutputView target) throws IOException {
    target.writeLong(report.start());
    target.writeLong(report.end());
    SkewReport<K> skew = report.skew();
    target.writeLong(skew.records());
    target.writeDouble(skew.distinctKeys());
    target.writeDouble(skew.share());
    target.writeInt(skew.heavyHitters().size());
    for (HeavyHitter<K> hitter : skew.heavyHitters()) {
      keySerializer.serialize(hitter.key(), target);
      target.writeLong(hitter.lowerBound());
      target.writeLong(hitter.upperBound());
    }
    target.writeDouble(skew.firstShare());
    target.writeDouble(skew.zipfExponent());
    target.writeInt(skew.parallelism());
    target.writeDouble(skew.predictedMaxOverMean());
    target.writeUTF(skew.relief().name());
    target.writeInt(skew.fanOut());
    PartitionLoad measured = report.measured();
    target.writeInt(measured.numPartitions());
    for (int subtask = 0; subtask < measured.numPartitions(); subtask++) {
      target.writeLong(measured.count(subtask));
    }
  }

  @Override
  public IntervalReport<K> deserialize(DataInputView source) throws IOException {
    long start = source.readLong();
    long end = source.readLong();
    long records = source.readLong();
    double distinctKeys = source.readDouble();
    double share = source.readDouble();
    int size = source.readInt();
    List<HeavyHitter<K>> hitters = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      K key = keySerializer.deserialize(source);
      hitters.add(new HeavyHitter<>(key, source.readLong(), source.readLong()));
    }
    SkewReport<K> skew =
        new SkewReport<>(
            records,
            distinctKeys,
            share,
            hitters,
            source.readDouble(),
            source.readDouble(),
            source.readInt(),
            source.readDouble(),
            ReliefAdvice.valueOf(source.readUTF()),
            source.readInt());
    long[] measured = new long[source.readInt()];
    for (int subtask = 0; subtask < measured.length; subtask++) {
      measured[subtask] = source.readLong();
    }
    return new IntervalReport<>(start, end, skew, PartitionLoad.of(measured));
  }

  @Override
  public IntervalReport<K> deserialize(IntervalReport<K> reuse, DataInputView source)
      throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<IntervalReport<K>> snapshotConfiguration() {
    return new IntervalReportSerializerSnapshot<>(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntervalReportSerializer<?> that
        && keySerializer.equals(that.keySerializer);
  }

  @Override
  public int hashCode() {
    return 31 + keySerializer.hashCode();
  }

  @Override
  public String toString() {
    return "IntervalReportSerializer(" + keySerializer + ")";
  }
}
