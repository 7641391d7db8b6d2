package org.partitioners.flink.skew;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.partitioners.PartitionLoad;
import org.partitioners.flink.report.ReportFormat;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.ReliefAdvice;
import org.partitioners.skew.SkewReport;

/** Writes a report field by field. */
record IntervalReportFormat<K>() implements ReportFormat<K, IntervalReport<K>> {
  private static final long serialVersionUID = 1L;

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Class<IntervalReport<K>> type() {
    return (Class) IntervalReport.class;
  }

  @Override
  public IntervalReport<K> empty() {
    SkewReport<K> skew =
        new SkewReport<>(0, 0, 1, List.of(), 0, Double.NaN, 1, 1, ReliefAdvice.NONE, 1);
    return new IntervalReport<>(0, 0, skew, PartitionLoad.of(0));
  }

  @Override
  public void write(IntervalReport<K> report, TypeSerializer<K> keys, DataOutputView target)
      throws IOException {
    target.writeLong(report.start());
    target.writeLong(report.end());
    SkewReport<K> skew = report.skew();
    target.writeLong(skew.records());
    target.writeDouble(skew.distinctKeys());
    target.writeDouble(skew.share());
    target.writeInt(skew.heavyHitters().size());
    for (HeavyHitter<K> hitter : skew.heavyHitters()) {
      keys.serialize(hitter.key(), target);
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
  public IntervalReport<K> read(TypeSerializer<K> keys, DataInputView source) throws IOException {
    long start = source.readLong();
    long end = source.readLong();
    long records = source.readLong();
    double distinctKeys = source.readDouble();
    double share = source.readDouble();
    int size = source.readInt();
    List<HeavyHitter<K>> hitters = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      K key = keys.deserialize(source);
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
  public TypeSerializerSnapshot<IntervalReport<K>> snapshot(
      ReportSerializer<K, IntervalReport<K>> serializer) {
    return new IntervalReportSerializerSnapshot<>(serializer);
  }
}
