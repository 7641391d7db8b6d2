package org.partitioners.flink.skew;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.partitioners.flink.report.ReportTypeInfo;

/**
 * Finds the type of reports where Flink extracts types. Public only because Flink instantiates it
 * by name.
 *
 * @param <K> the type of key
 */
@Internal
public final class IntervalReportTypeInfoFactory<K> extends TypeInfoFactory<IntervalReport<K>> {

  /** For Flink. */
  public IntervalReportTypeInfoFactory() {}

  @Override
  @SuppressWarnings("unchecked") // the only type parameter is K
  public TypeInformation<IntervalReport<K>> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> parameters) {
    TypeInformation<?> keyType = parameters.get("K");
    if (keyType == null) {
      throw new InvalidTypesException(
          "The type of key of an IntervalReport is unknown here: tell it, as in"
              + " new TypeHint<IntervalReport<String>>() {}");
    }
    return new ReportTypeInfo<>(new IntervalReportFormat<>(), (TypeInformation<K>) keyType);
  }
}
