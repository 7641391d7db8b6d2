package org.partitioners.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * Writes whether to broadcast, the number of grids, and each: key, pieces left and right, salts.
 */
final class JoinPlanCoder extends AtomicCoder<JoinPlan> {
  private static final long serialVersionUID = 1;
  private static final JoinPlanCoder INSTANCE = new JoinPlanCoder();
  private static final Coder<List<Integer>> SALTS = ListCoder.of(VarIntCoder.of());

  private JoinPlanCoder() {}

  static JoinPlanCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(JoinPlan plan, OutputStream out) throws IOException {
    BooleanCoder.of().encode(plan.broadcastRight(), out);
    VarIntCoder.of().encode(plan.grids().size(), out);
    for (JoinPlan.Grid grid : plan.grids()) {
      ByteArrayCoder.of().encode(grid.key().bytes(), out);
      VarIntCoder.of().encode(grid.left(), out);
      VarIntCoder.of().encode(grid.right(), out);
      SALTS.encode(grid.salts(), out);
    }
  }

  @Override
  public JoinPlan decode(InputStream in) throws IOException {
    boolean broadcastRight = BooleanCoder.of().decode(in);
    List<JoinPlan.Grid> grids = new ArrayList<>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      EncodedKey key = new EncodedKey(ByteArrayCoder.of().decode(in));
      int leftPieces = VarIntCoder.of().decode(in);
      int rightPieces = VarIntCoder.of().decode(in);
      grids.add(new JoinPlan.Grid(key, leftPieces, rightPieces, SALTS.decode(in)));
    }
    return new JoinPlan(broadcastRight, grids);
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
