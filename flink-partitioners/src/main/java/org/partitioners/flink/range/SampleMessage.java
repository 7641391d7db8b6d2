package org.partitioners.flink.range;

import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;

/**
 * What a subtask tells of its records: its number; the greatest timestamp so far; its watermark;
 * how many records it sampled; and the sample.
 */
final class SampleMessage {
  static final TypeInformation<Tuple5<Integer, Long, Long, Long, byte[]>> TYPE =
      Types.TUPLE(
          Types.INT,
          Types.LONG,
          Types.LONG,
          Types.LONG,
          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private SampleMessage() {}
}
