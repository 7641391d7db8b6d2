package org.partitioners.flink.range;

import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a shuffle, chained to its input, and the operator's coordinator. */
final class ShuffleOperatorFactory<T, K> extends SimpleOperatorFactory<T>
    implements OneInputStreamOperatorFactory<T, T>, CoordinatedOperatorFactory<T> {
  private static final long serialVersionUID = 1L;

  private final ShuffleCoordinator.Plan<K> plan;

  ShuffleOperatorFactory(ShuffleOperator<T, K> operator, ShuffleCoordinator.Plan<K> plan) {
    super(operator);
    this.plan = plan;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as Flink declares it
  public <O extends StreamOperator<T>> O createStreamOperator(
      StreamOperatorParameters<T> parameters) {
    O created = super.createStreamOperator(parameters);
    OperatorID id = parameters.getStreamConfig().getOperatorID();
    ShuffleOperator<?, ?> operator = (ShuffleOperator<?, ?>) created;
    operator.connect(parameters.getOperatorEventDispatcher().getOperatorEventGateway(id));
    parameters.getOperatorEventDispatcher().registerEventHandler(id, operator);
    return created;
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
    return new Provider<>(id, plan);
  }

  private record Provider<K>(OperatorID id, ShuffleCoordinator.Plan<K> plan)
      implements OperatorCoordinator.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public OperatorID getOperatorId() {
      return id;
    }

    @Override
    public OperatorCoordinator create(OperatorCoordinator.Context context) {
      return new ShuffleCoordinator<>(plan, context, ShuffleCoordinator.PATIENCE_MILLIS);
    }
  }
}
