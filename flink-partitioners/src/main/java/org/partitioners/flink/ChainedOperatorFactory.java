package org.partitioners.flink;

import org.apache.flink.annotation.Internal;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;

/**
 * Chains its operator to the input, as Flink 2.x does by itself and Flink 1.20 does not. For the
 * operators of this library.
 */
@Internal
public final class ChainedOperatorFactory<I, O> extends SimpleOperatorFactory<O>
    implements OneInputStreamOperatorFactory<I, O> {
  private static final long serialVersionUID = 1L;

  private ChainedOperatorFactory(OneInputStreamOperator<I, O> operator) {
    super(operator);
  }

  /** The factory of an operator that holds no more than its settings yet. */
  public static <I, O> ChainedOperatorFactory<I, O> of(OneInputStreamOperator<I, O> operator) {
    ChainedOperatorFactory<I, O> factory = new ChainedOperatorFactory<>(operator);
    factory.setChainingStrategy(ChainingStrategy.ALWAYS);
    return factory;
  }
}
